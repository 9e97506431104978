public import Exchange
public import Notices
public import Ports

// Reads of what came in, and of evidence.

extension MemoryStore {
    /// Received messages by sender and id.
    public func inboxItems(_ keys: Set<MessageKey>) -> [MessageKey: InboxItem] {
        one(keys) { tables.inbox[$0] }
    }

    /// Items with this id from whichever member, by sender; almost always one.
    public func inboxItems(id: MessageID) -> [InboxItem] {
        tables.inbox.values.filter { $0.id == id }.sorted { $0.from < $1.from }
    }

    /// By deadline (none last), then by time of arrival.
    public func inbox(_ filter: InboxFilter) -> [InboxItem] {
        tables.inbox.values
            .filter { filter.thread == nil || $0.thread == filter.thread }
            .filter { $0.thread.hasPrefix(filter.threadBeginning ?? "") }
            .filter { filter.ids?.contains($0.id) ?? true }
            .filter { filter.from == nil || $0.from == filter.from }
            .filter { filter.sequence == nil || $0.sequence == filter.sequence }
            .filter { filter.kind == nil || $0.kind == filter.kind }
            .filter { item in filter.receivedFrom.map { item.received >= $0 } ?? true }
            .filter { filter.states?.contains($0.state) ?? true }
            .sorted {
                let left = (endless($0.deadline), $0.received, $0.from, $0.id)
                return left < (endless($1.deadline), $1.received, $1.from, $1.id)
            }
            .first(filter.limit)
    }

    /// No deadline sorts after every deadline.
    private func endless(_ deadline: Instant?) -> Instant {
        deadline ?? Instant(milliseconds: .max)
    }

    /// The items of each of these threads as `inbox` orders them, at most `limit` of each; nothing
    /// for a thread without one.
    public func inbox(
        ofThreads threads: Set<ThreadKey>, limit: Int
    ) -> [ThreadKey: [InboxItem]] {
        each(threads) { inbox(InboxFilter(thread: $0.thread, from: $0.issuer, limit: limit)) }
    }

    /// The state of these threads; nothing for a thread that has not begun.
    public func threads(_ keys: Set<ThreadKey>) -> [ThreadKey: ThreadState] {
        one(keys) { tables.threads[$0] }
    }

    /// Everything that is held already under the ids of messages that have just come: one answer
    /// for each.
    public func known(_ seals: Set<SealKey>, by member: MemberCode) -> [SealKey: KnownMessage] {
        one(seals) { seal in
            let item = tables.inbox[seal.message]
            return KnownMessage(
                item: item,
                evidence: item.flatMap { tables.evidence[$0.evidence]?.document.der },
                refusal: refusal(seal, by: member),
                isConflictKept: item.map { isConflictKept(seal, beside: $0) } ?? false)
        }
    }

    private func isConflictKept(_ seal: SealKey, beside item: InboxItem) -> Bool {
        let key = MemoryTables.ConflictKey(
            message: seal.message, contentDigest: seal.contentDigest)
        return item.contentDigest != seal.contentDigest && tables.conflicts[key] != nil
    }

    private func refusal(_ seal: SealKey, by member: MemberCode) -> [UInt8]? {
        documents(about: seal.message).first { document in
            document.entries.contains { entry in
                entry.step == .refused && entry.by == member && entry.attachment == nil
                    && entry.from == seal.message.from && entry.id == seal.message.id
                    && entry.seal == seal.seal && entry.contentDigest == seal.contentDigest
            }
        }?.der
    }

    /// The statements that new ones are filed beside: one answer for each question.
    public func grounds(for questions: Set<FilingQuestion>) -> [FilingQuestion: FilingGround] {
        one(questions) { question in
            let key = question.thread
            guard let thread = tables.threads[key] else { return FilingGround(thread: nil) }
            let open = InboxFilter(
                states: question.open, thread: key.thread, from: key.issuer,
                limit: FilingQuestion.openMax)
            let same = InboxFilter(
                thread: key.thread, from: key.issuer, sequence: question.sequence,
                limit: FilingQuestion.sayingsMax)
            return FilingGround(
                thread: thread, open: inbox(open),
                same: question.sequence > thread.highestSequence ? [] : inbox(same))
        }
    }

    /// The newest first, at most `limit`.
    public func conflicts(limit: Int) -> [ConflictRecord] {
        tables.conflicts.values
            .sorted {
                ($1.seen, $0.from, $0.id, $0.contentDigest)
                    < ($0.seen, $1.from, $1.id, $1.contentDigest)
            }
            .first(limit)
    }

    /// Hand-overs in this state, the next attempt first (then by sender and id), at most `limit`.
    public func handovers(_ state: Handover.State, limit: Int) -> [Handover] {
        tables.handovers.values.filter { $0.state == state }
            .sorted {
                ($0.nextAttempt, $0.from, $0.id, $0.target)
                    < ($1.nextAttempt, $1.from, $1.id, $1.target)
            }
            .first(limit)
    }

    // MARK: Evidence

    /// Documents by their digests.
    public func evidence(_ digests: Set<Digest>) -> [Digest: EvidenceDocument] {
        one(digests) { tables.evidence[$0]?.document }
    }

    /// Every document with an entry about one of these messages, oldest first; nothing for a
    /// message without one.
    public func evidence(about messages: Set<MessageKey>) -> [MessageKey: [EvidenceDocument]] {
        each(messages) { documents(about: $0) }
    }

    private func documents(about message: MessageKey) -> [EvidenceDocument] {
        (tables.evidenceOf[message] ?? [])
            .compactMap { tables.evidence[$0] }
            .sorted { ($0.document.kept, $0.number) < ($1.document.kept, $1.number) }
            .map(\.document)
    }

    /// The entries about these messages, without their documents: those of `evidence(about:)` that
    /// are about each message, in the same order. A document may have hundreds of entries about
    /// others.
    public func evidenceEntries(
        about messages: Set<MessageKey>
    ) -> [MessageKey: [EvidenceEntry]] {
        each(messages) { key in
            documents(about: key).flatMap(\.entries).filter {
                $0.from == key.from && $0.id == key.id
            }
        }
    }

    /// The rows that evidence about messages of ours is held against.
    public func ground(
        of digest: Digest, about keys: Set<DeliveryKey>, by member: MemberCode
    ) -> EvidenceGround {
        if let held = tables.evidence[digest]?.document { return EvidenceGround(held: held) }
        let ids = Set(keys.map(\.id))
        let heard = evidenceEntries(about: Set(ids.map { MessageKey(from: member, id: $0) }))
        return EvidenceGround(
            held: nil, deliveries: deliveries(keys), envelopes: envelopes(of: ids),
            heard: Dictionary(uniqueKeysWithValues: heard.map { ($0.key.id, $0.value) }))
    }

    /// Evidence that its addressee has not acknowledged yet, oldest first; at most so many of each
    /// addressee, so that one that is gone does not hide the others.
    public func pendingEvidence(limitPerMember: Int) -> [EvidenceDispatch] {
        var counts: [MemberCode: Int] = [:]
        return tables.dispatches.values.filter { $0.acknowledged == nil }
            .sorted { ($0.queued, $0.digest, $0.to) < ($1.queued, $1.digest, $1.to) }
            .filter { dispatch in
                counts[dispatch.to, default: 0] += 1
                return counts[dispatch.to, default: 0] <= limitPerMember
            }
    }
}
