public import Exchange
public import Notices
public import Ports

// Reads of what goes out, what came in, and the evidence of both.

extension SQLiteStore {
    public func record(_ id: RecordID) throws(HeliographError) -> SealedRecord? {
        try read { files throws(SQLiteFailure) in
            let bodies = try files.main.query(
                "SELECT body FROM record WHERE id = ?", [.record(id)]
            ) { $0.blob() }
            let keys = try files.keys.query(
                "SELECT wrapped FROM data_key WHERE record = ?", [.record(id)]
            ) { $0.blob() }
            guard let body = bodies.first, let key = keys.first else { return nil }
            return SealedRecord(wrappedKey: key, body: body)
        }
    }

    public func notices(_ filter: NoticeFilter) throws(HeliographError) -> [NoticeVersion] {
        try rows(
            """
            SELECT \(NoticeVersion.columns) FROM notice WHERE \(matches("thread", filter.thread))
                AND \(matches("kind", filter.kind, 3))
            ORDER BY created DESC, thread DESC, sequence DESC LIMIT ?2
            """,
            [.text(filter.thread), .count(filter.limit), .text(filter.kind)],
            NoticeVersion.init)
    }

    public func message(_ id: MessageID) throws(HeliographError) -> OutgoingMessage? {
        try rows(
            "SELECT \(OutgoingMessage.columns) FROM message WHERE id = ?", [.id(id)],
            OutgoingMessage.init
        ).first
    }

    public func messages(ofThread thread: String) throws(HeliographError) -> [OutgoingMessage] {
        try rows(
            """
            SELECT \(OutgoingMessage.columns) FROM message WHERE thread = ?
            ORDER BY sequence, id
            """,
            [.text(thread)], OutgoingMessage.init)
    }

    public func envelopes(of id: MessageID) throws(HeliographError) -> [OutgoingEnvelope] {
        try rows(
            "SELECT \(OutgoingEnvelope.columns) FROM envelope WHERE id = ? ORDER BY seal",
            [.id(id)], OutgoingEnvelope.init)
    }

    public func delivery(_ key: DeliveryKey) throws(HeliographError) -> Delivery? {
        try rows(
            "SELECT \(Delivery.columns) FROM delivery WHERE id = ? AND recipient = ?",
            [.id(key.id), .member(key.recipient)], Delivery.init
        ).first
    }

    public func deliveries(of id: MessageID) throws(HeliographError) -> [Delivery] {
        try rows(
            "SELECT \(Delivery.columns) FROM delivery WHERE id = ? ORDER BY recipient",
            [.id(id)], Delivery.init)
    }

    public func deliveries(limit: Int) throws(HeliographError) -> [Delivery] {
        try rows(
            """
            SELECT \(Delivery.columns) FROM delivery
            ORDER BY created DESC, id DESC, recipient DESC LIMIT ?
            """,
            [.count(limit)], Delivery.init)
    }

    public func inboxItem(
        from: MemberCode, id: MessageID
    ) throws(HeliographError) -> InboxItem? {
        try rows(
            "SELECT \(InboxItem.columns) FROM inbox WHERE sender = ? AND id = ?",
            [.member(from), .id(id)], InboxItem.init
        ).first
    }

    public func inboxItems(id: MessageID) throws(HeliographError) -> [InboxItem] {
        try rows(
            "SELECT \(InboxItem.columns) FROM inbox WHERE id = ? ORDER BY sender", [.id(id)],
            InboxItem.init)
    }

    public func inbox(_ filter: InboxFilter) throws(HeliographError) -> [InboxItem] {
        var states = "TRUE"
        if let wanted = filter.states {
            // Words of our own closed set, so that they may stand in the text.
            let words = InboxState.allCases.filter(wanted.contains).map { "'\($0.rawValue)'" }
            states = "state IN (\(words.joined(separator: ", ")))"
        }
        return try rows(
            """
            SELECT \(InboxItem.columns) FROM inbox
            WHERE \(matches("thread", filter.thread))
                AND \(matches("sender", filter.from?.description, 2)) AND \(states)
                AND \(matches("kind", filter.kind, 4)) AND (?5 IS NULL OR received >= ?5)
                AND (?6 IS NULL OR sequence = ?6)
            ORDER BY deadline IS NULL, deadline, received, sender, id LIMIT ?3
            """,
            [
                .text(filter.thread), .text(filter.from?.description), .count(filter.limit),
                .text(filter.kind), .at(filter.receivedFrom), .count(filter.sequence),
            ],
            InboxItem.init)
    }

    public func thread(
        issuer: MemberCode, thread: String
    ) throws(HeliographError) -> ThreadState? {
        try rows(
            "SELECT \(ThreadState.columns) FROM thread WHERE issuer = ? AND thread = ?",
            [.member(issuer), .text(thread)], ThreadState.init
        ).first
    }

    public func conflicts(limit: Int) throws(HeliographError) -> [ConflictRecord] {
        try rows(
            """
            SELECT sender, id, content_digest, seen, envelope FROM conflict
            ORDER BY seen DESC, sender, id, content_digest LIMIT ?
            """,
            [.count(limit)]
        ) { row throws(SQLiteFailure) in
            ConflictRecord(
                from: try row.member(), id: try row.messageID(), contentDigest: try row.digest(),
                seen: row.instant(), envelope: try row.recordID())
        }
    }

    public func hasConflict(
        from: MemberCode, id: MessageID, contentDigest: Digest
    ) throws(HeliographError) -> Bool {
        try rows(
            "SELECT 1 FROM conflict WHERE sender = ? AND id = ? AND content_digest = ?",
            [.member(from), .id(id), .digest(contentDigest)]
        ) { row throws(SQLiteFailure) in row.integer() }.isEmpty == false
    }

    /// A condition on the parameter with this number that an index can serve, or one that is true of
    /// every row.
    private func matches(_ column: String, _ value: String?, _ number: Int = 1) -> String {
        value == nil ? "?\(number) IS NULL" : "\(column) = ?\(number)"
    }
}
