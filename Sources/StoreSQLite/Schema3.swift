extension Migrations {
    /// Attachments: which ciphertext belongs to which message and member, and how far it is. The
    /// ciphertext itself lies beside the store, in files.
    static let schema3 = """
        ALTER TABLE evidence_entry ADD COLUMN attachment BLOB;
        CREATE TABLE attachment (
            sender TEXT NOT NULL,
            id BLOB NOT NULL,
            sealed BLOB NOT NULL,
            recipient TEXT NOT NULL,
            byte_count INTEGER NOT NULL,
            sealed_byte_count INTEGER NOT NULL,
            precedence INTEGER NOT NULL,
            deadline INTEGER,
            expires INTEGER NOT NULL,
            state TEXT NOT NULL,
            code TEXT,
            changed INTEGER NOT NULL,
            PRIMARY KEY (sender, id, sealed, recipient)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX attachment_sealed ON attachment (sealed);
        CREATE INDEX attachment_waiting ON attachment (recipient, sender, precedence, deadline)
            WHERE state = 'waiting';
        CREATE INDEX attachment_expires ON attachment (expires) WHERE state = 'waiting';
        """
}
