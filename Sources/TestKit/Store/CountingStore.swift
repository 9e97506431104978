public import Exchange
public import Notices
public import Ports
import Synchronization

/// A store that counts the round trips which another one is asked for.
public final class CountingStore: Store {
    /// Round trips since the last `take`.
    public struct Trips: Equatable, Sendable {
        /// Reads, by their names, in the order in which they were asked for.
        public var reads: [String] = []
        /// Commits that were begun, whether or not they were kept.
        public var commits = 0
    }

    private final class Counts: Sendable {
        let trips = Mutex(Trips())
    }

    private let inner: any Store
    private let counts: Counts

    /// Counts what is asked of `inner`, and of its reader.
    public convenience init(_ inner: any Store) {
        self.init(inner, Counts())
    }

    private init(_ inner: any Store, _ counts: Counts) {
        self.inner = inner
        self.counts = counts
    }

    /// What was asked for since the last call.
    public func take() -> Trips {
        counts.trips.withLock { trips in
            defer { trips = Trips() }
            return trips
        }
    }

    private func note(_ read: String) {
        counts.trips.withLock { $0.reads.append(read) }
    }

    // MARK: Commits

    public var reader: any Store { CountingStore(inner.reader, counts) }

    public func begin(_ changes: [Change]) async -> any PendingCommit {
        counts.trips.withLock { $0.commits += 1 }
        return await inner.begin(changes)
    }

    public func tryWriting() async throws(HeliographError) { try await inner.tryWriting() }

    public func check() async throws(HeliographError) { try await inner.check() }

    // MARK: RecordBook

    public func records(
        _ ids: Set<RecordID>
    ) async throws(HeliographError) -> [RecordID: SealedRecord] {
        note("records")
        return try await inner.records(ids)
    }

    public func erased(_ ids: Set<RecordID>) async throws(HeliographError) -> Set<RecordID> {
        note("erased")
        return try await inner.erased(ids)
    }

    public func erasures(
        of messages: Set<MessageKey>
    ) async throws(HeliographError) -> [MessageKey: Erasure] {
        note("erasures(of:)")
        return try await inner.erasures(of: messages)
    }

    public func shred() async throws(HeliographError) {
        note("shred")
        try await inner.shred()
    }

    // MARK: OutgoingBook

    public func notices(_ filter: NoticeFilter) async throws(HeliographError) -> [NoticeVersion] {
        note("notices")
        return try await inner.notices(filter)
    }

    public func notices(
        ofThreads threads: Set<String>
    ) async throws(HeliographError) -> [String: [NoticeVersion]] {
        note("notices(ofThreads:)")
        return try await inner.notices(ofThreads: threads)
    }

    public func histories(
        ofThreads threads: Set<String>
    ) async throws(HeliographError) -> [String: ThreadHistory] {
        note("histories(ofThreads:)")
        return try await inner.histories(ofThreads: threads)
    }

    public func messages(
        _ ids: Set<MessageID>
    ) async throws(HeliographError) -> [MessageID: OutgoingMessage] {
        note("messages")
        return try await inner.messages(ids)
    }

    public func messages(
        ofThreads threads: Set<String>
    ) async throws(HeliographError) -> [String: [OutgoingMessage]] {
        note("messages(ofThreads:)")
        return try await inner.messages(ofThreads: threads)
    }

    public func envelopes(
        of messages: Set<MessageID>
    ) async throws(HeliographError) -> [MessageID: [OutgoingEnvelope]] {
        note("envelopes(of:)")
        return try await inner.envelopes(of: messages)
    }

    public func deliveries(
        _ keys: Set<DeliveryKey>
    ) async throws(HeliographError) -> [DeliveryKey: Delivery] {
        note("deliveries")
        return try await inner.deliveries(keys)
    }

    public func deliveries(
        of messages: Set<MessageID>
    ) async throws(HeliographError) -> [MessageID: [Delivery]] {
        note("deliveries(of:)")
        return try await inner.deliveries(of: messages)
    }

    public func deliveries(limit: Int) async throws(HeliographError) -> [Delivery] {
        note("deliveries(limit:)")
        return try await inner.deliveries(limit: limit)
    }

    public func openDeliveries(
        _ keys: Set<DeliveryKey>
    ) async throws(HeliographError) -> [DeliveryKey: OpenDelivery] {
        note("openDeliveries")
        return try await inner.openDeliveries(keys)
    }

    public func openDeliveries(
        _ request: DeliveryPageRequest
    ) async throws(HeliographError) -> DeliveryPage {
        note("openDeliveries")
        return try await inner.openDeliveries(request)
    }

    public func alarms(
        after: QueueAlarm?, lead: Duration, limit: Int
    ) async throws(HeliographError) -> AlarmPage {
        note("alarms(after:)")
        return try await inner.alarms(after: after, lead: lead, limit: limit)
    }

    public func openCounts(lateAt now: Instant) async throws(HeliographError) -> [OpenCount] {
        note("openCounts(lateAt:)")
        return try await inner.openCounts(lateAt: now)
    }

    // MARK: InboxBook

    public func inboxItems(
        _ keys: Set<MessageKey>
    ) async throws(HeliographError) -> [MessageKey: InboxItem] {
        note("inboxItems")
        return try await inner.inboxItems(keys)
    }

    public func inboxItems(id: MessageID) async throws(HeliographError) -> [InboxItem] {
        note("inboxItems(id:)")
        return try await inner.inboxItems(id: id)
    }

    public func inbox(_ filter: InboxFilter) async throws(HeliographError) -> [InboxItem] {
        note("inbox")
        return try await inner.inbox(filter)
    }

    public func inbox(
        ofThreads threads: Set<ThreadKey>, limit: Int
    ) async throws(HeliographError) -> [ThreadKey: [InboxItem]] {
        note("inbox(ofThreads:)")
        return try await inner.inbox(ofThreads: threads, limit: limit)
    }

    public func threads(
        _ keys: Set<ThreadKey>
    ) async throws(HeliographError) -> [ThreadKey: ThreadState] {
        note("threads")
        return try await inner.threads(keys)
    }

    public func known(
        _ seals: Set<SealKey>, by member: MemberCode
    ) async throws(HeliographError) -> [SealKey: KnownMessage] {
        note("known")
        return try await inner.known(seals, by: member)
    }

    public func grounds(
        for questions: Set<FilingQuestion>
    ) async throws(HeliographError) -> [FilingQuestion: FilingGround] {
        note("grounds(for:)")
        return try await inner.grounds(for: questions)
    }

    public func conflicts(limit: Int) async throws(HeliographError) -> [ConflictRecord] {
        note("conflicts(limit:)")
        return try await inner.conflicts(limit: limit)
    }

    // MARK: EvidenceBook

    public func evidence(
        _ digests: Set<Digest>
    ) async throws(HeliographError) -> [Digest: EvidenceDocument] {
        note("evidence")
        return try await inner.evidence(digests)
    }

    public func evidence(
        about messages: Set<MessageKey>
    ) async throws(HeliographError) -> [MessageKey: [EvidenceDocument]] {
        note("evidence(about:)")
        return try await inner.evidence(about: messages)
    }

    public func evidenceEntries(
        about messages: Set<MessageKey>
    ) async throws(HeliographError) -> [MessageKey: [EvidenceEntry]] {
        note("evidenceEntries(about:)")
        return try await inner.evidenceEntries(about: messages)
    }

    public func ground(
        of digest: Digest, about keys: Set<DeliveryKey>, by member: MemberCode
    ) async throws(HeliographError) -> EvidenceGround {
        note("ground(of:)")
        return try await inner.ground(of: digest, about: keys, by: member)
    }

    public func pendingEvidence(
        limitPerMember: Int
    ) async throws(HeliographError) -> [EvidenceDispatch] {
        note("pendingEvidence(limitPerMember:)")
        return try await inner.pendingEvidence(limitPerMember: limitPerMember)
    }

    // MARK: AttachmentBook

    public func attachments(
        _ filter: AttachmentFilter
    ) async throws(HeliographError) -> [AttachmentDelivery] {
        note("attachments")
        return try await inner.attachments(filter)
    }

    public func attachments(
        of messages: Set<MessageKey>
    ) async throws(HeliographError) -> [MessageKey: [AttachmentDelivery]] {
        note("attachments(of:)")
        return try await inner.attachments(of: messages)
    }

    public func waitingAttachments(
        to recipient: MemberCode, limitPerMember: Int
    ) async throws(HeliographError) -> [AttachmentDelivery] {
        note("waitingAttachments(to:)")
        return try await inner.waitingAttachments(to: recipient, limitPerMember: limitPerMember)
    }

    // MARK: HandoverBook

    public func handovers(
        _ state: Handover.State, limit: Int
    ) async throws(HeliographError) -> [Handover] {
        note("handovers")
        return try await inner.handovers(state, limit: limit)
    }

    // MARK: DecisionBook

    public func decisions(
        ofThreads threads: Set<String>
    ) async throws(HeliographError) -> [String: [Decision]] {
        note("decisions(ofThreads:)")
        return try await inner.decisions(ofThreads: threads)
    }

    public func openDecisions() async throws(HeliographError) -> [Decision] {
        note("openDecisions")
        return try await inner.openDecisions()
    }

    // MARK: TrustBook

    public func trustLists() async throws(HeliographError) -> [StoredTrustList] {
        note("trustLists")
        return try await inner.trustLists()
    }

    public func forks() async throws(HeliographError) -> [StoredFork] {
        note("forks")
        return try await inner.forks()
    }

    public func keyBundles() async throws(HeliographError) -> [StoredKeyBundle] {
        note("keyBundles")
        return try await inner.keyBundles()
    }

    public func keyBundles(
        of member: MemberCode, limit: Int
    ) async throws(HeliographError) -> [StoredKeyBundle] {
        note("keyBundles(of:)")
        return try await inner.keyBundles(of: member, limit: limit)
    }

    public func revocationLists() async throws(HeliographError) -> [StoredRevocationList] {
        note("revocationLists")
        return try await inner.revocationLists()
    }

    public func peers() async throws(HeliographError) -> [PeerRow] {
        note("peers")
        return try await inner.peers()
    }

    public func probes() async throws(HeliographError) -> [StoredProbe] {
        note("probes")
        return try await inner.probes()
    }

    public func keyUses() async throws(HeliographError) -> [KeyUse] {
        note("keyUses")
        return try await inner.keyUses()
    }

    // MARK: AuditBook

    public func audit(
        after sequence: Int64, limit: Int
    ) async throws(HeliographError) -> [AuditEntry] {
        note("audit(after:)")
        return try await inner.audit(after: sequence, limit: limit)
    }

    // MARK: SearchBook

    public func find(
        _ values: Set<BlindValue>
    ) async throws(HeliographError) -> [BlindValue: [BlindIndexEntry]] {
        note("find")
        return try await inner.find(values)
    }

    public func threads(
        withAny values: [BlindValue], of member: MemberCode, limit: Int
    ) async throws(HeliographError) -> Set<String> {
        note("threads(withAny:)")
        return try await inner.threads(withAny: values, of: member, limit: limit)
    }
}
