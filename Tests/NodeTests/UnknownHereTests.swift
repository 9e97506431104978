import Exchange
import Federation
import Notices
import Ports
import Sealing
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

/// A newcomer's list names XB, and XB's list does not name the newcomer yet.
@Suite("A peer that does not know us")
struct UnknownHereTests {
    let xa: MemoryNode
    let xb: MemoryNode

    init() async throws {
        (xa, xb) = try await MemoryNode.pair()
    }

    /// A link that answers by endpoint.
    private struct Doors: PeerLink {
        let codes: [String: Code]
        var otherwise = Code.peerDoesNotKnowUs

        func exchange(
            _ request: PeerRequest, with peer: PeerAddress
        ) async throws(HeliographError) -> PeerResponse {
            throw HeliographError(codes[peer.endpoint] ?? otherwise, "Not today.")
        }
    }

    /// A service that answers hello, and refuses everything else that is brought.
    private struct HelloOnly: PeerLink {
        let network: any PeerLink

        func exchange(
            _ request: PeerRequest, with peer: PeerAddress
        ) async throws(HeliographError) -> PeerResponse {
            guard request.method == .get else {
                throw HeliographError(.peerDoesNotKnowUs, "Not today.")
            }
            return try await network.exchange(request, with: peer)
        }
    }

    private func conversation(_ link: any PeerLink) -> PeerConversation {
        PeerConversation(context: xa.context.station, link: link, clocks: xa.clocks)
    }

    @Test("the first round of questions leaves the code where `peers` and `doctor` look")
    func gossip() async throws {
        await Gossip(context: xa.context.station, conversation: conversation(Doors(codes: [:])))
            .round()
        let row = try #require(
            await xa.store.peers().first { $0.member == xb.context.member })
        #expect(row.failure == .peerDoesNotKnowUs)
    }

    @Test("what it was to be sent was not read: it is sealed anew, and stays queued with the code")
    func delivery() async throws {
        let result = try await xa.submitAlert(to: ["XB"])
        let network = Switchboard(seed: 1)
        await network.connect(xb.context.member, to: xb.service)
        let dispatcher = xa.dispatcher(
            over: HelloOnly(network: network.link(of: xa.context.member)))
        let queued = try #require(result.queued.first)
        await dispatcher.enqueue(queued)
        let key = queued.queued.key
        try await eventually("an attempt is counted") {
            await xa.store.delivery(key)?.lastCode != nil
        }
        await dispatcher.stop()
        let delivery = try #require(await xa.store.delivery(key))
        #expect(delivery.state == .queued)
        #expect(delivery.lastCode == .peerDoesNotKnowUs)
        #expect(delivery.seal == nil)
    }

    @Test("another endpoint is tried after it, and one that is down as well does not hide it")
    func endpoints() async throws {
        let (first, second) = ("https://127.0.0.1:1", "https://127.0.0.1:2")
        let old = xa.federation.view.list
        let list = TrustList(
            federation: old.federation, version: 2, issued: xa.federation.now,
            expires: xa.federation.now + .days(60),
            previous: xa.context.sealer.digest(old.encoded()), signers: old.signers, threshold: 1,
            members: old.members.map { member in
                guard member.code == xb.context.member else { return member }
                return Member(
                    code: member.code, authority: member.authority, status: .active,
                    roots: member.roots, endpoints: [first, second], relays: [],
                    contact: member.contact, suites: member.suites, territories: [])
            })
        _ = try await xa.context.trust.importList(
            try TrustListSigning.sign(
                list, by: [xa.federation.listSigner], at: xa.federation.now), pinned: nil)
        let expected: [(Code, Code, said: Code)] = [
            (.peerDoesNotKnowUs, .peerUnreachable, .peerDoesNotKnowUs),
            (.peerUnreachable, .peerDoesNotKnowUs, .peerDoesNotKnowUs),
            (.peerDoesNotKnowUs, .answerLost, .answerLost),
            (.answerLost, .peerDoesNotKnowUs, .answerLost),
        ]
        for (one, other, said) in expected {
            let doors = Doors(codes: [first: one, second: other])
            await #expect(throws: HeliographError(said, "")) {
                try await conversation(doors).hello(xb.context.member)
            }
        }
    }
}
