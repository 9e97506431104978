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

@Suite("Sending")
struct SendingTests {
    let federation: SpecimenFederation
    let xa: MemoryNode
    let xb: MemoryNode
    let codeXA = SpecimenFederation.member("XA")
    let codeXB = SpecimenFederation.member("XB")
    let codeXC = SpecimenFederation.member("XC")

    init() async throws {
        federation = try SpecimenFederation()
        xa = try await MemoryNode("XA", in: federation)
        xb = try await MemoryNode("XB", in: federation)
    }

    @Test("a notice is one message, sealed once for all, with our own signed acceptance")
    func oneMessage() async throws {
        let result = try await xa.submitAlert()
        #expect(result.messages.map(\.recipients) == [[codeXB, codeXC]])
        #expect(result.queued.map(\.recipient) == [codeXB, codeXC])
        let id = result.messages[0].id
        #expect(await xa.store.envelopes(of: id).map(\.recipients) == [[codeXB, codeXC]])
        let evidence = await xa.store.evidence(from: codeXA, id: id)
        #expect(evidence.flatMap(\.entries).map(\.step) == [.accepted, .accepted])
        #expect(await xa.store.audit(after: 0, limit: 9).map(\.operation) == [.disclosure])
    }

    @Test("what a recipient gets is what the preview shows, without domestic fields")
    func rendition() async throws {
        var document = NoticeTemplate.specimen(
            kind: .greenNotice, from: codeXA, to: [codeXB], at: xa.clock.now, number: 3)
        document["domesticFileNumber"] = "home use only"
        let result = try await xa.submit(document)
        let id = result.messages[0].id
        #expect(try await xb.receive(xa.envelope(id)) == "delivered")
        let item = try #require(await xb.store.inboxItem(from: codeXA, id: id))
        let arrived = try await xb.context.station.body(of: item.notice)
        #expect(arrived == result.notice.rendition(for: [codeXB]).encoded())
        #expect(!String(decoding: arrived, as: UTF8.self).contains("home use only"))
    }

    @Test("an alert is not kept waiting by what goes along; what is left out is not yet sending")
    func company() async throws {
        let language: JSON = [
            "text": .string(String(repeating: "x", count: 20_000)), "status": "original",
        ]
        var keys: [DeliveryKey] = []
        let alert = try await xa.submitAlert(to: ["XB"])
        keys += alert.queued.map { DeliveryKey(id: $0.id, recipient: $0.recipient) }
        for number in 1...15 {
            var document = NoticeTemplate.specimen(
                kind: .greenNotice, from: codeXA, to: [codeXB], at: xa.clock.now, number: number)
            document["narrative"] = [
                "en": language, "fr": language, "es": language, "ar": language,
            ]
            let queued = try await xa.submit(document).queued
            keys += queued.map { DeliveryKey(id: $0.id, recipient: $0.recipient) }
        }
        let first = try await Parcel.load(keys, xa.context)
        #expect(first.parcels.map(\.key) == [keys[0]])
        #expect(first.leftOut == Array(keys.dropFirst()))
        let second = try await Parcel.load(first.leftOut, xa.context)
        let bytes = second.parcels.map(\.bytes.count).reduce(0, +)
        #expect(second.parcels.count > 1 && bytes <= Parcel.requestBytesMax)
        #expect(!second.leftOut.isEmpty)
        for key in second.leftOut {
            #expect(try await xa.context.store.delivery(key)?.state == .queued)
        }
    }

    @Test("the sender, an unknown country and a country named twice are refused as recipients")
    func recipients() async throws {
        for codes in [["XA"], ["XB", "XB"], ["XD"]] {
            await #expect(throws: HeliographError.self) { try await xa.submitAlert(to: codes) }
        }
        #expect(await xa.store.notices(NoticeFilter()).isEmpty)
    }

    @Test("an issue cannot be sent twice, and an unknown thread cannot be continued")
    func transitions() async throws {
        _ = try await xa.submitAlert()
        await #expect(throws: HeliographError(.alreadySent, "")) {
            try await xa.submitAlert()
        }
        var orphan = NoticeTemplate.specimen(
            kind: .travelAlert, from: codeXA, to: [codeXB], at: xa.clock.now, number: 99)
        orphan["operation"] = "cancel"
        orphan["sequence"] = 2
        orphan["change"] = ["reason": "a mistake"]
        await #expect(throws: HeliographError(.threadUnknown, "")) {
            try await xa.submit(orphan)
        }
    }

    @Test("a statement has the number after the last one, and no other", arguments: [1, 3, 1_000])
    func sequences(sequence: Int) async throws {
        let first = try await xa.submitAlert()
        var document = successor(first.notice, .updateItinerary)
        #expect(document["sequence"]?.intValue == 2)
        document["sequence"] = JSON(integerLiteral: sequence)
        let bent = document
        await #expect(throws: HeliographError.self) { try await xa.submit(bent) }
        #expect(await xa.store.notices(NoticeFilter(thread: first.notice.thread)).count == 1)
        document["sequence"] = 2
        #expect(try await xa.submit(document).notice.sequence == 2)
    }

    @Test("a cancel before any attempt ends everything here, and nothing is sent")
    func cancelUnsent() async throws {
        let first = try await xa.submitAlert()
        let cancel = try await xa.submit(successor(first.notice, .cancel))
        #expect(cancel.messages.isEmpty)
        #expect(cancel.closed.map(\.state) == [.cancelled, .cancelled])
    }

    @Test("a cancel follows what may have left")
    func cancelSent() async throws {
        let first = try await xa.submitAlert()
        try await markSent(first.queued[0])
        let cancel = try await xa.submit(successor(first.notice, .cancel))
        #expect(cancel.messages.map(\.recipients) == [[codeXB]])
    }

    @Test("a refused connection takes the mark back, but not one that an earlier attempt left")
    func takenBack() async throws {
        let delivery = try await xa.submitAlert().queued[0]
        let key = DeliveryKey(id: delivery.id, recipient: delivery.recipient)
        let first = try await Parcel.load([key], xa.context).parcels
        #expect(try await xa.context.store.delivery(key)?.seal == 1)
        await Parcel.takeBack(first, xa.context)
        #expect(try await xa.context.store.delivery(key)?.seal == nil)
        // Bytes leave, and the node ends before the attempt is counted.
        _ = try await Parcel.load([key], xa.context)
        let again = try await Parcel.load([key], xa.context).parcels
        await Parcel.takeBack(again, xa.context)
        #expect(try await xa.context.store.delivery(key)?.seal == 1)
    }

    @Test("a message whose stored body is lost holds up no other to the same peer")
    func poison() async throws {
        let good = try await xa.submitAlert().queued[0]
        let bad = OutgoingMessage(
            id: MessageID(created: federation.now, random: [UInt8](repeating: 1, count: 10)),
            thread: good.thread, sequence: 1, kind: "travel-alert", operation: "issue",
            created: good.created, expires: good.expires,
            contentDigest: xa.context.sealer.digest([1]), recipients: [codeXB],
            signer: federation.tree("XA").leaf(.signing).certificate.keyID,
            inner: xa.context.entropy.recordID(at: federation.now))
        try await xa.store.commit([
            .insertMessage(bad),
            .putDelivery(
                Delivery(
                    id: bad.id, recipient: codeXB, thread: bad.thread, sequence: 1,
                    precedence: .flash, deadline: nil, created: bad.created,
                    expires: bad.expires, state: .queued, changed: bad.created)),
        ])
        let keys = [bad.id, good.id].map { DeliveryKey(id: $0, recipient: codeXB) }
        let load = try await Parcel.load(keys, xa.context)
        #expect(load.parcels.map(\.key) == [keys[1]])
        #expect(load.later[keys[0]]?.code == .storeCorrupt)
    }

    @Test("a recipient that an update drops gets a cancel")
    func dropped() async throws {
        let first = try await xa.submitAlert()
        for delivery in first.queued { try await markSent(delivery) }
        var document = successor(first.notice, .updateItinerary)
        document["to"] = [.string("XB")]
        let update = try await xa.submit(document)
        #expect(update.messages.map(\.recipients) == [[codeXB], [codeXC]])
        #expect(update.messages.map(\.operation) == ["update-itinerary", "cancel"])
        #expect(update.messages.map(\.sequence) == [2, 2])
    }

    @Test("evidence of the recipient closes the delivery; the same evidence again changes nothing")
    func delivered() async throws {
        let message = try await xa.submitAlert().messages[0]
        let outcome = try await receive(message)
        let intake = EvidenceIntake(context: xa.context)
        let first = try await intake.take(outcome.evidence[0])
        #expect(first.closed.map(\.recipient) == [codeXB])
        #expect(try await intake.take(outcome.evidence[0]).closed.isEmpty)
        let states = await xa.store.deliveries(of: message.id).map(\.state)
        #expect(states == [.delivered, .queued])
    }

    @Test("nobody can say *delivered* for another member, or of a message never sent")
    func unfounded() async throws {
        let message = try await xa.submitAlert().messages[0]
        let xc = try federation.sealer("XC")
        let intake = EvidenceIntake(context: xa.context)
        let foreign = entry(message, by: codeXC, recipient: codeXB)
        let unknown = EvidenceEntry(
            step: .delivered, by: codeXC, from: codeXA,
            id: MessageID(created: federation.now, random: [UInt8](repeating: 1, count: 10)),
            seal: 1, recipient: codeXC, contentDigest: message.contentDigest, at: federation.now)
        for entry in [foreign, unknown] {
            let der = try xc.sign(
                EvidenceContent.encode([entry]), as: .evidence, at: federation.now)
            await #expect(throws: HeliographError(.evidenceUnfounded, "")) {
                try await intake.take(der)
            }
        }
        #expect(await xa.store.deliveries(of: message.id).map(\.state) == [.queued, .queued])
    }

    @Test("a stale key is no end: the message is sealed again, same id, same content, next seal")
    func resealed() async throws {
        let message = try await xa.submitAlert().messages[0]
        let der = try federation.sealer("XB").sign(
            EvidenceContent.encode([
                entry(message, by: codeXB, recipient: codeXB, step: .refused, code: .keyStale)
            ]), as: .evidence, at: federation.now)
        let result = try await EvidenceIntake(context: xa.context).take(der)
        #expect(result.stale.map(\.state) == [.queued])
        let again = try #require(
            try await SealPress(context: xa.context).envelope(for: message, to: codeXB, after: 1))
        #expect(again.envelope.seal == 2)
        #expect(again.envelope.recipients == [codeXB])
        #expect(try await xb.receive(again.bytes) == "delivered")
        let item = try #require(await xb.store.inboxItem(from: codeXA, id: message.id))
        #expect(item.seal == 2)
        #expect(item.contentDigest == message.contentDigest)
    }

    @Test("what was sealed again stays as it is, however many answers are lost after that")
    func sealedAgainOnce() async throws {
        let message = try await xa.submitAlert(to: ["XB"]).messages[0]
        let key = DeliveryKey(id: message.id, recipient: codeXB)
        try await xa.context.update(key) {
            $0.seal = 1
            $0.lastCode = .keyStale
        }
        for _ in 1...3 {
            let parcels = try await Parcel.load([key], xa.context).parcels
            #expect(parcels.count == 1)
            #expect(try await xa.context.store.delivery(key)?.seal == 2)
        }
        #expect(await xa.store.envelopes(of: message.id).map(\.seal) == [1, 2])
    }

    @Test("a recipient that calls every seal stale is not sealed to for ever")
    func staleForEver() async throws {
        let message = try await xa.submitAlert(to: ["XB"]).messages[0]
        let press = SealPress(context: xa.context)
        var refused = 1
        while refused < 50,
            let again = try await press.envelope(for: message, to: codeXB, after: refused)
        {
            try #require(again.envelope.seal > refused, "a later one, and never the same again")
            refused = again.envelope.seal
        }
        #expect(refused == SealPress.sealsPerKeyMax)
    }

    private func successor(_ notice: Notice, _ operation: NoticeOperation) -> JSON {
        notice.successor(
            operation: operation, at: xa.clock.now, superseding: [], reason: "changed plans")
    }

    /// Marks a delivery as the dispatcher does before bytes may leave.
    private func markSent(_ delivery: Delivery) async throws {
        var sent = delivery
        sent.seal = 1
        sent.state = .sending
        try await xa.store.commit([.putDelivery(sent)])
    }

    private func receive(_ message: OutgoingMessage) async throws -> Reception.Outcome {
        await xb.reception.receive([try await xa.envelope(message.id)], from: codeXA)
    }

    private func entry(
        _ message: OutgoingMessage, by member: MemberCode, recipient: MemberCode,
        step: EvidenceStep = .delivered, code: Code? = nil
    ) -> EvidenceEntry {
        EvidenceEntry(
            step: step, by: member, from: codeXA, id: message.id, seal: 1, recipient: recipient,
            contentDigest: message.contentDigest, at: federation.now, code: code)
    }
}
