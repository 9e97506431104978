public import Exchange
public import Notices

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
    /// Keyed by id.
    case putHeldCall(HeldCall)
    /// Keyed by version.
    case insertTrustList(StoredTrustList)
    /// Keyed by version and the other list's digest.
    case putFork(StoredFork)
    /// Keyed by member and version.
    case insertKeyBundle(StoredKeyBundle)
    /// Keyed by issuer key and number.
    case insertRevocationList(StoredRevocationList)
    /// A value that is nil in the row leaves what is kept.
    case putPeer(PeerRow)
    /// Keyed by member.
    case putProbe(StoredProbe)
    /// One more message of this member came under this key of ours.
    case noteKeyUse(KeyID, by: MemberCode, at: Instant)
    /// Keyed by `key`.
    case putOfficer(Officer)
    /// Keyed by id.
    case putToken(AccessToken)
    /// The last use of a token; nothing else of it changes.
    case noteTokenUse(String, at: Instant)
    /// Keyed by principal and key.
    case putReply(KeptReply)
    /// No answer is kept for this key any more.
    case dropReply(principal: String, key: String)
    /// Appended; the store numbers it. Nothing can change or remove it.
    case audit(AuditEntry)
    /// Kept once, silently, if it comes twice.
    case index(BlindIndexEntry)
}
