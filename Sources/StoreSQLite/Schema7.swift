extension Migrations {
    /// An audit entry says what it is about, as `AuditSubject` writes it. Until now it named a
    /// message, and where there was none the id of one was invented.
    ///
    /// The table is append-only by trigger: it is copied into a new one, which gets the triggers
    /// again. Numbers stay. An entry whose message is here keeps it. What an invented id stood for
    /// is read from the justification. Where that does not tell it, the entry stays `unknown`, with
    /// the id.
    static let schema7 = """
        DROP TRIGGER audit_unchanged;
        DROP TRIGGER audit_undeleted;
        DROP TRIGGER audit_unreplaced;
        ALTER TABLE audit RENAME TO audit_of_messages;
        CREATE TABLE audit (
            sequence INTEGER PRIMARY KEY AUTOINCREMENT,
            at INTEGER NOT NULL,
            operation TEXT NOT NULL,
            actor TEXT NOT NULL,
            subject TEXT NOT NULL,
            recipients TEXT NOT NULL,
            justification TEXT NOT NULL,
            salt BLOB NOT NULL
        ) STRICT;
        INSERT INTO audit (sequence, at, operation, actor, subject, recipients, justification, salt)
        SELECT sequence, at, operation, actor,
            CASE
                WHEN EXISTS (SELECT 1 FROM message WHERE message.id = old.id)
                    OR EXISTS (SELECT 1 FROM inbox
                        WHERE inbox.sender = old.sender AND inbox.id = old.id)
                    THEN 'message ' || name
                WHEN justification GLOB 'draft shown: ?*' OR justification GLOB 'draft changed: ?*'
                    OR justification GLOB 'draft discarded: ?*'
                    OR justification GLOB 'draft discarded, its journey is over: ?*'
                    OR justification GLOB 'taken from a form: ?*'
                    OR justification GLOB 'taken from a passenger list: ?*'
                    THEN 'draft ' || substr(justification, instr(justification, ': ') + 2)
                WHEN justification GLOB 'compared [0-9]* passengers of *'
                    THEN 'import manifest ' || CAST(substr(justification, 10) AS INTEGER)
                ELSE 'unknown ' || name
            END,
            recipients, justification, salt
        FROM (
            SELECT *, sender || ' ' || substr(hex, 1, 8) || '-' || substr(hex, 9, 4) || '-'
                || substr(hex, 13, 4) || '-' || substr(hex, 17, 4) || '-' || substr(hex, 21) AS name
            FROM (SELECT *, lower(hex(id)) AS hex FROM audit_of_messages)
        ) AS old
        ORDER BY sequence;
        DROP TABLE audit_of_messages;
        CREATE TRIGGER audit_unchanged BEFORE UPDATE ON audit
            BEGIN SELECT RAISE(ABORT, 'the audit table is append-only'); END;
        CREATE TRIGGER audit_undeleted BEFORE DELETE ON audit
            BEGIN SELECT RAISE(ABORT, 'the audit table is append-only'); END;
        CREATE TRIGGER audit_unreplaced BEFORE INSERT ON audit
            WHEN EXISTS (SELECT 1 FROM audit WHERE sequence = NEW.sequence)
            BEGIN SELECT RAISE(ABORT, 'the audit table is append-only'); END;
        """
}
