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

/// Lists can be narrowed, come in pages, and say how much there is in all.
@Suite("Lists")
struct ListTests {
    let federation: SpecimenFederation
    /// Sends to XB.
    let xa: MemoryOffice
    let xb: MemoryOffice

    init() async throws {
        federation = try SpecimenFederation()
        xa = try await MemoryOffice("XA", in: federation)
        xb = try await MemoryOffice("XB", in: federation)
    }

    /// Sends what a specimen of XA's says to XB, and takes it in there.
    @discardableResult
    func send(_ kind: NoticeKind, _ number: Int) async throws -> Submission.Result {
        try await deliver(
            try await xa.node.submit(
                NoticeTemplate.specimen(
                    kind: kind, from: xa.node.context.member, to: [xb.node.context.member],
                    at: xa.node.clock.now, number: number)))
    }

    @discardableResult
    func deliver(_ sent: Submission.Result) async throws -> Submission.Result {
        // A later statement goes only to whom this one was sent.
        for var delivery in sent.queued {
            delivery.seal = 1
            try await xa.node.store.commit([.putDelivery(delivery)])
        }
        #expect(try await xb.node.receive(xa.node.envelope(sent.messages[0].id)) == "delivered")
        return sent
    }

    func threads(_ answer: JSON) -> [String] {
        (answer["items"]?.arrayValue ?? []).compactMap { $0["thread"]?.stringValue }
    }

    @Test("the inbox is narrowed by kind, sender, time, state and urgency")
    func inbox() async throws {
        let alert = try await send(.travelAlert, 1).notice.thread
        let green = try await send(.greenNotice, 2).notice.thread
        #expect(threads(try await xb.ask("inbox list")) == [alert, green])
        let day = xb.node.clock.now.utcDate
        let before = CivilDate(daysSinceEpoch: day.daysSinceEpoch - 1)
        let after = CivilDate(daysSinceEpoch: day.daysSinceEpoch + 1)
        let asked: [(JSONObject, [String])] = [
            (["kind": "green-notice"], [green]), (["kind": "outcome"], []),
            (["from": "XA"], [alert, green]), (["from": "XC"], []),
            (["since": .string(day.description)], [alert, green]),
            (["until": .string(day.description)], [alert, green]),
            (["since": .string(after.description)], []),
            (["until": .string(before.description)], []),
            (["since": .string("\(before)T00:00Z"), "until": .string("\(before)T23:00Z")], []),
            (["state": "new"], [alert, green]), (["state": "read"], []),
            (["precedence": "routine"], [green]), (["live": true], [alert, green]),
            (["withdrawn": true], []), (["limit": 1], [alert]), (["limit": 1, "page": 2], [green]),
            (["limit": 1, "page": 3], []),
        ]
        for (arguments, expected) in asked {
            #expect(threads(try await xb.ask("inbox list", arguments)) == expected, "\(arguments)")
        }
    }

    @Test("a report that is only judged is refused as it would be, and sends nothing")
    func judged() async throws {
        let alert = try await send(.travelAlert, 1).notice
        var report: JSONObject = [
            "id": .string(alert.thread), "result": "admitted", "at": "now", "check": true,
            "as": "carmen",
            "approvedBy": "dana",
        ]
        func refusal() async throws -> Code? {
            do {
                let answer = try await xb.ask("outcome", report)
                #expect(answer["messages"] == [] && answer["deliveries"] == [])
                return nil
            } catch let error as HeliographError {
                return error.code
            }
        }
        #expect(try await refusal() == .outcomeEarly)
        xb.node.clock.advance(by: .days(4))
        #expect(try await refusal() == nil)
        report["approvedBy"] = "carmen"
        #expect(try await refusal() == .approverIsAuthor)
        report["approvedBy"] = nil
        report["returnedOn"] = "ZZ10"
        #expect(try await refusal() == .usage)
        report["returnedOn"] = nil
        report["id"] = "XA-TA-2027-000999"
        #expect(try await refusal() == .notFound)
        #expect(await xb.node.store.notices(NoticeFilter()) == [])
        let item = await xb.node.store.inbox(InboxFilter(thread: alert.thread)).first
        #expect(item?.state == .new)
    }

    @Test("a country's answer is seen with the code of its result, by whoever looks")
    func answered() async throws {
        let alert = try await send(.travelAlert, 1).notice
        func country() async throws -> JSON {
            let shown = try await xa.ask("notice show", ["id": .string(alert.thread)])
            #expect(shown["notice"] == .null)
            return try #require(shown["countries"]?.arrayValue?.first)
        }
        #expect(try await country()["result"] == .null)
        let now = xa.node.clock.now.flooredToSecond
        let report = try await xb.node.submit(
            NoticeTemplate.outcome(
                answering: alert, by: xb.node.context.member,
                .init(result: "did-not-board", at: now), at: now))
        #expect(
            try await xa.node.receive(xb.node.envelope(report.messages[0].id), from: "XB")
                == "delivered")
        #expect(try await country()["answer"] == "final")
        #expect(try await country()["result"] == "did-not-board")
    }

    @Test("a preview has the page that the recipient's officer would read")
    func previewed() async throws {
        let document = NoticeTemplate.specimen(
            kind: .travelAlert, from: xa.node.context.member, to: [xb.node.context.member],
            at: xa.node.clock.now, number: 1)
        let answer = try await xa.ask("notice preview", ["document": document, "to": "XB"])
        let card = try #require(answer["card"]?.stringValue)
        #expect(card.contains("TRAVEL ALERT") && card.contains("WHAT IS ASKED"))
        #expect(!card.contains("{"))
    }

    @Test("a page says how many there are, and if more follow")
    func pages() async throws {
        for number in 1...5 { try await send(.greenNotice, number) }
        for (page, count, more) in [(1, 2, true), (2, 2, true), (3, 1, false), (4, 0, false)] {
            for (office, list) in [(xb, "inbox list"), (xa, "outbox list"), (xa, "notice list")] {
                let answer = try await office.ask(
                    list, ["limit": 2, "page": .number(JSONNumber(page))])
                #expect(answer["items"]?.arrayValue?.count == count, "\(list) \(page)")
                #expect(answer["total"] == 5 && answer["more"] == .bool(more), "\(list) \(page)")
                #expect(answer["complete"] == true)
            }
        }
    }

    @Test("what a list does not take is refused with what it takes")
    func refused() async throws {
        let asked: [JSONObject] = [
            ["since": "yesterday"], ["until": "2027-02-30"], ["since": "2027-02-03T05:20"],
            ["limit": 0], ["limit": 10_001], ["page": 0], ["kind": "letter"],
            ["since": "2027-02-03", "until": "2027-02-02"], ["live": true, "withdrawn": true],
        ]
        for list in ["inbox list", "outbox list", "notice list"] {
            for arguments in asked {
                await #expect(throws: HeliographError(.usage, ""), "\(list) \(arguments)") {
                    _ = try await xa.ask(list, arguments)
                }
            }
        }
        do {
            _ = try await xa.ask("inbox list", ["since": "yesterday"])
        } catch let error as HeliographError {
            #expect(error.next.contains("2027-02-03T04:20Z"))
        }
    }

    @Test("what was withdrawn stands apart, is counted, and nobody has to have read it")
    func withdrawn() async throws {
        let alert = try await send(.travelAlert, 1).notice
        let green = try await send(.greenNotice, 2).notice.thread
        try await deliver(
            try await xa.node.submit(
                alert.successor(
                    operation: .cancel, at: xa.node.clock.now, superseding: [],
                    reason: "not boarded")))
        let all = try await xb.ask("inbox list")
        #expect(threads(all) == [green, alert.thread, alert.thread] && all["ended"] == 2)
        let live = try await xb.ask("inbox list", ["live": true])
        #expect(threads(live) == [green] && live["ended"] == 2 && live["total"] == 1)
        #expect(live["withdrawnUnread"] == [.string(alert.thread)])
        let ended = try await xb.ask("inbox list", ["withdrawn": true])
        #expect(threads(ended) == [alert.thread, alert.thread])
        let own = try await xa.ask("notice list", ["live": true])
        #expect(threads(own) == [green] && own["ended"] == 1)
        #expect(threads(try await xa.ask("notice list", ["state": "cancelled"])) == [alert.thread])
    }

    @Test("deliveries and notices of ours are narrowed, too")
    func own() async throws {
        let alert = try await send(.travelAlert, 1).notice.thread
        let green = try await send(.greenNotice, 2).notice.thread
        let asked: [(JSONObject, [String])] = [
            (["kind": "green-notice"], [green]), (["kind": "outcome"], []),
            (["since": "2026-01-01"], [green, alert]), (["until": "2020-01-01"], []),
        ]
        for (arguments, expected) in asked {
            for list in ["outbox list", "notice list"] {
                let found = threads(try await xa.ask(list, arguments))
                #expect(Set(found) == Set(expected), "\(list) \(arguments)")
            }
        }
        let queued: [(JSONObject, Int)] = [
            (["to": "XB"], 2), (["to": "XC"], 0), (["state": "queued"], 2),
            (["state": "delivered"], 0), (["precedence": "routine"], 1),
        ]
        for (arguments, count) in queued {
            #expect(try await xa.ask("outbox list", arguments)["total"]?.intValue == count)
        }
        #expect(try await xa.ask("notice list", ["author": "nobody"])["total"] == 0)
        #expect(try await xa.ask("notice list", ["state": "in-force"])["total"]?.intValue ?? 0 > 0)
    }
}
