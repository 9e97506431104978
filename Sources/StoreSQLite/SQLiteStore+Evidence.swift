public import Exchange
public import Notices
public import Ports

// Reads of evidence.

extension SQLiteStore {
    /// Documents by their digests.
    public func evidence(
        _ digests: Set<Digest>
    ) throws(HeliographError) -> [Digest: EvidenceDocument] {
        try one(digests) { digest throws(HeliographError) in
            try self.documents("digest = ?", [.digest(digest)])
        }
    }

    /// Every document with an entry about one of these messages, oldest first; nothing for a
    /// message without one.
    public func evidence(
        about messages: Set<MessageKey>
    ) throws(HeliographError) -> [MessageKey: [EvidenceDocument]] {
        try each(messages) { key throws(HeliographError) in
            try self.documents(
                "number IN (SELECT evidence FROM evidence_entry WHERE sender = ? AND id = ?)",
                [.member(key.from), .id(key.id)])
        }
    }

    /// The entries about these messages, without their documents: those of `evidence(about:)` that
    /// are about each message, in the same order. A document may have hundreds of entries about
    /// others.
    public func evidenceEntries(
        about messages: Set<MessageKey>
    ) throws(HeliographError) -> [MessageKey: [EvidenceEntry]] {
        try each(messages) { key throws(HeliographError) in
            try self.rows(
                """
                JOIN evidence ON number = evidence WHERE sender = ? AND id = ?
                ORDER BY kept, number, position
                """,
                [.member(key.from), .id(key.id)])
        }
    }

    /// The rows that evidence about messages of ours is held against.
    public func ground(
        of digest: Digest, about keys: Set<DeliveryKey>, by member: MemberCode
    ) throws(HeliographError) -> EvidenceGround {
        try together { () throws(HeliographError) in
            if let held = try self.evidence([digest])[digest] { return EvidenceGround(held: held) }
            let ids = Set(keys.map(\.id))
            let heard = try self.evidenceEntries(
                about: Set(ids.map { MessageKey(from: member, id: $0) }))
            return EvidenceGround(
                held: nil, deliveries: try self.deliveries(keys),
                envelopes: try self.envelopes(of: ids),
                heard: Dictionary(uniqueKeysWithValues: heard.map { ($0.key.id, $0.value) }))
        }
    }

    /// Evidence that its addressee has not acknowledged yet, oldest first; at most so many of each
    /// addressee, so that one that is gone does not hide the others.
    public func pendingEvidence(limitPerMember: Int) throws(HeliographError) -> [EvidenceDispatch] {
        try rows(
            """
            SELECT \(EvidenceDispatch.codec.columns) FROM (
                SELECT *, row_number() OVER (
                    PARTITION BY recipient ORDER BY queued, digest) AS place
                FROM evidence_dispatch WHERE acknowledged IS NULL
            ) WHERE place <= ? ORDER BY queued, digest, recipient
            """,
            [.count(limitPerMember)], EvidenceDispatch.codec.read)
    }

    /// The documents and their entries.
    private func documents(
        _ condition: String, _ values: [Value]
    ) throws(HeliographError) -> [EvidenceDocument] {
        try read { files throws(SQLiteFailure) in
            let found = try files.main.query(
                """
                SELECT number, digest, der, kept FROM evidence WHERE \(condition)
                ORDER BY kept, number
                """,
                values
            ) { row throws(SQLiteFailure) in
                (row.integer(), try row.digest(), row.blob(), row.instant())
            }
            var documents: [EvidenceDocument] = []
            for (number, digest, der, kept) in found {
                let entries = try files.main.query(
                    EvidenceEntry.self, "WHERE evidence = ? ORDER BY position", [.integer(number)])
                documents.append(
                    EvidenceDocument(digest: digest, der: der, entries: entries, kept: kept))
            }
            return documents
        }
    }
}
