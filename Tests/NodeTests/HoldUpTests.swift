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

@Suite("What is queued and does not leave says why")
struct HoldUpTests {
    let xa: MemoryNode

    init() async throws {
        (xa, _) = try await MemoryNode.pair()
    }

    private func desk(isServing: Bool = true) async throws -> HoldUpDesk {
        try await HoldUpDesk(context: xa.context, isServing: isServing)
    }

    private func delivery(deadlineIn hours: Int64 = 10) async throws -> Delivery {
        let sent = try await xa.submit(
            NoticeTemplate.specimen(
                kind: .travelAlert, from: xa.context.member,
                to: [SpecimenFederation.member("XB")], at: xa.clock.now,
                arrival: xa.clock.now + .hours(hours + 2), number: 7))
        return sent.queued[0]
    }

    @Test("a node that is stopped")
    func stopped() async throws {
        let told = try await desk(isServing: false).told(of: try await delivery())
        #expect(told.code == .nodeStopped)
        #expect(told.sentence?.hasPrefix("Not sent to XB yet.") == true)
        #expect(told.sentence?.contains("Call XB: +00") == true)
        #expect(told.telephone != nil)
    }

    @Test("a list that has expired, and a running node that has one")
    func expired() async throws {
        let delivery = try await delivery()
        #expect(try await desk().told(of: delivery).sentence == nil)
        let list = try await xa.context.trust.currentList()
        xa.clock.advance(by: list.expires.since(xa.clock.now) + .hours(1))
        #expect(try await desk().code(for: delivery.recipient) == .listExpired)
    }

    @Test("a peer that is down, until it answers, with the next try and the telephone")
    func down() async throws {
        var delivery = try await delivery()
        delivery.nextAttempt = xa.clock.now + .minutes(3)
        try await xa.store.commit([
            .putPeer(
                PeerRow(
                    member: delivery.recipient, lastFailure: xa.clock.now,
                    lastCode: .peerUnreachable))
        ])
        let told = try await desk().told(of: delivery)
        #expect(told.code == .peerUnreachable)
        #expect(told.sentence?.contains("Next try at ") == true)
        #expect(told.sentence?.contains("Call XB") == true)
        xa.clock.advance(by: .seconds(5))
        try await xa.store.commit([
            .putPeer(PeerRow(member: delivery.recipient, lastContact: xa.clock.now))
        ])
        #expect(try await desk().told(of: delivery).code == nil)
    }

    @Test("a member that nobody knows, and one whose keys are not known")
    func unknown() async throws {
        #expect(try await desk().code(for: SpecimenFederation.member("QQ")) == .memberUnknown)
    }

    @Test("a deadline that is past is too late, with whom to call")
    func late() async throws {
        let delivery = try await delivery()
        xa.clock.advance(by: .hours(11))
        let told = try await desk().told(of: delivery)
        #expect(
            told.sentence?.hasPrefix("Too late: the deadline for XB is past.")
                == true)
        #expect(told.sentence?.contains("Call XB: +00") == true)
    }

    @Test("what was delivered is held up by nothing")
    func delivered() async throws {
        var delivery = try await delivery()
        delivery.state = .delivered
        delivery.deliveredAt = xa.clock.now
        #expect(try await desk(isServing: false).told(of: delivery).sentence == nil)
    }
}
