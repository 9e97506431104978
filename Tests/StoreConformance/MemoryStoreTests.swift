import Notices
import Ports
import TestKit
import Testing

/// What only the memory store can do.
@Suite struct MemoryStoreTests {
    @Test("a commit fails when it is told to, before or after it was kept")
    func faults() async throws {
        var make = Specimen(seed: 60)
        let store = MemoryStore()
        let changes = (0..<4).map { _ in Change.insertRecord(make.recordID(), make.record()) }
        await store.failCommit(2, .beforeApplying, with: .diskFull)
        await store.failCommit(3, .afterApplying)
        #expect(await refusal(of: [changes[0]], by: store) == nil)
        #expect(await refusal(of: [changes[1]], by: store) == .diskFull)
        #expect(await refusal(of: [changes[2]], by: store) == .storeFailed)
        #expect(await refusal(of: [changes[3]], by: store) == nil)
        #expect(await refusal(of: [changes[1]], by: store) == nil, "it had not been kept")
        #expect(await refusal(of: [changes[2]], by: store) == .storeConflict, "it had been")
        #expect(await store.commitCount == 6)
    }

    @Test("a crash keeps what was committed and nothing else")
    func crash() async throws {
        var make = Specimen(seed: 61)
        let store = MemoryStore()
        let (kept, lost) = (make.recordID(), make.recordID())
        let record = make.record()
        try await store.commit([.insertRecord(kept, record)])
        let disk = await store.snapshot()
        try await store.commit([.insertRecord(lost, record)])
        let revived = MemoryStore(disk)
        #expect(await revived.record(kept) == record)
        #expect(await revived.record(lost) == nil)
        await store.restore(disk)
        #expect(await store.record(lost) == nil)
    }

    @Test("held commits wait, and are all carried out")
    func held() async throws {
        var make = Specimen(seed: 62)
        let store = MemoryStore()
        let (id, record) = (make.recordID(), make.record())
        await store.holdCommits()
        let commit = Task { await refusal(of: [.insertRecord(id, record)], by: store) }
        try await eventually("the commit is held") { await store.heldCount > 0 }
        #expect(await store.record(id) == nil)
        await store.releaseCommits()
        #expect(await commit.value == nil)
        #expect(await store.record(id) == record)
    }
}
