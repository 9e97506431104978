import Foundation
import Notices
import Ports
import StoreSQLite
import TestKit
import Testing

/// A kind of store under test. Every claim of the suite is made of each.
enum Subject: String, CaseIterable, CustomTestStringConvertible {
    case memory, sqlite

    var testDescription: String { rawValue }

    func withStore(_ body: (Bench) async throws -> Void) async throws {
        let bench = try Bench(self)
        defer { bench.removeFiles() }
        try await body(bench)
        await bench.close()
    }
}

/// One store, and the way to close it and open it again.
final class Bench {
    private(set) var store: any Store
    let folder: String
    private let subject: Subject

    init(_ subject: Subject) throws {
        self.subject = subject
        folder = NSTemporaryDirectory() + "heliograph-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        store =
            switch subject {
            case .memory: MemoryStore()
            case .sqlite: try SQLiteStore.makeAndOpen(folder: folder)
            }
    }

    func reopen() async throws {
        if let memory = store as? MemoryStore {
            store = MemoryStore(await memory.snapshot())
        } else {
            await close()
            store = try SQLiteStore.open(folder: folder)
        }
    }

    func close() async {
        await (store as? SQLiteStore)?.close()
    }

    func removeFiles() {
        try? FileManager.default.removeItem(atPath: folder)
    }
}

let xa = Specimen.member("XA")
let xb = Specimen.member("XB")
let xc = Specimen.member("XC")

/// What a commit throws; nil if it succeeds.
func refusal(of changes: [Change], by store: any Store) async -> Code? {
    do {
        try await store.commit(changes)
        return nil
    } catch {
        return error.code
    }
}

extension SQLiteStore {
    /// A new store.
    static func makeAndOpen(folder: String) throws(HeliographError) -> SQLiteStore {
        try make(folder: folder)
        return try open(folder: folder)
    }
}
