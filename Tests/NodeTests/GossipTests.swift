import Exchange
import Federation
import Notices
import Ports
import Sealing
import SpecimenFederation
import TestKit
import Testing

@testable import Node

@Suite("Gossip")
struct GossipTests {
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

        let network = Switchboard(seed: 1)
        await network.connect(
            xb.context.member,
            to: ExchangeService(
                context: xb.context, reception: xb.reception, contact: { _ in }, closed: { _ in }))
        let gossip = Gossip(
            context: xa.context,
            conversation: PeerConversation(
                context: xa.context, link: network.link(of: xa.context.member),
                reception: xa.reception))
        #expect(await xa.context.trust.list?.version == 1)
        await gossip.round()
        #expect(await xa.context.trust.list?.version == 2)
        #expect(await xa.context.trust.activeCodes == [xa.context.member, xb.context.member])
    }
}
