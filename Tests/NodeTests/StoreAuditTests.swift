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

@Suite("The deep check of the store")
struct StoreAuditTests {
    let federation: SpecimenFederation
    let xa: MemoryNode
    let xb: MemoryNode

    init() async throws {
        federation = try SpecimenFederation()
        xa = try await MemoryNode("XA", in: federation)
        xb = try await MemoryNode("XB", in: federation)
    }

    /// Two alerts from XA to XB, the evidence of one brought back.
    private func exchange() async throws -> MessageID {
        let id = try await xa.submitAlert(to: ["XB"]).messages[0].id
        _ = try await xa.submitAlert(to: ["XB"], number: 8)
        let outcome = await xb.reception.receive(
            [try await xa.envelope(id)], from: SpecimenFederation.member("XA"))
        _ = try await EvidenceIntake(context: xa.context).take(outcome.evidence[0])
        return id
    }

    @Test("a store that nobody touched agrees with itself, at both ends")
    func well() async throws {
        _ = try await exchange()
        let sent = try await StoreAudit(context: xa.context.station).run()
        #expect(sent.faults.isEmpty && sent.messages == 2 && sent.envelopes == 2)
        let received = try await StoreAudit(context: xb.context.station).run()
        #expect(received.faults.isEmpty && received.received == 1 && received.evidence == 1)
    }

    @Test("a delivery without its evidence, a time nobody signed, and an item altered are found")
    func altered() async throws {
        let id = try await exchange()
        let codeXB = SpecimenFederation.member("XB")
        let deliveries = await xa.store.deliveries(limit: 10)
        var waiting = try #require(deliveries.first { $0.id != id })
        waiting.state = .delivered
        var done = try #require(deliveries.first { $0.id == id && $0.recipient == codeXB })
        done.deliveredAt = federation.now - .hours(5)
        try await xa.store.commit([.putDelivery(waiting), .putDelivery(done)])
        let faults = try await StoreAudit(context: xa.context.station).run().faults
        #expect(faults.count == 2)
        #expect(faults.contains { $0.contains("no evidence of it") })
        #expect(faults.contains { $0.contains("nobody signed") })

        let item = await xb.store.inbox(InboxFilter())[0]
        let (record, change) = try xb.context.station.newRecord(Array("another notice".utf8))
        let bent = InboxItem(
            from: item.from, id: xb.context.entropy.messageID(at: federation.now),
            contentDigest: item.contentDigest, seal: item.seal, thread: item.thread,
            sequence: item.sequence, kind: item.kind, operation: item.operation,
            precedence: item.precedence, deadline: item.deadline, created: item.created,
            expires: item.expires, received: item.received, state: item.state,
            envelope: item.envelope, inner: item.inner, notice: record, evidence: item.evidence)
        try await xb.store.commit([change, .insertInboxItem(bent)])
        #expect(try await StoreAudit(context: xb.context.station).run().faults.count == 1)
    }
}
