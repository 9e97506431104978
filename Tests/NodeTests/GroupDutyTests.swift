import Exchange
import Notices
import Ports
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

@Suite("A group alert, person by person")
struct GroupDutyTests {
    let xa: MemoryNode
    let xb: MemoryNode

    init() async throws {
        (xa, xb) = try await MemoryNode.pair()
    }

    /// An alert about two persons. The first lands in ten hours, the second by another flight a day
    /// later.
    private func document() -> JSON {
        func specimen(_ hours: Int64) -> JSON {
            NoticeTemplate.specimen(
                kind: .groupAlert, from: xa.context.member, to: [xb.context.member],
                at: xa.clock.now.flooredToSecond, arrival: xa.clock.now + .hours(hours), number: 1)
        }
        var document = specimen(10)
        var members = document["members"]?.arrayValue ?? []
        members[1]["itinerary"] = specimen(34)["itinerary"]
        document["members"] = .array(members)
        return document
    }

    private func send() async throws -> Submission.Result {
        let alert = try await xa.submit(document())
        #expect(try await xb.receive(xa.envelope(alert.messages[0].id)) == "delivered")
        return alert
    }

    private func report(_ alert: Notice, of members: [Int]?, _ sequence: Int) async throws {
        var outcome = NoticeTemplate.outcome(
            answering: alert, by: xb.context.member, sequence: sequence,
            .init(result: "refused", at: xb.clock.now.flooredToSecond),
            at: xb.clock.now.flooredToSecond)
        outcome["members"] = members.map {
            .array($0.map { ["memberNo": JSON($0), "result": "refused"] })
        }
        let sent = try await xb.submit(outcome)
        #expect(
            try await xa.receive(xb.envelope(sent.messages[0].id), from: "XB") == "delivered")
    }

    private func tasks(_ node: MemoryNode, _ matter: Duty.Matter) async throws -> [Int?] {
        try await DutyDesk(context: node.context).duties().listed(at: node.clock.now)
            .filter { $0.matter == matter }.map(\.groupMember)
    }

    private func pass(_ hours: Int64) {
        for node in [xa, xb] { node.clock.advance(by: .hours(hours)) }
    }

    @Test("each has an arrival of its own, and a report clears those that it tells of")
    func arrivals() async throws {
        let alert = try await send()
        #expect(alert.queued.map(\.deadline) == [alert.notice.actBy(for: xb.context.member)])
        #expect(try await tasks(xb, .outcome) == [])
        pass(11)
        #expect(try await tasks(xb, .outcome) == [1])
        pass(24)
        #expect(try await tasks(xb, .outcome) == [1, 2])
        #expect(try await tasks(xa, .feedback) == [1], "the second landed an hour ago")
        try await report(alert.notice, of: [1], 1)
        #expect(try await tasks(xb, .outcome) == [2])
        #expect(try await tasks(xa, .feedback) == [])
        pass(24)
        #expect(try await tasks(xa, .feedback) == [2])
        try await report(alert.notice, of: [1, 2], 2)
        #expect(try await tasks(xb, .outcome) == [])
        #expect(try await tasks(xa, .feedback) == [])
    }

    @Test("a report that names nobody tells of all")
    func all() async throws {
        let alert = try await send()
        pass(60)
        #expect(try await tasks(xb, .outcome) == [1, 2])
        try await report(alert.notice, of: nil, 1)
        #expect(try await tasks(xb, .outcome) == [])
        #expect(try await tasks(xa, .feedback) == [])
    }

    @Test("the card has each person with the time that it lands")
    func card() async throws {
        let alert = try await send()
        let item = try #require(
            await xb.store.inboxItem(from: xa.context.member, id: alert.messages[0].id))
        let page = try await CardDesk(context: xb.context)
            .card(of: item, xb.context.station.body(of: item.notice)).page
        #expect(
            page.sections.map(\.heading).filter { $0.hasPrefix("Person") } == [
                "Person 1", "Person 2",
            ])
        let labels = page.sections.filter { $0.heading.hasPrefix("Person") }
            .flatMap { $0.rows.filter { $0.depth == 0 }.map(\.label) }
        #expect(labels.count { $0 == "Lands" } == 2)
        #expect(labels.count { $0 == "Act by" } == 2)
        #expect(page.sections[0].rows.count { $0.label == "Act by" } == 1, "the earliest")
    }

    @Test("two officers stand behind a group, whoever is added to it")
    func fourEyes() async throws {
        func code(_ document: JSON, approver: String?) async -> Code? {
            do throws(HeliographError) {
                _ = try await Submission(context: xa.context).submit(
                    SubmissionRequest(
                        document: document, recipients: nil, author: "officer-7",
                        approver: approver))
                return nil
            } catch {
                return error.code
            }
        }
        let first = document()
        #expect(await code(first, approver: nil) == .approverMissing)
        #expect(await code(first, approver: "OFFICER-7") == .approverIsAuthor)
        #expect(await code(first, approver: "chief-2") == nil)
        var more = first
        more["operation"] = "correct"
        more["sequence"] = 2
        more["change"] = ["reason": "One more travels with them."]
        var members = more["members"]?.arrayValue ?? []
        var third =
            NoticeTemplate.specimen(
                kind: .groupAlert, from: xa.context.member, to: [xb.context.member],
                at: xa.clock.now, number: 3)["members"]?[0] ?? [:]
        third["memberNo"] = 3
        members.append(third)
        more["members"] = .array(members)
        #expect(await code(more, approver: nil) == .approverMissing)
        #expect(await code(more, approver: "chief-2") == nil)
    }
}
