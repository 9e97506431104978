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

/// Every kind between two nodes with real signatures and seals: each question arrives, and each
/// answer comes back.
@Suite("Every kind of notice, there and back")
struct KindTests {
    let xa: MemoryNode
    let xb: MemoryNode
    private static let member = (
        xa: SpecimenFederation.member("XA"), xb: SpecimenFederation.member("XB")
    )

    init() async throws {
        (xa, xb) = try await MemoryNode.pair()
    }

    /// Sends from one node to the other, and returns what is in the other's inbox.
    private func carry(
        _ document: JSON, from: MemoryNode, to: MemoryNode
    ) async throws -> InboxItem {
        let message = try await attempted(document, by: from)
        let said = try await to.receive(
            from.envelope(message.id), from: from.context.member.description)
        #expect(said == "delivered")
        return try #require(
            await to.store.inboxItem(from: from.context.member, id: message.id))
    }

    /// Submits, and notes that sending was tried, because a cancel goes only to recipients that may
    /// have something.
    private func attempted(
        _ document: JSON, by node: MemoryNode
    ) async throws -> OutgoingMessage {
        let result = try await node.submit(document)
        for var delivery in result.queued {
            delivery.seal = 1
            try await node.store.commit([.putDelivery(delivery)])
        }
        return try #require(result.messages.first)
    }

    private func opening(
        _ kind: NoticeKind, _ operation: NoticeOperation, number: Int
    ) -> JSON {
        NoticeTemplate.specimen(
            kind: kind, operation: operation, from: Self.member.xa, to: [Self.member.xb],
            at: xa.clock.now.flooredToSecond, number: number)
    }

    private func answer(
        _ kind: NoticeKind, _ operation: NoticeOperation, to thread: String, sequence: Int
    ) -> JSON {
        NoticeTemplate.specimen(
            kind: kind, operation: operation, from: Self.member.xb, to: [Self.member.xa],
            at: xb.clock.now.flooredToSecond, number: 0, answering: thread + "/1",
            sequence: sequence)
    }

    private func refusal(_ document: JSON, by node: MemoryNode) async throws -> Code? {
        do {
            _ = try await node.submit(document)
            return nil
        } catch let error as HeliographError {
            return error.code
        }
    }

    @Test(
        "every opening arrives, and every answer that it allows comes back on a side of its own",
        arguments: NoticeKind.allCases)
    func thereAndBack(kind: NoticeKind) async throws {
        var number = 0
        for operation in NoticeLifecycle.openings(of: kind, on: .issuer) {
            let rows = NoticeLifecycle.transitions(of: kind)
            let stands = rows.first { $0.side == .issuer && $0.operation == operation }?.to
            let answers = rows.filter {
                $0.side == .recipient && $0.from == .none
                    && ($0.needs.isEmpty || stands.map($0.needs.contains) == true)
            }
            number += 1
            let told = try await carry(opening(kind, operation, number: number), from: xa, to: xb)
            #expect(told.kind == kind.rawValue && told.operation == operation.rawValue)
            for row in answers {
                number += 1
                let asked = try await carry(
                    opening(kind, operation, number: number), from: xa, to: xb)
                let said = answer(kind, row.operation, to: asked.thread, sequence: 1)
                let item = try await carry(said, from: xb, to: xa)
                #expect(item.thread == asked.thread && item.operation == row.operation.rawValue)
                #expect(item.state == .new)
                // The issuer's own statement stays in force at both ends.
                let standing = await xb.store.inboxItem(from: Self.member.xa, id: asked.id)
                #expect(standing?.state == .new)
            }
        }
    }

    @Test("an answer to what never arrived is refused", arguments: NoticeKind.allCases)
    func unheard(kind: NoticeKind) async throws {
        let thread = NoticeTemplate.noticeNumber(Self.member.xa, kind, xa.clock.now, 900)
        for row in NoticeLifecycle.transitions(of: kind)
        where row.side == .recipient && row.from == .none {
            let code = try await refusal(
                answer(kind, row.operation, to: thread, sequence: 1), by: xb)
            #expect(code == (row.needs.isEmpty ? nil : .threadUnknown), "\(row.operation)")
            if row.needs.isEmpty { return }
        }
    }

    @Test("a recipient answers in the order of the table, and in no other")
    func order() async throws {
        let kind = NoticeKind.informationRequest
        let asked = try await carry(opening(kind, .request, number: 1), from: xa, to: xb)
        for (sequence, operation) in [NoticeOperation.accept, .partial, .extend, .reply]
            .enumerated()
        {
            _ = try await carry(
                answer(kind, operation, to: asked.thread, sequence: sequence + 1), from: xb, to: xa)
        }
        for operation in [NoticeOperation.accept, .partial, .extend, .refuse] {
            // `accept` cannot stand second anywhere: the notice itself is refused.
            let expected: Code = operation == .accept ? .noticeInvalid : .transitionRefused
            let code = try await refusal(
                answer(kind, operation, to: asked.thread, sequence: 5), by: xb)
            #expect(code == expected, "\(operation)")
        }
        _ = try await carry(
            answer(kind, .reply, to: asked.thread, sequence: 5), from: xb, to: xa)
        // The requester holds the newest answer; the earlier ones are history.
        let held = await xa.store.inbox(InboxFilter(thread: asked.thread, from: Self.member.xb))
        #expect(held.filter { $0.state == .new }.map(\.sequence) == [5])
    }

    @Test("what was cancelled is not answered, except to take back what was granted")
    func cancelled() async throws {
        for (kind, first) in [
            (NoticeKind.informationRequest, NoticeOperation.reply), (.erasure, .confirm),
            (.operation, .join), (.useConsent, .deny),
        ] {
            let document = opening(
                kind, NoticeTemplate.opening(of: kind), number: 1)
            let asked = try await carry(document, from: xa, to: xb)
            let notice = try #require(
                Notice.read(document, rules: xa.context.authorRules).notice)
            let cancel = notice.successor(
                operation: .cancel, at: xa.clock.now.flooredToSecond, superseding: [],
                reason: "no longer needed")
            _ = try await carry(cancel, from: xa, to: xb)
            let code = try await refusal(
                answer(kind, first, to: asked.thread, sequence: 1), by: xb)
            #expect(code == .transitionRefused, "\(kind)")
        }
        let kind = NoticeKind.useConsent
        let document = opening(kind, .request, number: 2)
        let asked = try await carry(document, from: xa, to: xb)
        _ = try await carry(answer(kind, .grant, to: asked.thread, sequence: 1), from: xb, to: xa)
        let notice = try #require(Notice.read(document, rules: xa.context.authorRules).notice)
        let cancel = notice.successor(
            operation: .cancel, at: xa.clock.now.flooredToSecond, superseding: [], reason: "done")
        _ = try await carry(cancel, from: xa, to: xb)
        _ = try await carry(answer(kind, .revoke, to: asked.thread, sequence: 2), from: xb, to: xa)
    }

    @Test("nobody moves another's side of a thread", arguments: NoticeKind.allCases)
    func sides(kind: NoticeKind) async throws {
        for row in NoticeLifecycle.transitions(of: kind) where row.side == .issuer {
            let thread = NoticeTemplate.noticeNumber(Self.member.xa, kind, xa.clock.now, 1)
            var document = NoticeTemplate.specimen(
                kind: kind, from: Self.member.xb, to: [Self.member.xa],
                at: xb.clock.now.flooredToSecond, number: 1)
            document["operation"] = .string(row.operation.rawValue)
            for member in ["threadId", "noticeNo", "alertNo"] where document[member] != nil {
                document[member] = .string(thread)
            }
            #expect(try await refusal(document, by: xb) == .noticeInvalid, "\(row.operation)")
        }
        for row in NoticeLifecycle.transitions(of: kind) where row.side == .recipient {
            var document = NoticeTemplate.specimen(
                kind: kind, operation: row.operation, from: Self.member.xb, to: [Self.member.xa],
                at: xb.clock.now.flooredToSecond, number: 1, sequence: 1)
            let own = NoticeTemplate.noticeNumber(Self.member.xb, kind, xb.clock.now, 1)
            document["threadId"] = .string(own)
            document["inReplyTo"] = .string(own)
            let faults = Notice.read(document, rules: xb.context.authorRules).faults
            #expect(faults.map(\.code).contains(.answerOfOwn), "\(row.operation)")
        }
    }

    @Test("an answer that would leave out whom an earlier one reached is refused by name")
    func leftOut() async throws {
        let kind = NoticeKind.informationRequest
        let asked = try await carry(opening(kind, .request, number: 1), from: xa, to: xb)
        var document = answer(kind, .accept, to: asked.thread, sequence: 1)
        document["to"] = ["XA", "XC"]
        _ = try await attempted(document, by: xb)
        let code = try await refusal(answer(kind, .reply, to: asked.thread, sequence: 2), by: xb)
        #expect(code == .transitionRefused)
    }
}
