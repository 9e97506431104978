import CSQLite
public import Notices
public import Ports

extension SQLiteStore {
    public func erasure(from: MemberCode, id: MessageID) throws(HeliographError) -> Erasure? {
        try rows(
            "SELECT order_thread, at, remains FROM erasure WHERE sender = ? AND id = ?",
            [.member(from), .id(id)]
        ) { row throws(SQLiteFailure) in
            Erasure(
                from: from, id: id, order: row.text(), at: row.instant(), remains: row.blob())
        }.first
    }

    public func isErased(_ record: RecordID) throws(HeliographError) -> Bool {
        try !rows(
            "SELECT 1 FROM erased_record WHERE id = ?", [.record(record)]
        ) { $0.integer() }.isEmpty
    }

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
