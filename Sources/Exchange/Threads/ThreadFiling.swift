/// Where a received version of a notice belongs in its thread.
public enum ThreadFiling: Sendable, Equatable {
    /// It is now the statement that holds; every earlier version is superseded.
    case current
    /// It ends the thread: every other version, here or still on its way, is cancelled.
    case tombstone
    /// A newer version is here already: filed as superseded.
    case history
    /// A cancel is here already: filed as cancelled, whatever its sequence.
    case afterCancel

    /// - Parameters:
    ///   - highest: the highest sequence held of (issuing member, thread); nil for a new thread.
    ///   - isCancelled: whether that thread is cancelled already.
    ///   - sequence: of the version that came; gaps upwards are accepted.
    public static func decide(
        highest: Int?, isCancelled: Bool, sequence: Int, isCancel: Bool
    ) -> ThreadFiling {
        // A cancel holds for good: what was withdrawn does not come back to life without a word. Its issuer
        // opens another thread. So the order in which the two arrive makes no difference.
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
