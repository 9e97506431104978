internal import Notices
internal import Ports
import Synchronization

/// A commit that waits for its turn on the disk, and its outcome once there is one.
final class QueuedCommit: PendingCommit {
    private enum State {
        case open([CheckedContinuation<Void, Never>])
        case done(Result<Void, HeliographError>)
    }

    private let state = Mutex(State.open([]))

    /// Said once, by the store.
    func end(_ outcome: Result<Void, HeliographError>) {
        let waiting = state.withLock { state in
            guard case .open(let waiting) = state else {
                return [CheckedContinuation<Void, Never>]()
            }
            state = .done(outcome)
            return waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    func durable() async throws(HeliographError) {
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                guard case .open(let waiting) = state else { return true }
                state = .open(waiting + [continuation])
                return false
            }
            if isOver { continuation.resume() }
        }
        guard case .done(let outcome) = state.withLock({ $0 }) else {
            preconditionFailure("whoever waits is woken by the outcome")
        }
        try outcome.get()
    }
}
