/// The name of a flight: carrier and number, `ZZ418`.
public struct FlightDesignator: Sendable, Hashable, CustomStringConvertible {
    /// IATA (two characters) or ICAO (three) airline designator.
    public let carrier: String
    /// Digits without leading zeros, so that `ZZ007` is `ZZ7`, and a suffix letter if there is one.
    public let service: String

    /// Takes the two parts of a designator.
    ///
    /// - Parameters:
    ///   - carrier: `^[A-Z0-9]{2}[A-Z]?$` with at least one letter.
    ///   - service: `^[0-9]{1,4}[A-Z]?$`.
    /// - Returns: nil for any other shape.
    public init?(carrier: String, service: String) {
        let code = Array(carrier.utf8)
        let isLetter: (UInt8) -> Bool = { (0x41...0x5A).contains($0) }
        let isDigit: (UInt8) -> Bool = { (0x30...0x39).contains($0) }
        guard code.count == 2 || code.count == 3 && isLetter(code[2]),
            code.allSatisfy({ isLetter($0) || isDigit($0) }), code.contains(where: isLetter)
        else { return nil }
        var digits = Array(service.utf8)[...]
        let suffix = digits.last.map(isLetter) == true ? digits.removeLast() : nil
        guard (1...4).contains(digits.count), digits.allSatisfy(isDigit) else { return nil }
        digits = digits.drop { $0 == 0x30 }
        self.carrier = carrier
        self.service =
            (digits.isEmpty ? "0" : String(decoding: digits, as: UTF8.self))
            + (suffix.map { String(UnicodeScalar($0)) } ?? "")
    }

    /// Reads a designator such as `ZZ418`, blanks ignored.
    ///
    /// - Returns: nil for anything else. Two characters are taken for the carrier where that is
    ///   possible.
    public init?(_ text: some StringProtocol) {
        let name = text.filter { $0 != " " }
        for length in [2, 3] {
            let carrier = String(name.prefix(length))
            if let flight = FlightDesignator(
                carrier: carrier, service: String(name.dropFirst(length)))
            {
                self = flight
                return
            }
        }
        return nil
    }

    /// Carrier and number together, such as `ZZ418`.
    public var description: String { carrier + service }
}
