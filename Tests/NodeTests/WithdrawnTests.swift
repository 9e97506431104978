import Exchange
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
            .card(of: item, xb.context.station.body(of: item.notice)).page
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
        // An honest node refuses this statement, so the test makes it by hand.
        try await deliver(try await xa.submit(successor(alert.notice, .cancel)))
        var later = successor(alert.notice, .updateItinerary)
        later["sequence"] = 3
        let forced = try await xa.forced(later, to: xb.context.member)
        #expect(try await xb.receive(forced) == "delivered")
        let items = await xb.store.inbox(InboxFilter(thread: alert.notice.thread))
        #expect(items.count == 3)
        let desk = StandingDesk(context: xb.context)
        for item in items { #expect(try await desk.standing(of: item) == .withdrawn) }
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
        let items = try await StandingDesk(context: xb.context)
            .ordered(xb.store.inbox(InboxFilter()))
        #expect(items.first?.item.kind == "green-notice")
        #expect(
            items.map(\.standing) == [.holds, .withdrawn, .withdrawn])
    }

    private func green(_ number: Int, validUntil: CivilDate? = nil) async throws -> Notice {
        var document = NoticeTemplate.specimen(
            kind: .greenNotice, from: xa.context.member, to: [xb.context.member],
            at: xa.clock.now, number: number)
        if let validUntil { document["validUntil"] = .string(validUntil.description) }
        if let codes = document["handling"]?["codes"], codes.arrayValue != nil {
            document["handling"] = ["codes": ["H0"]]
        }
        let sent = try await xa.submit(document)
        try await deliver(sent)
        return sent.notice
    }

    private func newest(_ thread: String) async throws -> InboxItem {
        try #require(
            await xb.store.inbox(InboxFilter(thread: thread, from: xa.context.member))
                .max { $0.sequence < $1.sequence })
    }

    private func found(_ node: MemoryNode, _ notice: Notice) async throws -> [String] {
        let office = ScreeningOffice(
            context: node.context,
            desk: DraftDesk(context: node.context.station, shelf: MemoryDrafts()))
        let answer = try await office.find(
            FindPerson(["person": notice.json["person"] ?? [:]]), by: Principal(name: "officer-7")
        ).json
        return (answer["items"]?.arrayValue ?? []).compactMap { $0["standing"]?.stringValue }
    }

    private func forwarded(_ item: InboxItem) async throws -> Code? {
        let notice = try await xb.context.notice(item.notice)
        let document = notice.forwarded(
            by: xb.context.member, to: [SpecimenFederation.member("XC")],
            number: 70 + item.sequence,
            contentDigest: item.contentDigest, at: xb.clock.now.flooredToSecond)
        do {
            let sent = try await xb.submit(document)
            #expect(!sent.warnings.contains { $0.pointer.hasPrefix("/forwardOf") })
            return nil
        } catch let error as HeliographError {
            return error.code
        }
    }

    @Test(
        """
        a suspended notice that is changed stays suspended: on the card, in the inbox, for whoever \
        looks it up
        """
    )
    func suspended() async throws {
        let notice = try await green(12)
        #expect(try await found(xb, notice) == ["holds"])
        let second = try await xa.submit(successor(notice, .suspend))
        try await deliver(second)
        let third = try await xa.submit(successor(second.notice, .modify))
        try await deliver(third)
        let item = try await newest(notice.thread)
        #expect(item.operation == "modify")
        let page = try await card(item.id)
        #expect(page.banner.first?.hasPrefix("SUSPENDED by XA.") == true)
        #expect(!page.sections.contains { $0.heading == "What is asked" })
        #expect(try await StandingDesk(context: xb.context).standing(of: item) == .suspended)
        #expect(try await found(xb, notice) == ["suspended"])
        #expect(try await found(xa, notice) == ["suspended"])
        #expect(try await forwarded(item) == .transitionRefused)
        let own = await xa.store.notices(NoticeFilter(thread: notice.thread))
            .sorted { $0.sequence < $1.sequence }
        let last = try #require(own.last)
        let ownCard = try await CardDesk(context: xa.context)
            .card(try await xa.context.notice(last.document), of: last, among: own).page
        #expect(ownCard.banner.first?.hasPrefix("SUSPENDED by XA.") == true)
        try await deliver(try await xa.submit(successor(third.notice, .resume)))
        #expect(try await card(newest(notice.thread).id).banner.first?.hasPrefix("SUSP") != true)
        #expect(try await found(xb, notice) == ["holds"])
        #expect(try await forwarded(newest(notice.thread)) == nil)
    }

    @Test("what was withdrawn, replaced or has expired is not passed on as if it were new")
    func forwarding() async throws {
        let first = try await green(13)
        let issue = try await newest(first.thread)
        let second = try await xa.submit(successor(first, .modify))
        try await deliver(second)
        #expect(
            try await forwarded(
                #require(
                    await xb.store.inboxItem(
                        from: xa.context.member, id: issue.id))) == .transitionRefused)
        try await deliver(try await xa.submit(successor(second.notice, .cancel)))
        for item in await xb.store.inbox(InboxFilter(thread: first.thread)) {
            #expect(try await forwarded(item) == .transitionRefused)
        }
        let last = (xa.clock.now + .days(2)).utcDate
        let short = try await green(14, validUntil: last)
        #expect(try await found(xb, short) == ["holds"])
        xb.clock.advance(by: .days(4))
        xa.clock.advance(by: .days(4))
        #expect(try await found(xb, short).isEmpty)
        #expect(try await forwarded(newest(short.thread)) == .noticeInvalid)
        let own = OwnNoticeOffice(context: xa.context, isServing: false)
        let states = try await own.list(ListNotices()).items.map(\.state)
        #expect(states.sorted() == ["cancelled", "expired"])
    }

    @Test("an order that was taken back is no task")
    func orders() async throws {
        let notice = try await green(15)
        var order = NoticeTemplate.retraction(
            .correction, of: notice, to: [xb.context.member], number: 15, reason: .dataWrong,
            statement: "Wrong year.",
            at: xa.clock.now.flooredToSecond)
        order["specimen"] = true
        let sent = try await xa.submit(order)
        try await deliver(sent)
        let desk = DutyDesk(context: xb.context)
        #expect(try await desk.duties().contains { $0.matter == .confirmation })
        try await deliver(try await xa.submit(successor(sent.notice, .cancel)))
        #expect(try await !desk.duties().contains { $0.matter == .confirmation })
    }
}
