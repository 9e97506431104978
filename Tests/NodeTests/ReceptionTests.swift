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
@testable import Sealing
@testable import Secretariat
@testable import Station
@testable import Traffic

@Suite("Reception")
struct ReceptionTests {
    let federation: SpecimenFederation
    let xa: MemoryNode
    let xb: MemoryNode

    init() async throws {
        federation = try SpecimenFederation()
        xa = try await MemoryNode("XA", in: federation)
        xb = try await MemoryNode("XB", in: federation)
    }

    @Test("a genuine message is delivered, stored and evidenced")
    func genuine() async throws {
        let message = try await xa.submitAlert().messages[0]
        #expect(try await xb.receive(xa.envelope(message.id)) == "delivered")
        let item = try #require(
            await xb.store.inboxItem(from: xa.context.member, id: message.id))
        #expect(item.contentDigest == message.contentDigest)
        #expect(item.state == .new)
        #expect(await xb.store.audit(after: 0, limit: 10).map(\.operation) == [.collection])
    }

    @Test("a duplicate gets the very evidence that answered the first")
    func duplicate() async throws {
        let message = try await xa.submitAlert().messages[0]
        let envelope = try await xa.envelope(message.id)
        let first = await xb.reception.receive([envelope], from: xa.context.member)
        let second = await xb.reception.receive([envelope], from: xa.context.member)
        #expect(first.evidence == second.evidence)
        #expect(second.received.isEmpty)
        #expect(await xb.store.inbox(InboxFilter()).count == 1)
    }

    @Test("the same message twice in one request is stored once")
    func twiceInOneRequest() async throws {
        let message = try await xa.submitAlert().messages[0]
        let envelope = try await xa.envelope(message.id)
        let outcome = await xb.reception.receive([envelope, envelope], from: xa.context.member)
        #expect(outcome.items.map(\.result) == [.evidence(0), .evidence(0)])
        #expect(outcome.received.count == 1)
    }

    @Test("a failed commit is no delivery, and the next attempt is no duplicate")
    func failedCommit() async throws {
        let message = try await xa.submitAlert().messages[0]
        let envelope = try await xa.envelope(message.id)
        await xb.store.failCommit(1, .beforeApplying)
        #expect(try await xb.receive(envelope) == "later store-failed")
        #expect(await xb.store.inbox(InboxFilter()).isEmpty)
        #expect(try await xb.receive(envelope) == "delivered")
    }

    @Test("an update that fails half-way leaves the version before it standing")
    func failedHalfWay() async throws {
        let vault = try FailingVault()
        let xb = try await MemoryNode("XB", in: federation, vault: vault)
        let first = try await xa.submitAlert(number: 7)
        #expect(try await xb.receive(xa.envelope(first.messages[0].id)) == "delivered")
        let second = try await xa.submit(
            first.notice.successor(
                operation: .updateItinerary, at: xa.clock.now, superseding: [], reason: "rebooked"))
        let other = try await xa.submitAlert(number: 8)
        // The envelope of the update can be sealed for the store, its inner document cannot.
        // Another message follows in the same request and is stored.
        vault.fail(after: 1)
        let outcome = await xb.reception.receive(
            [
                try await xa.envelope(second.messages[0].id),
                try await xa.envelope(other.messages[0].id),
            ], from: xa.context.member)
        #expect(
            outcome.items.map(\.result) == [.later(.diskFull, after: .seconds(10)), .evidence(0)])
        let standing = await xb.store.inboxItem(from: xa.context.member, id: first.messages[0].id)
        #expect(standing?.state == .new)
    }

    @Test(
        "a second copy of a message in one request is a copy of what was filed, or is filed itself",
        arguments: [false, true])
    func copies(firstFails: Bool) async throws {
        let vault = try FailingVault()
        let xb = try await MemoryNode("XB", in: federation, vault: vault)
        let envelopes = [
            try await xa.envelope(xa.submitAlert(number: 7).messages[0].id),
            try await xa.envelope(xa.submitAlert(number: 8).messages[0].id),
        ]
        if firstFails { vault.fail(after: 1) }
        let outcome = await xb.reception.receive(
            [envelopes[0], envelopes[1], envelopes[0]], from: xa.context.member)
        let first: ExchangeAnswer.Result =
            firstFails ? .later(.diskFull, after: .seconds(10)) : .evidence(0)
        #expect(outcome.items.map(\.result) == [first, .evidence(0), .evidence(0)])
        let content = try xb.context.sealer.content(of: outcome.evidence[0], as: .evidence)
        #expect(try EvidenceContent.read(content).count == 2)
        #expect(await xb.store.inbox(InboxFilter()).count == 2)
    }

    @Test("a carrier that is not the sender is turned away")
    func wrongCarrier() async throws {
        let message = try await xa.submitAlert().messages[0]
        #expect(
            try await xb.receive(xa.envelope(message.id), from: "XC") == "rejected wrong-carrier")
    }

    @Test("a message to others is refused for good")
    func notRecipient() async throws {
        let message = try await xa.submitAlert(to: ["XC"]).messages[0]
        #expect(try await xb.receive(xa.envelope(message.id)) == "refused not-recipient")
    }

    @Test("garbage is rejected without a signature")
    func garbage() async throws {
        #expect(try await xb.receive([0x30, 0x03, 0x02, 0x01, 0x05]) == "rejected malformed")
        #expect(try await xb.receive([]) == "rejected malformed")
    }

    @Test("a co-recipient cannot wrap XA's notice as its own")
    func rewrap() async throws {
        let message = try await xa.submitAlert().messages[0]
        let inner = try await xa.inner(message.id)
        let forged = try await seal(inner, message, as: "XC", from: "XC")
        #expect(try await xb.receive(forged, from: "XC") == "refused certificate-untrusted")
    }

    @Test("a co-recipient cannot seal XA's notice to a country that XA never chose")
    func resealToAnother() async throws {
        let message = try await xa.submitAlert(to: ["XC"]).messages[0]
        let inner = try await xa.inner(message.id)
        // The inner `to` decides, even with XA's own signature outside.
        let forged = try await seal(inner, message, as: "XA", from: "XA")
        #expect(try await xb.receive(forged) == "refused header-mismatch")
    }

    @Test("a header that disagrees with the inside is refused")
    func headerMismatch() async throws {
        let message = try await xa.submitAlert().messages[0]
        let inner = try await xa.inner(message.id)
        let later = try await seal(inner, message, as: "XA", from: "XA", createdLater: .seconds(1))
        #expect(try await xb.receive(later) == "refused header-mismatch")
    }

    @Test("the same id with other content is refused, and both frames are kept")
    func conflict() async throws {
        let first = try await xa.submitAlert(number: 7).messages[0]
        let second = try await xa.submitAlert(number: 8).messages[0]
        #expect(try await xb.receive(xa.envelope(first.id)) == "delivered")
        let inner = try await xa.inner(second.id)
        let forged = try await seal(inner, first, as: "XA", from: "XA", digestOf: second)
        let outcome = await xb.reception.receive([forged, forged], from: xa.context.member)
        #expect(outcome.items.map(\.result) == [.evidence(0), .evidence(0)])
        #expect(try await xb.receive(forged) == "refused id-conflict")
        #expect(await xb.store.conflicts(limit: 10).count == 1)
    }

    @Test("a signature of another type is not a frame")
    func otherType() async throws {
        let message = try await xa.submitAlert().messages[0]
        #expect(try await xb.receive(xa.inner(message.id)) == "rejected type-wrong")
    }

    @Test("a message sealed to a key that is gone is refused as stale")
    func staleKey() async throws {
        let message = try await xa.submitAlert().messages[0]
        let inner = try await xa.inner(message.id)
        let other = try SpecimenFederation(["XB"])
        let forged = try await seal(
            inner, message, as: "XA", from: "XA",
            key: other.tree("XB").leaf(.encryption).certificate)
        #expect(try await xb.receive(forged) == "refused key-stale")
    }

    @Test("a clock in doubt never refuses for good because of the time")
    func clockInDoubt() async throws {
        xa.clock.setWall(federation.now + .minutes(66))
        let message = try await xa.submitAlert().messages[0]
        let envelope = try await xa.envelope(message.id)
        xb.clock.setWall(federation.now + .minutes(60))
        #expect(try await xb.receive(envelope) == "later future-dated")
        xb.clocks.observe(SpecimenFederation.member("XC"), signed: xb.clock.now)
        #expect(try await xb.receive(envelope) == "refused future-dated")
        // A message that was refused for good stays refused, because its sender has been told so.
        xb.clock.setWall(federation.now + .minutes(66))
        #expect(try await xb.receive(envelope) == "refused future-dated")
    }

    @Test("a message past its transport life is refused; one past its deadline is not")
    func expired() async throws {
        let message = try await xa.submitAlert().messages[0]
        let envelope = try await xa.envelope(message.id)
        xb.clock.setWall(federation.now + .hours(20))
        #expect(try await xb.receive(envelope) == "delivered")
        let next = try await xa.submitAlert(number: 9).messages[0]
        xb.clock.setWall(next.expires)
        xb.clocks.observe(SpecimenFederation.member("XC"), signed: xb.clock.now)
        #expect(try await xb.receive(xa.envelope(next.id)) == "refused expired")
    }

    /// Builds a frame by hand, with any fault in it.
    private func seal(
        _ inner: [UInt8], _ message: OutgoingMessage, as signer: String, from: String,
        createdLater: Duration = .zero, digestOf other: OutgoingMessage? = nil,
        key certificate: Certificate? = nil
    ) async throws -> [UInt8] {
        let genuine = try await xa.inner(message.id)
        let notice = try NoticeContent.read(
            xa.context.sealer.content(of: genuine, as: .notice)[...]
        ).header
        let target =
            certificate ?? federation.tree("XB").leaf(.encryption).certificate
        let envelope = try AuthEnvelopedData.seal(inner, to: [target])
        let recipient = notice.recipients.first { $0.member.description == "XB" }
        let header = FrameHeader(
            from: SpecimenFederation.member(from), id: message.id, seal: 1,
            contentDigest: (other ?? message).contentDigest,
            created: message.created + createdLater, expires: message.expires,
            envelopeBytes: envelope.count,
            recipients: [
                FrameHeader.Recipient(
                    member: SpecimenFederation.member("XB"),
                    precedence: recipient?.precedence ?? .immediate,
                    deadline: recipient?.deadline, keyID: target.keyID)
            ])
        return try federation.sealer(signer).sign(
            header.frame(envelope: envelope), as: .frame, at: federation.now)
    }
}
