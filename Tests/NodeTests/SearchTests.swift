import Exchange
import Federation
import Notices
import Ports
import SpecimenFederation
import TestKit
import Testing

@testable import Administration
@testable import Asking
@testable import Attachments
@testable import Membership
@testable import Node
@testable import Office
@testable import Secretariat
@testable import Station
@testable import Traffic

/// An officer finds notices by what a telephone call brings: a name, a document, a flight.
@Suite("A search")
struct SearchTests {
    private let lists: ListTests
    private var xa: MemoryOffice { lists.xa }
    private var xb: MemoryOffice { lists.xb }

    init() async throws {
        lists = try await ListTests()
    }

    /// Sends an alert about a person of this name, and takes it in at XB.
    private func send(
        _ number: Int, family: String, given: String?, script: String? = nil
    ) async throws -> Notice {
        var document = NoticeTemplate.specimen(
            kind: .greenNotice, from: xa.node.context.member, to: [xb.node.context.member],
            at: xa.node.clock.now, number: number)
        var identity: JSON = ["kind": "primary", "primaryIdentifier": .string(family)]
        if let given { identity["secondaryIdentifier"] = .string(given) }
        if let script {
            identity["fullOriginalScript"] = [
                "text": .string(script), "script": "Arab", "lang": "ar",
            ]
        }
        document["person"]?["identities"] = [identity]
        document["person"]?["documents"] = nil
        return try await lists.deliver(try await xa.node.submit(document)).notice
    }

    private func find(_ words: String, at office: MemoryOffice? = nil) async throws -> JSON {
        try await (office ?? xb).ask("search", ["words": .string(words), "as": "carmen"])
    }

    private func numbers(_ answer: JSON) -> [String] {
        (answer["items"]?.arrayValue ?? []).compactMap { $0["number"]?.stringValue }
    }

    @Test("finds what was received and what is our own, and says how it agrees")
    func ways() async throws {
        let alert = try await lists.send(.travelAlert, 1).notice
        let person = try #require(alert.persons.first)
        let identity = try #require(person["identities"]?.arrayValue?.first)
        let family = try #require(identity["primaryIdentifier"]?.stringValue)
        let given = try #require(identity["secondaryIdentifier"]?.stringValue)
        let born = try #require(person.at(pointer: "/birth/date")?.stringValue)
        let passport = try #require(
            person["documents"]?.arrayValue?.first?["number"]?.stringValue)
        let leg = try #require(alert.firstLeg)
        let asked: [(String, String)] = [
            (family, "name"), (given, "name"), ("\(given) \(family)", "name"),
            ("\(family.lowercased()), \(given.lowercased())", "name"),
            ("\(family) \(born)", "name-and-birth"), ("\(born) \(given)", "name-and-birth"),
            (passport, "document"), (passport.lowercased(), "document"),
            (leg.service, "flight"), (leg.service.lowercased(), "flight"),
            ("\(leg.service) \(leg.departLocal.date)", "flight"),
            (alert.thread, "number"), (String(alert.thread.prefix(8)), "number"),
            ("xa-ta", "number"),
        ]
        for (words, agreement) in asked {
            for (office, isOwn) in [(xb, false), (xa, true)] {
                let answer = try await find(words, at: office)
                #expect(numbers(answer) == [alert.thread], "\(words)")
                let hit = answer["items"]?.arrayValue?.first
                #expect(hit?["agreement"] == .string(agreement), "\(words)")
                #expect(hit?["own"] == .bool(isOwn) && hit?["standing"] == "holds")
                #expect(hit?["person"] == .string(alert.shownName() ?? ""))
                #expect(answer["complete"] == true)
            }
        }
        for words in [
            "\(family) 1901-01-01", "\(leg.service) 2001-01-01", "QX999", "Nobodyson", "X99999999",
            "XA-GN-2001", "\(family) Otherwise", "', DROP TABLE audit; --",
        ] {
            #expect(numbers(try await find(words)) == [], "\(words)")
        }
    }

    @Test("finds a name in every permitted spelling and script, and no other name")
    func spellings() async throws {
        let nordic = try await send(1, family: "ØSTER-ÆRØ", given: "Jürgen").thread
        let arabic = try await send(
            2, family: "HASSAN", given: "MOHAMMED", script: "محمد حسن"
        ).thread
        let cyrillic = try await send(3, family: "ЩЕРБАКОВ", given: "ЮРИЙ").thread
        let asked: [(String, String)] = [
            ("OESTER AEROE", nordic), ("Oester", nordic), ("Oster", nordic), ("juergen", nordic),
            ("Jurgen Øster-Ærø", nordic), ("aeroe oester", nordic),
            ("محمد حسن", arabic), ("حسن محمد", arabic), ("حسن", arabic), ("مُحَمد", arabic),
            ("Hassan", arabic), ("Mohammed Hassan", arabic),
            ("Щербаков", cyrillic), ("щербаков юрий", cyrillic), ("SHCHERBAKOV", cyrillic),
        ]
        for (words, thread) in asked {
            #expect(numbers(try await find(words)) == [thread], "\(words)")
        }
        for words in ["Hasan", "محمود", "Ester", "Щербак", "H", "Hassan Hassan"] {
            #expect(numbers(try await find(words)) == [], "\(words)")
        }
    }

    @Test("of words that nothing can be is refused, and harms nothing")
    func hostile() async throws {
        try await lists.send(.travelAlert, 1)
        let hostile = [
            "1981-05-11", "1981-05-11 1981-05-12 Name", "12", "🕵️",
            String(repeating: "A ", count: 99), String(repeating: "A", count: 10_000),
            "\u{202E}nosselpmaxe", "a\u{0}b", "%", "*", ".*", "-",
        ]
        for words in hostile {
            await #expect(throws: HeliographError(.usage, ""), "\(words.prefix(40))") {
                _ = try await find(words)
            }
        }
        await #expect(throws: HeliographError(.officerMissing, "")) {
            _ = try await xb.ask("search", ["words": "Name"])
        }
    }

    @Test("is recorded without its words, with whose notices it showed; nobody is told")
    func recorded() async throws {
        let sent = try await lists.send(.travelAlert, 1)
        let name = try #require(sent.notice.shownName())
        let words = name.replacing(",", with: "")
        for asked in [words, words.lowercased(), "Nobodyson"] { _ = try await find(asked) }
        let log = await xb.node.store.audit(after: 0, limit: 99).filter {
            $0.operation == .consultation
        }
        #expect(log.count == 5)
        #expect(log[0].subject == log[2].subject && log[0].subject != log[4].subject)
        #expect(log[1].subject == .threads([sent.notice.thread]))
        for entry in log {
            #expect(entry.actor == "carmen")
            #expect(!entry.justification.contains(words.prefix(6)))
        }
        let item = await xb.node.store.inboxItem(
            from: xa.node.context.member, id: sent.messages[0].id)
        #expect(item?.state == .new)
        #expect(await xb.node.store.pendingEvidence(limitPerMember: 9).isEmpty)
    }

    @Test("finds a name with a stroke by the letter that a keyboard without it has")
    func stroke() async throws {
        let alert = try await send(1, family: "SPECIMEN-ØSTERLY", given: "SØREN")
        for words in ["osterly", "oesterly", "Østerly", "specimen-osterly", "soren osterly"] {
            #expect(numbers(try await find(words)) == [alert.thread], "\(words)")
        }
        #expect(numbers(try await find("esterly")).isEmpty)
        let plain = try await send(2, family: "OSTERLUND", given: "PIET")
        #expect(numbers(try await find("østerlund")) == [plain.thread])
    }

    @Test("finds a withdrawn alert by the words before its withdrawal, also by its flight")
    func withdrawnByFlight() async throws {
        let alert = try await lists.send(.travelAlert, 1).notice
        let leg = try #require(alert.firstLeg)
        try await lists.deliver(
            try await xa.node.submit(
                alert.successor(
                    operation: .cancel, at: xa.node.clock.now, superseding: [],
                    reason: "not boarded")))
        for words in [leg.service, "\(leg.service) \(leg.departLocal.date)", alert.thread + "/1"] {
            for office in [xa, xb] {
                let answer = try await find(words, at: office)
                #expect(Set(numbers(answer)) == [alert.thread], "\(words)")
                #expect(answer["items"]?.arrayValue?.first?["standing"] == "withdrawn")
            }
        }
    }

    @Test("shows what no longer holds behind what does, and says so")
    func withdrawn() async throws {
        let first = try await lists.send(.greenNotice, 1).notice
        let second = try await lists.send(.greenNotice, 2).notice
        try await lists.deliver(
            try await xa.node.submit(
                first.successor(
                    operation: .cancel, at: xa.node.clock.now, superseding: [],
                    reason: "a namesake")))
        let answer = try await find("XA-GN")
        #expect(numbers(answer) == [second.thread, first.thread])
        #expect(
            answer["items"]?.arrayValue?.map { $0["standing"] } == ["holds", "withdrawn"])
    }
}
