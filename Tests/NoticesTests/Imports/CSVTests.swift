import Testing

@testable import Notices

@Suite("Comma-separated files")
struct CSVTests {
    private func rows(_ text: String) throws -> [[String]] {
        try CSV.read(Array(text.utf8)).map(\.cells)
    }

    private func reason(_ bytes: [UInt8], _ limits: CSV.Limits = CSV.Limits()) -> CSV.Refusal? {
        do throws(CSV.Refusal) {
            _ = try CSV.read(bytes, limits: limits)
            return nil
        } catch {
            return error
        }
    }

    @Test("RFC 4180: quotation marks, commas and ends of lines in a cell")
    func cells() throws {
        #expect(try rows("a,b\r\n1,2\r\n") == [["a", "b"], ["1", "2"]])
        #expect(try rows("\"a,\"\"b\"\"\r\nc\",\r\n") == [["a,\"b\"\r\nc", ""]])
        #expect(try rows("a,b\n\n\n1,2") == [["a", "b"], ["1", "2"]])
        #expect(try rows("\u{FEFF}a,b") == [["a", "b"]])
        #expect(try rows("") == [])
        #expect(try rows(",") == [["", ""]])
    }

    @Test("a row knows its line in the file")
    func lines() throws {
        let read = try CSV.read(Array("a\n\n\"b\nc\"\nd\n".utf8))
        #expect(read.map(\.line) == [1, 3, 5])
    }

    @Test(
        "what would have to be guessed is refused",
        arguments: [
            ("a,\"b\n\n", CSV.Refusal.Reason.quoteOpen, 1, 2), ("a\nb\"c", .quoteInside, 2, 1),
            ("\"a\"b", .afterQuote, 1, 1), ("a,a\rb\n", .carriageReturn, 1, 2),
            ("a,b\n1,2\u{0}b", .zeroByte, 2, 2), ("a,b\n1,2\"3\"", .quoteInside, 2, 2),
        ])
    func refused(_ text: String, _ wanted: CSV.Refusal.Reason, _ line: Int, _ column: Int) {
        #expect(
            reason(Array(text.utf8)) == CSV.Refusal(reason: wanted, line: line, column: column))
    }

    @Test("a byte that is not UTF-8 is named by row and column")
    func notUTF8() {
        let bytes = Array("a,b\n1,2\n3,@\n".utf8).map { $0 == 0x40 ? 0xFC : $0 }
        #expect(reason(bytes) == CSV.Refusal(reason: .notUTF8, line: 3, column: 2))
    }

    @Test(
        "semicolons, tabs and ends of lines are those that the first line has",
        arguments: [
            "a;b\r\n1,5;\"2;\"\r\n", "a\tb\n1,5\t\"2;\"\n", "sep=;\r\na;b\r\n1,5;\"2;\"",
            "\u{FEFF}SEP=\t\na\tb\n1,5\t2;", "a,b\r\"1,5\",2;\r", "a|b\n1,5|2;",
            "\r\n\na;b\n1,5;\"2;\"",
        ])
    func form(_ text: String) throws {
        #expect(try rows(text) == [["a", "b"], ["1,5", "2;"]])
    }

    @Test("every bound is a refusal")
    func bounds() {
        let small = CSV.Limits(bytesMax: 40, rowsMax: 2, cellsMax: 3, cellBytesMax: 4)
        #expect(reason(Array(repeating: 0x61, count: 41), small)?.reason == .tooLong)
        #expect(reason(Array("a\nb\nc\n".utf8), small)?.reason == .tooManyRows)
        #expect(reason(Array("a,b,c,d".utf8), small)?.reason == .tooManyCells)
        #expect(reason(Array("abcde".utf8), small)?.reason == .cellTooLong)
        #expect(reason(Array("\"abcde\"".utf8), small)?.reason == .cellTooLong)
        #expect(reason([0xFF])?.reason == .notUTF8)
        #expect(reason(Array("a,b,c\nabcd".utf8), small) == nil)
    }
}
