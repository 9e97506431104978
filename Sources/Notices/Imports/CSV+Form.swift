extension CSV {
    /// The separators of a file's cells and lines. Spreadsheets in many countries write semicolons
    /// for commas; some programs write tabs, or a carriage return alone.
    struct Form: Hashable {
        /// The offset of the first row, behind a byte order mark and a line `sep=;`.
        private(set) var start = 0
        private(set) var firstLine = 1
        private(set) var separator = UInt8(ascii: ",")
        /// True if a carriage return alone ends a line, because the file has no line feed.
        let endsWithReturn: Bool

        private static let separators: [UInt8] = [0x2C, 0x3B, 0x09, 0x7C]

        /// Finds the separator: from the line `sep=;` that some programs write, or as the most
        /// frequent candidate in the first line outside quotation marks.
        init(of bytes: [UInt8]) {
            endsWithReturn = !bytes.contains(0x0A) && bytes.contains(0x0D)
            if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { start = 3 }
            let line = bytes[start...].prefix { $0 != 0x0A && $0 != 0x0D }
            let isNamed =
                line.count == 5
                && String(decoding: line.prefix(4), as: UTF8.self).lowercased() == "sep="
            if isNamed, let named = line.last, Self.separators.contains(named) {
                separator = named
                start += 5
                if bytes[start...].starts(with: [0x0D, 0x0A]) { start += 1 }
                start = min(start + 1, bytes.count)
                firstLine = 2
                return
            }
            var counts = Self.separators.map { _ in 0 }
            var isQuoted = false
            for byte in bytes[start...].drop(while: { $0 == 0x0A || $0 == 0x0D }) {
                if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
                guard !isQuoted else { continue }
                if byte == 0x0A || byte == 0x0D { break }
                if let index = Self.separators.firstIndex(of: byte) { counts[index] += 1 }
            }
            // If two are equally frequent, the comma counts.
            if let most = counts.max(), most > 0, let index = counts.firstIndex(of: most) {
                separator = Self.separators[index]
            }
        }

        /// The place of the first byte that is not UTF-8, so that an officer can find it in the
        /// file's program.
        func firstBadByte(in bytes: [UInt8]) -> (line: Int, column: Int) {
            let end: UInt8 = endsWithReturn ? 0x0D : 0x0A
            for (index, line) in bytes.split(separator: end, omittingEmptySubsequences: false)
                .enumerated() where String(validating: line, as: UTF8.self) == nil
            {
                let cells = line.split(separator: separator, omittingEmptySubsequences: false)
                let bad = cells.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0
                return (index + 1, bad + 1)
            }
            return (0, 0)
        }
    }
}
