public import Exchange
public import Notices
public import Ports

extension MemoryStore {
    public func record(_ id: RecordID) -> SealedRecord? {
        readCount += 1
        return tables.records[id]
    }

    public func notices(_ filter: NoticeFilter) -> [NoticeVersion] {
        readCount += 1
        return tables.notices.values
            .filter { filter.thread == nil || $0.thread == filter.thread }
            .filter { filter.kind == nil || $0.kind == filter.kind }
            .sorted {
                ($0.created, $0.thread, $0.sequence) > ($1.created, $1.thread, $1.sequence)
            }
            .first(filter.limit)
    }

    public func message(_ id: MessageID) -> OutgoingMessage? {
        readCount += 1
        return tables.messages[id]
    }

    public func messages(ofThread thread: String) -> [OutgoingMessage] {
        tables.messages.values.filter { $0.thread == thread }
            .sorted { ($0.sequence, $0.id) < ($1.sequence, $1.id) }
    }

    public func envelopes(of id: MessageID) -> [OutgoingEnvelope] {
        tables.envelopes.values.filter { $0.id == id }.sorted { $0.seal < $1.seal }
    }

    public func delivery(_ key: DeliveryKey) -> Delivery? {
        tables.deliveries[key]
    }

    public func deliveries(of id: MessageID) -> [Delivery] {
        (tables.recipientsOf[id] ?? []).sorted()
            .compactMap { tables.deliveries[DeliveryKey(id: id, recipient: $0)] }
    }

    /// Everything that is open: what a checker looks at.
    public func openDeliveries() -> [Delivery] {
        tables.open.compactMap { tables.deliveries[$0] }
            .sorted { ($0.queued.position, $0.recipient) < ($1.queued.position, $1.recipient) }
    }

    public func openDeliveries(_ request: DeliveryPageRequest) -> DeliveryPage {
        let behind = openDeliveries().map(\.queued).filter { one in
            one.key.recipient == request.recipient
                && (request.after.map { $0 < one.position } ?? true)
        }
        func isPassedOver(_ delivery: QueuedDelivery) -> Bool {
            guard let by = request.triableBy, let next = delivery.nextAttempt else { return false }
            return next > by
        }
        let found = behind.filter { !isPassedOver($0) }.first(request.count)
        let isAll = found.count < request.count
        let last = isAll ? behind.last : found.last
        let passedOver = behind.prefix { one in last.map { one.position <= $0.position } ?? false }
            .filter(isPassedOver)
        return DeliveryPage(
            deliveries: found, isAll: isAll, putOff: passedOver.compactMap(\.nextAttempt).min())
    }

    public func alarms(after: QueueAlarm?, lead: Duration, limit: Int) -> AlarmPage {
        let all = openDeliveries().map(\.queued).flatMap { one in
            [QueueAlarm(at: one.expires, key: one.key, isExpiry: true)]
                + (one.deadline.map {
                    [QueueAlarm(at: $0 - lead, key: one.key, isExpiry: false)]
                } ?? [])
        }
        let behind = all.filter { one in after.map { one > $0 } ?? true }.sorted()
        return AlarmPage(alarms: behind.first(limit), isAll: behind.count <= limit)
    }

    public func openCounts(lateAt now: Instant) -> [OpenCount] {
        Dictionary(grouping: openDeliveries(), by: \.recipient)
            .map { recipient, open in
                let late = open.count { $0.deadline.map { $0 <= now } ?? false }
                return OpenCount(recipient: recipient, count: open.count, late: late)
            }
            .sorted { $0.recipient < $1.recipient }
    }

    public func deliveries(limit: Int) -> [Delivery] {
        tables.deliveries.values
            .sorted { ($0.created, $0.id, $0.recipient) > ($1.created, $1.id, $1.recipient) }
            .first(limit)
    }

    public func inboxItem(from: MemberCode, id: MessageID) -> InboxItem? {
        tables.inbox[MessageKey(from: from, id: id)]
    }

    public func inboxItems(id: MessageID) -> [InboxItem] {
        tables.inbox.values.filter { $0.id == id }.sorted { $0.from < $1.from }
    }

    public func inbox(_ filter: InboxFilter) -> [InboxItem] {
        tables.inbox.values
            .filter { filter.thread == nil || $0.thread == filter.thread }
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

    public func thread(issuer: MemberCode, thread: String) -> ThreadState? {
        tables.threads[MemoryTables.ThreadKey(issuer: issuer, thread: thread)]
    }

    public func conflicts(limit: Int) -> [ConflictRecord] {
        tables.conflicts.values
            .sorted {
                ($1.seen, $0.from, $0.id, $0.contentDigest)
                    < ($0.seen, $1.from, $1.id, $1.contentDigest)
            }
            .first(limit)
    }

    public func hasConflict(from: MemberCode, id: MessageID, contentDigest: Digest) -> Bool {
        tables.conflicts.values.contains {
            $0.from == from && $0.id == id && $0.contentDigest == contentDigest
        }
    }

    public func evidence(_ digest: Digest) -> EvidenceDocument? {
        tables.evidence[digest]?.document
    }

    public func evidenceDER(_ digest: Digest) -> [UInt8]? {
        evidence(digest)?.der
    }

    public func refusalDER(
        from: MemberCode, id: MessageID, seal: Int, contentDigest: Digest, by member: MemberCode
    ) -> [UInt8]? {
        evidence(from: from, id: id).first { document in
            document.entries.contains { entry in
                entry.step == .refused && entry.by == member && entry.attachment == nil
                    && entry.from == from && entry.id == id && entry.seal == seal
                    && entry.contentDigest == contentDigest
            }
        }?.der
    }

    public func evidence(from: MemberCode, id: MessageID) -> [EvidenceDocument] {
        (tables.evidenceOf[MessageKey(from: from, id: id)] ?? [])
            .compactMap { tables.evidence[$0] }
            .sorted { ($0.document.kept, $0.number) < ($1.document.kept, $1.number) }
            .map(\.document)
    }

    public func evidenceEntries(from: MemberCode, id: MessageID) -> [EvidenceEntry] {
        evidence(from: from, id: id).flatMap(\.entries).filter { $0.from == from && $0.id == id }
    }

    public func pendingEvidence(limitPerMember: Int) -> [EvidenceDispatch] {
        var counts: [MemberCode: Int] = [:]
        return tables.dispatches.values.filter { $0.acknowledged == nil }
            .sorted { ($0.queued, $0.digest, $0.to) < ($1.queued, $1.digest, $1.to) }
            .filter { dispatch in
                counts[dispatch.to, default: 0] += 1
                return counts[dispatch.to, default: 0] <= limitPerMember
            }
    }

    public func handovers(_ state: Handover.State, limit: Int) -> [Handover] {
        tables.handovers.values.filter { $0.state == state }
            .sorted {
                ($0.nextAttempt, $0.from, $0.id, $0.target)
                    < ($1.nextAttempt, $1.from, $1.id, $1.target)
            }
            .first(limit)
    }

    public func trustLists() -> [StoredTrustList] {
        tables.trustLists.values.sorted { $0.version < $1.version }
    }

    public func forks() -> [StoredFork] {
        tables.forks.values.sorted {
            ($0.seen, $0.version, $0.otherDigest) < ($1.seen, $1.version, $1.otherDigest)
        }
    }

    public func keyBundles() -> [StoredKeyBundle] {
        Dictionary(grouping: tables.bundles.values, by: \.member).values
            .compactMap { $0.max { $0.version < $1.version } }
            .sorted { $0.member < $1.member }
    }

    public func keyBundles(of member: MemberCode, limit: Int) -> [StoredKeyBundle] {
        tables.bundles.values.filter { $0.member == member }
            .sorted { $0.version > $1.version }
            .first(limit)
    }

    public func revocationLists() -> [StoredRevocationList] {
        Dictionary(grouping: tables.revocationLists.values, by: \.issuer).values
            .compactMap { $0.max { $0.number < $1.number } }
            .sorted { $0.issuer < $1.issuer }
    }

    public func peers() -> [PeerRow] {
        tables.peers.values.sorted { $0.member < $1.member }
    }

    public func probes() -> [StoredProbe] {
        tables.probes.values.sorted { $0.member < $1.member }
    }

    public func keyUses() -> [KeyUse] {
        tables.keyUses.values.sorted { ($0.key, $0.member) < ($1.key, $1.member) }
    }

    public func audit(after sequence: Int64, limit: Int) -> [AuditEntry] {
        Array(tables.audit.dropFirst(Int(max(0, sequence)))).first(limit)
    }

    public func find(_ value: BlindValue) -> [BlindIndexEntry] {
        (tables.blind[value] ?? [])
            .sorted { ($0.from, $0.id, $0.field) < ($1.from, $1.id, $1.field) }
    }

    /// No deadline sorts after every deadline.
    private func endless(_ deadline: Instant?) -> Instant {
        deadline ?? Instant(milliseconds: .max)
    }
}

extension Array {
    /// At most `limit` elements; none for a limit below 1.
    fileprivate func first(_ limit: Int) -> [Element] {
        limit < 1 ? [] : Array(prefix(limit))
    }
}
