import Exchange
import Federation
import Notices
import Ports
import SpecimenFederation
import TestKit
import Testing

@testable import Node

@Suite("EvidenceCourier")
struct EvidenceCourierTests {
    let xa: MemoryNode
    let codeXB = SpecimenFederation.member("XB")

    init() async throws {
        xa = try await MemoryNode("XA", in: try SpecimenFederation())
    }

    @Test(
        "a stop ends a request that the far end does not answer, and no pause begins after it")
    func stop() async throws {
        try await keepEvidence(to: codeXB, count: 1)
        let link = SilentLink()
        let courier = courier(link)
        await courier.wake()
        await link.asked()
        let stopped = Task { await courier.stop() }
        await stopped.value
    }

    private func courier(_ link: any PeerLink) -> EvidenceCourier {
        EvidenceCourier(
            context: xa.context,
            conversation: PeerConversation(
                context: xa.context, link: link, reception: xa.reception))
    }

    private func keepEvidence(to member: MemberCode, count: Int) async throws {
        for number in 0..<count {
            let now = xa.clock.now + .seconds(Int64(number))
            let der = Array("evidence \(number) to \(member)".utf8)
            let digest = xa.context.sealer.digest(der)
            try await xa.store.commit([
                .keepEvidence(EvidenceDocument(digest: digest, der: der, entries: [], kept: now)),
                .putEvidenceDispatch(
                    EvidenceDispatch(
                        digest: digest, to: member, precedence: .routine, queued: now)),
            ])
        }
    }
}

/// Answers nothing until the request is cancelled.
private actor SilentLink: PeerLink {
    private var isAsked = false

    func asked() async {
        while !isAsked { await Task.yield() }
    }

    func exchange(
        _ request: PeerRequest, with peer: PeerAddress
    ) async throws(HeliographError) -> PeerResponse {
        isAsked = true
        while !Task.isCancelled { try? await Task.sleep(for: .milliseconds(5)) }
        throw HeliographError(.answerLost, "Nobody answers.")
    }
}
