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
        try await link.asked()
        let stopped = Task { await courier.stop() }
        await stopped.value
    }

    @Test(
        """
        evidence waits until its addressee says that it holds it, or never will: what an answer \
        does not name waits on
        """,
        arguments: [[0, 1], [0], [1], []] as [[Int]], [true, false])
    func named(_ indices: [Int], isHeld: Bool) async throws {
        try await keepEvidence(to: codeXB, count: 2)
        let pending = await xa.store.pendingEvidence(limitPerMember: 9).map(\.digest)
        let named = indices.map { pending[$0] } + [xa.context.sealer.digest([7])]
        let versions = HeldVersions(
            member: codeXB, time: xa.clock.now.flooredToSecond, trustList: 1, keyBundle: 1)
        let answer = EvidenceAnswer(
            versions: versions, held: isHeld ? named : [], refused: isHeld ? [] : named)
        let asked = Mutex<[Int]>([])
        let courier = courier(
            ScriptedLink { request, _ in
                let count = (try? ConcatenatedDER.split(request.body).count) ?? 0
                asked.withLock { $0.append(count) }
                return PeerResponse(status: 200, body: answer.encoded())
            })
        await courier.wake()
        let left = pending.indices.filter { !indices.contains($0) }.map { pending[$0] }
        guard !left.isEmpty else {
            try await eventually("all of it is done with") {
                await xa.store.pendingEvidence(limitPerMember: 9).isEmpty
            }
            return await courier.stop()
        }
        // The rest is brought again without any call from the peer.
        try await eventually("the courier rests") { xa.clock.sleeperCount == 1 }
        #expect(asked.withLock { $0 } == [2])
        xa.clock.advance(by: .seconds(2))
        try await eventually("the rest is brought again") { asked.withLock { $0.count } == 2 }
        #expect(asked.withLock { $0 } == [2, left.count])
        await courier.stop()
        #expect(await xa.store.pendingEvidence(limitPerMember: 9).map(\.digest) == left)
    }

    private func courier(_ link: any PeerLink) -> EvidenceCourier {
        EvidenceCourier(
            context: xa.context.station,
            conversation: xa.conversation(over: link))
    }

    private func keepEvidence(to member: MemberCode, count: Int) async throws {
        for number in 0..<count {
            let now = xa.clock.now + .seconds(Int64(number))
            let text = Array("evidence \(number) to \(member)".utf8)
            let der = [0x30, UInt8(text.count)] + text
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

/// A link that answers nothing until the request is cancelled.
private actor SilentLink: PeerLink {
    private var isAsked = false

    func asked() async throws {
        try await eventually("somebody asks") { isAsked }
    }

    func exchange(
        _ request: PeerRequest, with peer: PeerAddress
    ) async throws(HeliographError) -> PeerResponse {
        isAsked = true
        while !Task.isCancelled { try? await Task.sleep(for: .milliseconds(5)) }
        throw HeliographError(.answerLost, "Nobody answers.")
    }
}
