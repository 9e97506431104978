internal import Ports
import Synchronization

/// Lets whoever works on the same things through one at a time, in the order they came, across
/// suspensions; who works on others is not kept waiting.
package final class KeyedLock<Key: Hashable & Sendable>: Sendable {
    private struct Waiting {
        /// In how many lines somebody stands before it.
        var linesBehind: Int
        let continuation: CheckedContinuation<Void, Never>
    }

    /// Who works on a thing, and who wants to, in the order they came. One stands in the lines of all its
    /// keys at once and goes when it is the first in each.
    private struct State {
        var lines: [Key: [Int]] = [:]
        var waiting: [Int: Waiting] = [:]
        var lastNumber = 0

        /// - Returns: whether it may go now; it is woken later if not.
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

        /// - Returns: those who may go now.
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

    /// Runs `body` while nobody else works on one of these things.
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
