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

/// How often the store is asked on the paths that messages and officers take. Each read is a change of
/// threads today, and a round trip of a network with a store elsewhere.
@Suite("Round trips to the store")
struct RoundTripTests {
    private let federation: SpecimenFederation
    private let xa: MemoryNode
    private let xb: MemoryNode
    private let codes = ["XB", "XC", "XD", "XE", "XF", "XG", "XH", "XI"]

    init() async throws {
        federation = try SpecimenFederation(["XA"] + codes)
        xa = try await MemoryNode("XA", in: federation)
        xb = try await MemoryNode("XB", in: federation)
    }

    /// What a path may ask for.
    private func expect(
        _ path: String, _ node: MemoryNode, reads: Int, commits: Int,
        _ body: () async throws -> Void
    ) async throws {
        _ = node.counting.take()
        try await body()
        let trips = node.counting.take()
        let names = trips.reads.joined(separator: ", ")
        print(
            "round trips: \(path): \(trips.reads.count) of \(reads) reads, "
                + "\(trips.commits) of \(commits) commits (\(names))")
        #expect(trips.reads.count <= reads, "\(path): \(names)")
        #expect(trips.commits <= commits, "\(path)")
    }

    private func alerts(_ numbers: ClosedRange<Int>) async throws -> [Submission.Result] {
        var results: [Submission.Result] = []
        for number in numbers {
            results.append(try await xa.submitAlert(to: ["XB"], number: number))
        }
        return results
    }

    private func envelopes(_ results: [Submission.Result]) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        for result in results { bytes += try await xa.envelope(result.messages[0].id) }
        return bytes
    }

    private func update(
        _ before: Notice, _ reason: String = "rebooked"
    ) async throws -> Submission.Result {
        try await xa.submit(
            before.successor(
                operation: .updateItinerary, at: xa.clock.now, superseding: [], reason: reason))
    }

    /// XB answers a request of XA's.
    private func request(_ body: [UInt8]) async throws {
        let response = await xb.service.answer(
            InboundRequest(
                carrier: .member(xa.context.member),
                request: PeerRequest(method: .post, path: ExchangePath.messages, body: body)))
        #expect(response.status == 200)
    }

    @Test("a request costs the same reads and the same commit, however many envelopes it has")
    func requests() async throws {
        let sent = try await alerts(1...64)
        let all = try await envelopes(sent)
        let (one, eight) = (try await envelopes([sent[0]]), try await envelopes(Array(sent[1...8])))
        try await expect("request of 1 envelope", xb, reads: 2, commits: 1) {
            try await request(one)
        }
        try await expect("request of 8 envelopes", xb, reads: 2, commits: 1) {
            try await request(eight)
        }
        try await expect("request of 64 envelopes, 9 of them again", xb, reads: 2, commits: 1) {
            try await request(all)
        }
        try await expect("request of 64 envelopes, all of them again", xb, reads: 1, commits: 0) {
            try await request(all)
        }
        #expect(await xb.store.inbox(InboxFilter()).count == 64)
        // Threads that go on, one of them with two statements of one number.
        var updates: [Submission.Result] = []
        for result in sent[..<8] { updates.append(try await update(result.notice)) }
        let next = try await envelopes(updates)
        try await expect("request of 8 envelopes that update", xb, reads: 2, commits: 1) {
            try await request(next)
        }
        let states = await xb.store.inbox(InboxFilter()).map(\.state)
        #expect(states.count { $0 == .superseded } == 8)
        #expect(states.count { $0 == .new } == 64)
    }

    @Test("verifications of one request are counted once")
    func verifications() async throws {
        func question(_ number: Int) -> JSON {
            NoticeTemplate.specimen(
                kind: .certificate, operation: .verify, from: xa.context.member,
                to: [xb.context.member], at: xa.clock.now, number: number)
        }
        var sent: [Submission.Result] = []
        for number in 1...8 { sent.append(try await xa.submit(question(number))) }
        let body = try await envelopes(sent)
        try await expect("request of 8 verifications", xb, reads: 3, commits: 1) {
            try await request(body)
        }
    }

    @Test("a submission asks for what it depends on, whoever it goes to")
    func submissions() async throws {
        try await expect("submission to 1 recipient", xa, reads: 2, commits: 1) {
            _ = try await xa.submitAlert(to: ["XB"])
        }
        try await expect("submission to 8 recipients", xa, reads: 2, commits: 1) {
            _ = try await xa.submitAlert(to: codes, number: 8)
        }
        let first = try await xa.submitAlert(to: codes, number: 9)
        try await expect("update of a thread to 8 recipients", xa, reads: 6, commits: 1) {
            _ = try await update(first.notice)
        }
    }

    @Test("evidence is taken in document by document, not entry by entry")
    func evidence() async throws {
        let sent = try await alerts(1...WireProtocol.entriesMax)
        func document(_ results: [Submission.Result]) throws -> [UInt8] {
            let entries = results.map { result in
                EvidenceEntry(
                    step: .delivered, by: xb.context.member, from: xa.context.member,
                    id: result.messages[0].id, seal: 1, recipient: xb.context.member,
                    contentDigest: result.messages[0].contentDigest,
                    at: xa.clock.now.flooredToSecond)
            }
            return try xb.context.sealer.sign(
                EvidenceContent.encode(entries), as: .evidence, at: xb.clock.now)
        }
        let (one, all) = (try document([sent[0]]), try document(sent))
        try await expect("evidence of 1 entry", xa, reads: 2, commits: 1) {
            let result = try await EvidenceIntake(context: xa.context).take(one)
            #expect(result.closed.count == 1)
        }
        try await expect("evidence of 256 entries", xa, reads: 2, commits: 1) {
            let result = try await EvidenceIntake(context: xa.context).take(all)
            #expect(result.closed.count == sent.count - 1)
        }
        try await expect("the same evidence again", xa, reads: 2, commits: 0) {
            _ = try await EvidenceIntake(context: xa.context).take(all)
        }
    }

    @Test("deliveries are loaded request by request")
    func loading() async throws {
        for count in [1, 64] {
            let sent = try await alerts(count...(2 * count))
            let keys = sent.prefix(count).flatMap(\.queued).map {
                DeliveryKey(id: $0.id, recipient: $0.recipient)
            }
            try await expect("loading of \(count) deliveries", xa, reads: 2, commits: 1) {
                let load = try await Parcel.load(keys, xa.context)
                #expect(load.parcels.count == count)
            }
        }
    }

    @Test("a list is read list by list, not row by row")
    func lists() async throws {
        let office = try await MemoryOffice("XA", in: federation)
        for number in 1...8 { _ = try await office.node.submitAlert(to: codes, number: number) }
        try await expect("outbox of 64 deliveries", office.node, reads: 4, commits: 0) {
            let list = try await office.ask("outbox list")
            #expect(list["items"]?.arrayValue?.count == 64)
        }
        let other = try await MemoryOffice("XB", in: federation)
        var sent = try await alerts(1...8)
        for number in 11...18 {
            sent.append(
                try await xa.submit(
                    NoticeTemplate.specimen(
                        kind: .greenNotice, from: xa.context.member, to: [xb.context.member],
                        at: xa.clock.now, number: number)))
        }
        for result in sent {
            let said = try await other.node.receive(xa.envelope(result.messages[0].id))
            #expect(said == "delivered")
        }
        try await expect("inbox of 16 notices", other.node, reads: 3, commits: 0) {
            let list = try await other.ask("inbox list")
            #expect(list["items"]?.arrayValue?.count == 16)
        }
        try await expect("inbox of 16 names", other.node, reads: 4, commits: 1) {
            let list = try await other.ask("inbox list", ["as": "officer-7"])
            #expect(list["items"]?.arrayValue?.allSatisfy { $0["person"] != .null } == true)
        }
        try await expect("outbox of 64 names", office.node, reads: 6, commits: 1) {
            let list = try await office.ask("outbox list", ["as": "officer-7"])
            #expect(list["items"]?.arrayValue?.allSatisfy { $0["person"] != .null } == true)
        }
    }

    @Test("the store is checked portion by portion, not message by message")
    func audit() async throws {
        // Each of 16 alerts goes to 8 members, and one of them has answered.
        var sent: [Submission.Result] = []
        for number in 1...16 {
            sent.append(try await xa.submitAlert(to: codes, number: number))
        }
        var envelopes: [[UInt8]] = []
        for result in sent { envelopes.append(try await xa.envelope(result.messages[0].id)) }
        let outcome = await xb.reception.receive(envelopes, from: xa.context.member)
        _ = try await EvidenceIntake(context: xa.context).take(outcome.evidence[0])
        try await expect("check of 16 messages to 8 members each", xa, reads: 18, commits: 0) {
            let report = try await StoreAudit(context: xa.context.station).run()
            #expect(report.faults == [] && report.messages == 16)
        }
        try await expect("check of 16 received messages", xb, reads: 10, commits: 0) {
            let report = try await StoreAudit(context: xb.context.station).run()
            #expect(report.faults == [] && report.received == 16)
        }
    }

    @Test("confirmations are counted for all orders at once")
    func confirmations() async throws {
        let office = try await MemoryOffice("XA", in: federation)
        var last: Notice?
        for number in 1...8 {
            let alert = try await office.node.submitAlert(to: codes, number: number).notice
            for kind in [NoticeKind.correction, .erasure] {
                _ = try await office.node.submit(
                    NoticeTemplate.retraction(
                        kind, of: alert, to: codes.map(SpecimenFederation.member),
                        number: number, reason: .unlawful, statement: "A namesake was meant.",
                        at: office.node.clock.now))
            }
            last = alert
        }
        let thread = try #require(last?.thread)
        try await expect("board of 2 orders to 8 members", office.node, reads: 8, commits: 0) {
            let boards = try await office.ask("notice board", ["id": .string(thread)])
            #expect(boards["items"]?.arrayValue?.count == 2)
        }
        let confirmations = Confirmations(context: office.node.context)
        try await expect("lines of 16 orders to 8 members", office.node, reads: 7, commits: 0) {
            let lines = try await confirmations.lines(of: confirmations.orders())
            #expect(lines.count == 16 && lines.joined().count == 128)
        }
    }

    @Test("what a retraction would send is found by few reads, however much was sent")
    func retraction() async throws {
        let office = try await MemoryOffice("XA", in: federation)
        var notice = try await office.node.submitAlert(to: codes, number: 7).notice
        for number in 8...15 {
            let other = try await office.node.submitAlert(to: ["XB"], number: number).notice
            for kind in [NoticeKind.correction, .erasure] {
                // The numbers from that of the notice on are taken.
                _ = try await office.node.submit(
                    NoticeTemplate.retraction(
                        kind, of: other, to: [xb.context.member], number: number - 1,
                        reason: .unlawful, statement: "A namesake was meant.",
                        at: office.node.clock.now))
            }
        }
        for reason in ["rebooked", "rebooked again"] {
            notice = try await office.node.submit(
                notice.successor(
                    operation: .updateItinerary, at: office.node.clock.now, superseding: [],
                    reason: reason)
            ).notice
        }
        let deliveries = await office.node.store.deliveries(limit: 100)
        try await office.node.store.commit(
            deliveries.map { delivery in
                var delivery = delivery
                delivery.seal = 1
                return .putDelivery(delivery)
            })
        try await expect("retraction, shown before it is sent", office.node, reads: 11, commits: 0)
        {
            let shown = try await office.ask(
                "notice retract",
                [
                    "id": .string(notice.thread), "because": "unlawful", "preview": true,
                    "statement": "A namesake was meant.", "as": "officer-7",
                ])
            #expect(shown["items"]?.arrayValue?.count == 2)
        }
    }

    @Test("a person is looked up by a read for each table, however many notices there are")
    func person() async throws {
        let person = try #require(
            NoticeTemplate.specimen(
                kind: .greenNotice, from: xa.context.member, to: [xb.context.member],
                at: xa.clock.now, number: 1)["person"])
        func notice(_ number: Int, from node: MemoryNode, to other: MemoryNode) -> JSON {
            var document = NoticeTemplate.specimen(
                kind: .greenNotice, from: node.context.member, to: [other.context.member],
                at: node.clock.now, number: number)
            document["person"] = person
            return document
        }
        for number in 1...8 {
            let sent = try await xa.submit(notice(number, from: xa, to: xb))
            #expect(try await xb.receive(xa.envelope(sent.messages[0].id)) == "delivered")
            _ = try await xb.submit(notice(number, from: xb, to: xa))
        }
        let desk = DraftDesk(context: xb.context.station, shelf: MemoryDrafts())
        let office = ScreeningOffice(context: xb.context, desk: desk)
        var request = FindPerson()
        request.person = Document(person)
        try await expect("person of 16 notices", xb, reads: 7, commits: 1) {
            let found = try await office.find(request, by: Principal(name: "officer-7"))
            #expect(found.items.count == 16)
        }
        var words = SearchNotices()
        words.words = try #require(
            person.at(pointer: "/identities/0/primaryIdentifier")?.stringValue)
        try await expect("search among 16 notices", xb, reads: 7, commits: 1) {
            let search = SearchOffice(context: xb.context)
            let found = try await search.search(words, by: Principal(name: "officer-7"))
            #expect(found.items.count == 16)
        }
    }

    @Test("passengers who agree with nobody cost one read for many of them")
    func passengers() async throws {
        let desk = DraftDesk(context: xa.context.station, shelf: MemoryDrafts())
        let file = try Manifest.read(paxlst: PassengerCaseTests.bytes("m11-trailing-ctrlZ.edi"))
        let list = try #require(file.lists.first)
        let passenger = try #require(list.passengers.first).json
        let passengers = (1...64).map { number in
            var next = passenger
            next["number"] = .number(JSONNumber(number))
            next["person"]?["documents"] = [["code": "P", "number": .string("D\(number)")]]
            return next
        }
        let request = try ImportPassengers([
            "legs": .array(list.legs.map(\.leg)), "passengers": .array(passengers),
        ])
        try await expect("64 passengers whom nobody knows", xa, reads: 1, commits: 1) {
            let found = try await ScreeningOffice(context: xa.context, desk: desk).passengers(
                request, by: Principal(name: "officer-7"))
            #expect(found.items.isEmpty)
        }
    }
}
