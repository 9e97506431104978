import Certificates
import Exchange
import Federation
import Foundation
import Notices
import Ports
import SpecimenFederation
import TestKit
import Testing

@testable import Node

@Suite("The herald")
struct HeraldTests {
    @Test("a peer that does not take our word, and calls often, is not told each time")
    func contact() async throws {
        let federation = try SpecimenFederation()
        let xa = try await MemoryNode("XA", in: federation)
        let codeXB = SpecimenFederation.member("XB")
        let path = NSTemporaryDirectory() + "heliograph-herald-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let folder = KeyFolder(path)
        try folder.write(federation.tree("XA"))
        let desk = try KeyDesk.open(
            folder, member: xa.context.member, proposal: path + "/proposal.json",
            log: xa.context.log, at: federation.now)
        let network = Switchboard(seed: 1)
        await network.connect(codeXB, to: Deaf())
        let herald = Herald(
            context: xa.context,
            conversation: PeerConversation(
                context: xa.context, link: network.link(of: xa.context.member),
                reception: xa.reception),
            desk: desk)
        await herald.wake()
        for _ in 0..<20_000 where xa.clock.sleeperCount == 0 { await Task.yield() }
        #expect(await network.answeredCount == 1)
        #expect(await herald.unreached == [SpecimenFederation.member("XC")])
        for _ in 0..<50 {
            await herald.contact(codeXB)
            for _ in 0..<50 { await Task.yield() }
        }
        #expect(await network.answeredCount == 1)
        // What is new goes to it at once.
        await herald.wake()
        for _ in 0..<20_000 where await network.answeredCount == 1 { await Task.yield() }
        #expect(await network.answeredCount == 2)
        await herald.stop()
    }
}

/// Refuses every announcement.
private struct Deaf: PeerService {
    func answer(_ inbound: InboundRequest) async -> PeerResponse {
        PeerResponse(status: 409, body: [UInt8](#"{"code":"bundle-malformed"}"#.utf8))
    }
}
