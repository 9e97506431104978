/// The id of a message, a bare lowercase UUID version 7: the same at both ends and for life.
///
/// - Source: RFC 9562 section 5.7.
public struct MessageID: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Two words, not an array: queues and sets hold many of these.
    private let high: UInt64
    private let low: UInt64

    /// The 16 bytes in network order.
    public var bytes: [UInt8] {
        [high, low].flatMap { word in
            (0..<8).map { UInt8(truncatingIfNeeded: word >> (56 - 8 * $0)) }
        }
    }

    /// Takes the bytes of an id, in network order.
    ///
    /// - Returns: nil unless there are 16 bytes of version 7 and the RFC 9562 variant.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 16 else { return nil }
        let (high, low) = (Self.word(bytes.prefix(8)), Self.word(bytes.suffix(8)))
        guard high >> 12 & 0xF == 7, low >> 62 == 0b10 else { return nil }
        (self.high, self.low) = (high, low)
    }

    private static func word(_ bytes: some Collection<UInt8>) -> UInt64 {
        bytes.reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// Reads `019401e5-6b2a-7cc3-8a9d-2f7b5c1d0e4f`; upper case, braces and `urn:uuid:` are
    /// refused.
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
    ///   - created: the moment by which ids are ordered, to the millisecond.
    ///   - random: at least 10 bytes from a cryptographic source.
    public init(created: Instant, random: [UInt8]) {
        precondition(random.count >= 10, "a message id takes ten random bytes")
        let milliseconds = UInt64(clamping: created.milliseconds)
        high = milliseconds << 16 | 0x7000 | Self.word(random.prefix(2)) & 0x0FFF
        low = Self.word(random[2..<10]) & (1 << 62 - 1) | 0b10 << 62
    }

    /// Orders by the bytes: the id that was made in the earlier millisecond comes first.
    public static func < (left: MessageID, right: MessageID) -> Bool {
        (left.high, left.low) < (right.high, right.low)
    }

    /// The id as 36 characters: lowercase hexadecimal with hyphens.
    public var description: String {
        var text: [UInt8] = []
        text.reserveCapacity(36)
        for place in 0..<32 {
            if [8, 12, 16, 20].contains(place) { text.append(0x2D) }
            let word = place < 16 ? high : low
            text.append(hexDigit(UInt8(truncatingIfNeeded: word >> (60 - 4 * (place % 16)) & 0xF)))
        }
        return String(decoding: text, as: UTF8.self)
    }
}
