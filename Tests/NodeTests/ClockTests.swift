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

@Suite("Clocks of a node")
struct ClockTests {
    let xa: MemoryNode
    let xb: MemoryNode

    init() async throws {
        (xa, xb) = try await MemoryNode.pair()
    }

    private func due(_ node: MemoryNode) async throws -> [Duty.Matter] {
        try await DutyDesk(context: node.context).duties().listed(at: node.clock.now)
            .map(\.matter)
    }

    private func deliver(
        _ result: Submission.Result, to node: MemoryNode, from: MemoryNode
    )
        async throws
    {
        #expect(
            try await node.receive(
                from.envelope(result.messages[0].id), from: from.context.member.description)
                == "delivered")
    }

    @Test("after an arrival both sides are asked for the outcome, until it is there")
    func outcome() async throws {
        let alert = try await xa.submitAlert(to: ["XB"])
        try await deliver(alert, to: xb, from: xa)
        for node in [xa, xb] { node.clock.advance(by: .hours(9)) }
        #expect(try await due(xa) == [])
        #expect(try await due(xb) == [])
        for node in [xa, xb] { node.clock.advance(by: .hours(2)) }
        #expect(try await due(xb) == [.outcome])
        #expect(try await due(xa) == [])
        for node in [xa, xb] { node.clock.advance(by: .hours(24)) }
        #expect(try await due(xa) == [.feedback])
        let outcome = try await xb.submit(
            NoticeTemplate.outcome(
                answering: alert.notice, by: xb.context.member,
                .init(result: "admitted", at: xb.clock.now), at: xb.clock.now))
        #expect(try await due(xb) == [])
        try await deliver(outcome, to: xa, from: xb)
        #expect(try await due(xa) == [])
    }

    @Test("a question is a task until its last word, and its asker's once it is late")
    func question() async throws {
        var question = NoticeTemplate.specimen(
            kind: .informationRequest, operation: .request, from: xa.context.member,
            to: [xb.context.member], at: xa.clock.now, number: 7)
        question["due"] = .string((xa.clock.now + .hours(2)).description)
        let asked = try await xa.submit(question)
        try await deliver(asked, to: xb, from: xa)
        #expect(try await due(xb) == [.reply])
        func answer(_ operation: NoticeOperation, _ sequence: Int) async throws {
            let said = try await xb.submit(
                NoticeTemplate.specimen(
                    kind: .informationRequest, operation: operation, from: xb.context.member,
                    to: [xa.context.member], at: xb.clock.now, number: 7,
                    answering: asked.notice.thread + "/1", sequence: sequence))
            try await deliver(said, to: xa, from: xb)
        }
        try await answer(.partial, 1)
        #expect(try await due(xb) == [.reply])
        for node in [xa, xb] { node.clock.advance(by: .hours(2)) }
        #expect(try await due(xa) == [.unanswered])
        try await answer(.reply, 2)
        #expect(try await due(xa) == [])
        #expect(try await due(xb) == [])
    }

    @Test("what is kept for years is a task at both ends, half a year before its last day")
    func review() async throws {
        let green = try await xa.submit(
            NoticeTemplate.specimen(
                kind: .greenNotice, from: xa.context.member, to: [xb.context.member],
                at: xa.clock.now, number: 7))
        try await deliver(green, to: xb, from: xa)
        #expect(try await due(xa) == [])
        let last = try #require(green.notice.retainUntil)
        let opens = Instant(seconds: Int64(last.adding(months: -6).daysSinceEpoch) * 86_400)
        for node in [xa, xb] { node.clock.advance(by: opens.since(node.clock.now)) }
        #expect(try await due(xa) == [.review])
        #expect(try await due(xb) == [.review])
    }

    @Test(
        """
        routine mail waits for the office by its directory entry; flash does not, nor what would \
        be late
        """
    )
    func hours() async throws {
        func entry(_ hours: JSON, _ sequence: Int, after: Notice? = nil) async throws -> Notice {
            var document =
                after?.successor(
                    operation: .update, at: xb.clock.now, superseding: [], reason: "other hours")
                ?? NoticeTemplate.specimen(
                    kind: .directory, from: xb.context.member, to: [xa.context.member],
                    at: xb.clock.now, number: 1)
            document["hours"] = hours
            let said = try await xb.submit(document)
            try await deliver(said, to: xa, from: xb)
            return said.notice
        }
        func load(_ queued: [Delivery]) async throws -> Parcel.Load {
            try await Parcel.load(
                queued.map { DeliveryKey(id: $0.id, recipient: $0.recipient) }, xa.context)
        }
        let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
        let now = xa.clock.now
        let date = now.utcDate
        let today = days[(date.daysSinceEpoch + 3) % 7]
        let tomorrow = days[(date.daysSinceEpoch + 4) % 7]
        let first = try await entry(
            [
                "always": false, "zone": "Etc/UTC",
                "days": [["day": .string(tomorrow), "from": "08:00", "to": "16:30"]],
            ], 1)
        let green = try await xa.submit(
            NoticeTemplate.specimen(
                kind: .greenNotice, from: xa.context.member, to: [xb.context.member],
                at: now, number: 7))
        let closed = try await load(green.queued)
        #expect(closed.later.values.map(\.code) == [.outsideHours])
        let opening = Instant(seconds: Int64(date.daysSinceEpoch + 1) * 86_400 + 8 * 3_600)
        #expect(closed.later.values.map(\.after) == [opening.since(now)])
        let flash = try await xa.submit(
            NoticeTemplate.specimen(
                kind: .travelAlert, from: xa.context.member, to: [xb.context.member], at: now,
                arrival: now + .hours(3), number: 8))
        #expect(try await load(flash.queued).parcels.count == 1)
        // Only routine mail waits, however long its validity is.
        for precedence in Precedence.allCases {
            var delivery = green.queued[0]
            delivery.precedence = precedence
            delivery.deadline = now + .hours(60)
            try await xa.store.commit([.putDelivery(delivery)])
            let isKept = precedence == .routine
            #expect(try await load([delivery]).parcels.count == (isKept ? 0 : 1), "\(precedence)")
        }
        var late = green.queued[0]
        late.deadline = now + .hours(25)
        try await xa.store.commit([.putDelivery(late)])
        #expect(try await load([late]).parcels.count == 1)
        _ = try await entry(
            [
                "always": false, "zone": "Etc/UTC",
                "days": [["day": .string(today), "from": "00:00", "to": "23:59"]],
            ], 2, after: first)
        let open = try await xa.submit(
            NoticeTemplate.specimen(
                kind: .greenNotice, from: xa.context.member, to: [xb.context.member],
                at: now, number: 9))
        #expect(try await load(open.queued).parcels.count == 1)
    }
}
