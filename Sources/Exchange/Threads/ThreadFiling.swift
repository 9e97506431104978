/// The place of a received version of a notice in its thread.
public enum ThreadFiling: Sendable, Equatable {
    /// It is now the statement in force; every earlier version is superseded.
    case current
    /// It ends the thread: every other version, here or still on its way, is cancelled.
    case tombstone
    /// A newer version is here already: filed as superseded.
    case history
    /// A cancel is here already: filed as cancelled, whatever its sequence.
    case afterCancel

    /// Files a version that came.
    ///
    /// - Parameters:
    ///   - highest: the highest sequence held of (issuing member, thread); nil for a new thread.
    ///   - isCancelled: true if that thread is cancelled already.
    ///   - sequence: of the version that came; gaps upwards are accepted.
    public static func decide(
        highest: Int?, isCancelled: Bool, sequence: Int, isCancel: Bool
    ) -> ThreadFiling {
        // A cancel holds for good: a withdrawn notice does not come back to life silently. Its
        // issuer opens another thread instead. So the order in which the two arrive makes no
        // difference.
        guard let highest else { return isCancel ? .tombstone : .current }
        if isCancelled { return isCancel && sequence > highest ? .tombstone : .afterCancel }
        if isCancel { return .tombstone }
        return sequence > highest ? .current : .history
    }

    /// The state the received item starts in.
    public var inboxState: InboxState {
        switch self {
        case .current, .tombstone: .new
        case .history: .superseded
        case .afterCancel: .cancelled
        }
    }
}
