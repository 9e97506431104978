extension Instant: CustomStringConvertible {
    /// Reads an RFC 3339 date-time: `2027-01-21T00:55:00Z`, `2027-01-21T04:55:00.250+04:00`.
    ///
    /// - Returns: nil unless the text is exactly one date-time with an offset. A fraction may have
    ///   1 to 9 digits, of which three are kept. `24:00`, leap seconds and lower case are refused.
    /// - Source: RFC 3339 section 5.6.
    public init?(rfc3339 text: some StringProtocol) {
        var scanner = DigitScanner(text.utf8)
        guard let year = scanner.digits(4), scanner.take("-"),
            let month = scanner.digits(2), scanner.take("-"),
            let day = scanner.digits(2), scanner.take("T"),
            let hour = scanner.digits(2), scanner.take(":"),
            let minute = scanner.digits(2), scanner.take(":"),
            let second = scanner.digits(2),
            hour < 24, minute < 60, second < 60,
            let date = CivilDate(year: year, month: month, day: day)
        else { return nil }
        var fraction = 0
        if scanner.take(".") {
            guard let milliseconds = scanner.fractionInMilliseconds() else { return nil }
            fraction = milliseconds
        }
        guard let offset = scanner.offsetInSeconds(), scanner.isAtEnd else { return nil }
        let seconds = date.daysSinceEpoch * 86_400 + hour * 3_600 + minute * 60 + second - offset
        self.init(milliseconds: Int64(seconds) * 1_000 + Int64(fraction))
    }

    /// Reads a moment exactly as `description` writes it, and refuses every other way to write the
    /// same moment: signed text is then read as it was written.
    public init?(utcSecond text: String) {
        self.init(rfc3339: text)
        guard description == text else { return nil }
    }

    /// RFC 3339 in UTC, to the second: `2027-01-21T00:55:00Z`.
    public var description: String {
        String(decoding: utcText(withMilliseconds: false), as: UTF8.self)
    }

    /// RFC 3339 in UTC, to the millisecond: `2027-01-21T00:55:00.250Z`.
    public var descriptionWithMilliseconds: String {
        String(decoding: utcText(withMilliseconds: true), as: UTF8.self)
    }

    /// The UTC day of this moment.
    public var utcDate: CivilDate { utcParts.date }

    /// The clock time in UTC: `00:55:00`.
    public var utcClock: String {
        var text: [UInt8] = []
        Self.write(clock: utcParts.secondOfDay, into: &text)
        return String(decoding: text, as: UTF8.self)
    }

    private var utcParts: (date: CivilDate, secondOfDay: Int, millisecond: Int) {
        let wholeDays = flooredTo(.days(1)).milliseconds / 86_400_000
        let rest = Int(milliseconds - wholeDays * 86_400_000)
        return (CivilDate(daysSinceEpoch: Int(wholeDays)), rest / 1_000, rest % 1_000)
    }

    private func utcText(withMilliseconds: Bool) -> [UInt8] {
        let (date, secondOfDay, millisecond) = utcParts
        var text: [UInt8] = []
        text.reserveCapacity(24)
        date.write(into: &text)
        text.append(UInt8(ascii: "T"))
        Self.write(clock: secondOfDay, into: &text)
        if withMilliseconds {
            text.append(UInt8(ascii: "."))
            writeDecimal(millisecond, width: 3, into: &text)
        }
        text.append(UInt8(ascii: "Z"))
        return text
    }

    private static func write(clock secondOfDay: Int, into text: inout [UInt8]) {
        writeDecimal(secondOfDay / 3_600, width: 2, into: &text)
        text.append(UInt8(ascii: ":"))
        writeDecimal(secondOfDay / 60 % 60, width: 2, into: &text)
        text.append(UInt8(ascii: ":"))
        writeDecimal(secondOfDay % 60, width: 2, into: &text)
    }
}

extension CivilDate: CustomStringConvertible {
    /// Reads `YYYY-MM-DD` and nothing else.
    public init?(iso8601 text: some StringProtocol) {
        var scanner = DigitScanner(text.utf8)
        guard let year = scanner.digits(4), scanner.take("-"),
            let month = scanner.digits(2), scanner.take("-"),
            let day = scanner.digits(2), scanner.isAtEnd
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// `YYYY-MM-DD`.
    public var description: String {
        var text: [UInt8] = []
        write(into: &text)
        return String(decoding: text, as: UTF8.self)
    }

    fileprivate func write(into text: inout [UInt8]) {
        writeDecimal(year, width: 4, into: &text)
        text.append(UInt8(ascii: "-"))
        writeDecimal(month, width: 2, into: &text)
        text.append(UInt8(ascii: "-"))
        writeDecimal(day, width: 2, into: &text)
    }
}

/// A non-negative number in decimal with leading zeros up to `width` characters.
func padded(_ number: Int, to width: Int) -> String {
    var text: [UInt8] = []
    writeDecimal(number, width: width, into: &text)
    return String(decoding: text, as: UTF8.self)
}

private func writeDecimal(_ number: Int, width: Int, into text: inout [UInt8]) {
    let digits = String(number).utf8
    text.append(contentsOf: repeatElement(UInt8(ascii: "0"), count: max(0, width - digits.count)))
    text.append(contentsOf: digits)
}

/// Reads fixed-width decimal fields from UTF-8 text.
struct DigitScanner {
    private var rest: ArraySlice<UInt8>

    init(_ text: some Sequence<UInt8>) {
        rest = Array(text)[...]
    }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard let first = rest.first, UInt32(first) == character.value else { return false }
        rest.removeFirst()
        return true
    }

    /// Exactly `count` digits.
    mutating func digits(_ count: Int) -> Int? {
        guard rest.count >= count else { return nil }
        var value = 0
        for byte in rest.prefix(count) {
            guard (0x30...0x39).contains(byte) else { return nil }
            value = value * 10 + Int(byte - 0x30)
        }
        rest.removeFirst(count)
        return value
    }

    /// 1 to 9 digits of a fraction of a second, cut to milliseconds.
    mutating func fractionInMilliseconds() -> Int? {
        var value = 0
        var count = 0
        while let byte = rest.first, (0x30...0x39).contains(byte) {
            count += 1
            guard count <= 9 else { return nil }
            if count <= 3 { value = value * 10 + Int(byte - 0x30) }
            rest.removeFirst()
        }
        guard count > 0 else { return nil }
        for _ in min(count, 3)..<3 { value *= 10 }
        return value
    }

    /// `Z` or `+hh:mm`; seconds east of Greenwich.
    mutating func offsetInSeconds() -> Int? {
        if take("Z") { return 0 }
        let sign: Int
        if take("+") {
            sign = 1
        } else if take("-") {
            sign = -1
        } else {
            return nil
        }
        guard let hours = digits(2), take(":"), let minutes = digits(2), hours < 24, minutes < 60
        else { return nil }
        return sign * (hours * 3_600 + minutes * 60)
    }
}
