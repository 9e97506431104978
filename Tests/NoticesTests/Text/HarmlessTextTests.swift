import Notices
import Testing

@Suite("What leaves for a terminal or a log does nothing to it")
struct HarmlessTextTests {
    /// Every character that a terminal or a page may obey instead of showing it.
    private static let obeyed: [Unicode.Scalar] =
        ((0x00...0x1F).filter { $0 != 0x09 && $0 != 0x0A } + Array(0x7F...0x9F)
        + [0x34F, 0x61C, 0x180E, 0x200B, 0x200E, 0x200F, 0x2028, 0x2029, 0x2060, 0x3164, 0xFEFF]
        + Array(0x202A...0x202E) + [0x2066, 0x2067, 0x206A, 0xFFF9, 0xE0001, 0xE0041])
        .compactMap(Unicode.Scalar.init)

    @Test("a character that does something else than show itself is written out")
    func writtenOut() {
        #expect(Self.obeyed.count > 70)
        for scalar in Self.obeyed {
            let shown = ShownText.harmless("a\(scalar)b")
            #expect(!shown.unicodeScalars.contains(scalar), "U+\(String(scalar.value, radix: 16))")
            #expect(shown.hasPrefix("a\\u") && shown.hasSuffix("b"), "\(shown.debugDescription)")
        }
        #expect(ShownText.harmless("\u{1B}[2K") == "\\u001B[2K")
        #expect(ShownText.harmless("\u{E0041}") == "\\uDB40\\uDC41")
    }

    @Test("what people write stays as it is, in every script, and so do lines")
    func untouched() {
        for text in [
            "", "one line\nand another\twith a tab", "Žofie Nováková", "Ольга", "محمد", "山田",
            "\u{2068}محمد\u{2069}", "a\u{301}", "می\u{200C}خواهم",
        ] {
            #expect(ShownText.harmless(text) == text)
            #expect(ShownText.harmless(Array(text.utf8)) == Array(text.utf8))
        }
    }

    @Test("what stands in one line stays one line")
    func oneLine() {
        #expect(ShownText.line("a\nFALSE\r\nline\tb") == "a\\nFALSE\\r\\nline\\tb")
        #expect(ShownText.line("plain Žofie") == "plain Žofie")
    }

    @Test("a text with a direction of its own keeps it on each line")
    func isolatedLines() {
        let name = String(repeating: "محمد ", count: 10)
        let lines = ShownText.wrapped("by \(ShownText.foreign(name)), at noon", columns: 20)
        #expect(lines.count > 2)
        for line in lines {
            let marks = line.filter { "\u{2068}\u{2069}".contains($0) }
            #expect(marks.isEmpty || marks == "\u{2068}\u{2069}", "\(line)")
            #expect(line.contains("م") == !marks.isEmpty)
        }
    }

    @Test("JSON stays the same value")
    func sameValue() throws {
        let hostile = String(String.UnicodeScalarView(Self.obeyed)) + "\"\\ plain"
        let json: JSON = ["text": .string(hostile), "list": [.string(hostile)]]
        let shown = ShownText.harmless(json.encoded())
        #expect(try JSON.parse(shown) == json)
        for scalar in Self.obeyed {
            #expect(!String(decoding: shown, as: UTF8.self).unicodeScalars.contains(scalar))
        }
        // Bytes that are not UTF-8 come from no honest source, and do no harm.
        let repaired = ShownText.harmless([0x61, 0xFF, 0x9B, 0x1B])
        #expect(repaired == Array("a\u{FFFD}\u{FFFD}\\u001B".utf8))
    }
}
