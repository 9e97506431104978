import Certificates
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

@Suite("Two lists for one version")
struct TrustForkTests {
    let federation: SpecimenFederation
    let xa: MemoryNode
    let press: ListPress
    let first: TrustList

    var desk: TrustDesk { xa.context.trust }

    init() async throws {
        federation = try SpecimenFederation()
        xa = try await MemoryNode("XA", in: federation)
        press = ListPress(federation: federation)
        first = federation.view.list
    }

    /// Another list with the version of this one.
    private func rival(_ list: TrustList, life: Int64 = 7) throws -> [UInt8] {
        let other = press.next(
            after: list, version: list.version, previous: list.previous, life: .days(life))
        return try press.sign(other, by: [federation.listSigner])
    }

    private func refuse(_ der: [UInt8], _ code: Code = .listFork) async {
        await #expect(throws: HeliographError(code, "")) {
            try await desk.importList(der, pinned: nil)
        }
    }

    @Test("the list in force stays, both are kept as proof, and a restart does not forget")
    func proof() async throws {
        let other = try rival(first)
        await refuse(other)
        await refuse(other)
        for desk in [desk, try await xa.restartedDesk()] {
            #expect(await desk.list == first)
            let forks = await desk.openForks
            #expect(forks.map(\.version) == [1])
            #expect(forks.map(\.held) == [federation.trustList])
            #expect(forks.map(\.other) == [other])
        }
    }

    @Test("a look at a fork keeps nothing")
    func preview() async throws {
        let preview = await desk.preview([try rival(first)], pinned: nil)
        guard case .refused(let error) = preview.verdict else {
            Issue.record("a fork would be accepted")
            return
        }
        #expect(error.code == .listFork)
        #expect(preview.steps.flatMap(\.changes).map(\.kind) == [.expiry])
        #expect(await desk.forks.isEmpty)
    }

    @Test("a list that follows another one than ours is proof as well")
    func laterBranch() async throws {
        let list = press.next(after: first, previous: Digest(sha256: [1]))
        await refuse(try press.sign(list, by: [federation.listSigner]))
        #expect(await desk.openForks.map(\.version) == [1])
    }

    @Test("another list with a version that is over is seen, whenever it comes")
    func pastBranch() async throws {
        let second = press.next(after: first)
        let other = try rival(second)
        for list in [second, press.next(after: second)] {
            _ = try await desk.importList(
                press.sign(list, by: [federation.listSigner]), pinned: nil)
        }
        await refuse(other)
        #expect(await desk.openForks.map(\.version) == [2])
        #expect(await desk.list?.version == 3)
    }

    @Test("whoever is no signer cannot raise the alarm")
    func stranger() async throws {
        let stranger = try SpecimenFederation.makeSigner()
        let same = press.next(after: first, version: 1, life: .days(7))
        let later = press.next(after: first, previous: Digest(sha256: [1]))
        let claimed = press.next(
            after: first, version: 1, signers: [ListPress.signer("secretariat", stranger)])
        for list in [same, later, claimed] {
            await refuse(try press.sign(list, by: [stranger]), .listTooFewSigners)
        }
        _ = try await desk.importList(
            press.sign(press.next(after: first), by: [federation.listSigner]), pinned: nil)
        await refuse(try press.sign(same, by: [stranger]), .listOlder)
        await refuse(try press.sign(claimed, by: [stranger]), .listOlder)
        #expect(await desk.forks.isEmpty)
    }

    @Test("it is said until somebody settles it; no later list does, and the proof stays")
    func settled() async throws {
        let other = try rival(first)
        await refuse(other)
        _ = try await desk.importList(
            press.sign(press.next(after: first), by: [federation.listSigner]), pinned: nil)
        let open = await desk.openForks
        #expect(open.count == 1)
        let digest = try #require(open.first).otherDigest.description
        for wrong in [String(digest.prefix(7)), "", String(repeating: "0", count: 64)] {
            await #expect(throws: HeliographError(.notFound, "")) {
                try await desk.settleFork(wrong, by: "administrator")
            }
        }
        let fork = try await desk.settleFork(String(digest.prefix(8)), by: "administrator")
        #expect(fork.settledBy == "administrator")
        for desk in [desk, try await xa.restartedDesk()] {
            #expect(await desk.openForks.isEmpty)
            #expect(await desk.forks.map(\.other) == [other])
        }
        // A second copy of the proof is no news; another proof is.
        await refuse(other)
        #expect(await desk.openForks.isEmpty)
        await refuse(try rival(first, life: 9))
        #expect(await desk.openForks.count == 1)
    }

    @Test("at most eight open proofs are kept, however many lists a signer forks")
    func bound() async throws {
        for life in 1...12 { await refuse(try rival(first, life: Int64(life))) }
        #expect(await desk.forks.count == TrustDesk.openForksMax)
        #expect(await xa.store.forks().count == TrustDesk.openForksMax)
    }

    @Test("a peer that holds another list of our version shows it in its hello")
    func gossip() async throws {
        let xb = try await MemoryNode("XB", in: federation)
        let mine = try press.sign(
            press.next(after: first), by: [federation.listSigner])
        let theirs = try press.sign(
            press.next(after: first, life: .days(7)), by: [federation.listSigner])
        _ = try await desk.importList(mine, pinned: nil)
        _ = try await xb.context.trust.importList(theirs, pinned: nil)
        let network = Switchboard(seed: 1)
        await network.connect(
            xb.context.member,
            to: ExchangeService(
                context: xb.context, reception: xb.reception, peerWasHeard: { _ in },
                deliveriesClosed: { _ in }))
        try await PeerConversation(
            context: xa.context.station, link: network.link(of: xa.context.member),
            clocks: xa.clocks
        ).hello(xb.context.member)
        #expect(await desk.openForks.map(\.other) == [theirs])
        #expect(await desk.held?.der == mine)
    }
}
