public import Exchange
public import Notices

/// One version of a notice of ours, whole, as the officer wrote it.
public struct NoticeVersion: Hashable, Sendable {
    public let thread: String
    public let sequence: Int
    public let kind: String
    public let operation: String
    public let created: Instant
    public let author: String
    public let approver: String?
    /// The document before any field was stripped.
    public let document: RecordID

    public init(
        thread: String, sequence: Int, kind: String, operation: String, created: Instant,
        author: String, approver: String?, document: RecordID
    ) {
        self.thread = thread
        self.sequence = sequence
        self.kind = kind
        self.operation = operation
        self.created = created
        self.author = author
        self.approver = approver
        self.document = document
    }
}

/// Which versions of our notices to list; nil asks for all.
public struct NoticeFilter: Hashable, Sendable {
    public var thread: String?
    public var kind: String?
    public var limit: Int

    public init(thread: String? = nil, kind: String? = nil, limit: Int = 1_000) {
        self.thread = thread
        self.kind = kind
        self.limit = limit
    }
}

/// One rendition of a notice of ours, signed once; sealed one or more times.
public struct OutgoingMessage: Hashable, Sendable {
    public let id: MessageID
    public let thread: String
    public let sequence: Int
    public let kind: String
    public let operation: String
    public let created: Instant
    public let expires: Instant
    /// SHA-256 of the inner SignedData.
    public let contentDigest: Digest
    public let recipients: [MemberCode]
    /// The key that signed the inner SignedData.
    public let signer: KeyID
    /// The inner SignedData.
    public let inner: RecordID

    public init(
        id: MessageID, thread: String, sequence: Int, kind: String, operation: String,
        created: Instant, expires: Instant, contentDigest: Digest, recipients: [MemberCode],
        signer: KeyID, inner: RecordID
    ) {
        self.id = id
        self.thread = thread
        self.sequence = sequence
        self.kind = kind
        self.operation = operation
        self.created = created
        self.expires = expires
        self.contentDigest = contentDigest
        self.recipients = recipients
        self.signer = signer
        self.inner = inner
    }
}

/// One encryption of a message; its bytes never change and are kept.
public struct OutgoingEnvelope: Hashable, Sendable {
    public let id: MessageID
    /// 1, 2, …
    public let seal: Int
    public let recipients: [MemberCode]
    /// The key it is sealed to for each of `recipients`, in their order.
    public let keys: [KeyID]
    /// The key that signed the frame.
    public let signer: KeyID
    /// SHA-256 of the envelope's bytes.
    public let digest: Digest
    public let byteCount: Int
    public let made: Instant
    public let record: RecordID

    public init(
        id: MessageID, seal: Int, recipients: [MemberCode], keys: [KeyID], signer: KeyID,
        digest: Digest, byteCount: Int, made: Instant, record: RecordID
    ) {
        self.id = id
        self.seal = seal
        self.recipients = recipients
        self.keys = keys
        self.signer = signer
        self.digest = digest
        self.byteCount = byteCount
        self.made = made
        self.record = record
    }
}

/// One message to one member: the unit that is queued and retried.
public struct Delivery: Hashable, Sendable {
    public let id: MessageID
    public let recipient: MemberCode
    public let thread: String
    public let sequence: Int
    public var precedence: Precedence
    /// When it stops being useful to this recipient (`actBy`); nil for a notice without travel.
    public var deadline: Instant?
    public let created: Instant
    public let expires: Instant
    public var state: DeliveryState
    /// The seal that was sent last; nil before the first.
    public var seal: Int?
    public var attempts: Int
    public var nextAttempt: Instant?
    /// Why the last attempt did not succeed.
    public var lastCode: Code?
    /// When it reached its present state.
    public var changed: Instant
    /// The recipient's own *delivered* time, as it signed it.
    public var deliveredAt: Instant?

    public init(
        id: MessageID, recipient: MemberCode, thread: String, sequence: Int,
        precedence: Precedence, deadline: Instant?, created: Instant, expires: Instant,
        state: DeliveryState, seal: Int? = nil, attempts: Int = 0, nextAttempt: Instant? = nil,
        lastCode: Code? = nil, changed: Instant, deliveredAt: Instant? = nil
    ) {
        self.id = id
        self.recipient = recipient
        self.thread = thread
        self.sequence = sequence
        self.precedence = precedence
        self.deadline = deadline
        self.created = created
        self.expires = expires
        self.state = state
        self.seal = seal
        self.attempts = attempts
        self.nextAttempt = nextAttempt
        self.lastCode = lastCode
        self.changed = changed
        self.deliveredAt = deliveredAt
    }
}

extension Delivery {
    public var urgency: Urgency {
        Urgency(precedence: precedence, deadline: deadline, created: created)
    }

    /// What the queue needs to know of it.
    public var queued: QueuedDelivery {
        QueuedDelivery(
            key: DeliveryKey(id: id, recipient: recipient), urgency: urgency, deadline: deadline,
            expires: expires, attempts: attempts, nextAttempt: nextAttempt)
    }
}

/// How much is open for a member.
public struct OpenCount: Hashable, Sendable {
    public let recipient: MemberCode
    public let count: Int
    /// Of these, past their deadline.
    public let late: Int

    public init(recipient: MemberCode, count: Int, late: Int) {
        self.recipient = recipient
        self.count = count
        self.late = late
    }
}
