import Certificates
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

/// The traces of a message that is believed, and the order of two requests that come at once.
@Suite("What a reception keeps")
struct ReceptionKeepingTests {
    let federation: SpecimenFederation
    let xa: MemoryNode
    let xb: MemoryNode

    init() async throws {
        federation = try SpecimenFederation()
        xa = try await MemoryNode("XA", in: federation)
        xb = try await MemoryNode(
            "XB", in: federation,
            routes: HandoverRoutes(
                dropFolder: "/srv/all",
                agencies: [
                    .init(name: "border", dropFolder: "/srv/border", kinds: nil, senders: nil)
                ]))
    }

    private func changed(
        _ notice: Notice, _ operation: NoticeOperation
    ) async throws -> Submission.Result {
        try await xa.submit(
            notice.successor(
                operation: operation, at: xa.clock.now, superseding: [], reason: "rebooked"))
    }

    /// An alert, its update and its cancel, each a message to XB.
    private func life() async throws -> [OutgoingMessage] {
        var messages: [OutgoingMessage] = []
        var result = try await xa.submitAlert(to: ["XB"])
        for operation in [NoticeOperation.updateItinerary, .cancel, nil] {
            messages += result.messages
            for var delivery in result.queued {
                delivery.seal = 1
                try await xa.store.commit([.putDelivery(delivery)])
            }
            guard let operation else { break }
            result = try await changed(result.notice, operation)
        }
        return messages
    }

    @Test(
        """
        every statement is found by all that it can be searched by, is owed to every agency, and \
        counts as a use of the key that opened it
        """
    )
    func kept() async throws {
        let codeXA = xa.context.member
        for (number, message) in try await life().enumerated() {
            #expect(try await xb.receive(xa.envelope(message.id)) == "delivered")
            let item = try #require(await xb.store.inboxItem(from: codeXA, id: message.id))
            let notice = try await xb.context.notice(item.notice)
            let entries = xb.context.station.index(notice, as: item.id).compactMap { change in
                if case .index(let entry) = change { entry } else { nil }
            }
            #expect(!entries.isEmpty || notice.operation.isCancel)
            for entry in entries {
                #expect(await xb.store.find(entry.value).contains(entry), "\(entry.field)")
            }
            let owed = await xb.store.handovers(.pending, limit: 99).filter { $0.id == item.id }
            #expect(Set(owed.map(\.target)) == [HandoverRoutes.dropFolderTarget, "agency:border"])
            #expect(owed.allSatisfy { $0.from == codeXA })
            let uses = await xb.store.keyUses()
            #expect(uses.map(\.member) == [codeXA])
            #expect(
                uses.map(\.key) == [federation.tree("XB").leaf(.encryption).certificate.keyID])
            #expect(uses.map(\.count) == [number + 1])
            #expect(
                await xb.store.audit(after: Int64(number), limit: 9).map(\.subject)
                    == [.message(from: item.from, id: item.id)])
        }
    }

    @Test("what is refused leaves none of it")
    func refused() async throws {
        var document = NoticeTemplate.specimen(
            kind: .travelAlert, from: xa.context.member, to: [xb.context.member],
            at: xa.clock.now, arrival: xa.clock.now + .hours(10), number: 7)
        document["person"] = .null
        let envelope = try await xa.forced(document, to: xb.context.member)
        #expect(try await xb.receive(envelope) == "refused notice-invalid")
        #expect(await xb.store.inbox(InboxFilter()).isEmpty)
        #expect(await xb.store.handovers(.pending, limit: 9).isEmpty)
        #expect(await xb.store.keyUses().isEmpty)
    }

    @Test("the notice and its header say the same of it, or it is refused")
    func header() async throws {
        let document = NoticeTemplate.specimen(
            kind: .travelAlert, from: xa.context.member, to: [xb.context.member],
            at: xa.clock.now, arrival: xa.clock.now + .hours(10), number: 7)
        #expect(try await xb.receive(xa.forced(document, to: xb.context.member)) == "delivered")
        let flaws: [(String, JSON)] = [
            ("type", "green-notice"), ("operation", "cancel"),
            ("threadId", "XA-TA-2027-000999"), ("sequence", 2), ("sequence", 1_000),
        ]
        for (member, value) in flaws {
            var bent = document
            bent[member] = value
            let envelope = try await xa.forced(document, to: xb.context.member, header: bent)
            #expect(try await xb.receive(envelope) == "refused header-mismatch", "\(member)")
        }
    }

    // MARK: - Two requests at once

    /// XB's answers to two requests, of which the second comes while the first is being committed.
    private func atOnce(_ first: [UInt8], _ second: [UInt8]) async throws -> [String] {
        await xb.store.holdCommits()
        let one = Task { [xb] in try await xb.receive(first) }
        try await eventually("the first is being committed") {
            await xb.store.heldCount == 1
        }
        let isOver = Flag()
        let other = Task { [xb] in
            defer { isOver.raise() }
            return try await xb.receive(second)
        }
        try await eventually("the second is answered, or is being committed as well") {
            if isOver.isRaised { return true }
            return await xb.store.heldCount == 2
        }
        await xb.store.releaseCommits()
        return [try await one.value, try await other.value]
    }

    @Test(
        """
        of one message that comes twice at once, the second is put off, and then gets the verdict \
        on the first
        """,
        arguments: [true, false])
    func oneMessage(isGood: Bool) async throws {
        let envelope = try await xa.envelope(xa.submitAlert(to: ["XB"]).messages[0].id)
        let sent = isGood ? envelope : try xa.reframed(envelope)
        let verdict = isGood ? "delivered" : "refused header-mismatch"
        #expect(try await atOnce(sent, sent) == [verdict, "later peer-busy"])
        let commits = await xb.store.commitCount
        #expect(try await xb.receive(sent) == verdict)
        #expect(await xb.store.commitCount == commits, "one verdict is signed once")
        #expect(await xb.store.inbox(InboxFilter()).count == (isGood ? 1 : 0))
    }

    @Test(
        """
        of two statements of one thread that come at once, the second is put off: it depends on \
        the first
        """
    )
    func oneThread() async throws {
        let life = try await life()
        let envelopes = [try await xa.envelope(life[0].id), try await xa.envelope(life[1].id)]
        #expect(try await atOnce(envelopes[0], envelopes[1]) == ["delivered", "later peer-busy"])
        #expect(try await xb.receive(envelopes[1]) == "delivered")
        let states = await xb.store.inbox(InboxFilter()).map { ($0.sequence, $0.state) }
        #expect(states.first { $0.0 == 1 }?.1 == .superseded)
        #expect(states.first { $0.0 == 2 }?.1 == .new)
    }

    @Test("of two threads that come at once, neither is put off")
    func twoThreads() async throws {
        let first = try await xa.envelope(xa.submitAlert(to: ["XB"]).messages[0].id)
        let second = try await xa.envelope(xa.submitAlert(to: ["XB"], number: 8).messages[0].id)
        #expect(try await atOnce(first, second) == ["delivered", "delivered"])
    }
}
