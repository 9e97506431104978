import Exchange
import Notices
import Ports

/// The rows of a memory store; a value, so that a copy is a snapshot.
struct MemoryTables: Sendable {
    struct NoticeKey: Hashable { let thread: String, sequence: Int }
    struct EnvelopeKey: Hashable { let id: MessageID, seal: Int }
    struct ConflictKey: Hashable { let message: MessageKey, contentDigest: Digest }
    struct DispatchKey: Hashable { let digest: Digest, to: MemberCode }
    struct HandoverKey: Hashable { let message: MessageKey, target: String }
    struct AttachmentKey: Hashable { let message: MessageKey, sealed: Digest, to: MemberCode }
    struct BundleKey: Hashable { let member: MemberCode, version: Int64 }
    struct DecisionKey: Hashable {
        let thread: String, sequence: Int, matter: Decision.Matter, subject: String
    }
    struct ForkKey: Hashable { let version: Int, other: Digest }
    struct RevocationKey: Hashable { let issuer: KeyID, number: Int64 }
    struct ReplyKey: Hashable { let principal: String, key: String }
    struct KeyUseKey: Hashable { let key: KeyID, member: MemberCode }
    struct NumberedEvidence { let number: Int, document: EvidenceDocument }

    var records: [RecordID: SealedRecord] = [:]
    var notices: [NoticeKey: NoticeVersion] = [:]
    var messages: [MessageID: OutgoingMessage] = [:]
    var envelopes: [EnvelopeKey: OutgoingEnvelope] = [:]
    var deliveries: [DeliveryKey: Delivery] = [:]
    var inbox: [MessageKey: InboxItem] = [:]
    var threads: [ThreadKey: ThreadState] = [:]
    var conflicts: [ConflictKey: ConflictRecord] = [:]
    var evidence: [Digest: NumberedEvidence] = [:]
    var dispatches: [DispatchKey: EvidenceDispatch] = [:]
    var attachments: [AttachmentKey: AttachmentDelivery] = [:]
    var handovers: [HandoverKey: Handover] = [:]
    var decisions: [DecisionKey: Decision] = [:]
    var erasures: [MessageKey: Erasure] = [:]
    var erasedRecords: [RecordID: Bool] = [:]
    var trustLists: [Int: StoredTrustList] = [:]
    var forks: [ForkKey: StoredFork] = [:]
    var bundles: [BundleKey: StoredKeyBundle] = [:]
    var revocationLists: [RevocationKey: StoredRevocationList] = [:]
    var peers: [MemberCode: PeerRow] = [:]
    var probes: [MemberCode: StoredProbe] = [:]
    var keyUses: [KeyUseKey: KeyUse] = [:]
    var heldCalls: [String: HeldCall] = [:]
    var replies: [ReplyKey: KeptReply] = [:]
    var officers: [String: Officer] = [:]
    var tokens: [String: AccessToken] = [:]
    var audit: [AuditEntry] = []
    var blind: [BlindValue: Set<BlindIndexEntry>] = [:]

    // What would be an index elsewhere: a simulated world asks for these at every step.
    var open: Set<DeliveryKey> = []
    var recipientsOf: [MessageID: [MemberCode]] = [:]
    var evidenceOf: [MessageKey: [Digest]] = [:]
}
