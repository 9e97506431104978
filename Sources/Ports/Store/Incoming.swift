public import Exchange
public import Notices

/// One received message, verified and opened.
public struct InboxItem: Hashable, Sendable {
    /// The member that issued it.
    public let from: MemberCode
    /// Its id.
    public let id: MessageID
    /// SHA-256 of the inner SignedData.
    public let contentDigest: Digest
    /// The seal it came under.
    public let seal: Int
    /// The number of its thread.
    public let thread: String
    /// Its place in the thread: 1, 2, …
    public let sequence: Int
    /// The kind of notice.
    public let kind: String
    /// The operation of the statement on the notice, such as `issue`.
    public let operation: String
    /// Its urgency to this member.
    public let precedence: Precedence
    /// The moment when it stops being useful to this member; nil if it never does.
    public let deadline: Instant?
    /// The moment when its issuer made it.
    public let created: Instant
    /// The moment when its transport ends.
    public let expires: Instant
    /// The moment when it was taken in here.
    public let received: Instant
    /// The progress of officers with it.
    public var state: InboxState
    /// The envelope as it came.
    public let envelope: RecordID
    /// The inner SignedData.
    public let inner: RecordID
    /// The notice JSON.
    public let notice: RecordID
    /// The *delivered* evidence that answered it, and answers every duplicate.
    public let evidence: Digest

    /// Takes the fields as they are.
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
    /// Only this thread.
    public var thread: String?
    /// Only what this member sent.
    public var from: MemberCode?
    /// Only this statement of its thread.
    public var sequence: Int?
    /// Only this kind of notice.
    public var kind: String?
    /// Only what came at this moment or later.
    public var receivedFrom: Instant?
    /// Only threads whose number begins so.
    public var threadBeginning: String?
    /// Only messages whose id is in this range.
    public var ids: ClosedRange<MessageID>?
    /// So many at most.
    public var limit: Int

    /// Asks for everything, at most 1,000 items, unless a value says less.
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

/// The state of another member's thread here.
public struct ThreadState: Hashable, Sendable {
    /// The member whose statements these are.
    public let issuer: MemberCode
    /// The number of the thread.
    public let thread: String
    /// The highest sequence that was taken in.
    public let highestSequence: Int
    /// A cancel was seen: whatever comes later with a lower sequence is history.
    public let isCancelled: Bool
    /// The message that holds the highest sequence.
    public let current: MessageID

    /// Takes the fields as they are.
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
    /// The member that used the id twice.
    public let from: MemberCode
    /// The id.
    public let id: MessageID
    /// SHA-256 of the second content.
    public let contentDigest: Digest
    /// The moment when the second content came.
    public let seen: Instant
    /// The second envelope, as it came.
    public let envelope: RecordID

    /// Takes the fields as they are.
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
