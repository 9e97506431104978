import Foundation
import Notices
import Ports
import StoreSQLite
import TestKit
import Testing

@Suite("A store that is gone is not taken for a new one")
final class StoreFilesTests {
    private let folder = NSTemporaryDirectory() + "heliograph-files-\(UUID().uuidString)"

    init() throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    private func opening() async -> Code? {
        do {
            let store = try SQLiteStore.open(folder: folder)
            await store.close()
            return nil
        } catch {
            return error.code
        }
    }

    @Test("an empty folder, one that is missing, and files that were emptied are told apart")
    func opened() async throws {
        #expect(await opening() == .storeMissing)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
        try SQLiteStore.make(folder: folder)
        #expect(await opening() == nil)
        let names = ["store.db", "keys.db"]
        for name in names {
            let path = folder + "/" + name
            let before = try Data(contentsOf: URL(fileURLWithPath: path))
            try Data().write(to: URL(fileURLWithPath: path))
            #expect(await opening() == .storeCorrupt, "\(name) of 0 bytes")
            #expect(try Data(contentsOf: URL(fileURLWithPath: path)).isEmpty, "it stays as it was")
            try FileManager.default.removeItem(atPath: path)
            #expect(await opening() == .storeCorrupt, "\(name) gone")
            #expect(!FileManager.default.fileExists(atPath: path))
            try before.write(to: URL(fileURLWithPath: path))
            #expect(await opening() == nil)
        }
        for name in names { try FileManager.default.removeItem(atPath: folder + "/" + name) }
        #expect(await opening() == .storeMissing)
        try FileManager.default.removeItem(atPath: folder)
        #expect(await opening() == .storeMissing)
    }

    @Test("a store is never made over another")
    func madeOnce() async throws {
        try SQLiteStore.make(folder: folder)
        #expect(throws: HeliographError(.storeConflict, "")) {
            try SQLiteStore.make(folder: self.folder)
        }
        #expect(await opening() == nil)
    }

    @Test("both halves say whose they are, and what was said once stays")
    func identity() async throws {
        let one = StoreIdentity(
            node: [UInt8](repeating: 1, count: 16), member: xa,
            keyCheck: BlindValue(bytes: [UInt8](repeating: 2, count: 32)))
        try SQLiteStore.make(folder: folder, identity: one)
        let store = try SQLiteStore.open(folder: folder)
        let other = StoreIdentity(node: [9], member: xb, keyCheck: one.keyCheck)
        try await store.identify(as: other)
        #expect(try await store.identity(of: .bodies) == one)
        #expect(try await store.identity(of: .keys) == one)
        await store.close()
    }
}
