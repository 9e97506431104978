import Exchange
import Federation
import Notices
import Ports
import Sealing
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

/// A vault that counts the requests to it.
private final class CountingVault: Vault {
    private let vault: StorageKeyVault
    private let counts = Mutex((opened: 0, blinded: 0))

    init() throws {
        vault = try StorageKeyVault(storageKey: [UInt8](repeating: 7, count: 32))
    }

    func seal(_ body: [UInt8], as id: RecordID) throws(HeliographError) -> SealedRecord {
        try vault.seal(body, as: id)
    }

    func open(_ record: SealedRecord, as id: RecordID) throws(HeliographError) -> [UInt8] {
        counts.withLock { $0.opened += 1 }
        return try vault.open(record, as: id)
    }

    func blind(_ value: String, field: String) -> BlindValue {
        counts.withLock { $0.blinded += 1 }
        return vault.blind(value, field: field)
    }

    /// The counts since the last time.
    func take() -> [Int] {
        counts.withLock { counts in
            defer { counts = (0, 0) }
            return [counts.opened, counts.blinded]
        }
    }
}

/// The messages that a desk hands on to be sent.
private final class Outbox: Sendable {
    let deliveries = Mutex<[Delivery]>([])
}

@Suite("Certificates that are shown to somebody")
struct VerificationTests {
    let xa: MemoryNode
    let xb: MemoryNode
    private let sent = Outbox()
    private let vault: CountingVault

    init() async throws {
        let federation = try SpecimenFederation()
        vault = try CountingVault()
        xa = try await MemoryNode("XA", in: federation, vault: vault)
        xb = try await MemoryNode("XB", in: federation)
    }

    private static func number(_ running: Int) -> String {
        let text = "XA-CP-2027-" + String(1_000_000 + running).dropFirst()
        return text + "-" + String(CheckCharacters.mod37_36(text) ?? "0")
    }

    private func ask(_ operation: NoticeOperation, _ number: Int) -> JSON {
        NoticeTemplate.specimen(
            kind: .certificate, operation: operation, from: xb.context.member,
            to: [xa.context.member], at: xb.clock.now.flooredToSecond, number: number)
    }

    private func carry(
        _ document: JSON, from: MemoryNode, to: MemoryNode
    ) async throws -> (said: String, result: Submission.Result) {
        let result = try await from.submit(document)
        let envelope = try await from.envelope(result.messages[0].id)
        return (
            try await to.receive(envelope, from: from.context.member.description), result
        )
    }

    /// XB asks for a certificate about a specimen person, and XA issues it.
    ///
    /// - Returns: the thread.
    @discardableResult
    private func issue(_ running: Int, validFor months: Int = 12) async throws -> String {
        let request = ask(.request, running)
        #expect(try await carry(request, from: xb, to: xa).said == "delivered")
        let thread = request["threadId"]?.stringValue ?? ""
        #expect(
            try await carry(reply(thread, running, months), from: xa, to: xb).said == "delivered")
        return thread
    }

    private func reply(_ thread: String, _ running: Int, _ months: Int = 12) -> JSON {
        var reply = answer(.reply, thread, 1)
        reply["certificateNo"] = .string(Self.number(running))
        reply["validUntil"] = .string(xa.clock.now.utcDate.adding(months: months).description)
        return reply
    }

    private func answer(_ operation: NoticeOperation, _ thread: String, _ sequence: Int) -> JSON {
        NoticeTemplate.specimen(
            kind: .certificate, operation: operation, from: xa.context.member,
            to: [xb.context.member], at: xa.clock.now.flooredToSecond, number: 0,
            answering: thread + "/1", sequence: sequence)
    }

    /// XB asks about a certificate.
    ///
    /// - Parameters:
    ///   - thread: the running number of the question.
    ///   - certificate: the running number of the certificate that was shown.
    ///   - holder: the number of the specimen person who shows it.
    private func verify(_ thread: Int, certificate: Int, holder: Int) -> JSON {
        var document = ask(.verify, holder)
        document["threadId"] = ask(.verify, thread)["threadId"]
        document["certificateNo"] = .string(Self.number(certificate))
        return document
    }

    private func desk() -> VerificationDesk {
        VerificationDesk(context: xa.context, tick: .seconds(60)) { deliveries in
            sent.deliveries.withLock { $0 += deliveries }
        }
    }

    private func wait(_ what: Comment, until isTrue: () async throws -> Bool) async throws {
        for _ in 0..<2_000 {
            if try await isTrue() { return }
            try await Task.sleep(for: .milliseconds(2))
        }
        Issue.record(what)
    }

    /// Lets one tick pass, and returns once the desk rests again.
    private func tick() async throws {
        try await wait("the desk waits for its tick") { xa.clock.sleeperCount == 1 }
        xa.clock.advance(by: (xa.clock.nextDeadline ?? .zero) - xa.clock.uptime)
        try await wait("the desk has looked") { xa.clock.sleeperCount == 1 }
        xa.clock.advance(by: (xa.clock.nextDeadline ?? .zero) - xa.clock.uptime)
        try await wait("the desk has answered") { xa.clock.sleeperCount == 1 }
    }

    private func answered(_ thread: String) async throws -> JSON? {
        guard let version = await xa.store.notices(NoticeFilter(thread: thread)).first else {
            return nil
        }
        return try JSON.parse(try await xa.context.station.body(of: version.document))
    }

    @Test(
        """
        genuine, altered, unknown, another's, revoked and expired: one shape, one length, one \
        time, and one number of steps
        """
    )
    func alike() async throws {
        try await issue(1)
        let revoked = try await issue(2)
        try await issue(3, validFor: 0)
        var revoke = answer(.revoke, revoked, 2)
        revoke["certificateNo"] = .string(Self.number(2))
        #expect(try await carry(revoke, from: xa, to: xb).said == "delivered")
        xa.clock.advance(by: .days(1))
        xb.clock.advance(by: .days(1))

        var misspelt = verify(16, certificate: 1, holder: 1)
        let identities = misspelt.at(pointer: "/person/identities")?.arrayValue ?? []
        var first = try #require(identities.first)
        first["primaryIdentifier"] = .string((first["primaryIdentifier"]?.stringValue ?? "") + "A")
        misspelt["person"]?["identities"] = .array([first] + identities.dropFirst())
        misspelt["person"]?["documents"] = nil
        let cases: [(JSON, Verification)] = [
            (verify(11, certificate: 1, holder: 1), .genuine),
            (verify(12, certificate: 2, holder: 2), .revoked),
            (verify(13, certificate: 3, holder: 3), .expired),
            (verify(14, certificate: 900, holder: 1), .notGenuine),
            (verify(15, certificate: 1, holder: 2), .notGenuine),
            (misspelt, .notGenuine),
        ]
        // Each question alone: the number of requests to the vault and to the store.
        var steps: Set<[Int]> = []
        for (document, expected) in cases {
            let asked = try await carry(document, from: xb, to: xa)
            #expect(asked.said == "delivered")
            let item = try #require(
                await xa.store.inboxItem(
                    from: xb.context.member, id: asked.result.messages[0].id))
            let before = await xa.store.readCount
            _ = vault.take()
            let verdict = try await CertificateRegister(context: xa.context).verdict(
                on: asked.result.notice, item, at: xa.clock.now)
            steps.insert(vault.take() + [await xa.store.readCount - before])
            #expect(verdict == expected)
        }
        #expect(steps.count == 1, "a verdict that takes other steps: \(steps)")
        #expect(steps.allSatisfy { $0.allSatisfy { $0 > 0 } }, "nothing was counted")

        let desk = desk()
        await desk.start()
        #expect(try await answered(cases[0].0["threadId"]?.stringValue ?? "") == nil)
        try await tick()
        await desk.stop()
        var shapes: Set<[String]> = []
        var lengths: Set<Int> = []
        var times: Set<Instant> = []
        for (document, expected) in cases {
            let thread = document["threadId"]?.stringValue ?? ""
            let said = try #require(try await answered(thread))
            #expect(said["verification"]?.stringValue == expected.rawValue)
            shapes.insert((said.objectValue ?? [:]).map(\.0).sorted())
            lengths.insert(said.encoded().count)
            let message = try #require(await xa.store.messages(ofThread: thread).first)
            times.insert(message.created)
            let delivery = await xa.store.deliveries(of: message.id)
            #expect(delivery.map(\.precedence) == [.routine] && delivery.map(\.deadline) == [nil])
        }
        #expect(shapes.count == 1 && lengths.count == 1 && times.count == 1)
        #expect(sent.deliveries.withLock { $0.count } == cases.count)
        #expect(try await DutyDesk(context: xa.context).duties().map(\.matter) == [])
    }

    @Test("what was answered is answered once, also by a desk that begins again")
    func once() async throws {
        let document = verify(11, certificate: 1, holder: 1)
        let asked = try await carry(document, from: xb, to: xa)
        #expect(asked.said == "delivered")
        let desk = desk()
        await desk.start()
        try await tick()
        await desk.stop()
        // The state after an end of the process between the answer and the inbox.
        try await xa.store.commit([
            .setInboxState(
                from: xb.context.member, id: asked.result.messages[0].id, .new)
        ])
        let again = self.desk()
        await again.start()
        try await wait("the desk waits for its tick") { xa.clock.sleeperCount == 1 }
        xa.clock.advance(by: .seconds(60))
        try await wait("the inbox says so") {
            await xa.store.inboxItem(
                from: xb.context.member, id: asked.result.messages[0].id)?.state == .actioned
        }
        await again.stop()
        #expect(await xa.store.notices(NoticeFilter(thread: asked.result.notice.thread)).count == 1)
        #expect(sent.deliveries.withLock { $0.count } == 1)
    }

    @Test("more than a member may ask in a day is refused by name, and the day after it may again")
    func limit() async throws {
        let limited = TrafficContext(
            station: NodeContext(
                member: xa.context.member, store: xa.store, sealer: xa.context.sealer,
                vault: xa.context.vault, shelf: xa.shelf, clock: xa.clock,
                entropy: xa.context.entropy, trust: xa.context.trust, log: xa.context.log),
            rules: xa.context.authorRules, territories: TerritoryBook(), verificationsPerDay: 3)
        let reception = Reception(context: limited, clocks: xa.clocks)
        func said(_ envelopes: [[UInt8]]) async throws -> [String] {
            let outcome = await reception.receive(envelopes, from: xb.context.member)
            return try outcome.evidence.flatMap { der in
                try EvidenceContent.read(limited.sealer.content(of: der, as: .evidence)).map {
                    [$0.step.rawValue, $0.code?.rawValue].compactMap(\.self).joined(separator: " ")
                }
            }
        }
        var envelopes: [[UInt8]] = []
        for thread in 1...5 {
            let result = try await xb.submit(verify(thread, certificate: thread, holder: 1))
            envelopes.append(try await xb.envelope(result.messages[0].id))
        }
        // Two questions in one request, then one, then one too many; a question of another kind is
        // not counted.
        #expect(try await said(Array(envelopes[0..<2])) == ["delivered", "delivered"])
        #expect(try await said([envelopes[2]]) == ["delivered"])
        #expect(try await said([envelopes[3]]) == ["refused verification-limit"])
        let request = try await xb.submit(ask(.request, 50))
        #expect(try await said([xb.envelope(request.messages[0].id)]) == ["delivered"])
        xa.clock.advance(by: .hours(24) + .seconds(1))
        #expect(try await said([envelopes[4]]) == ["delivered"])
        // Two questions are left for this day: of three in one request, the last is one too many.
        var more: [[UInt8]] = []
        for thread in 6...8 {
            let result = try await xb.submit(verify(thread, certificate: thread, holder: 1))
            more.append(try await xb.envelope(result.messages[0].id))
        }
        #expect(
            try await said(more) == ["delivered", "delivered", "refused verification-limit"])
        #expect(
            try await said([envelopes[3]]) == ["refused verification-limit"], "a refusal stands")
    }

    @Test("no two certificates have one number, and a thread revokes its own")
    func numbers() async throws {
        let first = try await issue(1)
        let request = ask(.request, 2)
        #expect(try await carry(request, from: xb, to: xa).said == "delivered")
        let second = request["threadId"]?.stringValue ?? ""
        #expect(try await code(reply(second, 1)) == .certificateNumber)
        #expect(try await code(reply(second, 2)) == nil)
        var revoke = answer(.revoke, first, 2)
        revoke["certificateNo"] = .string(Self.number(2))
        #expect(try await code(revoke) == .certificateNumber)
        revoke["certificateNo"] = .string(Self.number(1))
        #expect(try await code(revoke) == nil)
    }

    private func code(_ document: JSON) async throws -> Code? {
        do {
            _ = try await xa.submit(document)
            return nil
        } catch let error as HeliographError {
            return error.code
        }
    }
}
