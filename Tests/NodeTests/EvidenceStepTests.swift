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

/// The table of steps in `docs/wire-protocol.md`, section 5.
@Suite("Steps of evidence that a recipient may post")
struct EvidenceStepTests {
    let xa: MemoryNode
    let xb: MemoryNode

    init() async throws {
        (xa, xb) = try await MemoryNode.pair()
    }

    @Test(
        "accepted is the sender's alone; relayed, recalled and deleted are kept and change nothing")
    func steps() async throws {
        let message = try await xa.submitAlert(to: ["XB"]).messages[0]
        for step in [EvidenceStep.accepted, .relayed, .recalled, .deleted] {
            let entry = EvidenceEntry(
                step: step, by: xb.context.member, from: xa.context.member, id: message.id,
                seal: 1, recipient: xb.context.member, contentDigest: message.contentDigest,
                at: xb.clock.now.flooredToSecond, code: nil)
            let der = try xb.context.sealer.sign(
                EvidenceContent.encode([entry]), as: .evidence, at: xb.clock.now)
            let service = ExchangeService(
                context: xa.context, reception: xa.reception, peerWasHeard: { _ in },
                deliveriesClosed: { _ in })
            let response = await service.answer(
                InboundRequest(
                    carrier: .member(xb.context.member),
                    request: PeerRequest(method: .post, path: ExchangePath.evidence, body: der)))
            let answer = try EvidenceAnswer.read(response.body)
            let digest = xa.context.sealer.digest(der)
            #expect(answer.held == (step == .accepted ? [] : [digest]), "\(step)")
            #expect(answer.refused == (step == .accepted ? [digest] : []), "\(step)")
            #expect(await xa.store.deliveries(of: message.id).map(\.state) == [.queued])
        }
    }

    @Test("the notice's own time of creation is not held against its message's")
    func createdAt() async throws {
        let message = try await xa.submit(
            NoticeTemplate.specimen(
                kind: .travelAlert, from: xa.context.member, to: [xb.context.member],
                at: xa.clock.now + .hours(48), arrival: xa.clock.now + .hours(90), number: 7)
        ).messages[0]
        #expect(try await xb.receive(xa.envelope(message.id)) == "delivered")
    }
}
