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

/// A flash alert leaves with its submission if it would leave at once anyway, and only then.
@Suite("Express")
struct ExpressTests {
    let xa: MemoryNode
    let xb: MemoryNode
    let network = Switchboard(seed: 1)
    let dispatcher: Dispatcher
    let codeXB = SpecimenFederation.member("XB")

    init() async throws {
        (xa, xb) = try await MemoryNode.pair()
        dispatcher = Self.dispatcher(xa, network)
        xa.context.flashGate.use { [dispatcher] in await dispatcher.sendsAtOnce(to: $0) }
    }

    private static func dispatcher(_ node: MemoryNode, _ network: Switchboard) -> Dispatcher {
        node.dispatcher(over: network.link(of: node.context.member))
    }

    private func connect() async { await network.connect(codeXB, to: xb.service) }

    /// Submits an alert, which is a flash alert if the traveller lands within six hours.
    private func submit(arrivesIn hours: Int64 = 3, number: Int) async throws -> Submission.Result {
        try await xa.submit(
            NoticeTemplate.specimen(
                kind: .travelAlert, from: xa.context.member, to: [codeXB], at: xa.clock.now,
                arrival: xa.clock.now + .hours(hours), number: number))
    }

    private func cancel(_ alert: Submission.Result) async throws -> Submission.Result {
        try await xa.submit(
            alert.notice.successor(
                operation: .cancel, at: xa.clock.now, superseding: [], reason: "no longer needed"))
    }

    private func state(_ id: MessageID) async throws -> Delivery {
        try #require(await xa.store.deliveries(of: id).first)
    }

    /// Waits until the queue has delivered the message by itself.
    private func delivered(_ id: MessageID) async throws {
        try await eventually("\(id) is closed") { try await state(id).state.isClosed }
        #expect(try await state(id).state == .delivered)
    }

    /// Lets the peer answer something, so that the queue knows that it can be reached.
    private func meet() async throws {
        await connect()
        let first = try await submit(arrivesIn: 40, number: 1)
        #expect(first.express.isEmpty)
        await dispatcher.enqueue(first.queued[0])
        try await delivered(first.messages[0].id)
        try await eventually("XB is there") { await dispatcher.sendsAtOnce(to: codeXB) }
    }

    @Test(
        "to a peer that is there: it is under way when it is accepted, and arrives")
    func leaves() async throws {
        try await meet()
        let alert = try await submit(number: 2)
        let id = alert.messages[0].id
        #expect(alert.queued.map(\.precedence) == [.flash])
        #expect(alert.express.map(\.key) == [DeliveryKey(id: id, recipient: codeXB)])
        #expect(try await alert.express.map(\.bytes) == [xa.envelope(id)])
        #expect(try await state(id).state == .sending)
        #expect(try await state(id).seal == 1)
        await dispatcher.enqueue(alert.queued[0], with: alert.express.first)
        try await delivered(id)
        #expect(await xb.store.inboxItem(from: xa.context.member, id: id) != nil)
    }

    @Test("what is not flash is read from the store when its turn comes")
    func notFlash() async throws {
        try await meet()
        let alert = try await submit(arrivesIn: 40, number: 2)
        #expect(alert.express.isEmpty)
        #expect(try await state(alert.messages[0].id).seal == nil)
    }

    @Test("to a peer that is away: it is queued, and a cancel ends it unsent")
    func away() async throws {
        let alert = try await submit(number: 2)
        #expect(alert.queued.map(\.precedence) == [.flash])
        #expect(alert.express.isEmpty)
        #expect(try await state(alert.messages[0].id).state == .queued)
        let cancel = try await cancel(alert)
        #expect(cancel.messages.isEmpty)
        #expect(try await state(alert.messages[0].id).state == .cancelled)
        #expect(try await state(alert.messages[0].id).seal == nil)
    }

    @Test("a cancel follows what may have left")
    func cancelled() async throws {
        try await meet()
        let alert = try await submit(number: 2)
        let cancel = try await cancel(alert)
        #expect(cancel.closed.map(\.id) == [alert.messages[0].id])
        #expect(cancel.queued.map(\.recipient) == [codeXB])
    }

    @Test(
        "accepted and not yet sent when the node ended: sent after the next start")
    func ended() async throws {
        try await meet()
        let id = try await submit(number: 2).messages[0].id
        await dispatcher.stop()
        let next = Self.dispatcher(xa, network)
        try await next.start()
        try await delivered(id)
        await next.stop()
    }

    @Test("a refused connection takes it back: nothing has left")
    func refused() async throws {
        try await meet()
        await network.connect(codeXB, to: nil)
        let alert = try await submit(number: 2)
        let id = alert.messages[0].id
        #expect(alert.express.count == 1)
        await dispatcher.enqueue(alert.queued[0], with: alert.express.first)
        try await eventually("an attempt is counted") { try await state(id).attempts > 0 }
        #expect(try await state(id).state == .queued)
        #expect(try await state(id).seal == nil)
    }
}
