import Exchange
import Notices
import Ports
import TestKit
import Testing

@Suite struct TrustTests {
    @Test(
        "all lists are kept, and some bundles; of revocation lists the newest",
        arguments: Subject.allCases)
    func trust(_ subject: Subject) async throws {
        try await subject.withStore { bench in
            var make = Specimen(seed: 30)
            let lists = [2, 1, 3].map {
                StoredTrustList(
                    version: $0, digest: make.digest(), der: make.bytes(900),
                    accepted: make.tick())
            }
            let bundles = [(xb, 5), (xa, 7), (xb, 6), (xa, 2)].map {
                StoredKeyBundle(
                    member: $0, version: $1, der: make.bytes(300), accepted: make.tick())
            }
            let issuers = [make.keyID(), make.keyID()].sorted()
            let revocations = [(issuers[1], 1), (issuers[0], 9), (issuers[0], 10)].map {
                StoredRevocationList(
                    member: xa, issuer: $0, number: $1, der: make.bytes(200),
                    accepted: make.tick())
            }
            try await bench.store.commit(
                lists.map(Change.insertTrustList) + bundles.map(Change.insertKeyBundle)
                    + revocations.map(Change.insertRevocationList))
            try await bench.reopen()
            let store = bench.store
            #expect(try await store.trustLists() == [lists[1], lists[0], lists[2]])
            #expect(try await store.keyBundles() == [bundles[1], bundles[2]])
            for one in [bundles[0], bundles[2]] {
                let own = bundles.filter { $0.member == one.member }
                    .sorted { $0.version > $1.version }
                #expect(try await store.keyBundles(of: one.member, limit: 9) == own)
                #expect(
                    try await store.keyBundles(of: one.member, limit: 1) == Array(own.prefix(1)))
            }
            #expect(try await store.revocationLists() == [revocations[2], revocations[0]])
            // What a newer list has ended is gone, so that it may come again.
            for list in revocations {
                let isKept = list == revocations[0] || list == revocations[2]
                #expect(
                    await refusal(of: [.insertRevocationList(list)], by: store)
                        == (isKept ? .storeConflict : nil))
            }
            #expect(try await store.revocationLists() == [revocations[2], revocations[0]])
            let flood = (8...200).map {
                StoredKeyBundle(
                    member: xa, version: $0, der: make.bytes(9), accepted: make.tick())
            }
            for bundle in flood { try await store.commit([.insertKeyBundle(bundle)]) }
            let kept = try await store.keyBundles(of: xa, limit: 500)
            #expect(kept == flood.suffix(AnnouncementRetention.keyBundlesMax).reversed())
        }
    }

    @Test("a fork is kept with both lists, once, and settled in place", arguments: Subject.allCases)
    func forks(_ subject: Subject) async throws {
        try await subject.withStore { bench in
            var make = Specimen(seed: 34)
            let forks = [4, 3, 4].map {
                StoredFork(
                    version: $0, heldDigest: make.digest(), held: make.bytes(500),
                    otherDigest: make.digest(), other: make.bytes(600), seen: make.tick())
            }
            try await bench.store.commit(forks.reversed().map(Change.putFork))
            var settled = forks[1]
            settled.settled = make.tick()
            settled.settledBy = "administrator"
            try await bench.store.commit([.putFork(settled)])
            try await bench.reopen()
            #expect(try await bench.store.forks() == [forks[0], settled, forks[2]])
        }
    }

    @Test(
        "a peer's last contact stays through a failure, and the other way round",
        arguments: Subject.allCases)
    func peerHistory(_ subject: Subject) async throws {
        try await subject.withStore { bench in
            var make = Specimen(seed: 34)
            let (contact, failure) = (make.tick(), make.tick())
            try await bench.store.commit([.putPeer(PeerRow(member: xb, lastContact: contact))])
            try await bench.store.commit([
                .putPeer(PeerRow(member: xb, lastFailure: failure, lastCode: .peerUnreachable))
            ])
            try await bench.reopen()
            let row = try #require(try await bench.store.peers().first)
            #expect(row.lastContact == contact && row.lastFailure == failure)
            #expect(row.failure == .peerUnreachable)
            let again = make.tick()
            try await bench.store.commit([.putPeer(PeerRow(member: xb, lastContact: again))])
            let later = try #require(try await bench.store.peers().first)
            #expect(later.lastFailure == failure && later.failure == nil)
        }
    }

    @Test("a peer's row is replaced", arguments: Subject.allCases)
    func peers(_ subject: Subject) async throws {
        try await subject.withStore { bench in
            var make = Specimen(seed: 31)
            let known = PeerRow(
                member: xb, lastContact: make.tick(), lastFailure: make.tick(),
                lastCode: .peerBusy)
            try await bench.store.commit([
                .putPeer(PeerRow(member: xc)), .putPeer(PeerRow(member: xb)), .putPeer(known),
            ])
            try await bench.reopen()
            #expect(try await bench.store.peers() == [known, PeerRow(member: xc)])
        }
    }

    @Test(
        "a peer's newest word is kept, and each use of a key is counted",
        arguments: Subject.allCases)
    func probesAndUses(_ subject: Subject) async throws {
        try await subject.withStore { bench in
            var make = Specimen(seed: 33)
            let probes = [(xb, 5), (xc, 7), (xb, 6)].map {
                StoredProbe(
                    member: $0, keyBundle: $1, trustList: 2, at: make.tick(), der: make.bytes(90))
            }
            let keys = [make.keyID(), make.keyID()].sorted()
            let moments = [make.tick(), make.tick(), make.tick()]
            try await bench.store.commit(probes.map(Change.putProbe))
            try await bench.store.commit([
                .noteKeyUse(keys[1], by: xb, at: moments[0]),
                .noteKeyUse(keys[0], by: xc, at: moments[1]),
            ])
            try await bench.store.commit([.noteKeyUse(keys[1], by: xb, at: moments[2])])
            try await bench.reopen()
            #expect(try await bench.store.probes() == [probes[2], probes[1]])
            #expect(
                try await bench.store.keyUses() == [
                    KeyUse(key: keys[0], member: xc, count: 1, last: moments[1]),
                    KeyUse(key: keys[1], member: xb, count: 2, last: moments[2]),
                ])
        }
    }

    @Test("the audit log is numbered from 1 without gaps", arguments: Subject.allCases)
    func audit(_ subject: Subject) async throws {
        try await subject.withStore { bench in
            var make = Specimen(seed: 32)
            let id = make.messageID()
            let taken = make.recordID()
            var entries = AuditEntry.Operation.allCases.map {
                make.auditEntry($0, about: id, from: xa, recipients: [xc, xb])
            }
            try await bench.store.commit([.insertRecord(taken, make.record())])
            try await bench.store.commit(entries.prefix(3).map(Change.audit))
            let code = await refusal(
                of: [.audit(entries[3]), .insertRecord(taken, make.record())], by: bench.store)
            #expect(code == .storeConflict)
            try await bench.reopen()
            try await bench.store.commit(entries.suffix(3).map(Change.audit))
            for index in entries.indices { entries[index].sequence = Int64(index + 1) }
            #expect(try await bench.store.audit(after: 0, limit: 99) == entries)
            #expect(try await bench.store.audit(after: 2, limit: 2) == Array(entries[2...3]))
            #expect(try await bench.store.audit(after: 6, limit: 2) == [])
        }
    }

    @Test("an audit entry keeps what it is about", arguments: Subject.allCases)
    func auditSubjects(_ subject: Subject) async throws {
        try await subject.withStore { bench in
            var make = Specimen(seed: 34)
            let subjects: [AuditSubject] = [
                .message(from: xb, id: make.messageID()), .thread("XA-GN-2026-000123"),
                .threads(["XA-GN-2026-000123", "XB-TA-2026-000004"]), .threads(["XA-GN-2026-1"]),
                .draft("XA-TA-2026-000007"), .imported(.manifest, count: 300),
                .imported(.form, count: 0), .personSearch(BlindValue(bytes: make.bytes(32))),
                .key(make.keyID()), .trustList(12), .principal("officer 7"),
                .policy(revision: 3), .unknown(from: xc, id: make.messageID()),
            ]
            let entries = subjects.map { make.auditEntry(about: $0) }
            try await bench.store.commit(entries.map(Change.audit))
            try await bench.reopen()
            #expect(try await bench.store.audit(after: 0, limit: 99).map(\.subject) == subjects)
        }
    }

    @Test(
        "no other text is an audit subject",
        arguments: [
            "", "message", "message XA", "message XA 1", "thread", "import 3", "import form x",
            "import form 03", "person-search 00", "key 00", "trust-list", "policy +3", "letter a",
        ])
    func noSubject(_ text: String) {
        #expect(AuditSubject(text) == nil)
    }

    @Test("blind values find messages, once each", arguments: Subject.allCases)
    func blind(_ subject: Subject) async throws {
        try await subject.withStore { bench in
            var make = Specimen(seed: 33)
            let value = BlindValue(bytes: make.bytes(32))
            let (one, other) = (make.messageID(), make.messageID())
            let entries = [("name", xb, other), ("name", xa, one), ("document", xa, one)].map {
                BlindIndexEntry(value: value, field: $0, from: $1, id: $2)
            }
            try await bench.store.commit((entries + entries).map(Change.index))
            try await bench.store.commit(entries.map(Change.index))
            try await bench.reopen()
            #expect(
                try await bench.store.find(value) == [entries[2], entries[1], entries[0]])
            #expect(try await bench.store.find(BlindValue(bytes: make.bytes(32))) == [])
        }
    }
}
