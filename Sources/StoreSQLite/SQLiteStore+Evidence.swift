public import Exchange
public import Notices
public import Ports

extension SQLiteStore {
    public func evidence(_ digest: Digest) throws(HeliographError) -> EvidenceDocument? {
        try documents("digest = ?", [.digest(digest)]).first
    }

    public func evidenceDER(_ digest: Digest) throws(HeliographError) -> [UInt8]? {
        try rows("SELECT der FROM evidence WHERE digest = ?", [.digest(digest)]) {
            $0.blob()
        }.first
    }

    public func refusalDER(
        from: MemberCode, id: MessageID, seal: Int, contentDigest: Digest, by member: MemberCode
    ) throws(HeliographError) -> [UInt8]? {
        try rows(
            """
            SELECT der FROM evidence WHERE number IN (
                SELECT evidence FROM evidence_entry
                WHERE sender = ? AND id = ? AND step = ? AND by_member = ? AND seal = ?
                    AND content_digest = ? AND attachment IS NULL
            ) ORDER BY kept, number LIMIT 1
            """,
            [
                .member(from), .id(id), .text(EvidenceStep.refused.rawValue), .member(member),
                .count(seal), .digest(contentDigest),
            ]
        ) { $0.blob() }.first
    }

    public func evidence(
        from: MemberCode, id: MessageID
    ) throws(HeliographError) -> [EvidenceDocument] {
        try documents(
            "number IN (SELECT evidence FROM evidence_entry WHERE sender = ? AND id = ?)",
            [.member(from), .id(id)])
    }

    public func evidenceEntries(
        from: MemberCode, id: MessageID
    ) throws(HeliographError) -> [EvidenceEntry] {
        try rows(
            """
            SELECT \(EvidenceEntry.columns) FROM evidence_entry
            JOIN evidence ON number = evidence WHERE sender = ? AND id = ?
            ORDER BY kept, number, position
            """,
            [.member(from), .id(id)], EvidenceEntry.init)
    }

    public func pendingEvidence(limitPerMember: Int) throws(HeliographError) -> [EvidenceDispatch] {
        try rows(
            """
            SELECT \(EvidenceDispatch.columns) FROM (
                SELECT *, row_number() OVER (PARTITION BY recipient ORDER BY queued, digest) AS place
                FROM evidence_dispatch WHERE acknowledged IS NULL
            ) WHERE place <= ? ORDER BY queued, digest, recipient
            """,
            [.count(limitPerMember)], EvidenceDispatch.init)
    }

    public func handovers(
        _ state: Handover.State, limit: Int
    ) throws(HeliographError) -> [Handover] {
        try rows(
            """
            SELECT \(Handover.columns) FROM handover WHERE state = ?
            ORDER BY next_attempt, sender, id, target LIMIT ?
            """,
            [.text(state.rawValue), .count(limit)], Handover.init)
    }

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
                    """
                    SELECT \(EvidenceEntry.columns) FROM evidence_entry WHERE evidence = ?
                    ORDER BY position
                    """,
                    [.integer(number)], EvidenceEntry.init)
                documents.append(
                    EvidenceDocument(digest: digest, der: der, entries: entries, kept: kept))
            }
            return documents
        }
    }
}
