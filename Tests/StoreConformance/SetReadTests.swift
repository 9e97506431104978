import Exchange
import Notices
import Ports
import TestKit
import Testing

/// What is asked for of many keys at once: an entry for each that has something, and none for the rest.
@Suite("Reads of many keys") struct SetReadTests {
    @Test("give our own threads, messages, seals and deliveries", arguments: Subject.allCases)
    func outgoing(_ subject: Subject) async throws {
        try await subject.withStore { bench in
            var make = Specimen(seed: 120)
            let notices = [
                make.notice(thread: "a"), make.notice(thread: "b"),
                make.notice(thread: "a", sequence: 2),
            ]
            let messages = [
                make.message(thread: "a", to: [xc, xb]), make.message(thread: "b", to: [xb]),
                make.message(thread: "a", sequence: 2, to: [xb]),
            ]
            let seals = [2, 1].map { make.envelope(of: messages[0], seal: $0) }
            let bodies = seals.map { _ in make.record() }
            let deliveries = [
                make.delivery(of: messages[0], to: xc),
                make.delivery(of: messages[0], to: xb, state: .delivered),
                make.delivery(of: messages[1], to: xb),
            ]
            let decisions = [2, 1].map {
                Decision(
                    thread: "a", sequence: $0, matter: .read, officer: "officer-7", reason: "",
                    at: make.tick())
            }
            try await bench.store.commit(
                notices.map(Change.insertNotice) + messages.map(Change.insertMessage)
                    + seals.map(Change.insertEnvelope)
                    + zip(seals.map(\.record), bodies).map(Change.insertRecord)
                    + deliveries.map(Change.putDelivery)
                    + decisions.map(Change.putDecision))
            try await bench.reopen()
            let store = bench.store
            #expect(
                try await store.notices(ofThreads: ["a", "b", "c"])
                    == ["a": [notices[2], notices[0]], "b": [notices[1]]])
            #expect(
                try await store.messages(ofThreads: ["a", "c"])
                    == ["a": [messages[0], messages[2]]])
            #expect(
                try await store.histories(ofThreads: ["a", "b", "c"]) == [
                    "a": ThreadHistory(
                        versions: [notices[0], notices[2]], messages: [messages[0], messages[2]],
                        deliveries: [deliveries[1], deliveries[0]]),
                    "b": ThreadHistory(
                        versions: [notices[1]], messages: [messages[1]],
                        deliveries: [deliveries[2]]),
                ])
            #expect(
                try await store.decisions(ofThreads: ["a", "c"])
                    == ["a": [decisions[1], decisions[0]]])
            let ids = Set(messages.map(\.id) + [make.messageID()])
            #expect(
                try await store.messages(ids)
                    == Dictionary(uniqueKeysWithValues: messages.map { ($0.id, $0) }))
            #expect(
                try await store.envelopes(of: ids) == [messages[0].id: [seals[1], seals[0]]])
            #expect(
                try await store.deliveries(of: ids) == [
                    messages[0].id: [deliveries[1], deliveries[0]],
                    messages[1].id: [deliveries[2]],
                ])
            func key(_ delivery: Delivery) -> DeliveryKey {
                DeliveryKey(id: delivery.id, recipient: delivery.recipient)
            }
            let keys = Set(
                deliveries.map(key) + [DeliveryKey(id: messages[2].id, recipient: xb)])
            #expect(
                try await store.deliveries(keys)
                    == Dictionary(uniqueKeysWithValues: deliveries.map { (key($0), $0) }))
            #expect(
                try await store.openDeliveries(Array(keys), bodyBytesMax: 0) == [
                    key(deliveries[0]): OpenDelivery(
                        delivery: deliveries[0], envelopes: [seals[1], seals[0]], body: bodies[0]),
                    key(deliveries[2]): OpenDelivery(delivery: deliveries[2], envelopes: []),
                ])
        }
    }

    @Test("give received messages, their threads and attachments", arguments: Subject.allCases)
    func incoming(_ subject: Subject) async throws {
        try await subject.withStore { bench in
            var make = Specimen(seed: 121)
            let items = [
                make.inboxItem(from: xb, thread: "b"), make.inboxItem(from: xc, thread: "b"),
            ]
            let thread = ThreadState(
                issuer: xc, thread: "b", highestSequence: 1, isCancelled: true,
                current: items[1].id)
            let attachments = (1...2).map { count in
                AttachmentDelivery(
                    from: xb, id: items[0].id, sealed: make.digest(), recipient: xa,
                    byteCount: count, sealedByteCount: count, precedence: .flash, deadline: nil,
                    expires: make.tick(), changed: make.now)
            }
            try await bench.store.commit(
                items.map(Change.insertInboxItem) + [.putThread(thread)]
                    + attachments.reversed().map(Change.putAttachment))
            try await bench.reopen()
            let store = bench.store
            let keys = items.map { MessageKey(from: $0.from, id: $0.id) }
            let missing = MessageKey(from: xc, id: items[0].id)
            #expect(
                try await store.inboxItems(Set(keys + [missing]))
                    == [keys[0]: items[0], keys[1]: items[1]])
            #expect(
                try await store.attachments(of: Set(keys + [missing]))
                    == [keys[0]: attachments])
            let threads = [xb, xc].map { ThreadKey(issuer: $0, thread: "b") }
            #expect(try await store.threads(Set(threads)) == [threads[1]: thread])
        }
    }

    @Test("give evidence by document and by message", arguments: Subject.allCases)
    func evidence(_ subject: Subject) async throws {
        try await subject.withStore { bench in
            var make = Specimen(seed: 122)
            let ids = (0..<3).map { _ in make.messageID() }
            let both = make.evidence(ids[..<2].map { make.entry(by: xb, from: xa, id: $0) })
            let one = make.evidence([make.entry(.retrieved, by: xb, from: xa, id: ids[0])])
            try await bench.store.commit([.keepEvidence(both), .keepEvidence(one)])
            try await bench.reopen()
            let store = bench.store
            #expect(
                try await store.evidence([both.digest, one.digest, make.digest()])
                    == [both.digest: both, one.digest: one])
            let keys = ids.map { MessageKey(from: xa, id: $0) }
            #expect(
                try await store.evidence(about: Set(keys))
                    == [keys[0]: [both, one], keys[1]: [both]])
            #expect(
                try await store.evidenceEntries(about: Set(keys))
                    == [keys[0]: [both.entries[0], one.entries[0]], keys[1]: [both.entries[1]]])
        }
    }

    @Test("give bodies, what was erased, and what is found", arguments: Subject.allCases)
    func bodies(_ subject: Subject) async throws {
        try await subject.withStore { bench in
            var make = Specimen(seed: 123)
            let ids = (0..<3).map { _ in make.recordID() }
            let records = (0..<2).map { _ in make.record() }
            let erasure = Erasure(
                from: xb, id: make.messageID(), order: "b", at: make.tick(),
                remains: make.bytes(9))
            let values = (0..<3).map { _ in BlindValue(bytes: make.bytes(32)) }
            let entries = [0, 1, 1].map {
                BlindIndexEntry(value: values[$0], field: "name", from: xb, id: make.messageID())
            }
            try await bench.store.commit(
                zip(ids, records).map(Change.insertRecord)
                    + [.eraseRecord(ids[1]), .insertErasure(erasure)]
                    + entries.map(Change.index))
            try await bench.store.shred()
            try await bench.reopen()
            let store = bench.store
            #expect(try await store.records(Set(ids)) == [ids[0]: records[0]])
            #expect(try await store.erased(Set(ids)) == [ids[1]])
            let keys = [xb, xc].map { MessageKey(from: $0, id: erasure.id) }
            #expect(try await store.erasures(of: Set(keys)) == [keys[0]: erasure])
            #expect(
                try await store.find(Set(values)) == [
                    values[0]: [entries[0]],
                    values[1]: entries[1...].sorted { $0.id < $1.id },
                ])
        }
    }
    @Test("give the threads of ours that have a value", arguments: Subject.allCases)
    func threads(_ subject: Subject) async throws {
        try await subject.withStore { bench in
            var make = Specimen(seed: 124)
            let messages = ["b", "a", "c", "a"].map { make.message(thread: $0, to: [xb]) }
            let values = (0..<3).map { _ in BlindValue(bytes: make.bytes(32)) }
            func entry(_ value: Int, _ from: MemberCode, _ message: Int) -> Change {
                .index(
                    BlindIndexEntry(
                        value: values[value], field: "name", from: from, id: messages[message].id))
            }
            try await bench.store.commit(
                messages.map(Change.insertMessage) + [
                    entry(0, xa, 0), entry(0, xa, 1), entry(0, xa, 3), entry(1, xa, 2),
                    entry(2, xb, 2),
                ])
            try await bench.reopen()
            func found(_ wanted: [Int], _ limit: Int = 9) async throws -> Set<String> {
                try await bench.store.threads(
                    withAny: wanted.map { values[$0] }, of: xa, limit: limit)
            }
            #expect(try await found([0, 1, 2]) == ["a", "b", "c"])
            #expect(try await found([2]) == [])
            #expect(try await found([]) == [])
            #expect(try await found([1, 0], 2) == ["c", "a"])
            #expect(try await found([0, 1], 2) == ["a", "b"])
        }
    }
    @Test("give bodies to be sent as far as there is room, and always the first")
    func room() throws {
        var make = Specimen(seed: 125)
        let open = (0..<4).map { _ in
            let message = make.message(thread: "a", to: [xb])
            return OpenDelivery(
                delivery: make.delivery(of: message, to: xb),
                envelopes: [make.envelope(of: message), make.envelope(of: message, seal: 2)])
        }
        let newest = open.map { $0.envelopes[1] }
        #expect(open.map(\.newest) == newest)
        let size = newest[0].byteCount
        for (bytesMax, count) in [(0, 1), (size, 1), (2 * size, 2), (9 * size, 4)] {
            #expect(
                OpenDelivery.bodies(of: open, bytesMax: bytesMax)
                    == Set(newest.prefix(count).map(\.record)))
        }
        #expect(OpenDelivery.bodies(of: [], bytesMax: 9) == [])
    }
}
