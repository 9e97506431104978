/// A comma-separated file as RFC 4180 describes it, in UTF-8: read whole, or refused whole.
///
/// Besides, the reader takes forms that spreadsheets write: semicolons or tabs for commas
/// (`CSV.Form`), a line feed or a carriage return alone as the end of a line, a byte order mark,
/// and empty lines. Everything else that differs from the RFC is refused: a reader that guesses
/// where a cell ends gives one person another's name.
public enum CSV {
    /// The bounds of a file.
    public struct Limits: Sendable, Hashable {
        /// The size of the file, in bytes.
        public var bytesMax: Int
        /// The number of rows, the headings included.
        public var rowsMax: Int
        /// The number of cells in one row.
        public var cellsMax: Int
        /// The size of one cell, in bytes of UTF-8.
        public var cellBytesMax: Int

        /// The default fits 50,000 forms.
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

    /// One row of the file.
    public struct Row: Sendable, Hashable {
        /// The line of the file on which the row begins, from 1.
        public let line: Int
        /// The texts of the cells, without their quotation marks.
        public let cells: [String]
    }

    /// The reason why a file is not read.
    public struct Refusal: Error, Hashable {
        /// The kinds of refusal; the raw value is the end of the sentence that an officer reads.
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

        /// The kind of refusal.
        public let reason: Reason
        /// The line of the file, from 1; 0 for the whole file.
        public let line: Int
        /// The cell of that line, from 1; 0 for the whole file.
        public let column: Int
    }

    /// Reads all rows of a file; empty lines are left out.
    ///
    /// - Throws: a refusal at the first place that is not CSV in UTF-8, or is over a limit.
    public static func read(
        _ bytes: [UInt8], limits: Limits = Limits()
    ) throws(Refusal) -> [Row] {
        guard bytes.count <= limits.bytesMax else {
            throw Refusal(reason: .tooLong, line: 0, column: 0)
        }
        let form = Form(of: bytes)
        guard String(validating: bytes, as: UTF8.self) != nil else {
            let place = form.firstBadByte(in: bytes)
            throw Refusal(reason: .notUTF8, line: place.line, column: place.column)
        }
        var reader = Reader(bytes: bytes, limits: limits, form: form)
        return try reader.rows()
    }

    private struct Reader {
        let bytes: [UInt8]
        let limits: Limits
        let form: Form
        var at: Int
        var line: Int
        var column = 1

        init(bytes: [UInt8], limits: Limits, form: Form) {
            self.bytes = bytes
            self.limits = limits
            self.form = form
            at = form.start
            line = form.firstLine
        }

        mutating func rows() throws(Refusal) -> [Row] {
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
                column = cells.count + 1
                guard cells.count < limits.cellsMax else { throw refusal(.tooManyCells) }
                cells.append(try cell())
                guard at < bytes.count else { break }
                let end = bytes[at]
                at += 1
                if end == form.separator { continue }
                // `cell` stops at separators and ends of lines alone.
                if end == 0x0D, !form.endsWithReturn { at += 1 }
                line += 1
                break
            }
            return Row(line: first, cells: cells)
        }

        /// Reads one cell, and leaves `at` on the separator or the end of the line behind it.
        private mutating func cell() throws(Refusal) -> String {
            guard at < bytes.count, bytes[at] == UInt8(ascii: "\"") else { return try plain() }
            at += 1
            let opened = line
            var cell: [UInt8] = []
            while true {
                guard at < bytes.count else {
                    throw Refusal(reason: .quoteOpen, line: opened, column: column)
                }
                let byte = bytes[at]
                at += 1
                if byte == UInt8(ascii: "\"") {
                    guard at < bytes.count, bytes[at] == UInt8(ascii: "\"") else { break }
                    at += 1
                } else if byte == (form.endsWithReturn ? 0x0D : 0x0A) {
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

        /// True if a cell may end here.
        private var isEnd: Bool {
            get throws(Refusal) {
                guard at < bytes.count else { return true }
                switch bytes[at] {
                case form.separator, 0x0A: return true
                case 0x0D:
                    if form.endsWithReturn { return true }
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
            Refusal(reason: reason, line: line, column: column)
        }
    }
}
