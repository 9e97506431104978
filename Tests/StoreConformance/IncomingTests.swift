import Exchange
import Notices
import Ports
import TestKit
import Testing

@Suite struct IncomingTests {
    @Test("the inbox is ordered by deadline, none last, then arrival", arguments: Subject.allCases)
    func inbox(_ subject: Subject) async throws {
        try await subject.withStore { bench in
            var make = Specimen(seed: 10)
            let soon = Specimen.epoch + .hours(1)
            let endless = make.inboxItem(from: xb, thread: "a")
            let late = make.inboxItem(from: xb, thread: "b", deadline: soon + .hours(5))
            let first = make.inboxItem(from: xc, thread: "a", deadline: soon, state: .read)
            let second = make.inboxItem(from: xb, thread: "a", deadline: soon)
            try await bench.store.commit(
                [endless, late, second, first].map(Change.insertInboxItem))
            try await bench.reopen()
            let store = bench.store
            #expect(try await store.inbox(InboxFilter()) == [first, second, late, endless])
            #expect(try await store.inbox(InboxFilter(states: [.read])) == [first])
            #expect(try await store.inbox(InboxFilter(states: [])) == [])
            #expect(
                try await store.inbox(InboxFilter(states: [.new], thread: "a"))
                    == [second, endless])
            #expect(try await store.inbox(InboxFilter(from: xc)) == [first])
            #expect(
                try await store.inbox(InboxFilter(thread: "a", from: xb)) == [second, endless])
            #expect(try await store.inbox(InboxFilter(limit: 2)) == [first, second])
            for item in [first, second, late, endless] {
                let same = try await store.inbox(InboxFilter(sequence: item.sequence))
                #expect(same.contains(item) && same.allSatisfy { $0.sequence == item.sequence })
            }
            #expect(try await store.inbox(InboxFilter(sequence: 999_999)) == [])
            var filter = InboxFilter()
            filter.threadBeginning = "b"
            #expect(try await store.inbox(filter) == [late])
            filter.threadBeginning = ""
            #expect(try await store.inbox(filter).count == 4)
            filter.ids = late.id...late.id
            #expect(try await store.inbox(filter) == [late])
        }
    }

    @Test("one id may come from two members", arguments: Subject.allCases)
    func identity(_ subject: Subject) async throws {
        try await subject.withStore { bench in
            var make = Specimen(seed: 11)
            let item = make.inboxItem(from: xc, thread: "a")
            let twin = InboxItem(
                from: xb, id: item.id, contentDigest: make.digest(), seal: 2, thread: "z",
                sequence: 9, kind: "green-notice", operation: "cancel", precedence: .flash,
                deadline: nil, created: item.created, expires: item.expires,
                received: make.tick(), state: .new, envelope: make.recordID(),
                inner: make.recordID(), notice: make.recordID(), evidence: make.digest())
            try await bench.store.commit([.insertInboxItem(item), .insertInboxItem(twin)])
            #expect(try await bench.store.inboxItem(from: xc, id: item.id) == item)
            #expect(try await bench.store.inboxItem(from: xa, id: item.id) == nil)
            #expect(try await bench.store.inboxItems(id: item.id) == [twin, item])
        }
    }

    @Test("an officer's step changes the state and nothing else", arguments: Subject.allCases)
    func states(_ subject: Subject) async throws {
        try await subject.withStore { bench in
            var make = Specimen(seed: 12)
            var item = make.inboxItem(from: xb, thread: "a")
            try await bench.store.commit([.insertInboxItem(item)])
            for state in InboxState.allCases {
                try await bench.store.commit([.setInboxState(from: xb, id: item.id, state)])
                item.state = state
                #expect(try await bench.store.inboxItem(from: xb, id: item.id) == item)
            }
            #expect(
                await refusal(of: [.setInboxState(from: xc, id: item.id, .read)], by: bench.store)
                    == .storeConflict)
        }
    }

    @Test(
        "an officer's step never brings back what its issuer has ended meanwhile",
        arguments: Subject.allCases, [InboxState.cancelled, .superseded])
    func ended(_ subject: Subject, _ ended: InboxState) async throws {
        try await subject.withStore { bench in
            var make = Specimen(seed: 15)
            let item = make.inboxItem(from: xb, thread: "a")
            try await bench.store.commit([
                .insertInboxItem(item), .setInboxState(from: xb, id: item.id, ended),
            ])
            for step in [InboxState.read, .actioned, .closed] {
                try await bench.store.commit([.setInboxState(from: xb, id: item.id, step)])
                #expect(try await bench.store.inboxItem(from: xb, id: item.id)?.state == ended)
            }
        }
    }

    @Test("a thread's state is replaced, per issuer", arguments: Subject.allCases)
    func threads(_ subject: Subject) async throws {
        try await subject.withStore { bench in
            var make = Specimen(seed: 13)
            let states = [(xb, 1, false), (xc, 4, false), (xb, 2, true)].map {
                ThreadState(
                    issuer: $0, thread: "a", highestSequence: $1, isCancelled: $2,
                    current: make.messageID())
            }
            try await bench.store.commit(states.map(Change.putThread))
            try await bench.reopen()
            #expect(try await bench.store.thread(issuer: xb, thread: "a") == states[2])
            #expect(try await bench.store.thread(issuer: xc, thread: "a") == states[1])
            #expect(try await bench.store.thread(issuer: xb, thread: "b") == nil)
        }
    }

    @Test("conflicts are kept, newest first", arguments: Subject.allCases)
    func conflicts(_ subject: Subject) async throws {
        try await subject.withStore { bench in
            var make = Specimen(seed: 14)
            let id = make.messageID()
            let records = (0..<3).map { _ in
                ConflictRecord(
                    from: xb, id: id, contentDigest: make.digest(), seen: make.tick(),
                    envelope: make.recordID())
            }
            try await bench.store.commit(records.map(Change.insertConflict))
            try await bench.reopen()
            #expect(try await bench.store.conflicts(limit: 9) == records.reversed())
            #expect(try await bench.store.conflicts(limit: 1) == [records[2]])
        }
    }

    @Test("what is held under an id is found at once, for many ids", arguments: Subject.allCases)
    func known(_ subject: Subject) async throws {
        try await subject.withStore { bench in
            var make = Specimen(seed: 15)
            let item = make.inboxItem(from: xb, thread: "b")
            let answer = EvidenceDocument(
                digest: item.evidence, der: make.bytes(700),
                entries: [make.entry(by: xa, from: xb, id: item.id)], kept: make.tick())
            let conflict = ConflictRecord(
                from: xb, id: item.id, contentDigest: make.digest(), seen: make.tick(),
                envelope: make.recordID())
            try await bench.store.commit([
                .insertInboxItem(item), .keepEvidence(answer), .insertConflict(conflict),
            ])
            try await bench.reopen()
            func key(_ from: MemberCode, _ digest: Digest) -> SealKey {
                SealKey(
                    message: MessageKey(from: from, id: item.id), seal: 1, contentDigest: digest)
            }
            let wanted = [
                key(xb, item.contentDigest): KnownMessage(
                    item: item, evidence: answer.der, refusal: nil, isConflictKept: false),
                key(xb, conflict.contentDigest): KnownMessage(
                    item: item, evidence: answer.der, refusal: nil, isConflictKept: true),
                key(xb, make.digest()): KnownMessage(
                    item: item, evidence: answer.der, refusal: nil, isConflictKept: false),
                key(xc, conflict.contentDigest): .nothing,
            ]
            #expect(try await bench.store.known(Set(wanted.keys), by: xa) == wanted)
            #expect(try await bench.store.known([], by: xa) == [:])
        }
    }

    @Test("a new statement is filed beside its own thread", arguments: Subject.allCases)
    func grounds(_ subject: Subject) async throws {
        try await subject.withStore { bench in
            var make = Specimen(seed: 16)
            let items = [
                make.inboxItem(from: xb, thread: "b", sequence: 1, state: .superseded),
                make.inboxItem(from: xb, thread: "b", sequence: 2),
                make.inboxItem(from: xb, thread: "b", sequence: 2, state: .read),
                make.inboxItem(from: xc, thread: "b", sequence: 2),
            ]
            let thread = ThreadState(
                issuer: xb, thread: "b", highestSequence: 2, isCancelled: false,
                current: items[1].id)
            try await bench.store.commit(
                items.map(Change.insertInboxItem) + [.putThread(thread)])
            try await bench.reopen()
            func question(
                _ issuer: MemberCode, _ sequence: Int, _ open: Set<InboxState>
            ) -> FilingQuestion {
                FilingQuestion(
                    thread: ThreadKey(issuer: issuer, thread: "b"), sequence: sequence, open: open)
            }
            let live: Set<InboxState> = [.new, .read]
            let wanted = [
                question(xb, 3, live): FilingGround(thread: thread, open: Array(items[1...2])),
                question(xb, 1, live.union([.superseded])): FilingGround(
                    thread: thread, open: Array(items[0...2]), same: [items[0]]),
                question(xb, 2, [.actioned]): FilingGround(
                    thread: thread, open: [], same: Array(items[1...2])),
                // Nothing began it.
                question(xc, 2, live): FilingGround(thread: nil),
            ]
            #expect(try await bench.store.grounds(for: Set(wanted.keys)) == wanted)
            #expect(
                try await bench.store.inbox(
                    ofThreads: [
                        ThreadKey(issuer: xb, thread: "b"), ThreadKey(issuer: xa, thread: "b"),
                    ], limit: 2) == [ThreadKey(issuer: xb, thread: "b"): Array(items[0...1])])
        }
    }
}
