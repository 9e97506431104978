internal import Ports
import Synchronization

/// Lets tasks that work on the same things through one at a time, in the order they came, across
/// suspensions. A task that works on other things does not wait.
package final class KeyedLock<Key: Hashable & Sendable>: Sendable {
    private struct Waiting {
        /// Lines in which another task stands before it.
        var linesBehind: Int
        let continuation: CheckedContinuation<Void, Never>
    }

    /// The tasks that work on each thing or want to, in the order they came. A task stands in the
    /// lines of all its keys at once, and goes when it is the first in each.
    private struct State {
        var lines: [Key: [Int]] = [:]
        var waiting: [Int: Waiting] = [:]
        var lastNumber = 0

        /// - Returns: true if it may go now; otherwise it is woken later.
        mutating func join(
            _ keys: Set<Key>, _ continuation: CheckedContinuation<Void, Never>
        ) -> Bool {
            lastNumber += 1
            var linesBehind = 0
            for key in keys {
                lines[key, default: []].append(lastNumber)
                if lines[key]?.count != 1 { linesBehind += 1 }
            }
            if linesBehind > 0 {
                waiting[lastNumber] = Waiting(
                    linesBehind: linesBehind, continuation: continuation)
            }
            return linesBehind == 0
        }

        /// - Returns: the tasks that may go now.
        mutating func leave(_ keys: Set<Key>) -> [CheckedContinuation<Void, Never>] {
            var going: [CheckedContinuation<Void, Never>] = []
            for key in keys {
                lines[key]?.removeFirst()
                guard let next = lines[key]?.first else {
                    lines[key] = nil
                    continue
                }
                waiting[next]?.linesBehind -= 1
                if let one = waiting[next], one.linesBehind == 0 {
                    waiting[next] = nil
                    going.append(one.continuation)
                }
            }
            return going
        }
    }

    private let state = Mutex(State())

    /// A lock that nobody holds.
    package init() {}

    /// Waits until no earlier task holds any of the keys, runs `body`, and lets the next ones
    /// through.
    ///
    /// - Throws: the error of `body`.
    package func withLock<T: Sendable, E: Error>(
        _ keys: Set<Key>, isolation: isolated (any Actor)? = #isolation,
        _ body: () async throws(E) -> T
    ) async throws(E) -> T {
        await withCheckedContinuation { continuation in
            if state.withLock({ $0.join(keys, continuation) }) { continuation.resume() }
        }
        defer {
            for one in state.withLock({ $0.leave(keys) }) { one.resume() }
        }
        return try await body()
    }
}

extension KeyedLock: ThreadLock where Key == String {}
