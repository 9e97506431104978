public import Exchange
public import Notices

/// Messages of other members, and the state of their threads here.
public protocol InboxBook: Sendable {
    /// Received messages by sender and id.
    func inboxItems(
        _ keys: Set<MessageKey>
    ) async throws(HeliographError) -> [MessageKey: InboxItem]
    /// Items with this id from whichever member, by sender; almost always one.
    func inboxItems(id: MessageID) async throws(HeliographError) -> [InboxItem]
    /// By deadline (none last), then by time of arrival.
    func inbox(_ filter: InboxFilter) async throws(HeliographError) -> [InboxItem]
    /// The items of each of these threads as `inbox` orders them, at most `limit` of each; nothing
    /// for a thread without one.
    func inbox(
        ofThreads threads: Set<ThreadKey>, limit: Int
    ) async throws(HeliographError) -> [ThreadKey: [InboxItem]]
    /// The state of these threads; nothing for a thread that has not begun.
    func threads(
        _ keys: Set<ThreadKey>
    ) async throws(HeliographError) -> [ThreadKey: ThreadState]
    /// Everything that is held already under the ids of messages that have just come: one answer
    /// for each.
    ///
    /// - Parameter member: this one; only its own refusals count.
    func known(
        _ seals: Set<SealKey>, by member: MemberCode
    ) async throws(HeliographError) -> [SealKey: KnownMessage]
    /// The statements that new ones are filed beside: one answer for each question.
    func grounds(
        for questions: Set<FilingQuestion>
    ) async throws(HeliographError) -> [FilingQuestion: FilingGround]
    /// The newest first, at most `limit`.
    func conflicts(limit: Int) async throws(HeliographError) -> [ConflictRecord]
}

/// Everything that is held under the id of a message that has just come.
public struct KnownMessage: Hashable, Sendable {
    /// The message as it was taken in.
    public let item: InboxItem?
    /// The document that answered `item`.
    public let evidence: [UInt8]?
    /// The document in which this member refused this very content, in this seal, for good. It
    /// stays refused, though a clock or a key may have changed since.
    public let refusal: [UInt8]?
    /// True if this content differs from that of `item`, and is kept already as a second under its
    /// id.
    public let isConflictKept: Bool

    /// Nothing is held.
    public static let nothing = KnownMessage(
        item: nil, evidence: nil, refusal: nil, isConflictKept: false)

    /// Takes the fields as they are.
    public init(item: InboxItem?, evidence: [UInt8]?, refusal: [UInt8]?, isConflictKept: Bool) {
        self.item = item
        self.evidence = evidence
        self.refusal = refusal
        self.isConflictKept = isConflictKept
    }
}

/// The place of a new statement, and the part of its thread that matters to it.
public struct FilingQuestion: Hashable, Sendable {
    /// So many open statements of one thread are read.
    public static let openMax = 10_000
    /// So many statements of one number and sequence are held against another.
    public static let sayingsMax = 4

    /// The thread.
    public let thread: ThreadKey
    /// The sequence of the new statement.
    public let sequence: Int
    /// Items in these states are open to it. A member may say as much as it likes in one thread:
    /// what is closed already is not read again.
    public let open: Set<InboxState>

    /// Takes the fields as they are.
    public init(thread: ThreadKey, sequence: Int, open: Set<InboxState>) {
        self.thread = thread
        self.sequence = sequence
        self.open = open
    }
}

/// The part of a thread that matters to a new statement.
public struct FilingGround: Hashable, Sendable {
    /// nil if the thread has not begun here; nothing else is held of it then.
    public let thread: ThreadState?
    /// Items in one of the states that were asked for, as `inbox` orders them, at most `openMax`.
    public let open: [InboxItem]
    /// Items with the sequence of the new statement, at most `sayingsMax`; none are read for a
    /// sequence above the thread's highest.
    public let same: [InboxItem]

    /// Takes the fields as they are.
    public init(thread: ThreadState?, open: [InboxItem] = [], same: [InboxItem] = []) {
        self.thread = thread
        self.open = open
        self.same = same
    }
}

extension InboxBook {
    /// One received message.
    public func inboxItem(
        from: MemberCode, id: MessageID
    ) async throws(HeliographError) -> InboxItem? {
        let key = MessageKey(from: from, id: id)
        return try await inboxItems([key])[key]
    }

    /// The state of one thread.
    public func thread(
        issuer: MemberCode, thread: String
    ) async throws(HeliographError) -> ThreadState? {
        let key = ThreadKey(issuer: issuer, thread: thread)
        return try await threads([key])[key]
    }
}
