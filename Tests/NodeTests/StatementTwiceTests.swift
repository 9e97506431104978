import Exchange
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

@Suite("One number and sequence says one thing")
struct StatementTwiceTests {
    let xa: MemoryNode
    /// The same member a second time, as a copy of its folder would be.
    let copy: MemoryNode
    let xb: MemoryNode
    let lines = LogLines()

    init() async throws {
        let federation = try SpecimenFederation()
        xa = try await MemoryNode("XA", in: federation)
        copy = try await MemoryNode("XA", in: federation)
        xb = try await MemoryNode("XB", in: federation, lines: lines)
        copy.clock.advance(by: .seconds(5))
        xb.clock.advance(by: .seconds(10))
    }

    private var alarms: Int { lines.events.count { $0 == "statement-twice" } }

    @Test("two copies of one member are noticed by whoever sees both, in one request or in two")
    func copies() async throws {
        let first = try await xa.submitAlert(to: ["XB"], number: 7).messages[0]
        let second = try await copy.submitAlert(to: ["XB"], number: 7).messages[0]
        #expect(try await xb.receive(xa.envelope(first.id)) == "delivered")
        #expect(alarms == 0)
        #expect(try await xb.receive(copy.envelope(second.id)) == "delivered")
        #expect(alarms == 1)
        let items = try await xb.context.store.inboxItems(id: first.id)
        #expect(items.map(\.state) == [.new], "the first stands")
        // The log has one such line in ten minutes, however often the member does it.
        xb.clock.advance(by: .minutes(11))
        let third = try await xa.submitAlert(to: ["XB"], number: 8).messages[0]
        let fourth = try await copy.submitAlert(to: ["XB"], number: 8).messages[0]
        _ = await xb.reception.receive(
            [try await xa.envelope(third.id), try await copy.envelope(fourth.id)],
            from: SpecimenFederation.member("XA"))
        #expect(alarms == 2)
    }

    @Test("what is issued anew, or comes again, says the same and rings nothing")
    func anew() async throws {
        let message = try await xa.submitAlert(to: ["XB"]).messages[0]
        #expect(try await xb.receive(xa.envelope(message.id)) == "delivered")
        #expect(try await xb.receive(xa.envelope(message.id)) == "delivered")
        // XB's evidence was lost, and a refusal came back.
        try await xa.context.update(DeliveryKey(id: message.id, recipient: xb.context.member)) {
            $0.state = .refused
            $0.lastCode = .futureDated
        }
        let renewed = try #require(
            try await Reissue(context: xa.context, refusedFor: [.futureDated]).reissue(message.id))
        let id = try #require(renewed.queued.first?.id)
        #expect(try await xb.receive(xa.envelope(id)) == "delivered")
        #expect(alarms == 0)
    }
}
