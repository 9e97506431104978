public import Notices
import Synchronization

/// A commit that was begun, and its outcome once there is one.
public final class PendingCommit: Sendable {
    private enum State {
        case open([CheckedContinuation<Void, Never>])
        case done(Result<Void, HeliographError>)
    }

    private let state: Mutex<State>

    public init(_ outcome: Result<Void, HeliographError>? = nil) {
        state = Mutex(outcome.map { .done($0) } ?? .open([]))
    }

    /// Said once, by the store.
    public func end(_ outcome: Result<Void, HeliographError>) {
        let waiting = state.withLock { state in
            guard case .open(let waiting) = state else {
                return [CheckedContinuation<Void, Never>]()
            }
            state = .done(outcome)
            return waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    /// Returns once the changes are durable.
    ///
    /// - Throws: why they were not kept.
    public func durable() async throws(HeliographError) {
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
