import Exchange
import Federation
import Notices
import Ports
import Sealing
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

@Suite("Gossip")
struct GossipTests {
    @Test("a list that restores a member is taken from that member, when nobody else has it")
    func restoredBySuspended() async throws {
        let federation = try SpecimenFederation(["XA", "XB"])
        let xa = try await MemoryNode("XA", in: federation)
        let xb = try await MemoryNode("XB", in: federation)
        var list = federation.view.list
        var lists: [[UInt8]] = []
        for (version, status) in [(2, Member.Status.suspended), (3, .active)] {
            list = TrustList(
                federation: list.federation, version: version, issued: federation.now,
                expires: federation.now + .days(60),
                previous: xa.context.sealer.digest(list.encoded()),
                signers: list.signers, threshold: 1,
                members: list.members.map {
                    $0.code == xb.context.member ? $0.with(status: status) : $0
                })
            lists.append(
                try TrustListSigning.sign(list, by: [federation.listSigner], at: federation.now))
        }
        _ = try await xa.context.trust.importList(lists[0], pinned: nil)
        for list in lists { _ = try await xb.context.trust.importList(list, pinned: nil) }
        #expect(await xa.context.trust.activeCodes == [xa.context.member])

        await round(of: xa, asking: xb)
        #expect(await xa.context.trust.list?.version == 3)
        #expect(await xa.context.trust.activeCodes == [xa.context.member, xb.context.member])
    }

    @Test("one round brings a newer trust list from a peer that holds it")
    func newerList() async throws {
        let federation = try SpecimenFederation()
        let xa = try await MemoryNode("XA", in: federation)
        let xb = try await MemoryNode("XB", in: federation)
        let next = TrustList(
            federation: federation.view.list.federation, version: 2, issued: federation.now,
            expires: federation.now + .days(60),
            previous: xa.context.sealer.digest(federation.view.list.encoded()),
            signers: federation.view.list.signers, threshold: 1,
            members: federation.view.list.members.filter { $0.code.description != "XC" })
        let signed = try TrustListSigning.sign(
            next, by: [federation.listSigner], at: federation.now)
        _ = try await xb.context.trust.importList(signed, pinned: nil)

        #expect(await xa.context.trust.list?.version == 1)
        await round(of: xa, asking: xb)
        #expect(await xa.context.trust.list?.version == 2)
        #expect(await xa.context.trust.activeCodes == [xa.context.member, xb.context.member])
    }

    @Test("a wake during a round brings another round, without a pause in between")
    func wakeDuringRound() async throws {
        let xa = try await MemoryNode("XA", in: try SpecimenFederation())
        let (codeXB, codeXC) = (SpecimenFederation.member("XB"), SpecimenFederation.member("XC"))
        let asked = Mutex<[MemberCode]>([])
        let link = WakingLink { peer in
            asked.withLock { $0.append(peer) }
            return asked.withLock { $0.count == 1 }
        }
        let gossip = Gossip(context: xa.context.station, conversation: xa.conversation(over: link))
        link.gossip.withLock { $0 = gossip }
        await gossip.start()
        try await eventually("the loop pauses") { xa.clock.sleeperCount > 0 }
        #expect(asked.withLock { $0.sorted() } == [codeXB, codeXB, codeXC, codeXC])
        #expect(xa.clock.uptime == .zero)
        await gossip.stop()
    }

    @Test("the first round asks everybody, and a later one at most two whose keys are known")
    func rounds() async throws {
        let members = ["XA", "XB", "XC", "XX", "XY"]
        let xa = try await MemoryNode("XA", in: try SpecimenFederation(members))
        let asked = Mutex(0)
        let link = WakingLink { _ in
            asked.withLock { $0 += 1 }
            return false
        }
        let gossip = Gossip(context: xa.context.station, conversation: xa.conversation(over: link))
        await gossip.wake()
        await gossip.start()
        for count in [4, 6, 8] {
            try await eventually("the loop pauses") { xa.clock.sleeperCount > 0 }
            #expect(asked.withLock { $0 } == count)
            xa.clock.advance(by: Gossip.interval)
            try await eventually("a round begins") { asked.withLock { $0 > count } }
        }
        await gossip.stop()
        #expect(xa.clock.sleeperCount == 0)
    }

    /// One round of gossip at a node that can reach one other.
    private func round(of node: MemoryNode, asking other: MemoryNode) async {
        let network = Switchboard(seed: 1)
        await network.connect(
            other.context.member,
            to: ExchangeService(
                context: other.context, reception: other.reception, peerWasHeard: { _ in },
                deliveriesClosed: { _ in }))
        let gossip = Gossip(
            context: node.context.station,
            conversation: PeerConversation(
                context: node.context.station, link: network.link(of: node.context.member),
                clocks: node.clocks))
        await gossip.round()
    }
}

/// A link that reaches nobody, and wakes the gossip during a request if it is told to.
private final class WakingLink: PeerLink {
    let gossip = Mutex<Gossip?>(nil)
    private let asks: @Sendable (MemberCode) -> Bool

    /// A link for one gossip.
    ///
    /// - Parameter asks: hears which peer is asked; returns true if the gossip is to be woken.
    init(_ asks: @escaping @Sendable (MemberCode) -> Bool) {
        self.asks = asks
    }

    func exchange(
        _ request: PeerRequest, with peer: PeerAddress
    ) async throws(HeliographError) -> PeerResponse {
        if asks(peer.member) { await gossip.withLock { $0 }?.wake() }
        throw HeliographError(.peerUnreachable, "Nobody is there.")
    }
}
