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
            for (from, digest) in [
                (xb, records[0].contentDigest), (xa, records[0].contentDigest), (xb, make.digest()),
            ] {
                let isKept = from == xb && digest == records[0].contentDigest
                #expect(
                    try await bench.store.hasConflict(from: from, id: id, contentDigest: digest)
                        == isKept)
            }
        }
    }
}
