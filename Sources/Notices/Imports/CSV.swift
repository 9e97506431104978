/// A comma-separated file as RFC 4180 describes it, in UTF-8: read whole, or refused whole.
///
/// Taken besides: a line feed alone as the end of a line, a byte order mark, and lines with nothing on
/// them, because spreadsheets write all three. Everything else that is not as the RFC has it is refused:
/// a reader that guesses where a cell ends gives one person another's name.
public enum CSV {
    /// What a file may be at most.
    public struct Limits: Sendable, Hashable {
        public var bytesMax: Int
        /// The line of headings included.
        public var rowsMax: Int
        public var cellsMax: Int
        public var cellBytesMax: Int

        public init(
            bytesMax: Int = 32 << 20, rowsMax: Int = 50_001, cellsMax: Int = 64,
            cellBytesMax: Int = 4_096
        ) {
            self.bytesMax = bytesMax
            self.rowsMax = rowsMax
            self.cellsMax = cellsMax
            self.cellBytesMax = cellBytesMax
        }
    }

    public struct Row: Sendable, Hashable {
        /// The line of the file that it begins on, from 1.
        public let line: Int
        public let cells: [String]
    }

    /// Why a file is not read.
    public struct Refusal: Error, Hashable {
        public enum Reason: String, Sendable, CaseIterable {
            case tooLong = "it is over a limit of bytes"
            case notUTF8 = "it is not UTF-8"
            case zeroByte = "it holds a zero byte"
            case tooManyRows = "it has too many rows"
            case tooManyCells = "it has too many cells in a row"
            case cellTooLong = "a cell is too long"
            case quoteOpen = "a quotation mark is never closed"
            case quoteInside = "a quotation mark stands inside a cell that none begins"
            case afterQuote = "something stands behind a closing quotation mark"
            case carriageReturn = "a carriage return has no line feed behind it"
        }

        public let reason: Reason
        /// From 1; 0 for the whole file.
        public let line: Int
    }

    public static func read(
        _ bytes: [UInt8], limits: Limits = Limits()
    ) throws(Refusal) -> [Row] {
        guard bytes.count <= limits.bytesMax else { throw Refusal(reason: .tooLong, line: 0) }
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw Refusal(reason: .notUTF8, line: 0)
        }
        var reader = Reader(bytes: bytes, limits: limits)
        return try reader.rows()
    }

    private struct Reader {
        let bytes: [UInt8]
        let limits: Limits
        var at = 0
        var line = 1

        mutating func rows() throws(Refusal) -> [Row] {
            if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { at = 3 }
            var rows: [Row] = []
            while at < bytes.count {
                let row = try row()
                if row.cells == [""] { continue }
                guard rows.count < limits.rowsMax else { throw refusal(.tooManyRows) }
                rows.append(row)
            }
            return rows
        }

        private mutating func row() throws(Refusal) -> Row {
            let first = line
            var cells: [String] = []
            while true {
                guard cells.count < limits.cellsMax else { throw refusal(.tooManyCells) }
                cells.append(try cell())
                guard at < bytes.count else { break }
                let end = bytes[at]
                at += 1
                if end == UInt8(ascii: ",") { continue }
                // `cell` stops at commas and ends of lines alone.
                if end == 0x0D { at += 1 }
                line += 1
                break
            }
            return Row(line: first, cells: cells)
        }

        /// Leaves `at` on the comma or the end of the line behind it.
        private mutating func cell() throws(Refusal) -> String {
            guard at < bytes.count, bytes[at] == UInt8(ascii: "\"") else { return try plain() }
            at += 1
            var cell: [UInt8] = []
            while true {
                guard at < bytes.count else { throw refusal(.quoteOpen) }
                let byte = bytes[at]
                at += 1
                if byte == UInt8(ascii: "\"") {
                    guard at < bytes.count, bytes[at] == UInt8(ascii: "\"") else { break }
                    at += 1
                } else if byte == 0x0A {
                    line += 1
                }
                try add(byte, to: &cell)
            }
            guard try isEnd else { throw refusal(.afterQuote) }
            return String(decoding: cell, as: UTF8.self)
        }

        private mutating func plain() throws(Refusal) -> String {
            var cell: [UInt8] = []
            while !(try isEnd) {
                guard bytes[at] != UInt8(ascii: "\"") else { throw refusal(.quoteInside) }
                try add(bytes[at], to: &cell)
                at += 1
            }
            return String(decoding: cell, as: UTF8.self)
        }

        /// Whether a cell may end here.
        private var isEnd: Bool {
            get throws(Refusal) {
                guard at < bytes.count else { return true }
                switch bytes[at] {
                case UInt8(ascii: ","), 0x0A: return true
                case 0x0D:
                    guard at + 1 < bytes.count, bytes[at + 1] == 0x0A else {
                        throw refusal(.carriageReturn)
                    }
                    return true
                default: return false
                }
            }
        }

        private func add(_ byte: UInt8, to cell: inout [UInt8]) throws(Refusal) {
            guard byte != 0 else { throw refusal(.zeroByte) }
            guard cell.count < limits.cellBytesMax else { throw refusal(.cellTooLong) }
            cell.append(byte)
        }

        private func refusal(_ reason: Refusal.Reason) -> Refusal {
            Refusal(reason: reason, line: line)
        }
    }
}
