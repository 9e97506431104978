/// Where a received version of a notice belongs in its thread.
public enum ThreadFiling: Sendable, Equatable {
    /// It is now the statement that holds; every earlier version is superseded.
    case current
    /// It ends the thread: every earlier version, here or still on its way, is cancelled.
    case tombstone
    /// A newer version is here already: filed as superseded.
    case history
    /// A cancel with this sequence or a higher one is here already: filed as cancelled.
    case afterCancel

    /// - Parameters:
    ///   - highest: the highest sequence held of (issuing member, thread); nil for a new thread.
    ///   - isCancelled: whether that thread is cancelled already.
    ///   - sequence: of the version that came; gaps upwards are accepted.
    public static func decide(
        highest: Int?, isCancelled: Bool, sequence: Int, isCancel: Bool
    ) -> ThreadFiling {
        // The highest sequence holds, after a cancel too: a recipient that an update dropped was
        // sent a cancel, and a later update may address it again.
        guard let highest, sequence <= highest else { return isCancel ? .tombstone : .current }
        return isCancelled ? .afterCancel : .history
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
