import Exchange
public import Notices
public import Ports

extension SQLiteStore {
    public func attachments(
        _ filter: AttachmentFilter
    ) throws(HeliographError) -> [AttachmentDelivery] {
        var conditions: [String] = []
        var values: [Value] = []
        if let from = filter.from {
            conditions.append("sender = ?")
            values.append(.member(from))
        }
        if let id = filter.id {
            conditions.append("id = ?")
            values.append(.id(id))
        }
        if let recipient = filter.recipient {
            conditions.append("recipient = ?")
            values.append(.member(recipient))
        }
        if let sealed = filter.sealed {
            conditions.append("sealed = ?")
            values.append(.digest(sealed))
        }
        // A word of our own closed set, so that it may stand in the text and an index serve it.
        if let state = filter.state { conditions.append("state = '\(state.rawValue)'") }
        if conditions.isEmpty { conditions = ["TRUE"] }
        return try rows(
            """
            SELECT \(AttachmentDelivery.columns) FROM attachment
            WHERE \(conditions.joined(separator: " AND "))
            ORDER BY expires, sender, id, sealed, recipient LIMIT ?
            """,
            values + [.count(filter.limit)], AttachmentDelivery.init)
    }

    public func waitingAttachments(
        to recipient: MemberCode, limitPerMember: Int
    ) throws(HeliographError) -> [AttachmentDelivery] {
        try rows(
            """
            SELECT \(AttachmentDelivery.columns) FROM (
                SELECT *, row_number() OVER (
                    PARTITION BY sender
                    ORDER BY precedence, deadline IS NULL, deadline, id, sealed) AS place
                FROM attachment WHERE recipient = ? AND state = 'waiting'
            ) WHERE place <= ?
            ORDER BY precedence, deadline IS NULL, deadline, sender, id, sealed
            """,
            [.member(recipient), .count(limitPerMember)], AttachmentDelivery.init)
    }
}

extension AttachmentDelivery {
    static var columns: String {
        """
        sender, id, sealed, recipient, byte_count, sealed_byte_count, precedence, deadline, \
        expires, state, code, changed
        """
    }

    init(_ row: inout Row) throws(SQLiteFailure) {
        self.init(
            from: try row.member(), id: try row.messageID(), sealed: try row.digest(),
            recipient: try row.member(), byteCount: try row.count(),
            sealedByteCount: try row.count(), precedence: try row.precedence(),
            deadline: try row.optionalInstant(), expires: row.instant(), state: try row.word(),
            code: try row.optionalCode(), changed: row.instant())
    }
}

extension Connection {
    func put(_ attachment: AttachmentDelivery) throws(SQLiteFailure) {
        try put(
            "attachment (\(AttachmentDelivery.columns))",
            [
                .member(attachment.from), .id(attachment.id), .digest(attachment.sealed),
                .member(attachment.recipient), .count(attachment.byteCount),
                .count(attachment.sealedByteCount), .precedence(attachment.precedence),
                .at(attachment.deadline), .at(attachment.expires),
                .text(attachment.state.rawValue), .code(attachment.code),
                .at(attachment.changed),
            ])
    }
}
