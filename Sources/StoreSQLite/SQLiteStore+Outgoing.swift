public import Exchange
public import Notices
public import Ports

// Reads of what goes out.

extension SQLiteStore {
    public func notices(_ filter: NoticeFilter) throws(HeliographError) -> [NoticeVersion] {
        try rows(
            """
            WHERE \(Self.matches("thread", filter.thread))
                AND \(Self.matches("kind", filter.kind, 3))
            ORDER BY created DESC, thread DESC, sequence DESC LIMIT ?2
            """,
            [.text(filter.thread), .count(filter.limit), .text(filter.kind)])
    }

    public func notices(
        ofThreads threads: Set<String>
    ) throws(HeliographError) -> [String: [NoticeVersion]] {
        try each(threads) { thread throws(HeliographError) in
            try self.rows(
                "WHERE thread = ? ORDER BY created DESC, sequence DESC", [.text(thread)])
        }
    }

    public func histories(
        ofThreads threads: Set<String>
    ) throws(HeliographError) -> [String: ThreadHistory] {
        try together { () throws(HeliographError) in
            var found: [String: ThreadHistory] = [:]
            for (thread, versions) in try self.notices(ofThreads: threads) {
                let messages = try self.messages(ofThreads: [thread])[thread] ?? []
                let deliveries = try self.deliveries(of: Set(messages.map(\.id)))
                found[thread] = ThreadHistory(
                    versions: versions.sorted { $0.sequence < $1.sequence }, messages: messages,
                    deliveries: messages.flatMap { deliveries[$0.id] ?? [] })
            }
            return found
        }
    }

    public func messages(
        _ ids: Set<MessageID>
    ) throws(HeliographError) -> [MessageID: OutgoingMessage] {
        try one(ids) { id throws(HeliographError) in
            try self.rows("WHERE id = ?", [.id(id)])
        }
    }

    public func messages(
        ofThreads threads: Set<String>
    ) throws(HeliographError) -> [String: [OutgoingMessage]] {
        try each(threads) { thread throws(HeliographError) in
            try self.rows("WHERE thread = ? ORDER BY sequence, id", [.text(thread)])
        }
    }

    public func envelopes(
        of messages: Set<MessageID>
    ) throws(HeliographError) -> [MessageID: [OutgoingEnvelope]] {
        try each(messages) { id throws(HeliographError) in
            try self.rows("WHERE id = ? ORDER BY seal", [.id(id)])
        }
    }

    public func deliveries(
        _ keys: Set<DeliveryKey>
    ) throws(HeliographError) -> [DeliveryKey: Delivery] {
        try one(keys) { key throws(HeliographError) in
            try self.rows("WHERE id = ? AND recipient = ?", [.id(key.id), .member(key.recipient)])
        }
    }

    public func deliveries(
        of messages: Set<MessageID>
    ) throws(HeliographError) -> [MessageID: [Delivery]] {
        try each(messages) { id throws(HeliographError) in
            try self.rows("WHERE id = ? ORDER BY recipient", [.id(id)])
        }
    }

    public func openDeliveries(
        _ keys: Set<DeliveryKey>
    ) throws(HeliographError) -> [DeliveryKey: OpenDelivery] {
        try together { () throws(HeliographError) in
            let open = try self.deliveries(keys).filter { !$1.state.isClosed }
            let envelopes = try self.envelopes(of: Set(open.keys.map(\.id)))
            return open.mapValues {
                OpenDelivery(delivery: $0, envelopes: envelopes[$0.id] ?? [])
            }
        }
    }

    public func deliveries(limit: Int) throws(HeliographError) -> [Delivery] {
        try rows("ORDER BY created DESC, id DESC, recipient DESC LIMIT ?", [.count(limit)])
    }

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
            WHERE \(conditions.joined(separator: " AND "))
            ORDER BY expires, sender, id, sealed, recipient LIMIT ?
            """,
            values + [.count(filter.limit)])
    }

    public func attachments(
        of messages: Set<MessageKey>
    ) throws(HeliographError) -> [MessageKey: [AttachmentDelivery]] {
        try each(messages) { key throws(HeliographError) in
            try self.rows(
                "WHERE sender = ? AND id = ? ORDER BY expires, sealed, recipient",
                [.member(key.from), .id(key.id)])
        }
    }

    public func waitingAttachments(
        to recipient: MemberCode, limitPerMember: Int
    ) throws(HeliographError) -> [AttachmentDelivery] {
        try rows(
            """
            SELECT \(AttachmentDelivery.codec.columns) FROM (
                SELECT *, row_number() OVER (
                    PARTITION BY sender
                    ORDER BY precedence, deadline IS NULL, deadline, id, sealed) AS place
                FROM attachment WHERE recipient = ? AND state = 'waiting'
            ) WHERE place <= ?
            ORDER BY precedence, deadline IS NULL, deadline, sender, id, sealed
            """,
            [.member(recipient), .count(limitPerMember)], AttachmentDelivery.codec.read)
    }

    public func decisions(
        ofThreads threads: Set<String>
    ) throws(HeliographError) -> [String: [Decision]] {
        try each(threads) { thread throws(HeliographError) in
            try self.rows(
                "WHERE thread = ? ORDER BY sequence, matter, subject", [.text(thread)])
        }
    }

    public func openDecisions() throws(HeliographError) -> [Decision] {
        try rows(
            """
            WHERE due IS NOT NULL AND settled IS NULL
            ORDER BY due, thread, sequence, matter, subject
            """)
    }

    /// A condition on the parameter with this number that an index can serve, or one that is true of
    /// every row.
    static func matches(_ column: String, _ value: String?, _ number: Int = 1) -> String {
        value == nil ? "?\(number) IS NULL" : "\(column) = ?\(number)"
    }
}
