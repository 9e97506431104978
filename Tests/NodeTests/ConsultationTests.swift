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

/// A notice is shown to a named officer only after the record of the reading was kept.
@Suite("A notice is shown")
struct ConsultationTests {
    private static let asks = ["inbox show", "inbox card"]

    @Test(
        "to nobody while it cannot be kept who saw it; then it is, and its issuer is owed the word",
        arguments: asks, [Code.storeFailed, .diskFull, .storeBusy])
    func durable(ask: String, code: Code) async throws {
        let federation = try SpecimenFederation()
        let xa = try await MemoryNode("XA", in: federation)
        let office = try await MemoryOffice("XB", in: federation)
        let id = try await xa.submitAlert(to: ["XB"]).messages[0].id
        #expect(try await office.node.receive(xa.envelope(id)) == "delivered")
        let store = office.node.store
        let arguments: JSONObject = ["id": .string(id.description), "as": "officer-7"]
        for _ in 1...2 {
            await store.failCommit(1, .beforeApplying, with: code)
            await #expect(throws: HeliographError(code, "")) {
                _ = try await office.ask(ask, arguments)
            }
            #expect(await store.inboxItem(from: xa.context.member, id: id)?.state == .new)
            #expect(await store.pendingEvidence(limitPerMember: 9).isEmpty)
        }
        _ = try await office.ask(ask, arguments)
        #expect(await store.inboxItem(from: xa.context.member, id: id)?.state == .read)
        #expect(await store.pendingEvidence(limitPerMember: 9).map(\.to) == [xa.context.member])
        let log = await store.audit(after: 0, limit: 9)
        #expect(log.map(\.operation) == [.collection, .consultation])
        #expect(log.last?.actor == "officer-7")
    }
}
