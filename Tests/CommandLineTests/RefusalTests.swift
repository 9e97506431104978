import Asking
import Foundation
import Notices
import Testing

@testable import Office
@testable import heliograph

@Suite("Refusals of verbs")
struct RefusalTests {
    private func refused(_ verb: String, _ error: HeliographError) throws -> HeliographError {
        try #require(VerbTable.all.first { $0.name == verb }, "\(verb)").refused(error)
    }

    @Test("every verb of an operation that changes something says that nothing was done")
    func undone() throws {
        for operation in Catalogue.all where operation.effect == .changes {
            let others = Catalogue.all.filter { $0.verb == operation.verb }
            guard others.allSatisfy({ $0.effect == .changes }) else { continue }
            let error = try refused(operation.verb, HeliographError(.rightMissing, "No."))
            #expect(error.sentence.contains("Nothing was"), "\(operation.verb): \(error.sentence)")
        }
        for verb in VerbTable.all where verb.name.hasPrefix("federation ") {
            let error = verb.refused(HeliographError(.listMalformed, "No."))
            #expect(
                error.sentence.contains("Nothing was") == (verb.name != "federation draft"),
                "\(verb.name)")
        }
    }

    @Test("a verb that reads says nothing of it, and no refusal says it twice")
    func reading() throws {
        #expect(try refused("inbox", HeliographError(.notFound, "No.")).sentence == "No.")
        #expect(
            try refused("notice send", HeliographError(.notFound, "No. Nothing was sent.")).sentence
                == "No. Nothing was sent.")
        #expect(
            try refused("trust import", HeliographError(.notFound, "No; nothing was imported."))
                .sentence == "No; nothing was imported.")
        #expect(try refused("notice send", HeliographError(.storeFailed, "No.")).sentence == "No.")
        #expect(
            try refused("run", HeliographError(.configurationInvalid, "No.")).sentence
                == "No. The node was not started.")
        #expect(try refused("run", HeliographError(.storeFailed, "No.")).sentence == "No.")
    }

    @Test("no officer is told to make a node, and each is told whom to ask")
    func officers() throws {
        for verb in VerbTable.all
        where Self.officers.contains(String(verb.name.prefix { $0 != " " })) {
            for code in Code.allCases {
                let next = verb.refused(HeliographError(code, "No.")).next
                #expect(!next.contains("heliograph init"), "\(verb.name): \(code.rawValue)")
            }
            let error = verb.refused(HeliographError(.storeCorrupt, "No."))
            #expect(error.next.hasPrefix("Tell the administrator"), "\(verb.name)")
        }
        #expect(
            try refused("doctor", HeliographError(.storeCorrupt, "No.")).next
                == Code.storeCorrupt.next)
    }

    private static let officers: Set<String> = [
        "notice", "outcome", "import", "draft", "inbox", "outbox", "tasks", "directory",
        "statistics", "evidence",
    ]

    @Test("a command in a next step has the folder and the officer that were given")
    func wholeCommands() throws {
        let error = HeliographError(
            .notFound, "No.", next: "`heliograph inbox card X --as OFFICER` or `heliograph help`.")
        let verb = try #require(VerbTable.all.first { $0.name == "inbox" })
        #expect(
            verb.refused(error, of: ["--dir", "/a b", "--as=kask"]).next
                == "`heliograph inbox card X --as kask --dir '/a b'` or `heliograph help`.")
        #expect(verb.refused(error, of: []).next == error.next)
        let merge = HeliographError(
            .sameTrip, "No.",
            next: "`heliograph notice merge FILE --into X`, `heliograph trust import FILE`.")
        let send = try #require(VerbTable.all.first { $0.name == "notice send" })
        #expect(
            send.refused(merge, of: ["a b.json", "--as", "kask", "--dir", "xa"]).next
                == "`heliograph notice merge 'a b.json' --into X --dir xa`, "
                + "`heliograph trust import FILE --dir xa`.")
        // A verb of the secretariat has another folder.
        let other = HeliographError(.notFound, "No.", next: "`heliograph federation draft`.")
        #expect(verb.refused(other, of: ["--dir", "xa"]).next == other.next)
    }

    @Test("a fault in a file is told with its line, and what to do")
    func faultWithItsLine() throws {
        let path = FileManager.default.temporaryDirectory.path + "/fault-\(UUID()).json"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data("{\n\n  \"to\": 1\n}\n".utf8).write(to: URL(fileURLWithPath: path))
        let fault = Fault(pointer: "/to", code: .fieldEmpty, layer: .schema, sentence: "Empty.")
        let error = try NoticeFile(path).placed(.invalid([fault]), naming: "a.json")
        #expect(error.sentence == "One thing in a.json is wrong.")
        #expect(error.faults[0].sentence == "Empty. \(FaultCode.fieldEmpty.next) (line 3)")
        #expect(!error.lines(columns: 1_000)[1].contains("(line 3) Write"))
    }

    @Test("of several files each is named with what became of it, in their order")
    func several() throws {
        func sent(_ thread: String) -> Answer {
            .done([
                "thread": .string(thread), "sequence": 1, "operation": "issue", "closed": 0,
                "deliveries": [], "warnings": [],
            ])
        }
        let fault = Fault(pointer: "/to", code: .valueType, layer: .schema, sentence: "Wrong.")
        let output = try Verbs.several(
            [sent("XA-TA-2027-000001"), .refused(.invalid([fault])), sent("XA-TA-2027-000003")],
            named: ["a.json", "b.json", "c.json"], as: "file")
        let lines = output.text.split(separator: "\n")
        #expect(output.status == 1)
        #expect(lines[0].hasPrefix("a.json: sent. XA-TA-2027-000001/1"))
        #expect(lines[1].hasPrefix("b.json: not sent. "))
        #expect(lines[2].hasPrefix("  /to: Wrong. \(FaultCode.valueType.next.prefix(40))"))
        #expect(lines[3].hasSuffix("(value-type)"))
        #expect(lines[5].hasPrefix("c.json: sent. "))
        #expect(lines[6] == "2 of 3 notices sent.")
        #expect(lines[7].contains("Nothing of b.json was sent."))
        let items = try #require(output.json["items"]?.arrayValue)
        #expect(items.map { $0["file"]?.stringValue } == ["a.json", "b.json", "c.json"])
    }

    @Test("a file that cannot be read keeps its place, and holds up no other")
    func order() {
        let answers = Verbs.inOrder(
            [.done(["thread": "1"]), .done(["thread": "3"])],
            [
                1: HeliographError(.noticeInvalid, "No JSON."),
                3: HeliographError(.fileUnreadable, ""),
            ],
            count: 4)
        let told = answers.map { answer in
            switch answer {
            case .done(let json): json["thread"]?.stringValue
            case .refused(let error): error.code.rawValue
            }
        }
        #expect(told == ["1", "notice-invalid", "3", "file-unreadable"])
    }

    @Test("a line about work that goes on fits a screen, and has the time that it took")
    func waiting() {
        #expect(WaitingLine.text("writing a.mp4", seconds: 3, done: nil) == "writing a.mp4, 3 s")
        #expect(
            WaitingLine.text("writing a.mp4", seconds: 3, done: "2 MB written")
                == "writing a.mp4, 2 MB written, 3 s")
        #expect(
            WaitingLine.text(String(repeating: "x", count: 99), seconds: 3, done: nil).count < 80)
    }

    @Test("a line is no wider than a screen, and loses no word")
    func lines() throws {
        let error = HeliographError(
            .noticeInvalid, String(repeating: "word ", count: 60) + "end.",
            next: String(repeating: "x", count: 150) + " and more.",
            detail: [String(repeating: "cause ", count: 30)],
            faults: [
                Fault(
                    pointer: "/a", code: .valueUnknown, layer: .schema,
                    sentence: String(repeating: "fault ", count: 30))
            ])
        let lines = error.lines(columns: 100)
        #expect(lines.allSatisfy { $0.count <= 100 || !$0.contains(" ") }, "\(lines)")
        #expect(lines.contains { $0.hasPrefix("  /a: fault") })
        let words = lines.joined(separator: " ").split(separator: " ")
        #expect(words.count { $0 == "word" } == 60)
        #expect(words.count { $0 == "fault" } == 30)
        #expect(words.contains("(notice-invalid)"))
        let help = "one\n\n  two"
        #expect(HeliographError(.usage, "No.", next: help).lines(columns: 20).last == help)
    }

    @Test("a word from right to left keeps its direction on each line of a refusal")
    func directions() {
        let name = ShownText.foreign(String(repeating: "محمد ", count: 8))
        let lines = HeliographError(.usage, "Nobody has the name \(name) here.").lines(columns: 30)
        #expect(lines.count { $0.contains("م") } > 1)
        for line in lines where line.contains("م") {
            #expect(line.filter { "\u{2068}\u{2069}".contains($0) } == "\u{2068}\u{2069}")
        }
    }
}
