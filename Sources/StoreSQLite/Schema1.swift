// Rows are plain values; words of closed sets are text, instants are milliseconds, ids, digests
// and key ids are bytes. No foreign key leads from row to record: bodies are erased long before
// the row that says they were there.

extension Migrations {
    /// Data keys live apart from the bodies, so that a copy of the bodies alone opens nothing.
    static let keysSchema1 = """
        CREATE TABLE data_key (
            record BLOB NOT NULL PRIMARY KEY,
            wrapped BLOB NOT NULL
        ) STRICT, WITHOUT ROWID;
        """

    static let schema1 = """
        CREATE TABLE record (
            id BLOB NOT NULL UNIQUE,
            body BLOB NOT NULL
        ) STRICT;

        CREATE TABLE notice (
            thread TEXT NOT NULL,
            sequence INTEGER NOT NULL,
            kind TEXT NOT NULL,
            operation TEXT NOT NULL,
            created INTEGER NOT NULL,
            author TEXT NOT NULL,
            approver TEXT,
            document BLOB NOT NULL,
            PRIMARY KEY (thread, sequence)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX notice_created ON notice (created);

        CREATE TABLE message (
            id BLOB NOT NULL PRIMARY KEY,
            thread TEXT NOT NULL,
            sequence INTEGER NOT NULL,
            kind TEXT NOT NULL,
            operation TEXT NOT NULL,
            created INTEGER NOT NULL,
            expires INTEGER NOT NULL,
            content_digest BLOB NOT NULL,
            recipients TEXT NOT NULL,
            signer BLOB NOT NULL,
            inner BLOB NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX message_thread ON message (thread, sequence, id);

        CREATE TABLE envelope (
            id BLOB NOT NULL,
            seal INTEGER NOT NULL,
            recipients TEXT NOT NULL,
            keys BLOB NOT NULL,
            signer BLOB NOT NULL,
            digest BLOB NOT NULL,
            byte_count INTEGER NOT NULL,
            made INTEGER NOT NULL,
            record BLOB NOT NULL,
            PRIMARY KEY (id, seal)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE delivery (
            id BLOB NOT NULL,
            recipient TEXT NOT NULL,
            thread TEXT NOT NULL,
            sequence INTEGER NOT NULL,
            precedence INTEGER NOT NULL,
            deadline INTEGER,
            created INTEGER NOT NULL,
            expires INTEGER NOT NULL,
            state TEXT NOT NULL,
            seal INTEGER,
            attempts INTEGER NOT NULL,
            next_attempt INTEGER,
            last_code TEXT,
            changed INTEGER NOT NULL,
            delivered_at INTEGER,
            PRIMARY KEY (id, recipient)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX delivery_open ON delivery (precedence, deadline)
            WHERE state IN ('queued', 'sending', 'relayed');
        CREATE INDEX delivery_created ON delivery (created, id, recipient);

        CREATE TABLE inbox (
            sender TEXT NOT NULL,
            id BLOB NOT NULL,
            content_digest BLOB NOT NULL,
            seal INTEGER NOT NULL,
            thread TEXT NOT NULL,
            sequence INTEGER NOT NULL,
            kind TEXT NOT NULL,
            operation TEXT NOT NULL,
            precedence INTEGER NOT NULL,
            deadline INTEGER,
            created INTEGER NOT NULL,
            expires INTEGER NOT NULL,
            received INTEGER NOT NULL,
            state TEXT NOT NULL,
            envelope BLOB NOT NULL,
            inner BLOB NOT NULL,
            notice BLOB NOT NULL,
            evidence BLOB NOT NULL,
            PRIMARY KEY (sender, id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX inbox_id ON inbox (id);
        CREATE INDEX inbox_thread ON inbox (thread);
        CREATE INDEX inbox_deadline ON inbox (deadline IS NULL, deadline, received, sender, id);
        CREATE INDEX inbox_state
            ON inbox (state, deadline IS NULL, deadline, received, sender, id);

        CREATE TABLE thread (
            issuer TEXT NOT NULL,
            thread TEXT NOT NULL,
            highest_sequence INTEGER NOT NULL,
            cancelled INTEGER NOT NULL,
            current BLOB NOT NULL,
            PRIMARY KEY (issuer, thread)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE conflict (
            sender TEXT NOT NULL,
            id BLOB NOT NULL,
            content_digest BLOB NOT NULL,
            seen INTEGER NOT NULL,
            envelope BLOB NOT NULL,
            PRIMARY KEY (sender, id, content_digest)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE evidence (
            number INTEGER PRIMARY KEY,
            digest BLOB NOT NULL UNIQUE,
            der BLOB NOT NULL,
            kept INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE evidence_entry (
            evidence INTEGER NOT NULL REFERENCES evidence (number) ON DELETE CASCADE,
            position INTEGER NOT NULL,
            step TEXT NOT NULL,
            by_member TEXT NOT NULL,
            sender TEXT NOT NULL,
            id BLOB NOT NULL,
            seal INTEGER NOT NULL,
            recipient TEXT NOT NULL,
            content_digest BLOB NOT NULL,
            at INTEGER NOT NULL,
            code TEXT,
            PRIMARY KEY (evidence, position)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX evidence_entry_message ON evidence_entry (sender, id);

        CREATE TABLE evidence_dispatch (
            digest BLOB NOT NULL,
            recipient TEXT NOT NULL,
            precedence INTEGER NOT NULL,
            queued INTEGER NOT NULL,
            acknowledged INTEGER,
            PRIMARY KEY (digest, recipient)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX evidence_dispatch_pending ON evidence_dispatch (queued, digest, recipient)
            WHERE acknowledged IS NULL;

        CREATE TABLE handover (
            sender TEXT NOT NULL,
            id BLOB NOT NULL,
            target TEXT NOT NULL,
            queued INTEGER NOT NULL,
            state TEXT NOT NULL,
            attempts INTEGER NOT NULL,
            next_attempt INTEGER NOT NULL,
            last_code TEXT,
            PRIMARY KEY (sender, id, target)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX handover_open ON handover (state, next_attempt, sender, id)
            WHERE state <> 'done';

        CREATE TABLE trust_list (
            version INTEGER NOT NULL PRIMARY KEY,
            digest BLOB NOT NULL,
            der BLOB NOT NULL,
            accepted INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE key_bundle (
            member TEXT NOT NULL,
            version INTEGER NOT NULL,
            der BLOB NOT NULL,
            accepted INTEGER NOT NULL,
            PRIMARY KEY (member, version)
        ) STRICT;

        CREATE TABLE revocation_list (
            issuer BLOB NOT NULL,
            number INTEGER NOT NULL,
            member TEXT NOT NULL,
            der BLOB NOT NULL,
            accepted INTEGER NOT NULL,
            PRIMARY KEY (issuer, number)
        ) STRICT;

        CREATE TABLE peer (
            member TEXT NOT NULL PRIMARY KEY,
            last_contact INTEGER,
            last_failure INTEGER,
            last_code TEXT
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE probe (
            member TEXT NOT NULL PRIMARY KEY,
            key_bundle INTEGER NOT NULL,
            trust_list INTEGER NOT NULL,
            at INTEGER NOT NULL,
            der BLOB NOT NULL
        ) STRICT;

        CREATE TABLE key_use (
            key BLOB NOT NULL,
            member TEXT NOT NULL,
            count INTEGER NOT NULL,
            last INTEGER NOT NULL,
            PRIMARY KEY (key, member)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE blind (
            value BLOB NOT NULL,
            sender TEXT NOT NULL,
            id BLOB NOT NULL,
            field TEXT NOT NULL,
            PRIMARY KEY (value, sender, id, field)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE audit (
            sequence INTEGER PRIMARY KEY AUTOINCREMENT,
            at INTEGER NOT NULL,
            operation TEXT NOT NULL,
            actor TEXT NOT NULL,
            sender TEXT NOT NULL,
            id BLOB NOT NULL,
            recipients TEXT NOT NULL,
            justification TEXT NOT NULL,
            salt BLOB NOT NULL
        ) STRICT;
        CREATE TRIGGER audit_unchanged BEFORE UPDATE ON audit
            BEGIN SELECT RAISE(ABORT, 'the audit table is append-only'); END;
        CREATE TRIGGER audit_undeleted BEFORE DELETE ON audit
            BEGIN SELECT RAISE(ABORT, 'the audit table is append-only'); END;
        CREATE TRIGGER audit_unreplaced BEFORE INSERT ON audit
            WHEN EXISTS (SELECT 1 FROM audit WHERE sequence = NEW.sequence)
            BEGIN SELECT RAISE(ABORT, 'the audit table is append-only'); END;
        """
}
