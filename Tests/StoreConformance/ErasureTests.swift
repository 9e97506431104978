import Notices
import Ports
import TestKit
import Testing

@Suite struct ErasureTests {
    @Test(
        "what was erased is gone with its key and its index, for good; what stays says so",
        arguments: Subject.allCases)
    func erased(_ subject: Subject) async throws {
        try await subject.withStore { bench in
            var make = Specimen(seed: 70)
            let (gone, kept) = (make.recordID(), make.recordID())
            let item = make.inboxItem(from: xa, thread: "XA-TA-2027-000001")
            let value = BlindValue(bytes: make.bytes(32))
            let entries = [item.id, make.messageID()].map {
                BlindIndexEntry(value: value, field: "name", from: xa, id: $0)
            }
            try await bench.store.commit(
                [
                    .insertRecord(gone, make.record()), .insertRecord(kept, make.record()),
                    .insertInboxItem(item),
                ] + entries.map(Change.index))
            let erasure = Erasure(
                from: xa, id: item.id, order: "XA-ER-2027-000001", at: make.tick(),
                remains: make.bytes(500))
            try await bench.store.commit([
                .eraseRecord(gone), .insertErasure(erasure), .unindex(from: xa, id: item.id),
            ])
            try await bench.store.shred()
            try await bench.reopen()
            let store = bench.store
            #expect(try await store.record(gone) == nil)
            #expect(try await store.record(kept) != nil)
            #expect(try await store.isErased(gone))
            #expect(try await store.isErased(kept) == false)
            #expect(try await store.erasure(from: xa, id: item.id) == erasure)
            #expect(try await store.erasure(from: xb, id: item.id) == nil)
            #expect(try await store.find(value) == [entries[1]])
            #expect(
                await refusal(of: [.insertErasure(erasure)], by: store) == .storeConflict)
            try await store.check()
        }
    }

    @Test("an erasure that fails with its list takes nothing away", arguments: Subject.allCases)
    func undone(_ subject: Subject) async throws {
        try await subject.withStore { bench in
            var make = Specimen(seed: 71)
            let id = make.recordID()
            let record = make.record()
            let entry = BlindIndexEntry(
                value: BlindValue(bytes: make.bytes(32)), field: "name", from: xa,
                id: make.messageID())
            try await bench.store.commit([.insertRecord(id, record), .index(entry)])
            let list: [Change] = [
                .eraseRecord(id), .unindex(from: xa, id: entry.id), .insertRecord(id, record),
                .insertRecord(id, record),
            ]
            #expect(await refusal(of: list, by: bench.store) == .storeConflict)
            #expect(try await bench.store.record(id) == record)
            #expect(try await bench.store.isErased(id) == false)
            #expect(try await bench.store.find(entry.value) == [entry])
        }
    }

    @Test("statements and arrivals are found by kind", arguments: Subject.allCases)
    func kinds(_ subject: Subject) async throws {
        try await subject.withStore { bench in
            var make = Specimen(seed: 72)
            let item = make.inboxItem(from: xa, thread: "XA-TA-2027-000001")
            let notice = make.notice(thread: "XB-TA-2027-000001")
            try await bench.store.commit([.insertInboxItem(item), .insertNotice(notice)])
            let store = bench.store
            #expect(try await store.inbox(InboxFilter(kind: "travel-alert")) == [item])
            #expect(try await store.inbox(InboxFilter(kind: "erasure")) == [])
            #expect(try await store.notices(NoticeFilter(kind: "travel-alert")) == [notice])
            #expect(try await store.notices(NoticeFilter(kind: "erasure")) == [])
        }
    }
}
