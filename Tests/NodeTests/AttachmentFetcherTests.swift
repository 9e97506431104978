import Certificates
import Exchange
import Federation
import Notices
import Ports
import SpecimenFederation
import Synchronization
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

@Suite("Fetching attachments")
struct AttachmentFetcherTests {
    private struct Lost: Error {}

    @Test("a file arrives whole, and its arrival is evidenced apart from the notice's")
    func arrives() async throws {
        let bench = try await AttachmentBench()
        let sent = try await bench.deliver(AttachmentBench.film(2_500_000))
        try await bench.wait(for: .arrived, of: sent)
        var got: [UInt8] = []
        try await AttachmentAssembly.verify(
            sent.attachment, at: .whole(sent.name), on: bench.xb.shelf
        ) { chunk, _ throws(HeliographError) in got += chunk }
        #expect(got == sent.file)
        #expect(await bench.xa.store.deliveries(of: sent.message.id)[0].state == .queued)
        try await bench.bringEvidence()
        #expect(await bench.row(sent, at: bench.xa)?.state == .arrived)
        #expect(
            await bench.xa.store.deliveries(of: sent.message.id)[0].state == .queued,
            "the word about the file is none about the notice")
        let faults = try await StoreAudit(context: bench.xb.context.station).run()
        #expect(faults.attachments == 1 && faults.faults.isEmpty, "\(faults)")
        await bench.fetcher.stop()
    }

    @Test("lost answers cost only their own pieces")
    func lossy() async throws {
        let bench = try await AttachmentBench()
        await bench.link.whenAnswering { response, number in
            if number.isMultiple(of: 3) { throw Lost() }
            return response
        }
        let sent = try await bench.deliver(AttachmentBench.film(2_500_000))
        try await bench.wait(for: .arrived, of: sent)
        let pieces = await bench.link.pieces
        let asked = pieces.enumerated().filter { ($0.offset + 1) % 3 != 0 }.map(\.element)
        #expect(asked.reduce(0) { $0 + $1.byteCount } == sent.attachment.layout.sealedByteCount)
        await bench.fetcher.stop()
    }

    @Test("after a cut only the missing and the altered chunks are asked for")
    func resumes() async throws {
        let bench = try await AttachmentBench()
        await bench.link.whenAnswering { response, number in
            if number > 3 { throw Lost() }
            return response
        }
        let sent = try await bench.deliver(AttachmentBench.film(3_000_000))
        try await bench.wait("it comes so far") { await bench.link.pieces.count > 3 }
        await bench.fetcher.stop()
        let held = try #require(await bench.xb.shelf.byteCount(of: .part(sent.name)))
        // The damage lies in the second chunk, which was there already.
        await bench.xb.shelf.damage(.part(sent.name), at: 70_000)
        let before = await bench.link.pieces.count
        await bench.link.whenAnswering { response, _ in response }
        let second = AttachmentFetcher(
            context: bench.xb.context.station, conversation: bench.fetcher.conversation,
            limits: .init(bytesPerMemberMax: 1 << 30), owed: {})
        await second.wake()
        try await bench.wait(for: .arrived, of: sent)
        let asked = await bench.link.pieces[before...]
        let layout = sent.attachment.layout
        #expect(asked.first?.from == layout.sealedRange(1..<2).lowerBound)
        #expect(asked.first?.byteCount == layout.sealedRange(1..<2).count)
        #expect(
            asked.dropFirst().reduce(0) { $0 + $1.byteCount } == layout.sealedByteCount - held)
        await second.stop()
    }

    @Test("a piece that was altered on its way is not kept, and comes again")
    func alteredOnTheWay() async throws {
        let bench = try await AttachmentBench()
        await bench.link.whenAnswering { response, number in
            guard number == 2 else { return response }
            var body = response.body
            body[body.count - 100] ^= 1
            return PeerResponse(status: response.status, body: body)
        }
        let sent = try await bench.deliver(AttachmentBench.film(1_000_000))
        try await bench.wait(for: .arrived, of: sent)
        let pieces = await bench.link.pieces
        #expect(pieces[1].from == pieces[2].from)
        await bench.fetcher.stop()
    }

    @Test("a file that is not what was signed is refused for good, and the sender is told")
    func mismatch() async throws {
        let bench = try await AttachmentBench()
        let sent = try await bench.deliver(AttachmentBench.film(100_000)) { sealed in
            // The same chunks under another name: each of them opens, but together they are not the
            // file.
            SealedAttachment(
                digest: sealed.digest, byteCount: sealed.byteCount, key: sealed.key,
                chunkByteCount: sealed.chunkByteCount, sealed: Digest(sha256: [1]))
        }
        let own = await bench.xa.shelf.places()
        try await bench.xa.shelf.move(own[0], to: .whole(sent.name))
        try await bench.wait(for: .failed, of: sent)
        #expect(await bench.row(sent)?.code == .attachmentMismatch)
        // The row is kept before the bytes go.
        try await bench.wait("nothing is left of it") { await bench.xb.shelf.places().isEmpty }
        try await bench.bringEvidence()
        #expect(await bench.row(sent, at: bench.xa)?.state == .failed)
        #expect(await bench.xa.store.deliveries(of: sent.message.id)[0].state == .queued)
        await bench.fetcher.stop()
    }

    @Test("what is cancelled is not fetched any more, and what was there of it goes")
    func cancelled() async throws {
        let bench = try await AttachmentBench()
        await bench.link.whenAnswering { response, number in
            if number > 1 { throw Lost() }
            return response
        }
        let sent = try await bench.deliver(AttachmentBench.film(1_000_000))
        try await bench.wait("it comes so far") { await bench.link.pieces.count > 1 }
        let cancel = try await bench.xa.submit(
            sent.notice.successor(
                operation: .cancel, at: bench.xa.clock.now, superseding: [], reason: "mistaken"))
        _ = cancel
        await bench.link.whenAnswering { response, _ in response }
        try await bench.wait(for: .withdrawn, of: sent)
        // The row is kept before the bytes go.
        try await bench.wait("nothing is left of it") { await bench.xb.shelf.places().isEmpty }
        await bench.fetcher.stop()
    }

    @Test("an update that names the same file goes on with what is there")
    func update() async throws {
        let bench = try await AttachmentBench()
        let sent = try await bench.deliver(AttachmentBench.film(500_000))
        try await bench.wait(for: .arrived, of: sent)
        let document = sent.notice.successor(
            operation: .updateItinerary, at: bench.xa.clock.now, superseding: [],
            reason: "rebooked")
        let result = try await Submission(context: bench.xa.context).submit(
            SubmissionRequest(
                document: document, recipients: nil, author: "officer-7", approver: "chief-2",
                attachments: [sent.attachment]))
        #expect(
            try await bench.xb.receive(bench.xa.envelope(result.messages[0].id)) == "delivered")
        let before = await bench.link.pieces.count
        let second = AttachmentBench.Sent(
            message: result.messages[0], notice: result.notice, attachment: sent.attachment,
            file: sent.file)
        try await bench.wait(for: .arrived, of: second)
        #expect(await bench.link.pieces.count == before, "nothing was fetched twice")
        await bench.fetcher.stop()
    }

    @Test("with fewer lanes than senders each has its turns")
    func turns() async throws {
        let bench = try await AttachmentBench()
        await bench.link.whenAnswering { _, _ in throw Lost() }
        let other = try await bench.neighbour("XC")
        let film = AttachmentBench.film(2_000_000)
        let sent = [
            try await bench.deliver(film, number: 7), try await other.deliver(film, number: 8),
        ]
        await bench.fetcher.stop()
        await bench.link.whenAnswering { response, _ in response }
        let order = Mutex<[MessageID]>([])
        let links = [bench.link, other.link]
        for link in links {
            await link.whenAsked { piece in order.withLock { $0.append(piece.id) } }
        }
        let fetcher = AttachmentFetcher(
            context: bench.xb.context.station,
            conversation: PeerConversation(
                context: bench.xb.context.station,
                link: ForkedLink(
                    links: Dictionary(
                        uniqueKeysWithValues: zip(sent.map(\.notice.from), links))),
                clocks: bench.xb.clocks),
            limits: .init(lanesMax: 1, laneTime: .zero, bytesPerMemberMax: 1 << 30), owed: {})
        await fetcher.wake()
        for one in sent { try await bench.wait(for: .arrived, of: one) }
        let ids = order.withLock { $0 }
        // The number of pieces of each turn depends on their time.
        let end = Set(ids).compactMap { ids.lastIndex(of: $0) }.min() ?? 0
        #expect(end > 2)
        let both = ids.prefix(end)
        #expect(
            zip(both, both.dropFirst()).allSatisfy { $0 != $1 },
            "piece after piece, as long as there is something of both")
        await fetcher.stop()
    }

    @Test("a second message that names the same ciphertext with another key does the first no harm")
    func otherKey() async throws {
        let bench = try await AttachmentBench()
        let sent = try await bench.deliver(AttachmentBench.film(100_000), number: 7)
        try await bench.wait(for: .arrived, of: sent)
        let sealed = sent.attachment.sealed
        let other = try await bench.deliver(AttachmentBench.film(100_000), number: 8) { own in
            SealedAttachment(
                digest: own.digest, byteCount: own.byteCount, key: own.key,
                chunkByteCount: own.chunkByteCount, sealed: sealed)
        }
        let row = try #require(await bench.row(other))
        try await bench.wait("it comes so far") {
            await bench.fetcher.progress(row).code == .attachmentMismatch
        }
        #expect(await bench.row(other)?.state == .waiting)
        #expect(await bench.row(sent)?.state == .arrived)
        try await AttachmentAssembly.verify(
            sent.attachment, at: .whole(sent.name), on: bench.xb.shelf)
        await bench.fetcher.stop()
    }

    @Test("what is issued anew under another key carries the same file")
    func reissued() async throws {
        let bench = try await AttachmentBench()
        let sent = try await bench.submit(AttachmentBench.film(100_000), to: ["XB"])
        try await bench.xa.revokeSigningKey()
        try bench.xa.useAnotherSigningKey()
        let result = try #require(
            try await Reissue(context: bench.xa.context).reissue(sent.message.id))
        let next = try #require(await bench.xa.store.message(result.queued[0].id))
        let rows = await bench.xa.store.attachments(AttachmentFilter(id: next.id))
        #expect(rows.map(\.sealed) == [sent.attachment.sealed])
        let header = try await AttachmentRecords(context: bench.xa.context.station)
            .header(of: next.inner)
        #expect(header.attachments == [sent.attachment])
        let old = AttachmentRequest(
            id: sent.message.id, sealed: sent.attachment.sealed, from: 0, byteCount: 10)
        #expect(await bench.link.answer(old).status == 409, "the former one is withdrawn")
        let new = AttachmentRequest(
            id: next.id, sealed: sent.attachment.sealed, from: 0, byteCount: 10)
        #expect(await bench.link.answer(new).status == 200)
    }

    @Test("a whole file that a crash left before it was noted is noted, and not fetched")
    func noted() async throws {
        let bench = try await AttachmentBench()
        await bench.link.whenAnswering { _, _ in throw Lost() }
        let sent = try await bench.deliver(AttachmentBench.film(100_000))
        try await bench.wait("it comes so far") { await bench.link.pieces.count > 0 }
        await bench.fetcher.stop()
        let bytes = try await bench.xa.shelf.read(.whole(sent.name), at: 0, count: 1 << 20)
        try await bench.xb.shelf.write(bytes, to: .whole(sent.name), at: 0)
        let before = await bench.link.pieces.count
        let second = AttachmentFetcher(
            context: bench.xb.context.station, conversation: bench.fetcher.conversation,
            limits: .init(bytesPerMemberMax: 1 << 30), owed: {})
        await second.wake()
        try await bench.wait(for: .arrived, of: sent)
        #expect(await bench.link.pieces.count == before)
        await second.stop()
    }

    @Test("the most urgent file of a sender comes first, between two pieces of another")
    func urgency() async throws {
        let bench = try await AttachmentBench()
        await bench.link.whenAnswering { _, _ in throw Lost() }
        let film = try await bench.deliver(AttachmentBench.film(3_000_000), number: 7)
        let urgent = try await bench.submit(
            AttachmentBench.film(10_000), number: 8, arrivesIn: .hours(4))
        #expect(try await bench.xb.receive(bench.xa.envelope(urgent.message.id)) == "delivered")
        let before = await bench.link.pieces.count
        await bench.link.whenAnswering { response, _ in response }
        try await bench.wait(for: .arrived, of: film)
        let ids = await bench.link.pieces[before...].map(\.id)
        // A piece that was under way when the second notice came may be asked for once more.
        let first = ids.firstIndex(of: urgent.message.id)
        #expect(first ?? .max <= 1, "the one that lands first: \(ids)")
        #expect(ids.last == film.message.id)
        await bench.fetcher.stop()
    }

    @Test("over a sender's share of the disk it waits, and says why")
    func noRoom() async throws {
        let bench = try await AttachmentBench(bytesPerMemberMax: 300_000)
        let small = try await bench.deliver(AttachmentBench.film(100_000), number: 7)
        try await bench.wait(for: .arrived, of: small)
        let large = try await bench.deliver(AttachmentBench.film(250_000), number: 8)
        let row = try #require(await bench.row(large))
        try await bench.wait("it comes so far") {
            await bench.fetcher.progress(row).code == .attachmentNoRoom
        }
        #expect(await bench.row(large)?.state == .waiting)
        #expect(await bench.xb.shelf.places() == [.whole(small.name)])
        await bench.fetcher.stop()
    }

    @Test("a full disk is waited out")
    func diskFull() async throws {
        let bench = try await AttachmentBench()
        await bench.xb.shelf.failWrites(with: .diskFull)
        let sent = try await bench.deliver(AttachmentBench.film(100_000))
        let row = try #require(await bench.row(sent))
        try await bench.wait("it comes so far") {
            await bench.fetcher.progress(row).code == .diskFull
        }
        await bench.xb.shelf.failWrites(with: nil)
        try await bench.wait(for: .arrived, of: sent)
        await bench.fetcher.stop()
    }

    @Test("what has not come when its message expires is over at both ends")
    func expires() async throws {
        let bench = try await AttachmentBench()
        await bench.link.whenAnswering { _, _ in throw Lost() }
        let sent = try await bench.deliver(AttachmentBench.film(100_000))
        let away = AttachmentFetcher(
            context: bench.xa.context.station, conversation: bench.fetcher.conversation,
            limits: .init(bytesPerMemberMax: 1 << 30), owed: {})
        for clock in [bench.xa.clock, bench.xb.clock] {
            clock.advance(by: sent.message.expires.since(clock.now))
        }
        await away.wake()
        try await bench.wait(for: .expired, of: sent)
        try await bench.wait("it comes so far") {
            await bench.row(sent, at: bench.xa)?.state == .expired
        }
        await away.stop()
        await bench.fetcher.stop()
    }
}
