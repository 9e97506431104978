public import Exchange
public import Notices

/// One version of a notice of ours, whole, as the officer wrote it.
public struct NoticeVersion: Hashable, Sendable {
    /// The number of the notice.
    public let thread: String
    /// The place of this version in the thread: 1, 2, …
    public let sequence: Int
    /// The kind of notice.
    public let kind: String
    /// The operation of the version on the notice, such as `issue`.
    public let operation: String
    /// The moment when it was taken in.
    public let created: Instant
    /// The officer who wrote it.
    public let author: String
    /// The second officer; nil if there was none.
    public let approver: String?
    /// The document before any field was stripped.
    public let document: RecordID

    /// Takes the fields as they are.
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
    /// Only this thread.
    public var thread: String?
    /// Only threads whose number begins so.
    public var threadBeginning: String?
    /// Only this kind of notice.
    public var kind: String?
    /// So many at most.
    public var limit: Int

    /// Asks for everything, at most 1,000 versions, unless a value says less.
    public init(
        thread: String? = nil, threadBeginning: String? = nil, kind: String? = nil,
        limit: Int = 1_000
    ) {
        self.thread = thread
        self.threadBeginning = threadBeginning
        self.kind = kind
        self.limit = limit
    }
}

/// One rendition of a notice of ours, signed once; sealed one or more times.
public struct OutgoingMessage: Hashable, Sendable {
    /// Its id.
    public let id: MessageID
    /// The number of its thread.
    public let thread: String
    /// The version that it carries.
    public let sequence: Int
    /// The kind of notice.
    public let kind: String
    /// The operation of the version on the notice, such as `issue`.
    public let operation: String
    /// The moment when it was signed.
    public let created: Instant
    /// The moment when its transport ends.
    public let expires: Instant
    /// SHA-256 of the inner SignedData.
    public let contentDigest: Digest
    /// The members that it is for.
    public let recipients: [MemberCode]
    /// The key that signed the inner SignedData.
    public let signer: KeyID
    /// The inner SignedData.
    public let inner: RecordID

    /// Takes the fields as they are.
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
    /// The message.
    public let id: MessageID
    /// 1, 2, …
    public let seal: Int
    /// The members that can open it.
    public let recipients: [MemberCode]
    /// The key it is sealed to for each of `recipients`, in their order.
    public let keys: [KeyID]
    /// The key that signed the frame.
    public let signer: KeyID
    /// SHA-256 of the envelope's bytes.
    public let digest: Digest
    /// The length of the envelope, bytes.
    public let byteCount: Int
    /// The moment when it was sealed.
    public let made: Instant
    /// The envelope itself.
    public let record: RecordID

    /// Takes the fields as they are.
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
    /// The message.
    public let id: MessageID
    /// The member that it goes to.
    public let recipient: MemberCode
    /// The number of its thread.
    public let thread: String
    /// The version that it carries.
    public let sequence: Int
    /// Its urgency to this recipient.
    public var precedence: Precedence
    /// The moment when it stops being useful to this recipient (`actBy`); nil for a notice without
    /// travel.
    public var deadline: Instant?
    /// The moment when the message was made.
    public let created: Instant
    /// The moment when it is given up.
    public let expires: Instant
    /// Its progress.
    public var state: DeliveryState
    /// The seal that was sent last; nil before the first.
    public var seal: Int?
    /// The number of attempts that failed.
    public var attempts: Int
    /// The moment when it is tried next; nil if it may be tried at once.
    public var nextAttempt: Instant?
    /// Why the last attempt did not succeed.
    public var lastCode: Code?
    /// The moment when it reached its present state.
    public var changed: Instant
    /// The recipient's own *delivered* time, as it signed it.
    public var deliveredAt: Instant?

    /// Without more it was never tried.
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
    /// Its place in the queue, by what is known of it.
    public var urgency: Urgency {
        Urgency(precedence: precedence, deadline: deadline, created: created)
    }

    /// The part of it that the queue needs.
    public var queued: QueuedDelivery {
        QueuedDelivery(
            key: DeliveryKey(id: id, recipient: recipient), urgency: urgency, deadline: deadline,
            expires: expires, attempts: attempts, nextAttempt: nextAttempt)
    }
}

/// The number of open deliveries of a member.
public struct OpenCount: Hashable, Sendable {
    /// The member.
    public let recipient: MemberCode
    /// Open deliveries to it.
    public let count: Int
    /// Of these, past their deadline.
    public let late: Int

    /// Takes the fields as they are.
    public init(recipient: MemberCode, count: Int, late: Int) {
        self.recipient = recipient
        self.count = count
        self.late = late
    }
}
