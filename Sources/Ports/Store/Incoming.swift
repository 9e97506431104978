public import Exchange
public import Notices

/// One received message, verified and opened.
public struct InboxItem: Hashable, Sendable {
    public let from: MemberCode
    public let id: MessageID
    public let contentDigest: Digest
    /// The seal it came under.
    public let seal: Int
    public let thread: String
    public let sequence: Int
    public let kind: String
    public let operation: String
    public let precedence: Precedence
    public let deadline: Instant?
    public let created: Instant
    public let expires: Instant
    public let received: Instant
    public var state: InboxState
    /// The envelope as it came.
    public let envelope: RecordID
    /// The inner SignedData.
    public let inner: RecordID
    /// The notice JSON.
    public let notice: RecordID
    /// The *delivered* evidence that answered it, and answers every duplicate.
    public let evidence: Digest

    public init(
        from: MemberCode, id: MessageID, contentDigest: Digest, seal: Int, thread: String,
        sequence: Int, kind: String, operation: String, precedence: Precedence,
        deadline: Instant?, created: Instant, expires: Instant, received: Instant,
        state: InboxState, envelope: RecordID, inner: RecordID, notice: RecordID, evidence: Digest
    ) {
        self.from = from
        self.id = id
        self.contentDigest = contentDigest
        self.seal = seal
        self.thread = thread
        self.sequence = sequence
        self.kind = kind
        self.operation = operation
        self.precedence = precedence
        self.deadline = deadline
        self.created = created
        self.expires = expires
        self.received = received
        self.state = state
        self.envelope = envelope
        self.inner = inner
        self.notice = notice
        self.evidence = evidence
    }
}

/// Which received messages to list, by deadline (none last), then by time of arrival.
public struct InboxFilter: Hashable, Sendable {
    /// nil asks for every state.
    public var states: Set<InboxState>?
    public var thread: String?
    /// Only what this member sent.
    public var from: MemberCode?
    /// Only this statement of its thread.
    public var sequence: Int?
    /// Only this kind of notice.
    public var kind: String?
    /// Only what came at this moment or later.
    public var receivedFrom: Instant?
    public var limit: Int

    public init(
        states: Set<InboxState>? = nil, thread: String? = nil, from: MemberCode? = nil,
        sequence: Int? = nil, kind: String? = nil, receivedFrom: Instant? = nil, limit: Int = 1_000
    ) {
        self.states = states
        self.thread = thread
        self.from = from
        self.sequence = sequence
        self.kind = kind
        self.receivedFrom = receivedFrom
        self.limit = limit
    }
}

/// How far a thread of another member has come here.
public struct ThreadState: Hashable, Sendable {
    public let issuer: MemberCode
    public let thread: String
    public let highestSequence: Int
    /// A cancel was seen: whatever comes later with a lower sequence is history.
    public let isCancelled: Bool
    /// The message that holds the highest sequence.
    public let current: MessageID

    public init(
        issuer: MemberCode, thread: String, highestSequence: Int, isCancelled: Bool,
        current: MessageID
    ) {
        self.issuer = issuer
        self.thread = thread
        self.highestSequence = highestSequence
        self.isCancelled = isCancelled
        self.current = current
    }
}

/// Two contents under one id: both frames are kept as proof.
public struct ConflictRecord: Hashable, Sendable {
    public let from: MemberCode
    public let id: MessageID
    public let contentDigest: Digest
    public let seen: Instant
    /// The second envelope, as it came.
    public let envelope: RecordID

    public init(
        from: MemberCode, id: MessageID, contentDigest: Digest, seen: Instant, envelope: RecordID
    ) {
        self.from = from
        self.id = id
        self.contentDigest = contentDigest
        self.seen = seen
        self.envelope = envelope
    }
}
