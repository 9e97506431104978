extension Migrations {
    /// Officers, programs and their tokens, and calls that wait for a second officer, and answers
    /// that are kept for a program that asks again. A token has only its digest here.
    static let schema8 = """
        CREATE TABLE officer (
            key TEXT PRIMARY KEY,
            name TEXT NOT NULL,
            roles TEXT NOT NULL,
            rights TEXT NOT NULL,
            state TEXT NOT NULL,
            user INTEGER,
            certificate BLOB,
            added INTEGER NOT NULL,
            added_by TEXT NOT NULL,
            changed INTEGER NOT NULL,
            changed_by TEXT NOT NULL,
            reason TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE token (
            id TEXT PRIMARY KEY,
            digest BLOB NOT NULL UNIQUE,
            officer TEXT NOT NULL,
            rights TEXT NOT NULL,
            networks TEXT NOT NULL,
            made INTEGER NOT NULL,
            made_by TEXT NOT NULL,
            expires INTEGER NOT NULL,
            last_used INTEGER,
            revoked INTEGER,
            revoked_by TEXT
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE reply (
            principal TEXT NOT NULL,
            key TEXT NOT NULL,
            call BLOB NOT NULL,
            made INTEGER NOT NULL,
            status INTEGER,
            answer BLOB,
            PRIMARY KEY (principal, key)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX reply_made ON reply (made);
        CREATE TABLE held_call (
            id TEXT PRIMARY KEY,
            digest BLOB NOT NULL,
            operation TEXT NOT NULL,
            author TEXT NOT NULL,
            approver TEXT NOT NULL,
            arguments BLOB NOT NULL,
            file_count INTEGER NOT NULL,
            made INTEGER NOT NULL,
            expires INTEGER NOT NULL,
            state TEXT NOT NULL,
            is_read INTEGER NOT NULL,
            decided_by TEXT,
            decided INTEGER,
            reason TEXT
        ) STRICT, WITHOUT ROWID;
        """
}
