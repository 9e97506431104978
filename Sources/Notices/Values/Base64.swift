/// Standard base64 with padding, RFC 4648 section 4.
public enum Base64 {
    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    private static let values: [UInt8?] = {
        var values = [UInt8?](repeating: nil, count: 256)
        for (value, character) in alphabet.enumerated() { values[Int(character)] = UInt8(value) }
        return values
    }()

    /// The bytes as base64, padded with `=` and without line breaks.
    public static func encode(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            var word = 0
            for byte in group { word = word << 8 | Int(byte) }
            word <<= 8 * (3 - group.count)
            for position in 0..<4 {
                text.append(
                    position <= group.count ? alphabet[word >> (18 - 6 * position) & 63] : 0x3D)
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The bytes of a base64 text.
    ///
    /// - Returns: nil for anything but canonical base64: no white space, padding where it belongs,
    ///   unused bits zero.
    public static func decode(_ text: some StringProtocol) -> [UInt8]? {
        let text = Array(text.utf8)
        guard text.count.isMultiple(of: 4) else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count / 4 * 3)
        for start in stride(from: 0, to: text.count, by: 4) {
            let isLast = start + 4 == text.count
            let padding = isLast ? text[start...].reversed().prefix { $0 == 0x3D }.count : 0
            guard padding <= 2 else { return nil }
            var word = 0
            for character in text[start..<(start + 4 - padding)] {
                guard let value = values[Int(character)] else { return nil }
                word = word << 6 | Int(value)
            }
            word <<= 6 * padding
            guard word & ((1 << (8 * padding)) - 1) == 0 else { return nil }
            for position in 0..<(3 - padding) {
                bytes.append(UInt8(word >> (16 - 8 * position) & 255))
            }
        }
        return bytes
    }
}
