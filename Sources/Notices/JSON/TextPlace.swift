/// Where a byte stands in a text, as an editor shows it.
public enum TextPlace {
    /// The line, from 1, and the character of that line, from 1.
    ///
    /// A line ends with LF. A byte that is no UTF-8 counts as if it were.
    public static func of(_ offset: Int, in bytes: [UInt8]) -> (line: Int, column: Int) {
        let before = bytes.prefix(max(0, offset))
        let start = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        let line = before.count { $0 == 0x0A } + 1
        // Bytes 10xxxxxx continue a character.
        return (line, before[start...].count { $0 & 0xC0 != 0x80 } + 1)
    }
}
