public import Notices

/// A received notice on its way into a national system. Queued in the transaction that stores the
/// notice, so that none is forgotten between the two.
public struct Handover: Hashable, Sendable {
    /// The progress of a hand-over. A closed set.
    public enum State: String, Sendable, CaseIterable {
        case pending
        /// The national system has it, at least once.
        case done
        /// Tried too often; an administrator must look.
        case dead
    }

    /// The member that issued the notice.
    public let from: MemberCode
    /// The message that brought it.
    public let id: MessageID
    /// Which way in: `drop-folder`.
    public let target: String
    /// The moment when it was queued.
    public let queued: Instant
    /// Its progress.
    public var state: State
    /// The number of attempts so far.
    public var attempts: Int
    /// The moment when it is tried next.
    public var nextAttempt: Instant
    /// Why the last attempt failed.
    public var lastCode: Code?

    /// Without `nextAttempt` it is due when it is queued.
    public init(
        from: MemberCode, id: MessageID, target: String, queued: Instant, state: State = .pending,
        attempts: Int = 0, nextAttempt: Instant? = nil, lastCode: Code? = nil
    ) {
        self.from = from
        self.id = id
        self.target = target
        self.queued = queued
        self.state = state
        self.attempts = attempts
        self.nextAttempt = nextAttempt ?? queued
        self.lastCode = lastCode
    }
}
