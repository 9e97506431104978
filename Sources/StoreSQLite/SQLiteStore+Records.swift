import CSQLite
public import Notices
public import Ports

extension SQLiteStore {
    /// The bodies with these names.
    public func records(
        _ ids: Set<RecordID>
    ) throws(HeliographError) -> [RecordID: SealedRecord] {
        try together { () throws(HeliographError) in
            try self.read { files throws(SQLiteFailure) in
                var found: [RecordID: SealedRecord] = [:]
                for id in ids {
                    let bodies = try files.main.query(
                        "SELECT body FROM record WHERE id = ?", [.record(id)]
                    ) { $0.blob() }
                    let keys = try files.keys.query(
                        "SELECT wrapped FROM data_key WHERE record = ?", [.record(id)]
                    ) { $0.blob() }
                    guard let body = bodies.first, let key = keys.first else { continue }
                    found[id] = SealedRecord(wrappedKey: key, body: body)
                }
                return found
            }
        }
    }

    /// Those of these bodies that were erased, as against lost.
    public func erased(_ ids: Set<RecordID>) throws(HeliographError) -> Set<RecordID> {
        try together { () throws(HeliographError) in
            var found: Set<RecordID> = []
            for id in ids {
                let rows = try self.rows(
                    "SELECT 1 FROM erased_record WHERE id = ?", [.record(id)]
                ) { $0.integer() }
                if !rows.isEmpty { found.insert(id) }
            }
            return found
        }
    }

    /// The proof that is kept of messages whose bodies were erased; nothing for the others.
    public func erasures(
        of messages: Set<MessageKey>
    ) throws(HeliographError) -> [MessageKey: Erasure] {
        try one(messages) { key throws(HeliographError) in
            try self.rows("WHERE sender = ? AND id = ?", [.member(key.from), .id(key.id)])
        }
    }

    /// Destroys the data keys of erased bodies, so that no copy of them opens any more; returns
    /// once that is durable.
    public func shred() throws(HeliographError) {
        try read { files throws(SQLiteFailure) in try files.shred() }
    }
}

extension Files {
    /// Destroys the data keys of bodies that are gone, and what the journals still hold of either.
    ///
    /// A copy of the bodies that somebody keeps opens nothing from here on. A body goes before its
    /// key: after a crash between the two the next call, and the next opening, finds what is left.
    func shred() throws(SQLiteFailure) {
        let waiting = try main.query("SELECT id FROM erased_record WHERE shredded = 0", []) {
            row throws(SQLiteFailure) in try row.recordID()
        }
        guard !waiting.isEmpty else { return }
        for connection in [keys, main] { try connection.run("BEGIN IMMEDIATE") }
        do {
            for id in waiting {
                try keys.run("DELETE FROM data_key WHERE record = ?", [.record(id)])
                try main.run(
                    "UPDATE erased_record SET shredded = 1 WHERE id = ?", [.record(id)])
            }
            try keys.run("COMMIT")
            try main.run("COMMIT")
        } catch {
            for connection in [keys, main] where connection.isInTransaction {
                try? connection.run("ROLLBACK")
            }
            throw error
        }
        checkpoint()
    }
}
