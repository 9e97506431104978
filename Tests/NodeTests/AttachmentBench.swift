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

/// XA sends files and XB fetches them, over a link that a test can bend.
struct AttachmentBench {
    let federation: SpecimenFederation
    let xa: MemoryNode
    let xb: MemoryNode
    let link: BentLink
    let fetcher: AttachmentFetcher

    init(bytesPerMemberMax: Int = 1 << 30) async throws {
        federation = try SpecimenFederation()
        xa = try await MemoryNode("XA", in: federation)
        xb = try await MemoryNode("XB", in: federation)
        link = BentLink(from: xb.context.member, to: xa)
        fetcher = AttachmentFetcher(
            context: xb.context.station,
            conversation: PeerConversation(
                context: xb.context.station, link: link, clocks: xb.clocks),
            limits: .init(bytesPerMemberMax: bytesPerMemberMax), owed: {})
        xb.context.attachmentBell.whenRung { [fetcher] in await fetcher.wake() }
    }

    /// Another sender whose files the same XB fetches.
    func neighbour(_ code: String) async throws -> AttachmentBench {
        let node = try await MemoryNode(code, in: federation)
        return AttachmentBench(
            federation: federation, xa: node, xb: xb,
            link: BentLink(from: xb.context.member, to: node), fetcher: fetcher)
    }

    private init(
        federation: SpecimenFederation, xa: MemoryNode, xb: MemoryNode, link: BentLink,
        fetcher: AttachmentFetcher
    ) {
        self.federation = federation
        self.xa = xa
        self.xb = xb
        self.link = link
        self.fetcher = fetcher
    }

    struct Sent {
        let message: OutgoingMessage
        let notice: Notice
        let attachment: SealedAttachment
        let file: [UInt8]

        var name: AttachmentName {
            AttachmentName(from: notice.from, sealed: attachment.sealed)
        }
    }

    /// Bytes of which no two chunks are the same.
    static func film(_ count: Int) -> [UInt8] {
        var generator = SeededGenerator(seed: UInt64(count))
        return (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
    }

    /// Seals a file, and submits an alert that names it.
    func submit(
        _ file: [UInt8], to codes: [String] = ["XB", "XC"], number: Int = 7,
        arrivesIn: Duration = .hours(10),
        bent: (SealedAttachment) -> SealedAttachment = { $0 }
    ) async throws -> Sent {
        let handed = try HandedFile.holding(file)
        let attachment = bent(try await AttachmentPress(context: xa.context.station).seal(handed))
        var document = NoticeTemplate.specimen(
            kind: .travelAlert, from: xa.context.member,
            to: codes.map(SpecimenFederation.member), at: xa.clock.now,
            arrival: xa.clock.now + arrivesIn, number: number)
        document["attachments"] = [
            [
                "sha256": .string(attachment.digest.description), "mediaType": "video/mp4",
                "bytes": .number(JSONNumber(attachment.byteCount)),
            ]
        ]
        let result = try await Submission(context: xa.context).submit(
            SubmissionRequest(
                document: document, recipients: nil, author: "officer-7", approver: "chief-2",
                attachments: [attachment]))
        return Sent(
            message: result.messages[0], notice: result.notice, attachment: attachment,
            file: file)
    }

    /// Seals a file, submits an alert that names it, and lets XB receive the alert.
    func deliver(
        _ file: [UInt8], number: Int = 7, bent: (SealedAttachment) -> SealedAttachment = { $0 }
    ) async throws -> Sent {
        let sent = try await submit(file, to: ["XB"], number: number, bent: bent)
        #expect(
            try await xb.receive(
                xa.envelope(sent.message.id), from: xa.context.member.description)
                == "delivered")
        return sent
    }

    func row(_ sent: Sent, at node: MemoryNode? = nil) async -> AttachmentDelivery? {
        await (node ?? xb).store.attachments(
            AttachmentFilter(
                id: sent.message.id, recipient: xb.context.member,
                sealed: sent.attachment.sealed)
        ).first
    }

    /// Lets the fetcher work until XB's row has this state. Pauses end as soon as they begin.
    func wait(for state: AttachmentState, of sent: Sent) async throws {
        try await wait("the attachment is \(state)") { await row(sent)?.state == state }
    }

    func wait(_ what: String, until holds: () async -> Bool) async throws {
        let step = {
            xb.clock.advance(by: .milliseconds(100))
            await Task.yield()
        }
        try await eventually(what, while: step, holds)
    }

    /// Brings XB's evidence to XA.
    func bringEvidence() async throws {
        for dispatch in await xb.store.pendingEvidence(limitPerMember: 9) {
            let document = try #require(await xb.store.evidence(dispatch.digest))
            _ = try await EvidenceIntake(context: xa.context).take(document.der)
        }
    }
}

extension HandedFile {
    /// A file that holds these bytes and has no name any more.
    static func holding(_ bytes: [UInt8]) throws -> HandedFile {
        let path = NSTemporaryDirectory() + "heliograph-" + UUID().uuidString
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        defer { unlink(path) }
        return HandedFile(adopting: open(path, O_RDWR | O_CLOEXEC))
    }
}

/// Carries a member's requests to a node, unless the test says otherwise.
actor BentLink: PeerLink {
    let carrier: MemberCode
    private let service: ExchangeService
    private(set) var pieces: [AttachmentRequest] = []
    private var asked: @Sendable (AttachmentRequest) -> Void = { _ in }
    private var bend: @Sendable (PeerResponse, Int) throws -> PeerResponse = { response, _ in
        response
    }

    init(from carrier: MemberCode, to node: MemoryNode) {
        self.carrier = carrier
        service = ExchangeService(
            context: node.context, reception: node.reception, peerWasHeard: { _ in },
            deliveriesClosed: { _ in })
    }

    func whenAsked(_ asked: @escaping @Sendable (AttachmentRequest) -> Void) {
        self.asked = asked
    }

    /// Bends the answers of the node.
    ///
    /// - Parameter bend: makes another answer of an answer and its number, 1 for the first.
    func whenAnswering(_ bend: @escaping @Sendable (PeerResponse, Int) throws -> PeerResponse) {
        self.bend = bend
    }

    func exchange(
        _ request: PeerRequest, with peer: PeerAddress
    ) async throws(HeliographError) -> PeerResponse {
        if let piece = AttachmentRequest(path: request.path) {
            pieces.append(piece)
            asked(piece)
        }
        let number = pieces.count
        let response = await service.answer(
            InboundRequest(carrier: .member(carrier), request: request))
        do {
            return try bend(response, number)
        } catch {
            throw HeliographError(.answerLost, "The test lost the answer.")
        }
    }
}

/// Several peers, each behind a link of its own.
struct ForkedLink: PeerLink {
    let links: [MemberCode: BentLink]

    func exchange(
        _ request: PeerRequest, with peer: PeerAddress
    ) async throws(HeliographError) -> PeerResponse {
        guard let link = links[peer.member] else {
            throw HeliographError(.peerUnreachable, "Nobody is there.")
        }
        return try await link.exchange(request, with: peer)
    }
}
