extension Migrations {
    /// The queue is read a page at a time, in the order in which it leaves, and from the index
    /// alone; what must happen to an open delivery by a certain moment is read by that moment.
    static let schema5 = """
        ALTER TABLE delivery ADD COLUMN lane INTEGER NOT NULL DEFAULT 1;
        ALTER TABLE delivery ADD COLUMN due_by INTEGER NOT NULL DEFAULT 0;
        UPDATE delivery SET lane = (precedence <> 0),
            due_by = COALESCE(deadline, created + 3600000 *
            CASE precedence WHEN 0 THEN 6 WHEN 1 THEN 24 WHEN 2 THEN 72 ELSE 8760 END);
        DROP INDEX delivery_open;
        CREATE INDEX delivery_urgency
            ON delivery (recipient, lane, due_by, created, id, next_attempt, attempts, deadline,
                expires)
            WHERE state IN ('queued', 'sending', 'relayed');
        CREATE INDEX delivery_expires ON delivery (expires, id, recipient)
            WHERE state IN ('queued', 'sending', 'relayed');
        CREATE INDEX delivery_deadline ON delivery (deadline, id, recipient)
            WHERE state IN ('queued', 'sending', 'relayed') AND deadline IS NOT NULL;
        """
}
