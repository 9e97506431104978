/// Texts in other encodings than UTF-8, as some programs save or send them.
enum TextForm {
    /// The same text in UTF-8, if it is in UTF-16: it has a byte order mark, or every other byte of
    /// its beginning is zero.
    ///
    /// - Returns: nil if it is not in UTF-16, or holds half a surrogate pair.
    static func utf8(_ bytes: [UInt8]) -> [UInt8]? {
        guard bytes.count >= 2, bytes.count % 2 == 0 else { return nil }
        let isBig: Bool
        var from = 2
        switch (bytes[0], bytes[1]) {
        case (0xFE, 0xFF): isBig = true
        case (0xFF, 0xFE): isBig = false
        case (0, 0x20...0x7E) where isEveryOtherZero(bytes, from: 0): (isBig, from) = (true, 0)
        case (0x20...0x7E, 0) where isEveryOtherZero(bytes, from: 1): (isBig, from) = (false, 0)
        default: return nil
        }
        var units: [UInt16] = []
        units.reserveCapacity(bytes.count / 2)
        for index in stride(from: from, to: bytes.count, by: 2) {
            let (high, low) = isBig ? (index, index + 1) : (index + 1, index)
            units.append(UInt16(bytes[high]) << 8 | UInt16(bytes[low]))
        }
        guard let text = String(validating: units, as: UTF16.self) else { return nil }
        return Array(text.utf8)
    }

    /// The text without the quoted-printable of mail (RFC 2045, 6.7), in which lines that continue
    /// end with `=`, and `=27` is the byte 0x27. A text without such a line stays as it is.
    static func unquoted(_ bytes: [UInt8]) -> [UInt8] {
        let mark = UInt8(ascii: "=")
        let isQuoted = bytes.indices.contains {
            bytes[$0] == mark
                && (bytes[($0 + 1)...].starts(with: [0x0A])
                    || bytes[($0 + 1)...].starts(with: [0x0D, 0x0A]))
        }
        guard isQuoted else { return bytes }
        func digit(_ index: Int) -> UInt8? {
            guard index < bytes.count, bytes[index] < 0x80 else { return nil }
            return Character(UnicodeScalar(bytes[index])).hexDigitValue.map { UInt8($0) }
        }
        var plain: [UInt8] = []
        plain.reserveCapacity(bytes.count)
        var at = 0
        while at < bytes.count {
            if bytes[at] == mark, let high = digit(at + 1), let low = digit(at + 2) {
                plain.append(high << 4 | low)
                at += 3
            } else if bytes[at] == mark, at + 1 < bytes.count, [0x0A, 0x0D].contains(bytes[at + 1])
            {
                at += 2
            } else {
                plain.append(bytes[at])
                at += 1
            }
        }
        return plain
    }

    private static func isEveryOtherZero(_ bytes: [UInt8], from: Int) -> Bool {
        stride(from: from, to: min(bytes.count, 64), by: 2).allSatisfy { bytes[$0] == 0 }
    }
}
