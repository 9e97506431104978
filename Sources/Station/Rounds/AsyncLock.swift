import Synchronization

/// Lets one task at a time through, in the order they came, across suspensions.
///
/// A row that is read, changed and written back must not be changed by another in between; an
/// actor does not hold that, because it lets others in at every `await`.
package final class AsyncLock: Sendable {
    private struct State {
        var isHeld = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    /// A lock that nobody holds.
    package init() {}

    /// Waits until all earlier tasks are through, runs `body`, and lets the next one through.
    ///
    /// - Throws: the error of `body`.
    package func withLock<T: Sendable, E: Error>(
        isolation: isolated (any Actor)? = #isolation, _ body: () async throws(E) -> T
    ) async throws(E) -> T {
        await acquire()
        defer { release() }
        return try await body()
    }

    private func acquire() async {
        await withCheckedContinuation { continuation in
            let isFree = state.withLock { state in
                guard state.isHeld else {
                    state.isHeld = true
                    return true
                }
                state.waiting.append(continuation)
                return false
            }
            if isFree { continuation.resume() }
        }
    }

    private func release() {
        let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard !state.waiting.isEmpty else {
                state.isHeld = false
                return nil
            }
            return state.waiting.removeFirst()
        }
        next?.resume()
    }
}
