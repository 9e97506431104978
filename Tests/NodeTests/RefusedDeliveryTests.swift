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

@Suite("A delivery that was refused is somebody's business")
struct RefusedDeliveryTests {
    let xa: MemoryNode
    let xb: MemoryNode

    init() async throws {
        (xa, xb) = try await MemoryNode.pair()
    }

    /// An alert of XA's that XB refuses.
    private func refused(_ code: Code, number: Int = 7) async throws -> Submission.Result {
        let alert = try await xa.submitAlert(to: ["XB"], number: number)
        let message = alert.messages[0]
        let entry = EvidenceEntry(
            step: .refused, by: xb.context.member, from: xa.context.member, id: message.id, seal: 1,
            recipient: xb.context.member, contentDigest: message.contentDigest,
            at: xb.clock.now.flooredToSecond, code: code)
        let der = try xb.context.sealer.sign(
            EvidenceContent.encode([entry]), as: .evidence, at: xb.clock.now)
        _ = try await EvidenceIntake(context: xa.context).take(der)
        let state = await xa.store.deliveries(of: message.id).map(\.state)
        #expect(state == [.refused])
        return alert
    }

    private func tasks() async throws -> [Duty] {
        try await DutyDesk(context: xa.context).duties().listed(at: xa.clock.now)
            .filter { $0.matter == .refusal }
    }

    @Test(
        "whatever the code: it is a task with the member and a time",
        arguments: [Code.futureDated, .noticeInvalid, .notRecipient, .openFailed, .memberUnknown])
    func task(code: Code) async throws {
        let alert = try await refused(code)
        let duties = try await tasks()
        #expect(duties.map(\.thread) == [alert.notice.thread])
        #expect(duties.map(\.member) == [xb.context.member])
        #expect(duties[0].due > duties[0].opens)
    }

    @Test("the next statement to that member settles it, and so does taking the notice back")
    func settled() async throws {
        for operation in [NoticeOperation.correct, .cancel] {
            let alert = try await refused(.noticeInvalid, number: operation.isCancel ? 8 : 9)
            #expect(try await tasks().count == 1)
            _ = try await xa.submit(
                alert.notice.successor(
                    operation: operation, at: xa.clock.now, superseding: [], reason: "put right"))
            #expect(try await tasks().isEmpty)
        }
    }

    @Test("what was refused for one reason is issued anew for it alone, once, in its place")
    func anew() async throws {
        let alert = try await refused(.futureDated)
        let id = alert.messages[0].id
        func reissued(_ code: Code) async throws -> [Delivery] {
            try await Reissue(context: xa.context, refusedFor: [code]).reissue(id)?.queued ?? []
        }
        #expect(try await reissued(.noticeInvalid) == [])
        xa.clock.advance(by: .minutes(1))
        let renewed = try await reissued(.futureDated)
        #expect(renewed.map(\.recipient) == [xb.context.member])
        #expect(renewed.map(\.sequence) == [1])
        #expect(try await tasks().isEmpty)
        #expect(try await xb.receive(xa.envelope(renewed[0].id)) == "delivered")
        #expect(try await reissued(.futureDated) == [])
    }

    @Test("what a later statement says more of is not issued anew")
    func overtaken() async throws {
        let alert = try await refused(.futureDated)
        _ = try await xa.submit(
            alert.notice.successor(
                operation: .correct, at: xa.clock.now, superseding: [], reason: "put right"))
        let renewed = try await Reissue(context: xa.context, refusedFor: [.futureDated])
            .reissue(alert.messages[0].id)
        #expect(renewed?.queued == nil)
    }
}
