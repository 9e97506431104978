import Exchange
public import Notices
public import Ports

// Reads of what came in.

extension SQLiteStore {
    /// Received messages by sender and id.
    public func inboxItems(
        _ keys: Set<MessageKey>
    ) throws(HeliographError) -> [MessageKey: InboxItem] {
        try one(keys) { key throws(HeliographError) in
            try self.rows("WHERE sender = ? AND id = ?", [.member(key.from), .id(key.id)])
        }
    }

    /// Items with this id from whichever member, by sender; almost always one.
    public func inboxItems(id: MessageID) throws(HeliographError) -> [InboxItem] {
        try rows("WHERE id = ? ORDER BY sender", [.id(id)])
    }

    /// By deadline (none last), then by time of arrival.
    public func inbox(_ filter: InboxFilter) throws(HeliographError) -> [InboxItem] {
        var states = "TRUE"
        if let wanted = filter.states {
            // Words of our own closed set, so that they may stand in the text.
            let words = InboxState.allCases.filter(wanted.contains).map { "'\($0.rawValue)'" }
            states = "state IN (\(words.joined(separator: ", ")))"
        }
        return try rows(
            """
            WHERE \(Self.matches("thread", filter.thread))
                AND \(Self.matches("sender", filter.from?.description, 2)) AND \(states)
                AND \(Self.matches("kind", filter.kind, 4)) AND (?5 IS NULL OR received >= ?5)
                AND (?6 IS NULL OR sequence = ?6)
                AND \(Self.begins("thread", filter.threadBeginning, 7))
                AND \(filter.ids == nil ? "?8 IS NULL AND ?9 IS NULL" : "id BETWEEN ?8 AND ?9")
            ORDER BY deadline IS NULL, deadline, received, sender, id LIMIT ?3
            """,
            [
                .text(filter.thread), .text(filter.from?.description), .count(filter.limit),
                .text(filter.kind), .at(filter.receivedFrom), .count(filter.sequence),
                .text(filter.threadBeginning), filter.ids.map { .id($0.lowerBound) } ?? .null,
                filter.ids.map { .id($0.upperBound) } ?? .null,
            ])
    }

    /// The items of each of these threads as `inbox` orders them, at most `limit` of each; nothing
    /// for a thread without one.
    public func inbox(
        ofThreads threads: Set<ThreadKey>, limit: Int
    ) throws(HeliographError) -> [ThreadKey: [InboxItem]] {
        try each(threads) { key throws(HeliographError) in
            try self.inbox(InboxFilter(thread: key.thread, from: key.issuer, limit: limit))
        }
    }

    /// The state of these threads; nothing for a thread that has not begun.
    public func threads(
        _ keys: Set<ThreadKey>
    ) throws(HeliographError) -> [ThreadKey: ThreadState] {
        try one(keys) { key throws(HeliographError) in
            try self.rows(
                "WHERE issuer = ? AND thread = ?", [.member(key.issuer), .text(key.thread)])
        }
    }

    /// Everything that is held already under the ids of messages that have just come: one answer
    /// for each.
    public func known(
        _ seals: Set<SealKey>, by member: MemberCode
    ) throws(HeliographError) -> [SealKey: KnownMessage] {
        try together { () throws(HeliographError) in
            var found: [SealKey: KnownMessage] = [:]
            for seal in seals { found[seal] = try self.known(seal, by: member) }
            return found
        }
    }

    private func known(
        _ seal: SealKey, by member: MemberCode
    ) throws(HeliographError) -> KnownMessage {
        let item = try inboxItems([seal.message])[seal.message]
        var evidence: [UInt8]?
        var isConflictKept = false
        if let item {
            evidence = try rows(
                "SELECT der FROM evidence WHERE digest = ?", [.digest(item.evidence)]
            ) { $0.blob() }.first
            if item.contentDigest != seal.contentDigest {
                isConflictKept = try !rows(
                    "SELECT 1 FROM conflict WHERE sender = ? AND id = ? AND content_digest = ?",
                    [.member(seal.message.from), .id(seal.message.id), .digest(seal.contentDigest)]
                ) { $0.integer() }.isEmpty
            }
        }
        return KnownMessage(
            item: item, evidence: evidence, refusal: try refusal(seal, by: member),
            isConflictKept: isConflictKept)
    }

    private func refusal(
        _ seal: SealKey, by member: MemberCode
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
                .member(seal.message.from), .id(seal.message.id),
                .text(EvidenceStep.refused.rawValue), .member(member), .count(seal.seal),
                .digest(seal.contentDigest),
            ]
        ) { $0.blob() }.first
    }

    /// The statements that new ones are filed beside: one answer for each question.
    public func grounds(
        for questions: Set<FilingQuestion>
    ) throws(HeliographError) -> [FilingQuestion: FilingGround] {
        try together { () throws(HeliographError) in
            var found: [FilingQuestion: FilingGround] = [:]
            for question in questions { found[question] = try self.ground(for: question) }
            return found
        }
    }

    private func ground(
        for question: FilingQuestion
    ) throws(HeliographError) -> FilingGround {
        let key = question.thread
        guard let thread = try threads([key])[key] else { return FilingGround(thread: nil) }
        let open = try inbox(
            InboxFilter(
                states: question.open, thread: key.thread, from: key.issuer,
                limit: FilingQuestion.openMax))
        let same =
            question.sequence > thread.highestSequence
            ? []
            : try inbox(
                InboxFilter(
                    thread: key.thread, from: key.issuer, sequence: question.sequence,
                    limit: FilingQuestion.sayingsMax))
        return FilingGround(thread: thread, open: open, same: same)
    }

    /// The newest first, at most `limit`.
    public func conflicts(limit: Int) throws(HeliographError) -> [ConflictRecord] {
        try rows("ORDER BY seen DESC, sender, id, content_digest LIMIT ?", [.count(limit)])
    }

    /// Hand-overs in this state, the next attempt first (then by sender and id), at most `limit`.
    public func handovers(
        _ state: Handover.State, limit: Int
    ) throws(HeliographError) -> [Handover] {
        try rows(
            "WHERE state = ? ORDER BY next_attempt, sender, id, target LIMIT ?",
            [.text(state.rawValue), .count(limit)])
    }
}
