/// The rows of a generated list, read from the text that the compiler put into the program.
///
/// The list is a text because array literals of this size do not compile in reasonable time.
struct Rows: Sequence {
    private let text: StaticString
    private let separator: UInt8

    init(_ text: StaticString, separator: Unicode.Scalar = "\n") {
        self.text = text
        self.separator = UInt8(ascii: separator)
    }

    func makeIterator() -> IndexingIterator<[Substring]> {
        let whole = text.withUTF8Buffer { String(decoding: $0, as: UTF8.self) }
        return whole.utf8.split(separator: separator).map { Substring($0) }.makeIterator()
    }
}

/// Rows of equal width, sorted by the code at their start, and searched without being copied.
struct FixedRows {
    let text: StaticString
    /// The bytes of a row, with its line feed.
    let width: Int
    let codeWidth: Int

    var count: Int { text.utf8CodeUnitCount / width }

    /// The codes of the rows whose other bytes fit.
    func codes(where fits: (Slice<UnsafeBufferPointer<UInt8>>) -> Bool) -> [String] {
        text.withUTF8Buffer { bytes in
            stride(from: 0, to: bytes.count, by: width).compactMap { start in
                fits(bytes[(start + codeWidth)..<(start + width - 1)])
                    ? String(decoding: bytes[start..<start + codeWidth], as: UTF8.self) : nil
            }
        }
    }

    /// - Returns: the row without code and line feed; nil when no row starts with the code.
    func row(_ code: String) -> String? {
        let code = Array(code.utf8)
        guard code.count == codeWidth else { return nil }
        return text.withUTF8Buffer { bytes in
            var low = 0
            var high = count
            while low < high {
                let middle = (low + high) / 2
                let start = middle * width
                let found = bytes[start..<start + codeWidth]
                if found.elementsEqual(code) {
                    return String(
                        decoding: bytes[(start + codeWidth)..<(start + width - 1)], as: UTF8.self)
                }
                if found.lexicographicallyPrecedes(code) {
                    low = middle + 1
                } else {
                    high = middle
                }
            }
            return nil
        }
    }
}
