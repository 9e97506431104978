public import Exchange
public import Notices

/// Keeps what the core says to keep. Every store passes `Tests/StoreConformance`.
///
/// Rows are plain values; a store knows nothing of what they mean. Bodies come already sealed
/// (`SealedRecord`), so no store ever sees a name. Reads see every commit that has returned.
public protocol Store: Sendable {
    /// Applies every change, or none, in order, and returns once they are durable.
    ///
    /// - Throws: `storeConflict` if an `insert…` names something that is there already; `storeBusy`
    ///   and `diskFull`: nothing was kept, and the store goes on. After `storeFailed` or
    ///   `storeCorrupt` it serves no longer, and only opening it again tells what was kept.
    func commit(_ changes: [Change]) async throws(HeliographError)
    /// Reads everything from end to end. Takes seconds per gigabyte, in which nothing else runs.
    ///
    /// - Throws: `storeCorrupt`, with what was found in `detail`; the store then serves no longer.
    func check() async throws(HeliographError)

    // Outgoing.
    /// - Returns: nil if there is no such body, or its data key was destroyed.
    func record(_ id: RecordID) async throws(HeliographError) -> SealedRecord?
    /// The newest first.
    func notices(_ filter: NoticeFilter) async throws(HeliographError) -> [NoticeVersion]
    func message(_ id: MessageID) async throws(HeliographError) -> OutgoingMessage?
    /// Every message of the thread, lowest sequence first, then by id.
    func messages(ofThread thread: String) async throws(HeliographError) -> [OutgoingMessage]
    /// Seals of one message, in the order of their numbers.
    func envelopes(of id: MessageID) async throws(HeliographError) -> [OutgoingEnvelope]
    /// In the order of the recipients' codes.
    func deliveries(of id: MessageID) async throws(HeliographError) -> [Delivery]
    /// Every delivery that is not closed, by precedence, then deadline (none last), then id: what
    /// the core needs at start.
    func openDeliveries() async throws(HeliographError) -> [Delivery]
    /// The newest first, at most `limit`.
    func deliveries(limit: Int) async throws(HeliographError) -> [Delivery]

    // Incoming.
    func inboxItem(from: MemberCode, id: MessageID) async throws(HeliographError) -> InboxItem?
    /// Items with this id from whichever member; almost always one.
    func inboxItems(id: MessageID) async throws(HeliographError) -> [InboxItem]
    /// By deadline (none last), then by time of arrival.
    func inbox(_ filter: InboxFilter) async throws(HeliographError) -> [InboxItem]
    func thread(issuer: MemberCode, thread: String) async throws(HeliographError) -> ThreadState?
    /// The newest first, at most `limit`.
    func conflicts(limit: Int) async throws(HeliographError) -> [ConflictRecord]
    /// Whether this content is kept already as the second under its id.
    func hasConflict(
        from: MemberCode, id: MessageID, contentDigest: Digest
    ) async throws(HeliographError) -> Bool

    // Evidence.
    func evidence(_ digest: Digest) async throws(HeliographError) -> EvidenceDocument?
    /// Every document with an entry about the message, oldest first.
    func evidence(
        from: MemberCode, id: MessageID
    ) async throws(HeliographError)
        -> [EvidenceDocument]
    /// Evidence that its addressee has not acknowledged yet, oldest first; at most so many of each
    /// addressee, so that one that is gone does not hide the others.
    func pendingEvidence(limitPerMember: Int) async throws(HeliographError) -> [EvidenceDispatch]

    /// Hand-overs in this state, the next attempt first (then by sender and id), at most `limit`.
    func handovers(_ state: Handover.State, limit: Int) async throws(HeliographError) -> [Handover]

    // Erasures.
    /// - Returns: nil if the message's bodies were not erased.
    func erasure(from: MemberCode, id: MessageID) async throws(HeliographError) -> Erasure?
    /// Whether a body was erased, as against lost.
    func isErased(_ record: RecordID) async throws(HeliographError) -> Bool
    /// Destroys the data keys of erased bodies, so that no copy of them opens any more; returns once
    /// that is durable.
    func shred() async throws(HeliographError)

    // Decisions.
    /// Those about a thread, by sequence, matter and subject.
    func decisions(ofThread thread: String) async throws(HeliographError) -> [Decision]
    /// Those from which something must still follow, the earliest due first (then by thread,
    /// sequence, matter and subject).
    func openDecisions() async throws(HeliographError) -> [Decision]

    // Trust.
    /// Every trust list held, lowest version first.
    func trustLists() async throws(HeliographError) -> [StoredTrustList]
    /// Every fork seen, the oldest first.
    func forks() async throws(HeliographError) -> [StoredFork]
    /// The newest bundle of each member, in the order of their codes.
    func keyBundles() async throws(HeliographError) -> [StoredKeyBundle]
    /// The newest revocation list of each issuing CA, in the order of their key ids.
    func revocationLists() async throws(HeliographError) -> [StoredRevocationList]
    /// In the order of their codes.
    func peers() async throws(HeliographError) -> [PeerRow]
    /// What each peer has signed last of what it holds, in the order of their codes.
    func probes() async throws(HeliographError) -> [StoredProbe]
    /// By key, then by member.
    func keyUses() async throws(HeliographError) -> [KeyUse]

    // Audit and search.
    /// Entries with `sequence` greater than the one given, lowest first, at most `limit`.
    func audit(after sequence: Int64, limit: Int) async throws(HeliographError) -> [AuditEntry]
    /// Messages with this blind index value, in either direction, by sender and id.
    func find(_ value: BlindValue) async throws(HeliographError) -> [BlindIndexEntry]
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
