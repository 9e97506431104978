extension Migrations {
    /// What officers decided about a statement, and what must still follow from it.
    static let schema3 = """
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
        """
}
