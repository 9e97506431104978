extension Migrations {
    /// Two trust lists for one version: the proof, kept for ever.
    static let schema2 = """
        CREATE TABLE trust_fork (
            version INTEGER NOT NULL,
            held_digest BLOB NOT NULL,
            held BLOB NOT NULL,
            other_digest BLOB NOT NULL,
            other BLOB NOT NULL,
            seen INTEGER NOT NULL,
            settled INTEGER,
            settled_by TEXT,
            PRIMARY KEY (version, other_digest)
        ) STRICT;
        """
}
