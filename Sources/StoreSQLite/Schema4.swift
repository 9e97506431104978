extension Migrations {
    /// Decisions of officers about a statement, and what must still follow from it; what of a
    /// message was erased; and the way to the messages of one kind.
    static let schema4 = """
        CREATE TABLE decision (
            thread TEXT NOT NULL,
            sequence INTEGER NOT NULL,
            matter TEXT NOT NULL,
            subject TEXT NOT NULL,
            officer TEXT NOT NULL,
            reason TEXT NOT NULL,
            at INTEGER NOT NULL,
            due INTEGER,
            settled INTEGER,
            settled_by TEXT,
            PRIMARY KEY (thread, sequence, matter, subject)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX decision_open ON decision (due) WHERE due IS NOT NULL AND settled IS NULL;

        CREATE TABLE erasure (
            sender TEXT NOT NULL,
            id BLOB NOT NULL,
            order_thread TEXT NOT NULL,
            at INTEGER NOT NULL,
            remains BLOB NOT NULL,
            PRIMARY KEY (sender, id)
        ) STRICT;

        CREATE TABLE erased_record (
            id BLOB NOT NULL PRIMARY KEY,
            shredded INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX erased_record_waiting ON erased_record (id) WHERE shredded = 0;

        CREATE INDEX notice_kind ON notice (kind, created);
        CREATE INDEX inbox_kind ON inbox (kind, state);
        CREATE INDEX blind_message ON blind (sender, id);
        """
}
