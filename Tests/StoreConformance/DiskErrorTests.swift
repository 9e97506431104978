import CSQLite
import Foundation
import Notices
import Ports
import StoreSQLite
import Synchronization
import TestKit
import Testing

/// A disk that fails under the store, by SQLite's own door for system calls.
@Suite(.serialized) struct DiskErrorTests {
    private typealias Write = @convention(c) (Int32, UnsafeRawPointer?, Int, off_t) -> Int

    /// Which file cannot be written, and why: only this test's own, for others run at once.
    private static let failing = Mutex<(path: String, cause: Int32)?>(nil)

    private static let write: Write = { file, bytes, size, offset in
        let name = try? FileManager.default.destinationOfSymbolicLink(
            atPath: "/proc/self/fd/\(file)")
        let cause = failing.withLock { $0?.path == name ? $0?.cause : nil }
        guard let cause else { return pwrite(file, bytes, size, offset) }
        errno = cause
        return -1
    }

    private let bench: Bench
    /// What the store said when it ended.
    private let ended = Ended()

    private final class Ended: Sendable {
        let code = Mutex<Code?>(nil)
    }

    init() throws {
        bench = try Bench(.sqlite)
        let system = try #require(sqlite3_vfs_find(nil))
        let call = unsafeBitCast(Self.write, to: sqlite3_syscall_ptr.self)
        #expect(system.pointee.xSetSystemCall(system, "pwrite64", call) == SQLITE_OK)
    }

    private func fail(_ name: String, _ cause: Int32) {
        let folder = URL(fileURLWithPath: bench.folder).resolvingSymlinksInPath().path
        Self.failing.withLock { $0 = (folder + "/" + name, cause) }
    }

    private func open() async throws -> SQLiteStore {
        let store = try #require(bench.store as? SQLiteStore)
        await store.whenEnded { [ended] error in ended.code.withLock { $0 = error.code } }
        return store
    }

    /// Commits records until the journal is long enough to be moved into the file.
    private func fill(_ store: SQLiteStore, _ make: inout Specimen) async throws -> [RecordID] {
        var ids: [RecordID] = []
        for _ in 0..<6 {
            let id = make.recordID()
            guard
                await refusal(
                    of: [.insertRecord(id, make.record(bodyBytes: 2_000_000))], by: store) == nil
            else { break }
            ids.append(id)
        }
        return ids
    }

    @Test(
        "a store whose file cannot be written ends, and says so, when the journal is moved into it")
    func movingFails() async throws {
        defer { bench.removeFiles() }
        let store = try await open()
        var make = Specimen(seed: 71)
        fail("store.db", EIO)
        let ids = try await fill(store, &make)
        #expect(!ids.isEmpty && ids.count < 6)
        #expect(ended.code.withLock { $0 } == .storeFailed)
        await #expect(throws: HeliographError(.storeFailed, "")) { _ = try await store.peers() }
        Self.failing.withLock { $0 = nil }
        // What was acknowledged is in the journal.
        try await bench.reopen()
        for id in ids { #expect(try await bench.store.record(id) != nil) }
        await bench.close()
    }

    @Test("a disk without room for the file puts the move off; the journal holds what was taken")
    func movingWaits() async throws {
        defer { bench.removeFiles() }
        let store = try await open()
        var make = Specimen(seed: 72)
        fail("store.db", ENOSPC)
        let ids = try await fill(store, &make)
        #expect(ids.count == 6)
        #expect(ended.code.withLock { $0 } == nil)
        Self.failing.withLock { $0 = nil }
        try await bench.reopen()
        for id in ids { #expect(try await bench.store.record(id) != nil) }
        await bench.close()
    }

    @Test("a journal that cannot be written ends the store; nothing of that commit is kept")
    func journalFails() async throws {
        defer { bench.removeFiles() }
        let store = try await open()
        var make = Specimen(seed: 73)
        let (kept, lost) = (make.recordID(), make.recordID())
        try await store.commit([.insertRecord(kept, make.record())])
        fail("store.db-wal", EIO)
        let change = Change.insertRecord(lost, make.record())
        #expect(await refusal(of: [change], by: store) == .storeFailed)
        Self.failing.withLock { $0 = nil }
        #expect(ended.code.withLock { $0 } == .storeFailed)
        // The disk works again, and this store does not believe it.
        #expect(await refusal(of: [change], by: store) == .storeFailed)
        try await bench.reopen()
        #expect(try await bench.store.record(kept) != nil)
        #expect(try await bench.store.record(lost) == nil)
        await bench.close()
    }
}
