import Exchange
import Notices
import Ports
import TestKit
import Testing

@Suite struct CommitTests {
    /// One change of each kind that fails if what it names is there already.
    private static func inserts(_ make: inout Specimen) -> [Change] {
        let message = make.message(thread: "a", to: [xb])
        return [
            .insertRecord(make.recordID(), make.record()),
            .insertNotice(make.notice(thread: "a")),
            .insertMessage(message),
            .insertEnvelope(make.envelope(of: message)),
            .insertInboxItem(make.inboxItem(from: xb, thread: "b")),
            .insertConflict(
                ConflictRecord(
                    from: xb, id: make.messageID(), contentDigest: make.digest(),
                    seen: make.tick(), envelope: make.recordID())),
            .insertTrustList(
                StoredTrustList(
                    version: 1, digest: make.digest(), der: [1], accepted: make.tick())),
            .insertKeyBundle(
                StoredKeyBundle(member: xb, version: 1, der: [1], accepted: make.tick())),
            .insertRevocationList(
                StoredRevocationList(
                    member: xb, issuer: make.keyID(), number: 1, der: [1],
                    accepted: make.tick())),
        ]
    }

    @Test(
        "an insert of what is there is a conflict, at once and later", arguments: Subject.allCases)
    func conflicts(_ subject: Subject) async throws {
        try await subject.withStore { bench in
            var make = Specimen(seed: 40)
            for change in Self.inserts(&make) {
                #expect(await refusal(of: [change, change], by: bench.store) == .storeConflict)
                #expect(await refusal(of: [change], by: bench.store) == nil)
                #expect(await refusal(of: [change], by: bench.store) == .storeConflict)
            }
            try await bench.reopen()
            make = Specimen(seed: 40)
            for change in Self.inserts(&make) {
                #expect(await refusal(of: [change], by: bench.store) == .storeConflict)
            }
        }
    }

    @Test("a list that fails leaves nothing of any kind", arguments: Subject.allCases)
    func atomic(_ subject: Subject) async throws {
        try await subject.withStore { bench in
            var make = Specimen(seed: 41)
            let store = bench.store
            let taken = Change.insertRecord(make.recordID(), make.record())
            let message = make.message(thread: "a", to: [xb])
            var delivery = make.delivery(of: message, to: xb)
            let item = make.inboxItem(from: xb, thread: "b")
            let peer = PeerRow(member: xb, lastContact: make.tick())
            let before: [Change] = [
                taken, .putDelivery(delivery), .insertInboxItem(item), .putPeer(peer),
            ]
            try await store.commit(before)

            delivery.state = .delivered
            let evidence = make.evidence([make.entry(by: xb, from: xa, id: message.id)])
            let value = BlindValue(bytes: make.bytes(32))
            let (record, other) = (make.recordID(), make.messageID())
            let dispatch = EvidenceDispatch(
                digest: evidence.digest, to: xb, precedence: .flash, queued: make.tick())
            let thread = ThreadState(
                issuer: xb, thread: "b", highestSequence: 1, isCancelled: false, current: item.id)
            let doomed: [Change] = [
                .insertRecord(record, make.record()), .putDelivery(delivery),
                .putDelivery(make.delivery(of: message, to: xc)),
                .setInboxState(from: xb, id: item.id, .read), .putPeer(PeerRow(member: xb)),
                .keepEvidence(evidence), .putEvidenceDispatch(dispatch), .putThread(thread),
                .index(BlindIndexEntry(value: value, field: "name", from: xb, id: other)),
                .audit(make.auditEntry(about: other, from: xb)), .insertMessage(message), taken,
            ]
            #expect(await refusal(of: doomed, by: store) == .storeConflict)

            delivery.state = .queued
            #expect(try await store.record(record) == nil)
            #expect(try await store.message(message.id) == nil)
            #expect(try await store.deliveries(of: message.id) == [delivery])
            #expect(try await store.open(to: delivery.recipient) == [delivery.queued])
            #expect(try await store.inboxItem(from: xb, id: item.id) == item)
            #expect(try await store.peers() == [peer])
            #expect(try await store.evidence(evidence.digest) == nil)
            #expect(try await store.evidence(from: xa, id: message.id) == [])
            #expect(try await store.pendingEvidence(limitPerMember: 9) == [])
            #expect(try await store.thread(issuer: xb, thread: "b") == nil)
            #expect(try await store.find(value) == [])
            #expect(try await store.audit(after: 0, limit: 9) == [])
            #expect(await refusal(of: doomed.dropLast(), by: store) == nil)
        }
    }

    @Test("changes of one list see those before them", arguments: Subject.allCases)
    func order(_ subject: Subject) async throws {
        try await subject.withStore { bench in
            var make = Specimen(seed: 42)
            let item = make.inboxItem(from: xb, thread: "a")
            try await bench.store.commit([
                .insertInboxItem(item), .setInboxState(from: xb, id: item.id, .actioned),
            ])
            #expect(
                try await bench.store.inboxItem(from: xb, id: item.id)?.state == .actioned)
            try await bench.store.commit([])
        }
    }

    @Test("among many commits at once, only those in conflict fail", arguments: Subject.allCases)
    func concurrent(_ subject: Subject) async throws {
        try await subject.withStore { bench in
            var make = Specimen(seed: 43)
            let store = bench.store
            let records = (0..<200).map { _ in (make.recordID(), make.record(bodyBytes: 500)) }
            let audit = make.auditEntry(about: make.messageID(), from: xa)
            // Each record is asked for twice at once, with an audit entry: one of the two wins.
            let won = await withTaskGroup(of: Bool.self) { group in
                for (id, record) in records + records {
                    group.addTask {
                        await refusal(of: [.audit(audit), .insertRecord(id, record)], by: store)
                            == nil
                    }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(won == 200)
            try await bench.reopen()
            for (id, record) in records {
                #expect(try await bench.store.record(id) == record)
            }
            let entries = try await bench.store.audit(after: 0, limit: 1_000)
            #expect(entries.map(\.sequence) == Array(1...200))
        }
    }
}
