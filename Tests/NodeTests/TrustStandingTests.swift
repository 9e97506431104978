import Certificates
import Exchange
import Federation
import Notices
import PeerLink
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

@Suite("Members come to a stop and go on, and lists end")
struct TrustStandingTests {
    let federation: SpecimenFederation
    let xa: MemoryNode
    let xc: MemoryNode
    let press: ListPress
    let codeXC = SpecimenFederation.member("XC")

    init() async throws {
        federation = try SpecimenFederation()
        xa = try await MemoryNode("XA", in: federation)
        xc = try await MemoryNode("XC", in: federation)
        press = ListPress(federation: federation)
    }

    /// Gives XA the next list, with XC in this status.
    private func list(_ status: Member.Status) async throws {
        try await xa.takeList("XC", status)
    }

    /// Runs XA's queue until the message has an outcome.
    private func attempt(
        _ id: MessageID, until isDone: (Delivery, _ peer: PeerRow?) -> Bool
    ) async throws -> Delivery {
        let network = Switchboard(seed: 1)
        await network.connect(codeXC, to: xc.service)
        let dispatcher = xa.dispatcher(over: network.link(of: xa.context.member))
        try await dispatcher.start()
        try await eventually("something comes of \(id)") {
            let delivery = try #require(await xa.store.deliveries(of: id).first)
            return isDone(delivery, await xa.store.peers().first { $0.member == codeXC })
        }
        await dispatcher.stop()
        return try #require(await xa.store.deliveries(of: id).first)
    }

    @Test(
        "what is queued for a suspended member stays queued, and goes when it is restored")
    func suspended() async throws {
        let message = try await xa.submitAlert(to: ["XC"]).messages[0]
        try await list(.suspended)
        let waiting = try await attempt(message.id) { $1?.lastCode == .memberSuspended }
        #expect(waiting.state == .queued)
        #expect(waiting.seal == nil, "nothing may have left")
        await #expect(throws: HeliographError(.recipientSuspended, "")) {
            try await xa.submitAlert(to: ["XC"], number: 8)
        }
        try await list(.active)
        let delivered = try await attempt(message.id) { delivery, _ in delivery.state.isClosed }
        #expect(delivered.state == .delivered)
    }

    @Test("a suspended member may fetch the cure, however many lists it stays suspended")
    func cure() async throws {
        for _ in 1...2 { try await list(.suspended) }
        let current = try await xa.context.trust.currentList()
        let view = TrustView(list: current, bundles: [], revocationLists: [:])
        let trust = try PeerTrust(view, previous: current)
        #expect(trust.current[codeXC] == nil)
        #expect(trust.former[codeXC]?.roots.count == 1)
        // A member that has left may still come for the list after its last one, and no longer.
        let gone = TrustView(
            list: press.next(
                after: current, members: current.members.filter { $0.code != codeXC }),
            bundles: [], revocationLists: [:])
        #expect(try PeerTrust(gone, previous: current).former[codeXC] != nil)
        #expect(try PeerTrust(gone, previous: gone.list).former[codeXC] == nil)
    }

    @Test("a suspended member that changed its root may come with the old or the new one")
    func rootChange() async throws {
        let list = federation.view.list
        let other = try #require(list.member(SpecimenFederation.member("XB"))).roots
        let changed = list.members.map {
            $0.code == codeXC ? $0.with(status: .suspended, roots: other) : $0
        }
        let view = TrustView(
            list: press.next(after: list, members: changed), bundles: [], revocationLists: [:])
        #expect(try PeerTrust(view, previous: list).former[codeXC]?.roots.count == 2)
    }

    @Test("what has not changed is not read again, and a bundle leaves connections as they are")
    func unchanged() throws {
        let (list, codeXB) = (federation.view.list, SpecimenFederation.member("XB"))
        let lists = Dictionary(
            uniqueKeysWithValues: federation.trees.map { ($0.member, [$0.revocationList.der]) })
        func view(_ bundles: [KeyBundle], _ lists: [MemberCode: [[UInt8]]]) -> TrustView {
            TrustView(list: list, bundles: bundles, revocationLists: lists)
        }
        let peers = PeersInForce()
        let first = try #require(peers.next(view([], lists), nil))
        let bundled = try #require(peers.next(view(federation.view.bundles, lists), nil))
        #expect(bundled.isSame(as: first), "it says whose keys are whose, and nothing of roots")
        #expect(peers.next(view(federation.view.bundles, lists), nil) == nil)
        var fewer = lists
        fewer[codeXC] = nil
        let second = try #require(peers.next(view([], fewer), nil))
        #expect(second.current[codeXB] === first.current[codeXB])
        #expect(second.current[codeXC]?.revocationLists.isEmpty == true)
    }

    @Test(
        "an expired list stops sending; queueing and receiving go on")
    func expired() async throws {
        let end = try await xa.context.trust.currentList().expires
        for node in [xa, xc] { node.clock.setWall(end - .seconds(1)) }
        let before = try await xa.submitAlert(to: ["XC"])
        let key = DeliveryKey(id: before.messages[0].id, recipient: codeXC)
        #expect(try await Parcel.load([key], xa.context).parcels.count == 1)

        for node in [xa, xc] { node.clock.setWall(end) }
        await #expect(throws: HeliographError(.listExpired, "")) {
            _ = try await Parcel.load([key], xa.context)
        }
        let delivery = try await attempt(key.id) { delivery, _ in delivery.attempts > 0 }
        #expect(!delivery.state.isClosed)
        #expect(delivery.lastCode == .listExpired)
        let queued = try await xa.submitAlert(to: ["XC"], number: 8)
        #expect(queued.queued.count == 1)
        #expect(try await xc.receive(xa.envelope(queued.messages[0].id)) == "delivered")
        // A newer list is enough.
        try await list(.active)
        #expect(try await Parcel.load([key], xa.context).parcels.count == 1)
    }

    @Test("the three clocks are shown with a countdown")
    func countdown() async throws {
        let list = try await xa.context.trust.currentList()
        let office = TrustOffice(context: xa.context.station)
        for (moment, age, days) in [
            (list.issued, "fresh", 30), (list.staleFrom + .seconds(1), "stale", 9),
            (list.expires, "expired", 0), (list.expires + .days(2), "expired", -2),
        ] {
            xa.clock.setWall(moment)
            let shown = try await office.show().json
            #expect(shown["age"]?.stringValue == age)
            #expect(shown["daysLeft"]?.intValue == days)
            #expect(shown["staleFrom"]?.stringValue == list.staleFrom.description)
        }
    }
}
