import Exchange
import Foundation
import Notices
import Ports
import StoreSQLite
import TestKit
import Testing

/// What only the files can show.
@Suite struct SQLiteStoreTests {
    private func opening(_ folder: String) -> Code? {
        do {
            _ = try SQLiteStore.open(folder: folder)
            return nil
        } catch {
            return error.code
        }
    }

    @Test("the audit table refuses change, removal and replacement by anyone")
    func appendOnly() async throws {
        try await Subject.sqlite.withStore { bench in
            var make = Specimen(seed: 50)
            let entry = make.auditEntry(about: make.messageID(), from: xa)
            try await bench.store.commit([.audit(entry)])
            await bench.close()
            let path = bench.folder + "/store.db"
            for sql in [
                "UPDATE audit SET actor = 'x'", "DELETE FROM audit",
                """
                INSERT OR REPLACE INTO audit VALUES
                (1, 0, 'erasure', 'x', 'draft 1', '', '', x'00')
                """,
            ] {
                guard let said = try SQLiteShell.run(path, sql) else { return }
                #expect(said.contains("append-only"))
            }
            try await bench.reopen()
            let kept = try await bench.store.audit(after: 0, limit: 9)
            #expect(kept.map(\.actor) == [entry.actor])
        }
    }

    @Test("a key that a crash left of an erased body is destroyed at the next opening")
    func leftKey() async throws {
        try await Subject.sqlite.withStore { bench in
            var make = Specimen(seed: 73)
            let id = make.recordID()
            try await bench.store.commit([.insertRecord(id, make.record())])
            // As a crash would leave it: the body went, and nobody came to the key.
            try await bench.store.commit([.eraseRecord(id)])
            let path = bench.folder + "/keys.db"
            guard let before = try SQLiteShell.run(path, "SELECT count(*) FROM data_key") else {
                return
            }
            #expect(before.hasPrefix("1"))
            try await bench.reopen()
            #expect(
                try SQLiteShell.run(path, "SELECT count(*) FROM data_key")?.hasPrefix("0") == true)
            #expect(try await bench.store.isErased(id))
        }
    }

    @Test("a store of a newer version is refused and left as it is")
    func newer() async throws {
        try await Subject.sqlite.withStore { bench in
            await bench.close()
            let path = bench.folder + "/store.db"
            guard try SQLiteShell.run(path, "PRAGMA user_version = 99") != nil else { return }
            let before = try Data(contentsOf: URL(fileURLWithPath: path))
            #expect(opening(bench.folder) == .storeNewer)
            #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
        }
    }

    @Test("a missing folder, a foreign file, half a store and rubbish are told apart")
    func refusals() async throws {
        try await Subject.sqlite.withStore { bench in
            await bench.close()
            #expect(opening(bench.folder + "/none") == .storeMissing)
            let keys = bench.folder + "/keys.db"
            try FileManager.default.moveItem(atPath: keys, toPath: keys + ".away")
            #expect(opening(bench.folder) == .storeCorrupt)
            try FileManager.default.moveItem(atPath: keys + ".away", toPath: keys)
            #expect(opening(bench.folder) == nil)
            try Data(repeating: 0x41, count: 9_000).write(to: URL(fileURLWithPath: keys))
            #expect(opening(bench.folder) == .storeCorrupt)
            try FileManager.default.removeItem(atPath: keys)
            if try SQLiteShell.run(keys, "CREATE TABLE recipes (name)") != nil {
                #expect(opening(bench.folder) == .storeCorrupt)
            }
        }
    }

    @Test("files are for their owner only, and keys are not among the bodies")
    func files() async throws {
        try await Subject.sqlite.withStore { bench in
            var make = Specimen(seed: 51)
            let record = make.record()
            try await bench.store.commit([.insertRecord(make.recordID(), record)])
            await bench.close()
            for name in ["store.db", "keys.db"] {
                let path = bench.folder + "/" + name
                let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
                #expect(mode as? Int == 0o600)
                let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
                let holdsKey = bytes.range(of: Data(record.wrappedKey)) != nil
                #expect(holdsKey == (name == "keys.db"))
            }
        }
    }

    @Test("a full disk keeps nothing of the list that met it, and the store goes on")
    func full() async throws {
        let bench = try Bench(.sqlite)
        defer { bench.removeFiles() }
        await bench.close()
        var options = SQLiteStore.Options()
        options.pagesMax = 80
        let store = try SQLiteStore.open(folder: bench.folder, options: options)
        var make = Specimen(seed: 52)
        let audit = make.auditEntry(about: make.messageID(), from: xa)
        let (small, big) = (make.record(), make.record(bodyBytes: 2_000_000))
        let ids = (0..<20).map { _ in make.recordID() }
        // Half of them are too big; they arrive together and must not spoil the rest.
        let outcomes = await withTaskGroup(of: (Int, Code?).self) { group in
            for (number, id) in ids.enumerated() {
                let record = number.isMultiple(of: 2) ? small : big
                group.addTask {
                    (
                        number,
                        await refusal(of: [.audit(audit), .insertRecord(id, record)], by: store)
                    )
                }
            }
            return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        for (number, id) in ids.enumerated() {
            let isSmall = number.isMultiple(of: 2)
            #expect(outcomes[number] == (isSmall ? nil : .diskFull))
            #expect(try await store.record(id) == (isSmall ? small : nil))
        }
        #expect(try await store.audit(after: 0, limit: 99).count == 10)
        try await store.check()
        await store.close()
    }

    @Test("what was acknowledged is in the files, should the process die that moment")
    func crash() async throws {
        try await Subject.sqlite.withStore { bench in
            var make = Specimen(seed: 54)
            for round in 0..<10 {
                let (id, record) = (make.recordID(), make.record(bodyBytes: 9_000))
                try await bench.store.commit([.insertRecord(id, record)])
                let copy = bench.folder + "/copy-\(round)"
                let manager = FileManager.default
                try manager.createDirectory(atPath: copy, withIntermediateDirectories: true)
                for name in ["store.db", "store.db-wal", "keys.db", "keys.db-wal"] {
                    try manager.copyItem(
                        atPath: bench.folder + "/" + name, toPath: copy + "/" + name)
                }
                let revived = try SQLiteStore.open(folder: copy)
                #expect(try await revived.record(id) == record)
                try await revived.check()
                await revived.close()
            }
        }
    }

    @Test("a key without its body, which a crash may leave, is in nobody's way")
    func orphanKey() async throws {
        try await Subject.sqlite.withStore { bench in
            var make = Specimen(seed: 55)
            let (id, record) = (make.recordID(), make.record())
            let orphan = "INSERT INTO data_key VALUES (x'\(id)', x'00')"
            guard try SQLiteShell.run(bench.folder + "/keys.db", orphan) != nil else { return }
            #expect(try await bench.store.record(id) == nil)
            try await bench.store.commit([.insertRecord(id, record)])
            #expect(try await bench.store.record(id) == record)
            // A second record of that name must not touch the key of the first.
            #expect(
                await refusal(of: [.insertRecord(id, make.record())], by: bench.store)
                    == .storeConflict)
            #expect(try await bench.store.record(id) == record)
        }
    }

    @Test("while another process holds the lock the store is busy, and then it is not")
    func busy() async throws {
        let bench = try Bench(.sqlite)
        defer { bench.removeFiles() }
        await bench.close()
        var options = SQLiteStore.Options()
        options.busyTimeout = .milliseconds(50)
        let store = try SQLiteStore.open(folder: bench.folder, options: options)
        var make = Specimen(seed: 56)
        let change = Change.insertRecord(make.recordID(), make.record())
        let shell = Process()
        shell.executableURL = URL(fileURLWithPath: "/usr/bin/sqlite3")
        shell.arguments = [bench.folder + "/store.db"]
        let (input, output) = (Pipe(), Pipe())
        shell.standardInput = input
        shell.standardOutput = output
        guard (try? shell.run()) != nil else { return }
        input.fileHandleForWriting.write(Data("BEGIN IMMEDIATE;\nSELECT 'held';\n".utf8))
        _ = output.fileHandleForReading.availableData
        #expect(await refusal(of: [change], by: store) == .storeBusy)
        input.fileHandleForWriting.write(Data("ROLLBACK;\n".utf8))
        try input.fileHandleForWriting.close()
        shell.waitUntilExit()
        #expect(await refusal(of: [change], by: store) == nil)
        await store.close()
    }

    @Test("the two halves are copied apart, while the store is in use, and fit together again")
    func copies() async throws {
        try await Subject.sqlite.withStore { bench in
            var make = Specimen(seed: 57)
            let (id, record) = (make.recordID(), make.record())
            let message = make.message(thread: "a", to: [xb])
            try await bench.store.commit([.insertRecord(id, record), .insertMessage(message)])
            guard let store = bench.store as? SQLiteStore else { return }
            let copy = bench.folder + "/copy"
            try FileManager.default.createDirectory(
                atPath: copy, withIntermediateDirectories: true)
            try await store.copy(.bodies, to: copy + "/store.db")
            #expect(opening(copy) == .storeCorrupt, "a body backup alone is no store")
            try await store.copy(.keys, to: copy + "/keys.db")
            await #expect(throws: HeliographError(.fileUnwritable, "")) {
                try await store.copy(.keys, to: copy + "/keys.db")
            }
            for name in ["store.db", "keys.db"] {
                let mode = try FileManager.default.attributesOfItem(
                    atPath: copy + "/" + name)[.posixPermissions]
                #expect(mode as? Int == 0o600)
            }
            let restored = try SQLiteStore.open(folder: copy)
            #expect(try await restored.record(id) == record)
            #expect(try await restored.message(message.id) == message)
            try await restored.check()
            await restored.close()
        }
    }

    @Test("a closed store says so")
    func closed() async throws {
        try await Subject.sqlite.withStore { bench in
            await bench.close()
            await bench.close()
            #expect(
                await refusal(of: [.putPeer(PeerRow(member: xa))], by: bench.store)
                    == .storeFailed)
            await #expect(throws: HeliographError(.storeFailed, "")) {
                _ = try await bench.store.peers()
            }
        }
    }

    @Test("damage is found by the check, and a store that has met it serves no longer")
    func damage() async throws {
        try await Subject.sqlite.withStore { bench in
            var make = Specimen(seed: 53)
            var ids: [RecordID] = []
            for _ in 0..<50 {
                ids.append(make.recordID())
                try await bench.store.commit([
                    .insertRecord(ids[ids.count - 1], make.record(bodyBytes: 20_000)),
                    .insertMessage(make.message(thread: "a", to: [xb])),
                ])
            }
            await bench.close()
            let path = bench.folder + "/store.db"
            let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
            for page in 60..<140 {
                try file.seek(toOffset: UInt64(page) * 8_192)
                try file.write(contentsOf: Data(repeating: 0xA5, count: 64))
            }
            try file.close()
            for isChecked in [true, false] {
                let store = try SQLiteStore.open(folder: bench.folder)
                #expect(try await store.peers() == [])
                await #expect(throws: HeliographError(.storeCorrupt, "")) {
                    if isChecked { try await store.check() }
                    for id in ids { _ = try await store.record(id) }
                }
                await #expect(throws: HeliographError(.storeCorrupt, "")) {
                    _ = try await store.peers()
                }
                let peer = Change.putPeer(PeerRow(member: xb))
                #expect(await refusal(of: [peer], by: store) == .storeCorrupt)
                await store.close()
            }
        }
    }
}
