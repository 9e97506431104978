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

@Suite("The herald")
struct HeraldTests {
    @Test("a peer that showed nothing of what it holds holds nothing of ours")
    func unknown() async throws {
        let office = try await MemoryOffice("XA", in: SpecimenFederation())
        let (codeXB, codeXC) = (SpecimenFederation.member("XB"), SpecimenFederation.member("XC"))
        #expect(try await office.machinery.keeper.facts().held == [codeXB: 0, codeXC: 0])
        try await office.node.store.commit([
            .putProbe(
                StoredProbe(
                    member: codeXB, keyBundle: 7, trustList: 3, at: office.node.clock.now, der: []))
        ])
        let facts = try await office.machinery.keeper.facts()
        #expect(facts.held == [codeXB: 7, codeXC: 0])
        #expect(facts.heldLists == [codeXB: 3, codeXC: 0])
    }

    /// XA's herald, and XB's end of the line.
    private struct Bench {
        let xa: MemoryNode
        let herald: Herald
        let network = Switchboard(seed: 1)
        let codeXB = SpecimenFederation.member("XB")
        private let folder: ScratchFolder

        init(isBoaster: Bool) async throws {
            let federation = try SpecimenFederation()
            xa = try await MemoryNode("XA", in: federation)
            let xb = try await MemoryNode("XB", in: federation)
            folder = try ScratchFolder()
            let keys = KeyFolder(folder.path + "/keys")
            try keys.write(federation.tree("XA"))
            let desk = try KeyDesk.open(
                keys, member: xa.context.member, proposal: folder.path + "/proposal.json",
                log: xa.context.log, at: federation.now)
            await network.connect(codeXB, to: isBoaster ? Boaster(node: xb) : Deaf())
            herald = Herald(
                context: xa.context.station,
                conversation: xa.conversation(over: network.link(of: xa.context.member)),
                desk: desk)
        }

        /// Lets time pass until XB was told again: one second at each moment without work.
        func untilTold() async throws {
            let count = await network.answeredCount
            try await eventually(
                "XB is told again",
                while: {
                    if xa.clock.sleeperCount > 0 { xa.clock.advance(by: .seconds(1)) }
                    for _ in 0..<20 { await Task.yield() }
                }
            ) { await network.answeredCount > count }
        }
    }

    @Test(
        """
        a peer that does not take our word, or claims to hold what nobody could, is not told each \
        time it calls
        """,
        arguments: [false, true])
    func contact(isBoaster: Bool) async throws {
        let bench = try await Bench(isBoaster: isBoaster)
        let (herald, network, xa) = (bench.herald, bench.network, bench.xa)
        await herald.wake()
        try await eventually("all were told, or could not be") { xa.clock.sleeperCount > 0 }
        #expect(await network.answeredCount == 1)
        #expect(await herald.unreached == [SpecimenFederation.member("XC")])
        for _ in 0..<50 {
            await herald.contact(bench.codeXB)
            for _ in 0..<50 { await Task.yield() }
        }
        #expect(await network.answeredCount == 1)
        // News goes to the peer at once.
        await herald.wake()
        try await eventually("XB is told what is new") { await network.answeredCount == 2 }
        // Later the peer is told seldom. A call from it makes that sooner, but never within half a
        // minute.
        for _ in 1...8 { try await bench.untilTold() }
        let told = xa.clock.uptime
        await herald.contact(bench.codeXB)
        try await bench.untilTold()
        let pause = xa.clock.uptime - told
        #expect(pause > .seconds(20) && pause < .seconds(60), "\(pause)")
        await herald.stop()
    }
}

/// A service that refuses every announcement.
private struct Deaf: PeerService {
    func answer(_ inbound: InboundRequest) async -> PeerResponse {
        PeerResponse(status: 409, body: [UInt8](#"{"code":"bundle-malformed"}"#.utf8))
    }
}

/// A service that signs to hold a bundle of ours which nobody could hold yet.
private struct Boaster: PeerService {
    let node: MemoryNode

    func answer(_ inbound: InboundRequest) async -> PeerResponse {
        let context = node.context
        let probe = ProbeContent(
            by: context.member, about: inbound.carrier.claimed,
            announcement: context.sealer.digest(inbound.request.body), keyBundle: 1 << 53,
            revocationLists: [:], trustList: 1, at: context.clock.now.flooredToSecond)
        let der = try? context.sealer.sign(probe.encoded(), as: .probe, at: context.clock.now)
        return PeerResponse(status: 200, body: der ?? [])
    }
}
