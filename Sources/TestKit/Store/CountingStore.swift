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

    /// The round trips since the last call.
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

    /// The same rows, for reads that may take long: they hold nobody up who keeps something or
    /// answers a peer. They see what was durable when they began, and keep nothing.
    public var reader: any Store { CountingStore(inner.reader, counts) }

    /// Takes changes, which are applied all or none, in order. Reads from here on come after them.
    public func begin(_ changes: [Change]) async -> any PendingCommit {
        counts.trips.withLock { $0.commits += 1 }
        return await inner.begin(changes)
    }

    /// Writes and syncs as a commit does, and changes nothing.
    public func tryWriting() async throws(HeliographError) { try await inner.tryWriting() }

    /// Reads everything from end to end. Takes seconds per gigabyte, in which nothing else runs.
    public func check() async throws(HeliographError) { try await inner.check() }

    // MARK: RecordBook

    /// The bodies with these names.
    public func records(
        _ ids: Set<RecordID>
    ) async throws(HeliographError) -> [RecordID: SealedRecord] {
        note("records")
        return try await inner.records(ids)
    }

    /// Those of these bodies that were erased, as against lost.
    public func erased(_ ids: Set<RecordID>) async throws(HeliographError) -> Set<RecordID> {
        note("erased")
        return try await inner.erased(ids)
    }

    /// The proof that is kept of messages whose bodies were erased; nothing for the others.
    public func erasures(
        of messages: Set<MessageKey>
    ) async throws(HeliographError) -> [MessageKey: Erasure] {
        note("erasures(of:)")
        return try await inner.erasures(of: messages)
    }

    /// Destroys the data keys of erased bodies, so that no copy of them opens any more; returns
    /// once that is durable.
    public func shred() async throws(HeliographError) {
        note("shred")
        try await inner.shred()
    }

    // MARK: OutgoingBook

    /// Versions of our notices, the newest first.
    public func notices(_ filter: NoticeFilter) async throws(HeliographError) -> [NoticeVersion] {
        note("notices")
        return try await inner.notices(filter)
    }

    /// Every version of each of these threads, the newest first; nothing for a thread without one.
    public func notices(
        ofThreads threads: Set<String>
    ) async throws(HeliographError) -> [String: [NoticeVersion]] {
        note("notices(ofThreads:)")
        return try await inner.notices(ofThreads: threads)
    }

    /// Everything that was said in each of these threads; nothing for a thread in which nothing
    /// was.
    public func histories(
        ofThreads threads: Set<String>
    ) async throws(HeliographError) -> [String: ThreadHistory] {
        note("histories(ofThreads:)")
        return try await inner.histories(ofThreads: threads)
    }

    /// Messages by their ids; nothing for an id that is not ours.
    public func messages(
        _ ids: Set<MessageID>
    ) async throws(HeliographError) -> [MessageID: OutgoingMessage] {
        note("messages")
        return try await inner.messages(ids)
    }

    /// Messages whose id is in a range, by id, at most `limit`.
    public func messages(
        in ids: ClosedRange<MessageID>, limit: Int
    ) async throws(HeliographError) -> [OutgoingMessage] {
        note("messages(in:)")
        return try await inner.messages(in: ids, limit: limit)
    }

    /// Every message of each of these threads, lowest sequence first, then by id; nothing for a
    /// thread without one.
    public func messages(
        ofThreads threads: Set<String>
    ) async throws(HeliographError) -> [String: [OutgoingMessage]] {
        note("messages(ofThreads:)")
        return try await inner.messages(ofThreads: threads)
    }

    /// Seals of messages, in the order of their numbers; nothing for a message without one.
    public func envelopes(
        of messages: Set<MessageID>
    ) async throws(HeliographError) -> [MessageID: [OutgoingEnvelope]] {
        note("envelopes(of:)")
        return try await inner.envelopes(of: messages)
    }

    /// Deliveries by message and recipient.
    public func deliveries(
        _ keys: Set<DeliveryKey>
    ) async throws(HeliographError) -> [DeliveryKey: Delivery] {
        note("deliveries")
        return try await inner.deliveries(keys)
    }

    /// Every delivery of each of these messages, in the order of the recipients' codes; nothing for
    /// a message without one.
    public func deliveries(
        of messages: Set<MessageID>
    ) async throws(HeliographError) -> [MessageID: [Delivery]] {
        note("deliveries(of:)")
        return try await inner.deliveries(of: messages)
    }

    /// The newest first, at most `limit`.
    public func deliveries(limit: Int) async throws(HeliographError) -> [Delivery] {
        note("deliveries(limit:)")
        return try await inner.deliveries(limit: limit)
    }

    /// Those of these deliveries that are open, with all that may have to be sent.
    public func openDeliveries(
        _ keys: [DeliveryKey], bodyBytesMax: Int
    ) async throws(HeliographError) -> [DeliveryKey: OpenDelivery] {
        note("openDeliveries")
        return try await inner.openDeliveries(keys, bodyBytesMax: bodyBytesMax)
    }

    /// Some of what is open for a member, in the order in which it leaves.
    public func openDeliveries(
        _ request: DeliveryPageRequest
    ) async throws(HeliographError) -> DeliveryPage {
        note("openDeliveries")
        return try await inner.openDeliveries(request)
    }

    /// Alarms of open deliveries, the earliest first: those behind `after`, at most `limit`.
    public func alarms(
        after: QueueAlarm?, lead: Duration, limit: Int
    ) async throws(HeliographError) -> AlarmPage {
        note("alarms(after:)")
        return try await inner.alarms(after: after, lead: lead, limit: limit)
    }

    /// The number of open deliveries of each member that has any, in the order of their codes.
    public func openCounts(lateAt now: Instant) async throws(HeliographError) -> [OpenCount] {
        note("openCounts(lateAt:)")
        return try await inner.openCounts(lateAt: now)
    }

    // MARK: InboxBook

    /// Received messages by sender and id.
    public func inboxItems(
        _ keys: Set<MessageKey>
    ) async throws(HeliographError) -> [MessageKey: InboxItem] {
        note("inboxItems")
        return try await inner.inboxItems(keys)
    }

    /// Items with this id from whichever member, by sender; almost always one.
    public func inboxItems(id: MessageID) async throws(HeliographError) -> [InboxItem] {
        note("inboxItems(id:)")
        return try await inner.inboxItems(id: id)
    }

    /// By deadline (none last), then by time of arrival.
    public func inbox(_ filter: InboxFilter) async throws(HeliographError) -> [InboxItem] {
        note("inbox")
        return try await inner.inbox(filter)
    }

    /// The items of each of these threads as `inbox` orders them, at most `limit` of each; nothing
    /// for a thread without one.
    public func inbox(
        ofThreads threads: Set<ThreadKey>, limit: Int
    ) async throws(HeliographError) -> [ThreadKey: [InboxItem]] {
        note("inbox(ofThreads:)")
        return try await inner.inbox(ofThreads: threads, limit: limit)
    }

    /// The state of these threads; nothing for a thread that has not begun.
    public func threads(
        _ keys: Set<ThreadKey>
    ) async throws(HeliographError) -> [ThreadKey: ThreadState] {
        note("threads")
        return try await inner.threads(keys)
    }

    /// Everything that is held already under the ids of messages that have just come: one answer
    /// for each.
    public func known(
        _ seals: Set<SealKey>, by member: MemberCode
    ) async throws(HeliographError) -> [SealKey: KnownMessage] {
        note("known")
        return try await inner.known(seals, by: member)
    }

    /// The statements that new ones are filed beside: one answer for each question.
    public func grounds(
        for questions: Set<FilingQuestion>
    ) async throws(HeliographError) -> [FilingQuestion: FilingGround] {
        note("grounds(for:)")
        return try await inner.grounds(for: questions)
    }

    /// The newest first, at most `limit`.
    public func conflicts(limit: Int) async throws(HeliographError) -> [ConflictRecord] {
        note("conflicts(limit:)")
        return try await inner.conflicts(limit: limit)
    }

    // MARK: EvidenceBook

    /// Documents by their digests.
    public func evidence(
        _ digests: Set<Digest>
    ) async throws(HeliographError) -> [Digest: EvidenceDocument] {
        note("evidence")
        return try await inner.evidence(digests)
    }

    /// Every document with an entry about one of these messages, oldest first; nothing for a
    /// message without one.
    public func evidence(
        about messages: Set<MessageKey>
    ) async throws(HeliographError) -> [MessageKey: [EvidenceDocument]] {
        note("evidence(about:)")
        return try await inner.evidence(about: messages)
    }

    /// The entries about these messages, without their documents: those of `evidence(about:)` that
    /// are about each message, in the same order. A document may have hundreds of entries about
    /// others.
    public func evidenceEntries(
        about messages: Set<MessageKey>
    ) async throws(HeliographError) -> [MessageKey: [EvidenceEntry]] {
        note("evidenceEntries(about:)")
        return try await inner.evidenceEntries(about: messages)
    }

    /// The rows that evidence about messages of ours is held against.
    public func ground(
        of digest: Digest, about keys: Set<DeliveryKey>, by member: MemberCode
    ) async throws(HeliographError) -> EvidenceGround {
        note("ground(of:)")
        return try await inner.ground(of: digest, about: keys, by: member)
    }

    /// Evidence that its addressee has not acknowledged yet, oldest first; at most so many of each
    /// addressee, so that one that is gone does not hide the others.
    public func pendingEvidence(
        limitPerMember: Int
    ) async throws(HeliographError) -> [EvidenceDispatch] {
        note("pendingEvidence(limitPerMember:)")
        return try await inner.pendingEvidence(limitPerMember: limitPerMember)
    }

    // MARK: AttachmentBook

    /// The one that expires first in front.
    public func attachments(
        _ filter: AttachmentFilter
    ) async throws(HeliographError) -> [AttachmentDelivery] {
        note("attachments")
        return try await inner.attachments(filter)
    }

    /// Every row of each of these messages, the one that expires first in front; nothing for a
    /// message without one.
    public func attachments(
        of messages: Set<MessageKey>
    ) async throws(HeliographError) -> [MessageKey: [AttachmentDelivery]] {
        note("attachments(of:)")
        return try await inner.attachments(of: messages)
    }

    /// The attachments that a member is still to fetch, most urgent first: by precedence, then
    /// deadline (none last); at most so many of each sender, so that one that sends many does not
    /// hide the others.
    public func waitingAttachments(
        to recipient: MemberCode, limitPerMember: Int
    ) async throws(HeliographError) -> [AttachmentDelivery] {
        note("waitingAttachments(to:)")
        return try await inner.waitingAttachments(to: recipient, limitPerMember: limitPerMember)
    }

    // MARK: HandoverBook

    /// Hand-overs in this state, the next attempt first (then by sender and id), at most `limit`.
    public func handovers(
        _ state: Handover.State, limit: Int
    ) async throws(HeliographError) -> [Handover] {
        note("handovers")
        return try await inner.handovers(state, limit: limit)
    }

    // MARK: DecisionBook

    /// Those about each of these threads, by sequence, matter and subject; nothing for a thread
    /// without one.
    public func decisions(
        ofThreads threads: Set<String>
    ) async throws(HeliographError) -> [String: [Decision]] {
        note("decisions(ofThreads:)")
        return try await inner.decisions(ofThreads: threads)
    }

    /// Those from which something must still follow, the earliest due first (then by thread,
    /// sequence, matter and subject).
    public func openDecisions() async throws(HeliographError) -> [Decision] {
        note("openDecisions")
        return try await inner.openDecisions()
    }

    /// Calls that wait or waited for a second officer, the newest first, at most `limit`.
    public func heldCalls(limit: Int) async throws(HeliographError) -> [HeldCall] {
        note("heldCalls")
        return try await inner.heldCalls(limit: limit)
    }

    // MARK: PrincipalBook

    /// Every officer and program, in the order of their keys.
    public func officers() async throws(HeliographError) -> [Officer] {
        note("officers")
        return try await inner.officers()
    }

    /// Every token, the newest first.
    public func tokens() async throws(HeliographError) -> [AccessToken] {
        note("tokens")
        return try await inner.tokens()
    }

    /// The token of a digest, with its officer; nil if there is none.
    public func holder(ofToken digest: Digest) async throws(HeliographError) -> TokenHolder? {
        note("holder(ofToken:)")
        return try await inner.holder(ofToken: digest)
    }

    /// The answer that is kept for a principal's key; nil if there is none.
    public func reply(
        to principal: String, key: String
    ) async throws(HeliographError) -> KeptReply? {
        note("reply")
        return try await inner.reply(to: principal, key: key)
    }

    /// Answers that were kept before a moment, the oldest first, at most `limit`.
    public func replies(
        before: Instant, limit: Int
    ) async throws(HeliographError) -> [KeptReply] {
        note("replies")
        return try await inner.replies(before: before, limit: limit)
    }

    // MARK: TrustBook

    /// Every trust list held, lowest version first.
    public func trustLists() async throws(HeliographError) -> [StoredTrustList] {
        note("trustLists")
        return try await inner.trustLists()
    }

    /// Every fork seen, the oldest first.
    public func forks() async throws(HeliographError) -> [StoredFork] {
        note("forks")
        return try await inner.forks()
    }

    /// The newest bundle of each member, in the order of their codes.
    public func keyBundles() async throws(HeliographError) -> [StoredKeyBundle] {
        note("keyBundles")
        return try await inner.keyBundles()
    }

    /// The bundles of one member, the newest first, at most `limit`.
    public func keyBundles(
        of member: MemberCode, limit: Int
    ) async throws(HeliographError) -> [StoredKeyBundle] {
        note("keyBundles(of:)")
        return try await inner.keyBundles(of: member, limit: limit)
    }

    /// The newest revocation list of each issuing CA, in the order of their key ids.
    public func revocationLists() async throws(HeliographError) -> [StoredRevocationList] {
        note("revocationLists")
        return try await inner.revocationLists()
    }

    /// In the order of their codes.
    public func peers() async throws(HeliographError) -> [PeerRow] {
        note("peers")
        return try await inner.peers()
    }

    /// The last signed word of each peer about what it holds, in the order of their codes.
    public func probes() async throws(HeliographError) -> [StoredProbe] {
        note("probes")
        return try await inner.probes()
    }

    /// By key, then by member.
    public func keyUses() async throws(HeliographError) -> [KeyUse] {
        note("keyUses")
        return try await inner.keyUses()
    }

    // MARK: AuditBook

    /// Entries with `sequence` greater than the one given, lowest first, at most `limit`.
    public func audit(
        after sequence: Int64, limit: Int
    ) async throws(HeliographError) -> [AuditEntry] {
        note("audit(after:)")
        return try await inner.audit(after: sequence, limit: limit)
    }

    // MARK: SearchBook

    /// Messages with each of these values, in either direction, by sender, id and field; nothing
    /// for a value that no message has.
    public func find(
        _ values: Set<BlindValue>
    ) async throws(HeliographError) -> [BlindValue: [BlindIndexEntry]] {
        note("find")
        return try await inner.find(values)
    }

    /// Threads of messages that one member sent with one of these values.
    public func threads(
        withAny values: [BlindValue], of member: MemberCode, limit: Int
    ) async throws(HeliographError) -> Set<String> {
        note("threads(withAny:)")
        return try await inner.threads(withAny: values, of: member, limit: limit)
    }
}
