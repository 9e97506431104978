import Certificates
import Exchange
import Federation
import Foundation
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

@Suite("Giving attachments out")
struct AttachmentServiceTests {
    let bench: AttachmentBench
    let sent: AttachmentBench.Sent

    init() async throws {
        bench = try await AttachmentBench()
        sent = try await bench.submit(AttachmentBench.film(100_000), to: ["XB"])
    }

    /// The answer to a member that asks for the first piece: `200`, or a code.
    private func ask(
        _ code: String = "XB", from: Int = 0, count: Int = 100,
        sealed: Digest? = nil, isStale: Bool = false
    ) async -> String {
        let member = SpecimenFederation.member(code)
        let service = ExchangeService(
            context: bench.xa.context, reception: bench.xa.reception, peerWasHeard: { _ in },
            deliveriesClosed: { _ in })
        let request = AttachmentRequest(
            id: sent.message.id, sealed: sealed ?? sent.attachment.sealed, from: from,
            byteCount: count)
        let answer = await service.answer(
            InboundRequest(
                carrier: isStale ? .stale(member) : .member(member),
                request: PeerRequest(method: .get, path: request.path)))
        guard answer.status != 200 else { return "200" }
        return (try? JSON.parse(answer.body))?["code"]?.stringValue ?? "\(answer.status)"
    }

    @Test("a recipient of a message that names it gets any piece of it, and nothing beyond")
    func recipient() async {
        let count = sent.attachment.layout.sealedByteCount
        #expect(await ask() == "200")
        #expect(await ask(from: count - 100) == "200")
        #expect(await ask(from: count - 99) == "request-invalid")
        #expect(await ask(from: count) == "request-invalid")
    }

    @Test("to everybody else it is not there")
    func others() async {
        #expect(await ask("XC") == "not-found")
        #expect(await ask(sealed: Digest(sha256: [1])) == "not-found")
        #expect(await ask(isStale: true) == "certificate-untrusted")
    }

    @Test("a suspended member gets nothing more, and neither does anybody of one")
    func suspended() async throws {
        for code in ["XB", "XA"] {
            let bench = try await AttachmentBench()
            let sent = try await bench.submit(AttachmentBench.film(1_000), to: ["XB"])
            let press = ListPress(federation: bench.federation)
            let list = bench.federation.view.list
            let next = press.next(
                after: list, members: ListPress.members(of: list, code, .suspended))
            _ = try await bench.xa.context.trust.importList(
                try press.sign(next, by: bench.federation.listSigners), pinned: nil)
            let request = AttachmentRequest(
                id: sent.message.id, sealed: sent.attachment.sealed, from: 0, byteCount: 10)
            let answer = await bench.link.answer(request)
            #expect(answer.status == 403, "\(code)")
        }
    }

    @Test("a cancelled, a superseded and an expired one is given out no more")
    func over() async throws {
        let update = sent.notice.successor(
            operation: .updateItinerary, at: bench.xa.clock.now, superseding: [],
            reason: "rebooked")
        _ = try await bench.xa.submit(update)
        #expect(await ask() == "attachment-withdrawn")
        let other = try await AttachmentServiceTests()
        other.bench.xa.clock.advance(
            by: other.sent.message.expires.since(other.bench.xa.clock.now))
        #expect(await other.ask() == "expired")
    }

    @Test(
        """
        once another version takes its place it is given to nobody, wherever the delivery of it \
        stands
        """,
        arguments: DeliveryState.allCases)
    func replaced(state: DeliveryState) async throws {
        let key = DeliveryKey(id: sent.message.id, recipient: bench.xb.context.member)
        try await bench.xa.context.update(key) {
            $0.seal = 1
            $0.state = state
        }
        let isOver = [.cancelled, .superseded, .refused].contains(state)
        #expect(await ask() == (isOver ? "attachment-withdrawn" : "200"))
        let update = sent.notice.successor(
            operation: .updateItinerary, at: bench.xa.clock.now, superseding: [],
            reason: "rebooked")
        _ = try await bench.xa.submit(update)
        #expect(await ask() == "attachment-withdrawn")
    }

    @Test("a file that this disk has lost is said to be lost")
    func lost() async {
        await bench.xa.shelf.remove(.whole(sent.name))
        #expect(await ask() == "attachment-altered")
    }

    @Test("evidence about an attachment counts only from whom it was sent to")
    func unfounded() async throws {
        let other = try await MemoryNode("XC", in: bench.federation)
        for (node, sealed) in [
            (other, sent.attachment.sealed), (bench.xb, Digest(sha256: [1])),
        ] {
            let member = node.context.member
            let entry = EvidenceEntry(
                step: .delivered, by: member, from: bench.xa.context.member, id: sent.message.id,
                seal: 1, recipient: member, contentDigest: sent.message.contentDigest,
                at: bench.xa.clock.now.flooredToSecond, attachment: sealed)
            let der = try node.context.sealer.sign(
                EvidenceContent.encode([entry]), as: .evidence, at: bench.xa.clock.now)
            let error = await #expect(throws: HeliographError.self) {
                try await EvidenceIntake(context: bench.xa.context).take(der)
            }
            #expect(error?.code == .evidenceUnfounded)
        }
        #expect(await bench.row(sent, at: bench.xa)?.state == .waiting)
    }

    @Test("a header that names a file of which the notice does not speak is refused")
    func unnamed() async throws {
        let stray = try await bench.submit(AttachmentBench.film(1_000), number: 9)
        var document = stray.notice.json
        document["threadId"] = "XA-TA-2027-000010"
        document["alertNo"] = "XA-TA-2027-000010"
        document["attachments"] = nil
        let result = try await Submission(context: bench.xa.context).submit(
            SubmissionRequest(
                document: document, recipients: nil, author: "officer-7", approver: "chief-2",
                attachments: [stray.attachment], notTheSame: "another of the same flight"))
        #expect(
            try await bench.xb.receive(bench.xa.envelope(result.messages[0].id))
                == "refused header-mismatch")
    }
}

@Suite("Sealing attachments")
struct AttachmentPressTests {
    @Test("an empty file and what is no file are refused, and leave nothing on the shelf")
    func unfit() async throws {
        let bench = try await AttachmentBench()
        let press = AttachmentPress(context: bench.xa.context.station)
        let pipe = Pipe()
        for file in [
            try HandedFile.holding([]),
            HandedFile(adopting: dup(pipe.fileHandleForReading.fileDescriptor)),
        ] {
            let error = await #expect(throws: HeliographError.self) { try await press.seal(file) }
            #expect(error?.code == .attachmentUnfit)
        }
        #expect(await bench.xa.shelf.places().isEmpty)
    }

    @Test("a file that changes while it is read is refused")
    func changes() async throws {
        let bench = try await AttachmentBench()
        let file = try HandedFile.holding(AttachmentBench.film(200_000))
        let shelf = ChangingShelf(file)
        let press = AttachmentPress(context: bench.xa.context.with(shelf).station)
        let error = await #expect(throws: HeliographError.self) { try await press.seal(file) }
        #expect(error?.code == .attachmentUnfit)
        #expect(await shelf.memory.places().isEmpty)
    }

    @Test("what a crash left is swept, and what a message names is not")
    func sweep() async throws {
        let bench = try await AttachmentBench()
        let sent = try await bench.submit(AttachmentBench.film(1_000))
        let stray = AttachmentName(from: bench.xa.context.member, sealed: Digest(sha256: [1]))
        let draft = ShelfPlace.draft(
            bench.xa.context.entropy.recordID(at: bench.xa.context.clock.now))
        for place in [draft, .whole(stray), .part(stray), .part(sent.name)] {
            try await bench.xa.shelf.write([1], to: place, at: 0)
        }
        let faults = try await StoreAudit(context: bench.xa.context.station).run().faults
        #expect(faults.count == 2, "the stray ones: \(faults)")
        await bench.xa.store.noteWaiting(sent, isWaiting: false)
        try await AttachmentRecords(context: bench.xa.context.station).sweep()
        #expect(await bench.xa.shelf.places() == [.whole(sent.name)])
        await bench.xa.shelf.damage(.whole(sent.name), at: 17)
        let found = try await StoreAudit(context: bench.xa.context.station).run().faults
        #expect(found.count == 1 && found[0].contains("digest"), "\(found)")
    }
}

extension MemoryStore {
    fileprivate func noteWaiting(_ sent: AttachmentBench.Sent, isWaiting: Bool) async {
        for var row in attachments(AttachmentFilter(id: sent.message.id)) {
            row.state = isWaiting ? .waiting : .arrived
            try? await commit([.putAttachment(row)])
        }
    }
}

extension BentLink {
    func answer(_ request: AttachmentRequest) async -> PeerResponse {
        (try? await exchange(
            PeerRequest(method: .get, path: request.path),
            with: PeerAddress(member: carrier, endpoint: "https://127.0.0.1:1")))
            ?? PeerResponse(status: 0, body: [])
    }
}

extension TrafficContext {
    /// The same context with another shelf.
    fileprivate func with(_ shelf: any AttachmentShelf) -> TrafficContext {
        TrafficContext(
            station: NodeContext(
                member: member, store: store, sealer: sealer, vault: vault, shelf: shelf,
                clock: clock, entropy: entropy, trust: trust, log: log),
            rules: authorRules, territories: TerritoryBook())
    }
}

/// A shelf that changes the file under the press once its first chunk is sealed.
private actor ChangingShelf: AttachmentShelf {
    let memory = MemoryShelf()
    private let file: HandedFile

    init(_ file: HandedFile) {
        self.file = file
    }

    func byteCount(of place: ShelfPlace) async throws(HeliographError) -> Int? {
        await memory.byteCount(of: place)
    }

    func read(
        _ place: ShelfPlace, at offset: Int, count: Int
    ) async throws(HeliographError) -> [UInt8] {
        try await memory.read(place, at: offset, count: count)
    }

    func write(
        _ bytes: [UInt8], to place: ShelfPlace, at offset: Int
    ) async throws(HeliographError) {
        if offset == 0 { try await file.write([0, 1, 2, 3], at: 150_000) }
        try await memory.write(bytes, to: place, at: offset)
    }

    func move(_ place: ShelfPlace, to other: ShelfPlace) async throws(HeliographError) {
        try await memory.move(place, to: other)
    }

    func remove(_ place: ShelfPlace) async throws(HeliographError) {
        await memory.remove(place)
    }

    func places() async throws(HeliographError) -> [ShelfPlace] { await memory.places() }

    func usage(of member: MemberCode) async throws(HeliographError) -> Int {
        await memory.usage(of: member)
    }
}
