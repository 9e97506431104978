import Exchange
import Notices
import Ports
import SpecimenFederation
import TestKit
import Testing

@testable import Node

@Suite("What was withdrawn stays withdrawn")
struct WithdrawnTests {
    let xa: MemoryNode
    let xb: MemoryNode

    init() async throws {
        (xa, xb) = try await MemoryNode.pair()
    }

    private func deliver(_ result: Submission.Result) async throws {
        for var delivery in result.queued {
            delivery.seal = 1
            try await xa.store.commit([.putDelivery(delivery)])
        }
        for message in result.messages where message.recipients.contains(xb.context.member) {
            #expect(try await xb.receive(xa.envelope(message.id)) == "delivered")
        }
    }

    private func successor(_ notice: Notice, _ operation: NoticeOperation) -> JSON {
        notice.successor(
            operation: operation, at: xa.clock.now.flooredToSecond, superseding: [],
            reason: "the person did not board")
    }

    private func card(_ id: MessageID) async throws -> CardPage {
        let item = try #require(
            await xb.store.inboxItem(from: xa.context.member, id: id))
        return try await CardDesk(context: xb.context)
            .card(of: item, xb.context.body(of: item.notice)).page
    }

    @Test("the card of the alert and of its cancel say so first, with the reason")
    func cards() async throws {
        let alert = try await xa.submitAlert(to: ["XB"])
        try await deliver(alert)
        #expect(try await card(alert.messages[0].id).banner.count == 1, "the example's own")
        let cancel = try await xa.submit(successor(alert.notice, .cancel))
        try await deliver(cancel)
        for id in [alert.messages[0].id, cancel.messages[0].id] {
            let banner = try await card(id).banner
            #expect(
                banner.prefix(2) == [
                    "WITHDRAWN by XA. Do not act on it.", "Reason: the person did not board",
                ])
        }
    }

    @Test("an updated statement says which one holds in its place")
    func replaced() async throws {
        let alert = try await xa.submitAlert(to: ["XB"])
        try await deliver(alert)
        try await deliver(try await xa.submit(successor(alert.notice, .updateItinerary)))
        let banner = try await card(alert.messages[0].id).banner
        #expect(banner.first?.hasPrefix("REPLACED. Statement 2 holds") == true)
    }

    @Test("a statement after a cancel is kept as withdrawn, whichever comes first")
    func afterCancel() async throws {
        let alert = try await xa.submitAlert(to: ["XB"])
        try await deliver(alert)
        // What an honest node refuses: made by hand, as a faulty one would.
        try await deliver(try await xa.submit(successor(alert.notice, .cancel)))
        var later = successor(alert.notice, .updateItinerary)
        later["sequence"] = 3
        let forced = try await xa.forced(later, to: xb.context.member)
        #expect(try await xb.receive(forced) == "delivered")
        let items = await xb.store.inbox(InboxFilter(thread: alert.notice.thread))
        #expect(items.count == 3 && items.filter(\.holds) == [])
        let last = try #require(items.first { $0.sequence == 3 })
        #expect(last.state == .cancelled)
        #expect(try await card(last.id).banner.first == "WITHDRAWN by XA. Do not act on it.")
    }

    @Test("a country that was told that a notice has ended is not addressed again in it")
    func readded() async throws {
        let alert = try await xa.submitAlert(to: ["XB", "XC"])
        try await deliver(alert)
        var dropped = successor(alert.notice, .updateItinerary)
        dropped["to"] = ["XC"]
        let second = try await xa.submit(dropped)
        try await deliver(second)
        var again = successor(second.notice, .updateItinerary)
        again["to"] = ["XB", "XC"]
        await #expect(throws: HeliographError(.transitionRefused, "")) {
            try await xa.submit(again)
        }
    }

    @Test("the inbox lists what holds first, whatever the deadlines")
    func order() async throws {
        let first = try await xa.submitAlert(to: ["XB"])
        try await deliver(first)
        try await deliver(try await xa.submit(successor(first.notice, .cancel)))
        let second = try await xa.submit(
            NoticeTemplate.specimen(
                kind: .greenNotice, from: xa.context.member, to: [xb.context.member],
                at: xa.clock.now, number: 12))
        try await deliver(second)
        let items = await xb.store.inbox(InboxFilter())
        #expect(InboxOffice.ordered(items).map(\.operation).first == "issue")
        #expect(InboxOffice.ordered(items).map(\.holds) == [true, false, false])
    }
}
