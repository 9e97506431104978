public import Exchange
public import Notices
public import Ports

// Reads of what goes out.

extension SQLiteStore {
    /// Versions of our notices, the newest first.
    public func notices(_ filter: NoticeFilter) throws(HeliographError) -> [NoticeVersion] {
        try rows(
            """
            WHERE \(Self.matches("thread", filter.thread))
                AND \(Self.matches("kind", filter.kind, 3))
                AND \(Self.begins("thread", filter.threadBeginning, 4))
            ORDER BY created DESC, thread DESC, sequence DESC LIMIT ?2
            """,
            [
                .text(filter.thread), .count(filter.limit), .text(filter.kind),
                .text(filter.threadBeginning),
            ])
    }

    /// Every version of each of these threads, the newest first; nothing for a thread without one.
    public func notices(
        ofThreads threads: Set<String>
    ) throws(HeliographError) -> [String: [NoticeVersion]] {
        try each(threads) { thread throws(HeliographError) in
            try self.rows(
                "WHERE thread = ? ORDER BY created DESC, sequence DESC", [.text(thread)])
        }
    }

    /// Everything that was said in each of these threads; nothing for a thread in which nothing
    /// was.
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

    /// Messages by their ids; nothing for an id that is not ours.
    public func messages(
        _ ids: Set<MessageID>
    ) throws(HeliographError) -> [MessageID: OutgoingMessage] {
        try one(ids) { id throws(HeliographError) in
            try self.rows("WHERE id = ?", [.id(id)])
        }
    }

    /// Messages whose id is in a range, by id, at most `limit`.
    public func messages(
        in ids: ClosedRange<MessageID>, limit: Int
    ) throws(HeliographError) -> [OutgoingMessage] {
        try rows(
            "WHERE id BETWEEN ? AND ? ORDER BY id LIMIT ?",
            [.id(ids.lowerBound), .id(ids.upperBound), .count(limit)])
    }

    /// Every message of each of these threads, lowest sequence first, then by id; nothing for a
    /// thread without one.
    public func messages(
        ofThreads threads: Set<String>
    ) throws(HeliographError) -> [String: [OutgoingMessage]] {
        try each(threads) { thread throws(HeliographError) in
            try self.rows("WHERE thread = ? ORDER BY sequence, id", [.text(thread)])
        }
    }

    /// Seals of messages, in the order of their numbers; nothing for a message without one.
    public func envelopes(
        of messages: Set<MessageID>
    ) throws(HeliographError) -> [MessageID: [OutgoingEnvelope]] {
        try each(messages) { id throws(HeliographError) in
            try self.rows("WHERE id = ? ORDER BY seal", [.id(id)])
        }
    }

    /// Deliveries by message and recipient.
    public func deliveries(
        _ keys: Set<DeliveryKey>
    ) throws(HeliographError) -> [DeliveryKey: Delivery] {
        try one(keys) { key throws(HeliographError) in
            try self.rows("WHERE id = ? AND recipient = ?", [.id(key.id), .member(key.recipient)])
        }
    }

    /// Every delivery of each of these messages, in the order of the recipients' codes; nothing for
    /// a message without one.
    public func deliveries(
        of messages: Set<MessageID>
    ) throws(HeliographError) -> [MessageID: [Delivery]] {
        try each(messages) { id throws(HeliographError) in
            try self.rows("WHERE id = ? ORDER BY recipient", [.id(id)])
        }
    }

    /// Those of these deliveries that are open, with all that may have to be sent.
    public func openDeliveries(
        _ keys: [DeliveryKey], bodyBytesMax: Int
    ) throws(HeliographError) -> [DeliveryKey: OpenDelivery] {
        try together { () throws(HeliographError) in
            let open = try self.deliveries(Set(keys)).filter { !$1.state.isClosed }
            let envelopes = try self.envelopes(of: Set(open.keys.map(\.id)))
            let found = open.mapValues {
                OpenDelivery(delivery: $0, envelopes: envelopes[$0.id] ?? [])
            }
            let bodies = try self.records(
                OpenDelivery.bodies(of: keys.compactMap { found[$0] }, bytesMax: bodyBytesMax))
            return found.mapValues { one in one.with(body: one.newest.flatMap { bodies[$0.record] })
            }
        }
    }

    /// The newest first, at most `limit`.
    public func deliveries(limit: Int) throws(HeliographError) -> [Delivery] {
        try rows("ORDER BY created DESC, id DESC, recipient DESC LIMIT ?", [.count(limit)])
    }

    /// The one that expires first in front.
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

    /// Every row of each of these messages, the one that expires first in front; nothing for a
    /// message without one.
    public func attachments(
        of messages: Set<MessageKey>
    ) throws(HeliographError) -> [MessageKey: [AttachmentDelivery]] {
        try each(messages) { key throws(HeliographError) in
            try self.rows(
                "WHERE sender = ? AND id = ? ORDER BY expires, sealed, recipient",
                [.member(key.from), .id(key.id)])
        }
    }

    /// The attachments that a member is still to fetch, most urgent first: by precedence, then
    /// deadline (none last); at most so many of each sender, so that one that sends many does not
    /// hide the others.
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

    /// Those about each of these threads, by sequence, matter and subject; nothing for a thread
    /// without one.
    public func decisions(
        ofThreads threads: Set<String>
    ) throws(HeliographError) -> [String: [Decision]] {
        try each(threads) { thread throws(HeliographError) in
            try self.rows(
                "WHERE thread = ? ORDER BY sequence, matter, subject", [.text(thread)])
        }
    }

    /// Those from which something must still follow, the earliest due first (then by thread,
    /// sequence, matter and subject).
    public func openDecisions() throws(HeliographError) -> [Decision] {
        try rows(
            """
            WHERE due IS NOT NULL AND settled IS NULL
            ORDER BY due, thread, sequence, matter, subject
            """)
    }

    /// A condition on the parameter with this number that an index can serve, or one that is true
    /// of every row.
    /// A condition on the beginning of a text; always true without one. The end of the range is the
    /// highest character, so that an index serves.
    static func begins(_ column: String, _ value: String?, _ number: Int) -> String {
        value == nil
            ? "?\(number) IS NULL"
            : "\(column) >= ?\(number) AND \(column) < ?\(number) || char(1114111)"
    }

    static func matches(_ column: String, _ value: String?, _ number: Int = 1) -> String {
        value == nil ? "?\(number) IS NULL" : "\(column) = ?\(number)"
    }
}
