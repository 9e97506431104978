import Foundation
import Notices
import Ports
import TestKit
import Testing

@testable import StoreSQLite

/// How the files are written, as SQLite itself says, and what they still hold of what was erased.
@Suite("The files of the store")
struct SQLiteFilesTests {
    @Test(
        "both are synced at each commit, and wiped where something was; rows that belong together stay together"
    )
    func settings() async throws {
        try await Subject.sqlite.withStore { bench in
            await bench.close()
            let files = try Files.open(folder: bench.folder, options: SQLiteStore.Options())
            for connection in [files.main, files.keys] {
                let wanted: [(String, Int)] = [
                    ("synchronous", 2), ("secure_delete", 1), ("foreign_keys", 1),
                    ("recursive_triggers", 1), ("trusted_schema", 0), ("temp_store", 2),
                ]
                for (name, value) in wanted {
                    let said = try connection.query("PRAGMA \(name)") { $0.integer() }
                    #expect(said == [Int64(value)], "\(name)")
                }
                let journal = try connection.query("PRAGMA journal_mode") { $0.text() }
                #expect(journal == ["wal"])
            }
        }
    }

    /// Bytes that are to be gone, in pieces so short that most do not lie across the end of a page.
    private struct Trace {
        let name: String
        let pieces: [[UInt8]]

        init(_ name: String, _ bytes: [UInt8]) {
            self.name = name
            let length = min(24, bytes.count)
            let step = max(length, bytes.count / 20)
            pieces = stride(from: 0, through: bytes.count - length, by: step).map {
                Array(bytes[$0..<$0 + length])
            }
        }

        /// How many of the pieces stand in one of the files.
        func count(in files: [Data]) -> Int {
            pieces.count { piece in
                files.contains { file in
                    file.withUnsafeBytes { bytes in
                        bytes.baseAddress.map {
                            memmem($0, bytes.count, piece, piece.count) != nil
                        } ?? false
                    }
                }
            }
        }
    }

    private func files(of folder: String) throws -> [Data] {
        try FileManager.default.contentsOfDirectory(atPath: folder).map {
            try Data(contentsOf: URL(fileURLWithPath: folder + "/" + $0))
        }
    }

    @Test("what was erased is in none of them as soon as that is said, journals included")
    func erased() async throws {
        try await Subject.sqlite.withStore { bench in
            var make = Specimen(seed: 90)
            var traces: [Trace] = []
            var erasure: [Change] = []
            for number in 0..<6 {
                let (id, record) = (make.recordID(), make.record(bodyBytes: 200 + 9_000 * number))
                let entry = BlindIndexEntry(
                    value: BlindValue(bytes: make.bytes(32)), field: "name", from: xa,
                    id: make.messageID())
                try await bench.store.commit([.insertRecord(id, record), .index(entry)])
                // Others lie between them, and stay.
                try await bench.store.commit([
                    .insertRecord(make.recordID(), make.record(bodyBytes: 3_000))
                ])
                traces += [
                    Trace("body \(number)", record.body), Trace("key \(number)", record.wrappedKey),
                    Trace("index \(number)", entry.value.bytes),
                ]
                erasure += [.eraseRecord(id), .unindex(from: xa, id: entry.id)]
            }
            let before = try files(of: bench.folder)
            for trace in traces {
                let found = trace.count(in: before)
                #expect(found * 2 > trace.pieces.count, "\(trace.name) is not looked for")
            }
            try await bench.store.commit(erasure)
            try await bench.store.shred()
            let left = try files(of: bench.folder)
            for trace in traces { #expect(trace.count(in: left) == 0, "\(trace.name)") }
        }
    }
}
