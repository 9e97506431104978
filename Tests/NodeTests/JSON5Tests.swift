import Notices
import Testing

@testable import Station

@Suite("JSON5")
struct JSON5Tests {
    private func fault(_ text: String) -> JSON5.Fault? { fault(Array(text.utf8)) }

    private func fault(_ bytes: [UInt8]) -> JSON5.Fault? {
        do throws(JSON5.Fault) {
            _ = try JSON5.read(bytes)
            return nil
        } catch {
            return error
        }
    }

    @Test(
        "settings are read as an administrator writes them",
        arguments: [
            ("{}", #"{}"#),
            ("{ a: 1, 'b': \"x\", }", #"{"a":1,"b":"x"}"#),
            ("// one\n/* two\n */ [1, -2, +3, 0x1F, 0,]", "[1,-2,3,31,0]"),
            ("{ $a_1: true, \u{E9}t\u{E9}: null }", #"{"$a_1":true,"été":null}"#),
            (#"'it\'s \x41\u00e9\ud83d\ude00\q\v'"#, "\"it's Aé😀q\\u000b\""),
            ("'one \\\n two'", #""one  two""#),
            ("'one \\\r\n two'", #""one  two""#),
            ("\u{FEFF}{ a: '\u{2028}' }", "{\"a\":\"\u{2028}\"}"),
            ("{ b: 1, a: 2 }", #"{"b":1,"a":2}"#),
            ("'\\0'", #""\u0000""#),
        ])
    func read(text: String, json: String) throws {
        #expect(try JSON5.read(Array(text.utf8)) == JSON.parse(Array(json.utf8)))
    }

    @Test(
        "a fault names its line and column",
        arguments: [
            ("", 1, 1), ("{\n  a: 1\n  b: 2\n}", 2, 7), ("{\n  a: {\n    b 'x'\n}}", 3, 7),
            ("{ a: 1.5 }", 1, 6), ("{ a: 1e3 }", 1, 6), ("{ a: .5 }", 1, 6),
            ("{ a: 010 }", 1, 6), ("{ a: - }", 1, 6), ("{ a: Infinity }", 1, 6),
            ("{ a: 99999999999999999999 }", 1, 6), ("{ a: 0x }", 1, 6),
            ("{ a: 'x\n' }", 1, 6), ("{ a: yes }", 1, 6), ("/* a", 1, 1), ("{} {}", 1, 4),
            ("[1 2]", 1, 3), ("{ a: 1, a: 2 }", 1, 9), ("{ 'a\\b': 1, \"a\\b\": 2 }", 1, 13),
            ("'\\ud800'", 1, 2), ("'\\ud800\\u0041'", 1, 2), ("'\\xg0'", 1, 4), ("'\\1'", 1, 3),
            ("{ : 1 }", 1, 3), ("{ a: 1", 1, 7), ("[", 1, 2), ("'\\", 1, 3),
        ])
    func place(text: String, line: Int, column: Int) throws {
        let found = try #require(fault(text), "it was taken: \(text)")
        #expect([found.line, found.column] == [line, column], "\(text): \(found)")
    }

    @Test("equal keys are told apart, and named")
    func twice() {
        #expect(
            fault("{ port: 1,\n  'port': 2 }")?.sentence
                == "`port` stands twice between the same braces. Take one of the two away.")
    }

    @Test("bytes that are no UTF-8, and values that lie too deep, are refused")
    func bounds() throws {
        let bytes = try #require(fault(Array("{\n a: '".utf8) + [0xFF]))
        #expect([bytes.line, bytes.column] == [2, 6])
        #expect(fault(String(repeating: "[", count: 100_000))?.sentence.contains("deep") == true)
        #expect(fault(String(repeating: "[", count: 20) + String(repeating: "]", count: 20)) == nil)
    }
}
