public import Notices

/// A received notice on its way into a national system. Queued in the transaction that stores the
/// notice, so that none is forgotten between the two.
public struct Handover: Hashable, Sendable {
    public enum State: String, Sendable, CaseIterable {
        case pending
        /// The national system has it, at least once.
        case done
        /// Tried too often; an administrator must look.
        case dead
    }

    public let from: MemberCode
    public let id: MessageID
    /// Which way in: `drop-folder`.
    public let target: String
    public let queued: Instant
    public var state: State
    public var attempts: Int
    public var nextAttempt: Instant
    /// Why the last attempt failed.
    public var lastCode: Code?

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
