/// Texts in UTF-16, which some programs save instead of UTF-8.
enum TextForm {
    /// The same text in UTF-8, if it is in UTF-16: by its byte order mark, or because every other byte of its
    /// beginning is zero.
    ///
    /// - Returns: nil if it is not; also if half a character stands somewhere.
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

    private static func isEveryOtherZero(_ bytes: [UInt8], from: Int) -> Bool {
        stride(from: from, to: min(bytes.count, 64), by: 2).allSatisfy { bytes[$0] == 0 }
    }
}
