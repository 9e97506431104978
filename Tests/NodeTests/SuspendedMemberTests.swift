import Exchange
import Federation
import Notices
import Ports
import SpecimenFederation
import Synchronization
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

/// A suspended member gets no answers and no messages, but it may fetch everything that it needs to
/// come back.
@Suite("A suspended member")
struct SuspendedMemberTests {
    let xa: MemoryNode
    let xb: MemoryNode
    let codeXA = SpecimenFederation.member("XA")
    let codeXB = SpecimenFederation.member("XB")

    init() async throws {
        (xa, xb) = try await MemoryNode.pair()
    }

    /// A message of XB to XA, and XA's evidence of its delivery.
    private func word() async throws -> (OutgoingMessage, [UInt8]) {
        let own = try await xb.submitAlert(to: ["XA"], number: 3).messages[0]
        let entry = EvidenceEntry(
            step: .delivered, by: codeXA, from: codeXB, id: own.id, seal: 1,
            recipient: codeXA, contentDigest: own.contentDigest,
            at: xa.clock.now.flooredToSecond)
        let word = try xa.context.sealer.sign(
            EvidenceContent.encode([entry]), as: .evidence, at: xa.clock.now)
        return (own, word)
    }

    /// Every request of XA to XB that a member in good standing may make.
    private func requests() async throws -> [(what: String, request: PeerRequest)] {
        let (own, word) = try await word()
        let envelope = try await xa.envelope(xa.submitAlert(to: ["XB"]).messages[0].id)
        let piece = AttachmentRequest(
            id: own.id, sealed: own.contentDigest, from: 0, byteCount: 1)
        let hello = await xa.context.trust.hello.encoded()
        func post(_ path: String, _ body: [UInt8]) -> PeerRequest {
            PeerRequest(method: .post, path: path, body: body)
        }
        return [
            ("a message", post(ExchangePath.messages, envelope)),
            ("evidence", post(ExchangePath.evidence, word)),
            ("an announcement", post(ExchangePath.announcements, hello)),
            ("a path that is not there", post("/exchange/v1/nothing", [])),
            ("a piece of a file", PeerRequest(method: .get, path: piece.path)),
        ]
    }

    @Test("is answered nothing on any path, and nothing that it says is kept")
    func answered() async throws {
        let requests = try await requests()
        let heard = Mutex(0)
        let service = ExchangeService(
            context: xb.context, reception: xb.reception,
            noticesStored: { heard.withLock { $0 += 1 } },
            peerWasHeard: { _ in }, deliveriesClosed: { _ in heard.withLock { $0 += 1 } })
        try await xb.takeList("XA", .suspended)
        let before = await xb.store.commitCount
        for (what, request) in requests {
            let answer = await service.answer(
                InboundRequest(carrier: .member(codeXA), request: request))
            #expect(answer.status == 403, "\(what)")
            let code = try JSON.parse(answer.body)["code"]?.stringValue
            #expect(code == Code.memberSuspended.rawValue, "\(what)")
        }
        #expect(await xb.store.commitCount == before)
        #expect(heard.withLock { $0 } == 0)
        // The same requests are welcome as soon as a list restores it.
        try await xb.takeList("XA", .active)
        for (what, request) in requests.prefix(3) {
            let answer = await service.answer(
                InboundRequest(carrier: .member(codeXA), request: request))
            #expect(answer.status == 200, "\(what)")
        }
        #expect(heard.withLock { $0 } == 2)
    }

    @Test("may fetch what cures it")
    func cure() async throws {
        try await xb.takeList("XA", .suspended)
        for path in [ExchangePath.hello, ExchangePath.trustLists + "2"] {
            let answer = await xb.service.answer(
                InboundRequest(
                    carrier: .member(codeXA), request: PeerRequest(method: .get, path: path)))
            #expect(answer.status == 200)
        }
    }

    @Test("is not believed by any signature either, whoever carries it")
    func signatures() async throws {
        let alert = try await xa.submitAlert(to: ["XB"])
        let (own, word) = try await word()
        try await xb.takeList("XA", .suspended)
        let envelope = try await xa.envelope(alert.messages[0].id)
        #expect(try await xb.receive(envelope) == "rejected member-unknown")
        await #expect(throws: HeliographError(.memberUnknown, "")) {
            _ = try await EvidenceIntake(context: xb.context).take(word)
        }
        #expect(await xb.store.deliveries(of: own.id).map(\.state) == [.queued])
        try await xb.takeList("XA", .active)
        #expect(try await xb.receive(envelope) == "delivered")
        #expect(try await EvidenceIntake(context: xb.context).take(word).closed.count == 1)
    }

    @Test(
        "sends nothing, and is sent nothing: whoever waits reads that it is suspended",
        arguments: ["XA", "XB"])
    func sent(suspended: String) async throws {
        let network = Switchboard(seed: 1)
        await network.connect(codeXB, to: xb.service)
        let dispatcher = xa.dispatcher(over: network.link(of: codeXA))
        // The peer was there before the list came, so only the list keeps the message back.
        let first = try await xa.submitAlert(to: ["XB"])
        await dispatcher.enqueue(first.queued[0])
        try await eventually("the first alert arrives") {
            await xa.store.deliveries(of: first.messages[0].id)[0].state == .delivered
        }
        let next = try await xa.submitAlert(to: ["XB"], number: 8)
        let id = next.messages[0].id
        try await xa.takeList(suspended, .suspended)
        let before = await network.answeredCount
        await dispatcher.enqueue(next.queued[0])
        try await eventually("an attempt is counted") {
            let delivery = await xa.store.deliveries(of: id)[0]
            return delivery.attempts > 0 || delivery.state.isClosed
        }
        await dispatcher.stop()
        let delivery = await xa.store.deliveries(of: id)[0]
        #expect(delivery.state == .queued)
        #expect(delivery.lastCode == .memberSuspended)
        #expect(delivery.seal == nil, "nothing may have left")
        #expect(await network.answeredCount == before)
        #expect(await xb.store.inbox(InboxFilter()).count == 1)
    }

    @Test("submits, for when it is restored, and nothing of it is let go at once")
    func submits() async throws {
        xa.context.flashGate.use { _ in true }
        func submit(_ number: Int) async throws -> Submission.Result {
            try await xa.submit(
                NoticeTemplate.specimen(
                    kind: .travelAlert, from: codeXA, to: [codeXB], at: xa.clock.now,
                    arrival: xa.clock.now + .hours(3), number: number))
        }
        #expect(try await submit(1).express.count == 1, "a flash alert to a peer that is there")
        try await xa.takeList("XA", .suspended)
        let result = try await submit(2)
        #expect(result.queued.map(\.precedence) == [.flash])
        #expect(result.express.isEmpty)
        let delivery = await xa.store.deliveries(of: result.messages[0].id)[0]
        #expect(delivery.state == .queued && delivery.seal == nil)
    }
}
