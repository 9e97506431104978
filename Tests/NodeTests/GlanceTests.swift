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

/// Lists show names to a named officer, and the reading is recorded.
@Suite("Names in lists")
struct GlanceTests {
    private let lists: ListTests
    private var xa: MemoryOffice { lists.xa }
    private var xb: MemoryOffice { lists.xb }

    init() async throws {
        lists = try await ListTests()
    }

    private func consultations(_ office: MemoryOffice) async -> [AuditEntry] {
        await office.node.store.audit(after: 0, limit: 1_000).filter {
            $0.operation == .consultation
        }
    }

    private func names(_ answer: JSON) -> [String?] {
        (answer["items"]?.arrayValue ?? []).map { $0["person"]?.stringValue }
    }

    @Test("stand there for an officer alone; one entry records whose notices were read")
    func inbox() async throws {
        let alert = try await lists.send(.travelAlert, 1).notice
        let green = try await lists.send(.greenNotice, 2).notice
        #expect(names(try await xb.ask("inbox list")) == [nil, nil])
        #expect(
            names(try await xb.ask("inbox list", ["as": "carmen", "numbers": true])) == [nil, nil])
        #expect(await consultations(xb).isEmpty)

        let list = try await xb.ask("inbox list", ["as": "carmen"])
        let name = try #require(alert.shownName())
        #expect(names(list) == [name, green.shownName()])
        let leg = try #require(alert.landing(in: xb.node.context.member))
        let first = list["items"]?.arrayValue?.first
        #expect(first?["flight"] == .string(leg.service) && first?["landsAt"] == .string(leg.to))
        #expect(first?["lands"] == .string(leg.arrives.description))
        let entries = await consultations(xb)
        #expect(entries.map(\.subject) == [.threads([alert.thread, green.thread])])
        #expect(entries.map(\.actor) == ["carmen"])
        #expect(entries.allSatisfy { !$0.justification.contains(name.prefix(5)) })
    }

    @Test("do not tell the issuer that the notice was opened")
    func notRetrieved() async throws {
        let sent = try await lists.send(.travelAlert, 1)
        _ = try await xb.ask("inbox list", ["as": "carmen"])
        let item = await xb.node.store.inboxItem(
            from: xa.node.context.member, id: sent.messages[0].id)
        #expect(item?.state == .new)
        #expect(await xb.node.store.pendingEvidence(limitPerMember: 9).isEmpty)
    }

    @Test("are read for the page that is shown, and for no other")
    func bounded() async throws {
        for number in 1...3 { try await lists.send(.greenNotice, number) }
        for list in ["inbox list", "outbox list", "notice list"] {
            let office = list == "inbox list" ? xb : xa
            let answer = try await office.ask(list, ["as": "carmen", "limit": 1, "page": 2])
            let thread = try #require(answer["items"]?.arrayValue?.first?["thread"]?.stringValue)
            #expect(await consultations(office).last?.subject == .threads([thread]), "\(list)")
            #expect(names(answer).compactMap(\.self).count == 1)
        }
    }

    @Test("are shown of our own notices and of tasks, with the first landing")
    func own() async throws {
        let alert = try await lists.send(.travelAlert, 1).notice
        let leg = try #require(alert.firstLeg)
        for list in ["outbox list", "notice list"] {
            let answer = try await xa.ask(list, ["as": "anna"])
            #expect(names(answer) == [alert.shownName()], "\(list)")
            #expect(answer["items"]?.arrayValue?.first?["person"] != .null)
        }
        let listed = try await xa.ask("notice list", ["as": "anna"])
        #expect(listed["items"]?.arrayValue?.first?["lands"] == .string(leg.arrives.description))
        #expect(await consultations(xa).count == 3)

        xb.node.clock.advance(by: .days(30))
        #expect(Set(names(try await xb.ask("tasks"))) == [nil])
        let tasks = try await xb.ask("tasks", ["as": "carmen"])
        #expect(names(tasks).contains(alert.shownName()))
        #expect(await consultations(xb).map(\.subject) == [.threads([alert.thread])])
    }

    @Test("of our own notices are not shown in tasks to an officer who may not read these")
    func rights() async throws {
        let alert = try await lists.send(.travelAlert, 1).notice
        xa.node.clock.advance(by: .days(30))
        for (rights, count) in [
            (Set([Right.list, .readInbox]), 0), ([.list, .readInbox, .readNotices], 1),
        ] {
            let answer = await xa.machinery.perform(
                Call("tasks"), by: Principal(name: "anna", rights: rights))
            guard case .done(let tasks) = answer else {
                Issue.record("\(answer)")
                continue
            }
            #expect(tasks["items"]?.arrayValue?.isEmpty == false)
            #expect(names(tasks).contains(alert.shownName()) == (count == 1))
            let there = alert.landing(in: xb.node.context.member)
            let named = tasks["items"]?.arrayValue?.first { $0["person"] != .null }
            #expect(count == 0 || named?["landsAt"] == there.map { .string($0.to) })
            #expect(await consultations(xa).count == count)
        }
    }

    @Test("of what was withdrawn are those of the words before the withdrawal")
    func withdrawn() async throws {
        let alert = try await lists.send(.travelAlert, 1).notice
        let leg = try #require(alert.firstLeg)
        let sent = try await xa.node.submit(
            alert.successor(
                operation: .cancel, at: xa.node.clock.now, superseding: [], reason: "not boarded"))
        try await lists.deliver(sent)
        let own = try await xa.ask("notice list", ["as": "anna", "withdrawn": true])
        #expect(names(own) == [alert.shownName()])
        #expect(own["items"]?.arrayValue?.first?["flight"] == .string(leg.service))
        let desk = GlanceDesk(
            context: xb.node.context, officer: "carmen", readsOwn: true, readsDrafts: true,
            readsArrived: true)
        let shown = try await desk.threads([alert.thread], for: "a test")
        #expect(shown[alert.thread]?.operation == .issue)
    }

    @Test("of drafts stand in the tasks of an officer who may read drafts, with their landing")
    func drafts() async throws {
        let document = NoticeTemplate.specimen(
            kind: .travelAlert, from: xa.node.context.member, to: [xb.node.context.member],
            at: xa.node.clock.now, number: 7)
        let number = try #require(document["threadId"]?.stringValue)
        let desk = xa.machinery.drafts
        var draft = Draft(
            name: desk.name(of: "form", .form), number: number, source: .form,
            origin: "sorna, line 2", officer: "anna", created: xa.node.clock.now)
        draft.write(document, rules: xa.node.context.authorRules, at: xa.node.clock.now)
        try await desk.keep(draft)
        let notice = Notice.read(document, rules: xa.node.context.authorRules).notice
        let name = try #require(notice?.shownName())
        let cases: [(Set<Right>, String?)] = [
            ([.list, .readInbox], nil), ([.list, .readInbox, .screen], name),
        ]
        for (rights, person) in cases {
            let answer = await xa.machinery.perform(
                Call("tasks"), by: Principal(name: "anna", rights: rights))
            guard case .done(let tasks) = answer else {
                Issue.record("\(answer)")
                continue
            }
            let items = tasks["items"]?.arrayValue ?? []
            #expect(items.map { $0["thread"] } == [.string(number)])
            #expect(names(tasks) == [person])
            #expect(items.first?["landsAt"] == (person == nil ? .null : "XBB"))
        }
        #expect(await consultations(xa).map(\.subject) == [.threads([number])])
    }

    @Test("of what was erased are gone, and the list still comes")
    func erased() async throws {
        let sent = try await lists.send(.travelAlert, 1)
        let item = try #require(
            await xb.node.store.inboxItem(from: xa.node.context.member, id: sent.messages[0].id))
        try await xb.node.store.commit([.eraseRecord(item.notice)])
        #expect(names(try await xb.ask("inbox list", ["as": "carmen"])) == [nil])
        #expect(await consultations(xb).isEmpty)
    }
}
