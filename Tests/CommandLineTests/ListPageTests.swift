import CommandWords
import Notices
import Testing

@testable import heliograph

@Suite("Pages of lists, as people read them")
struct ListPageTests {
    private func text(
        _ words: [String], items: Int, total: Int, start: Int = 0, page: JSON = 1,
        more: Bool = false, ended: Int = 0, complete: Bool = true
    ) throws -> [String] {
        let verb = try #require(VerbTable.all.first { $0.name == "inbox" })
        let list: JSON = [
            "items": .array([JSON](repeating: ["thread": "N"], count: items)),
            "total": .number(JSONNumber(total)), "start": .number(JSONNumber(start)),
            "page": page, "more": .bool(more), "ended": .number(JSONNumber(ended)),
            "complete": .bool(complete),
        ]
        return Verbs.paged(
            list, try Arguments(words, for: verb.grammar), "Newest first.",
            Table.rows(list, ["thread"], layout: .plain), ended: "withdrawn, replaced or closed"
        ).split(separator: "\n").map { String($0) }
    }

    @Test("the order stands above a list")
    func order() throws {
        #expect(try text([], items: 1, total: 1) == ["Newest first.", "THREAD", "N"])
        #expect(try text([], items: 0, total: 0) == ["Nothing."])
    }

    @Test("what is not shown is counted, and the words that show it can be typed")
    func more() throws {
        #expect(
            try text([], items: 2, total: 314, more: true).last
                == "2 of 314 shown; `--page 2` shows the next.")
        #expect(
            try text([], items: 2, total: 5, start: 2, page: 2, more: true).last
                == "3 to 4 of 5 shown; `--page 3` shows the next.")
        #expect(
            try text([], items: 1, total: 5, start: 4, page: 3).last
                == "5 of 5 shown; nothing follows.")
        #expect(
            try text([], items: 0, total: 5, start: 5, page: 9).last
                == "There are only 5; `--page 1` shows the first.")
        #expect(
            try text([], items: 1, total: 1, complete: false).last?.contains("`--since`") == true)
    }

    @Test("what no longer holds is one line, unless it was asked for")
    func ended() throws {
        let line = "7 withdrawn, replaced or closed: `--withdrawn` shows them."
        #expect(try text([], items: 1, total: 1, ended: 7).last == line)
        #expect(try text([], items: 0, total: 0, ended: 7) == ["Nothing.", line])
        #expect(try !text(["--withdrawn"], items: 7, total: 7, ended: 7).contains(line))
        #expect(try !text(["--state", "closed"], items: 7, total: 7, ended: 7).contains(line))
    }
}
