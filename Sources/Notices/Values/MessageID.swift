/// A bare lowercase UUID version 7: the name of a message at both ends and for life.
///
/// - Source: RFC 9562 section 5.7.
public struct MessageID: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The 16 bytes in network order.
    public let bytes: [UInt8]

    /// - Returns: nil unless there are 16 bytes of version 7 and the RFC 9562 variant.
    public init?(bytes: some Collection<UInt8>) {
        let bytes = Array(bytes)
        guard bytes.count == 16, bytes[6] >> 4 == 7, bytes[8] >> 6 == 0b10 else { return nil }
        self.bytes = bytes
    }

    /// Reads `019401e5-6b2a-7cc3-8a9d-2f7b5c1d0e4f`; upper case, braces and `urn:uuid:` are refused.
    public init?(_ text: some StringProtocol) {
        let text = Array(text.utf8)
        guard text.count == 36 else { return nil }
        var bytes: [UInt8] = []
        var index = 0
        while index < 36 {
            if [8, 13, 18, 23].contains(index) {
                guard text[index] == 0x2D else { return nil }
                index += 1
                continue
            }
            guard let high = hexValue(text[index]), let low = hexValue(text[index + 1]) else {
                return nil
            }
            bytes.append(high << 4 | low)
            index += 2
        }
        self.init(bytes: bytes)
    }

    /// Makes an id from a moment and ten random bytes.
    ///
    /// - Parameters:
    ///   - created: the moment that ids are ordered by.
    ///   - random: at least 10 bytes from a cryptographic source.
    public init(created: Instant, random: [UInt8]) {
        precondition(random.count >= 10, "a message id takes ten random bytes")
        let milliseconds = UInt64(clamping: created.milliseconds)
        var bytes = (0..<6).map { UInt8(truncatingIfNeeded: milliseconds >> (40 - 8 * $0)) }
        bytes += random.prefix(10)
        bytes[6] = bytes[6] & 0x0F | 0x70
        bytes[8] = bytes[8] & 0x3F | 0x80
        self.bytes = bytes
    }

    public static func < (left: MessageID, right: MessageID) -> Bool {
        left.bytes.lexicographicallyPrecedes(right.bytes)
    }

    public var description: String {
        let hex = Array(hexadecimal(bytes))
        return [hex[0..<8], hex[8..<12], hex[12..<16], hex[16..<20], hex[20..<32]]
            .map { String($0) }.joined(separator: "-")
    }
}
