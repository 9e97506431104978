import Notices
import Testing

@testable import heliograph

@Suite("Layout of text")
struct LayoutTests {
    private let terminal = Layout(
        width: 80, isForPeople: true, isColoured: false, zone: IANAZone("Europe/Malta"),
        now: Instant(rfc3339: "2027-01-21T00:00:00Z") ?? Instant(seconds: 0))
    private let list: JSON = [
        "items": [
            [
                "from": "XA", "thread": "XA-TA-2027-000001", "subject": "Anna Maria Specimen",
                "deadline": "2027-01-21T23:30:00Z", "sentence": "A first sentence about the case.",
                "code": .null,
            ],
            [
                "from": "XB", "thread": "XB-TA-2027-000002", "subject": "\u{202E}محمد\u{1B}[2J",
                "deadline": "2026-12-31T23:30:00Z", "sentence": "Another.", "code": "peer-lost",
            ],
        ]
    ]
    private let columns = ["from", "thread", "subject", "deadline", "sentence", "code"]

    @Test("in a pipe each row is one line, and values are as in JSON")
    func pipe() {
        let lines = Table.rows(list, columns, layout: .plain).split(separator: "\n")
        #expect(lines.count == 3)
        #expect(lines[0].hasPrefix("FROM  THREAD             SUBJECT"))
        #expect(lines[1].contains("2027-01-21T23:30:00Z"))
    }

    @Test("on a terminal what does not fit stands below its row, and nothing is left out")
    func terminalRows() {
        let text = Table.rows(list, columns, layout: terminal)
        let isolated = "\u{2068}\u{FFFD}محمد\u{FFFD}[2J\u{2069}"
        #expect(
            text == """
                FROM  THREAD             SUBJECT
                XA    XA-TA-2027-000001  Anna Maria Specimen
                    deadline: 21 Jan 23:30Z = 22 Jan 00:30 (in 23 h 30 min)
                    A first sentence about the case.
                XB    XB-TA-2027-000002  \(isolated)
                    deadline: 31 Dec 2026 23:30Z = 1 Jan 00:30 (20 days ago) · Another.
                    code: peer-lost
                """)
        for line in text.split(separator: "\n") { #expect(ShownText.width(of: String(line)) <= 80) }
    }

    @Test("a value as wide as half the line stands below, in as many lines as it needs")
    func longValues() {
        let long = String(repeating: "word ", count: 60) + String(repeating: "x", count: 200)
        let text = Table.rows(
            ["items": [["member": "XA", "subject": .string(long)]]], ["member", "subject"],
            layout: terminal)
        let lines = text.split(separator: "\n")
        #expect(lines[0] == "MEMBER" && lines[1] == "XA")
        #expect(lines.allSatisfy { ShownText.width(of: String($0)) <= 80 })
        #expect(text.filter { $0 == "x" }.count == 200)
    }

    @Test("a first column as wide as the line stands alone; rows without one are divided")
    func wideFirst() {
        let digest = String(repeating: "a", count: 64)
        let list: JSON = [
            "items": [["digest": .string(digest), "bytes": 7], ["digest": "b", "bytes": 8]]
        ]
        let expected = "DIGEST\n\(digest)\n    bytes: 7\nb\n    bytes: 8"
        var narrow = terminal
        narrow.width = 66
        #expect(Table.rows(list, ["digest", "bytes"], layout: narrow) == expected)
        narrow.width = 60
        let lines = Table.rows(list, ["digest", "bytes"], layout: narrow).split(
            separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.filter(\.isEmpty).count == 1)
        #expect(lines.allSatisfy { $0.count <= 60 && !$0.hasPrefix("DIGEST") })
    }

    @Test("an object has a name and a value a line, and long values hang below their beginning")
    func object() {
        let text = Table.object(
            ["noticeDigest": "ab", "note": .string(String(repeating: "word ", count: 30))],
            ["noticeDigest", "note"], layout: terminal)
        let lines = text.split(separator: "\n")
        #expect(lines[0] == "notice digest  ab")
        #expect(lines[1].hasPrefix("note           word word"))
        #expect(lines[2].hasPrefix("               word"))
        #expect(lines.allSatisfy { $0.count <= 80 })
    }

    @Test("lines of prose are broken at blanks; lines of a document stay whole")
    func prose() {
        let prose = "  " + String(repeating: "word ", count: 30)
        let document = "  \"" + String(repeating: "word ", count: 30) + "\""
        #expect(
            terminal.fitted(prose).split(separator: "\n").allSatisfy {
                $0.count <= 80 && $0.hasPrefix("  ")
            })
        #expect(terminal.fitted(document) == document)
        let hostile = String(repeating: "\u{1B}a\tb ", count: 12)
        #expect(
            terminal.fitted(hostile).split(separator: "\n").allSatisfy {
                ShownText.width(of: String($0)) <= 80 && !$0.contains("\t")
            })
        #expect(Layout.plain.fitted(prose) == prose)
    }
}
