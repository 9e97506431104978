public import Exchange
public import Notices

/// Keeps what the core says to keep. Every store passes `Tests/StoreConformance`.
///
/// Rows are plain values; a store knows nothing of what they mean. Bodies come already sealed
/// (`SealedRecord`), so no store ever sees a name. Reads see every commit that was begun before them.
public protocol Store: Actor {
    /// The same rows, for reads that may take long: they hold nobody up who keeps something or answers a
    /// peer. They see what was durable when they began, and keep nothing.
    nonisolated var reader: any Store { get }
    /// Takes changes, which are applied all or none, in order. Reads from here on come after them.
    ///
    /// Whoever read before it wrote may let others read as soon as this returns, and need not keep them
    /// waiting for the disk.
    /// - Returns: what throws `storeConflict` if an `insert…` names something that is there already; `storeBusy`
    ///   and `diskFull`: nothing was kept, and the store goes on. After `storeFailed` or
    ///   `storeCorrupt` it serves no longer, and only opening it again tells what was kept.
    func begin(_ changes: [Change]) -> any PendingCommit
    /// Several reads in one visit, between which nothing is written: each visit costs two changes of
    /// thread.
    func visit<T: Sendable>(
        _ body: @Sendable (isolated any Store) throws(HeliographError) -> T
    ) throws(HeliographError) -> T
    /// Writes and syncs as a commit does, and changes nothing.
    ///
    /// - Throws: as `begin` says.
    func tryWriting() throws(HeliographError)
    /// Reads everything from end to end. Takes seconds per gigabyte, in which nothing else runs.
    ///
    /// - Throws: `storeCorrupt`, with what was found in `detail`; the store then serves no longer.
    func check() throws(HeliographError)

    // Outgoing.
    /// - Returns: nil if there is no such body, or its data key was destroyed.
    func record(_ id: RecordID) throws(HeliographError) -> SealedRecord?
    /// The newest first.
    func notices(_ filter: NoticeFilter) throws(HeliographError) -> [NoticeVersion]
    func message(_ id: MessageID) throws(HeliographError) -> OutgoingMessage?
    /// Every message of the thread, lowest sequence first, then by id.
    func messages(ofThread thread: String) throws(HeliographError) -> [OutgoingMessage]
    /// Seals of one message, in the order of their numbers.
    func envelopes(of id: MessageID) throws(HeliographError) -> [OutgoingEnvelope]
    func delivery(_ key: DeliveryKey) throws(HeliographError) -> Delivery?
    /// In the order of the recipients' codes.
    func deliveries(of id: MessageID) throws(HeliographError) -> [Delivery]
    /// Some of what is open for a member, in the order in which it leaves.
    func openDeliveries(_ request: DeliveryPageRequest) throws(HeliographError) -> DeliveryPage
    /// What must happen to open deliveries, the earliest first: those behind `after`, at most `limit`.
    ///
    /// - Parameter lead: how long before its deadline an alarm rings.
    func alarms(
        after: QueueAlarm?, lead: Duration, limit: Int
    ) throws(HeliographError) -> AlarmPage
    /// Of each member that has open deliveries, in the order of their codes.
    func openCounts(lateAt now: Instant) throws(HeliographError) -> [OpenCount]
    /// The newest first, at most `limit`.
    func deliveries(limit: Int) throws(HeliographError) -> [Delivery]

    // Incoming.
    func inboxItem(from: MemberCode, id: MessageID) throws(HeliographError) -> InboxItem?
    /// Items with this id from whichever member; almost always one.
    func inboxItems(id: MessageID) throws(HeliographError) -> [InboxItem]
    /// By deadline (none last), then by time of arrival.
    func inbox(_ filter: InboxFilter) throws(HeliographError) -> [InboxItem]
    func thread(issuer: MemberCode, thread: String) throws(HeliographError) -> ThreadState?
    /// The newest first, at most `limit`.
    func conflicts(limit: Int) throws(HeliographError) -> [ConflictRecord]
    /// Whether this content is kept already as the second under its id.
    func hasConflict(
        from: MemberCode, id: MessageID, contentDigest: Digest
    ) throws(HeliographError) -> Bool

    // Evidence.
    func evidence(_ digest: Digest) throws(HeliographError) -> EvidenceDocument?
    /// The document's bytes alone: a document may have hundreds of entries.
    func evidenceDER(_ digest: Digest) throws(HeliographError) -> [UInt8]?
    /// The bytes of the document in which `member` refused this message for good, in this seal.
    func refusalDER(
        from: MemberCode, id: MessageID, seal: Int, contentDigest: Digest, by member: MemberCode
    ) throws(HeliographError) -> [UInt8]?
    /// Every document with an entry about the message, oldest first.
    func evidence(
        from: MemberCode, id: MessageID
    ) throws(HeliographError)
        -> [EvidenceDocument]
    /// What was signed about one message, without the documents: the entries of `evidence(from:id:)`
    /// that are about it, in the same order.
    func evidenceEntries(
        from: MemberCode, id: MessageID
    ) throws(HeliographError) -> [EvidenceEntry]
    /// Evidence that its addressee has not acknowledged yet, oldest first; at most so many of each
    /// addressee, so that one that is gone does not hide the others.
    func pendingEvidence(limitPerMember: Int) throws(HeliographError) -> [EvidenceDispatch]

    // Attachments.
    func attachments(
        _ filter: AttachmentFilter
    ) throws(HeliographError) -> [AttachmentDelivery]
    /// What a member is still to fetch, most urgent first: by precedence, then deadline (none last); at
    /// most so many of each sender, so that one that sends many does not hide the others.
    func waitingAttachments(
        to recipient: MemberCode, limitPerMember: Int
    ) throws(HeliographError) -> [AttachmentDelivery]

    /// Hand-overs in this state, the next attempt first (then by sender and id), at most `limit`.
    func handovers(_ state: Handover.State, limit: Int) throws(HeliographError) -> [Handover]

    // Erasures.
    /// - Returns: nil if the message's bodies were not erased.
    func erasure(from: MemberCode, id: MessageID) throws(HeliographError) -> Erasure?
    /// Whether a body was erased, as against lost.
    func isErased(_ record: RecordID) throws(HeliographError) -> Bool
    /// Destroys the data keys of erased bodies, so that no copy of them opens any more; returns once
    /// that is durable.
    func shred() throws(HeliographError)

    // Decisions.
    /// Those about a thread, by sequence, matter and subject.
    func decisions(ofThread thread: String) throws(HeliographError) -> [Decision]
    /// Those from which something must still follow, the earliest due first (then by thread,
    /// sequence, matter and subject).
    func openDecisions() throws(HeliographError) -> [Decision]

    // Trust.
    /// Every trust list held, lowest version first.
    func trustLists() throws(HeliographError) -> [StoredTrustList]
    /// Every fork seen, the oldest first.
    func forks() throws(HeliographError) -> [StoredFork]
    /// The newest bundle of each member, in the order of their codes.
    func keyBundles() throws(HeliographError) -> [StoredKeyBundle]
    /// The bundles of one member, the newest first, at most `limit`.
    func keyBundles(
        of member: MemberCode, limit: Int
    ) throws(HeliographError) -> [StoredKeyBundle]
    /// The newest revocation list of each issuing CA, in the order of their key ids.
    func revocationLists() throws(HeliographError) -> [StoredRevocationList]
    /// In the order of their codes.
    func peers() throws(HeliographError) -> [PeerRow]
    /// What each peer has signed last of what it holds, in the order of their codes.
    func probes() throws(HeliographError) -> [StoredProbe]
    /// By key, then by member.
    func keyUses() throws(HeliographError) -> [KeyUse]

    // Audit and search.
    /// Entries with `sequence` greater than the one given, lowest first, at most `limit`.
    func audit(after sequence: Int64, limit: Int) throws(HeliographError) -> [AuditEntry]
    /// Messages with this blind index value, in either direction, by sender and id.
    func find(_ value: BlindValue) throws(HeliographError) -> [BlindIndexEntry]
}

/// A commit that was begun.
public protocol PendingCommit: Sendable {
    /// Returns once the changes are durable, whether or not the task is cancelled meanwhile.
    ///
    /// - Throws: why they were not kept.
    func durable() async throws(HeliographError)
}

extension Store {
    public nonisolated var reader: any Store { self }
    /// Of a store without a disk.
    public func tryWriting() throws(HeliographError) {}

    /// Applies every change, or none, in order, and returns once they are durable.
    ///
    /// - Throws: as `begin` says.
    public func commit(_ changes: [Change]) async throws(HeliographError) {
        guard !changes.isEmpty else { return }
        try await begin(changes).durable()
    }

    public func visit<T: Sendable>(
        _ body: @Sendable (isolated any Store) throws(HeliographError) -> T
    ) throws(HeliographError) -> T {
        try body(self)
    }
}

/// One thing to keep. `insert` fails if it is there; `put` replaces what has the same key.
public enum Change: Sendable, Equatable {
    /// Keyed by id; the wrapped key goes into a file of its own.
    case insertRecord(RecordID, SealedRecord)
    /// Keyed by thread and sequence.
    case insertNotice(NoticeVersion)
    case insertMessage(OutgoingMessage)
    /// Keyed by message id and seal.
    case insertEnvelope(OutgoingEnvelope)
    /// Keyed by message id and recipient.
    case putDelivery(Delivery)
    /// Keyed by sender and message id.
    case insertInboxItem(InboxItem)
    /// Fails with `storeConflict` if there is no such item.
    case setInboxState(from: MemberCode, id: MessageID, InboxState)
    case putThread(ThreadState)
    /// Keyed by sender, message id and content digest.
    case insertConflict(ConflictRecord)
    /// Keyed by the digest of the document; kept once, silently, if it comes twice.
    case keepEvidence(EvidenceDocument)
    /// Keyed by digest and addressee.
    case putEvidenceDispatch(EvidenceDispatch)
    /// Keyed by sender, message id, ciphertext and recipient.
    case putAttachment(AttachmentDelivery)
    /// Keyed by sender, message id and target.
    case putHandover(Handover)
    /// Takes a body away for good; `shred` takes its key.
    case eraseRecord(RecordID)
    /// Keyed by sender and message id.
    case insertErasure(Erasure)
    /// The message is found by nothing any more.
    case unindex(from: MemberCode, id: MessageID)
    /// Keyed by thread, sequence, matter and subject.
    case putDecision(Decision)
    /// Keyed by version.
    case insertTrustList(StoredTrustList)
    /// Keyed by version and the other list's digest.
    case putFork(StoredFork)
    /// Keyed by member and version.
    case insertKeyBundle(StoredKeyBundle)
    /// Keyed by issuer key and number.
    case insertRevocationList(StoredRevocationList)
    /// What is nil in the row leaves what is kept.
    case putPeer(PeerRow)
    /// Keyed by member.
    case putProbe(StoredProbe)
    /// One more message of this member came under this key of ours.
    case noteKeyUse(KeyID, by: MemberCode, at: Instant)
    /// Appended; the store numbers it. Nothing can change or remove it.
    case audit(AuditEntry)
    /// Kept once, silently, if it comes twice.
    case index(BlindIndexEntry)
}
