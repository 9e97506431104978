import Synchronization

/// Lets whoever works on the same things through one at a time, in the order they came, across
/// suspensions; who works on others is not kept waiting.
final class KeyedLock<Key: Hashable & Sendable>: Sendable {
    private struct Waiting {
        let keys: Set<Key>
        let continuation: CheckedContinuation<Void, Never>
    }

    private struct State {
        var held: Set<Key> = []
        var waiting: [Waiting] = []

        /// Takes everybody out who may go now: nobody overtakes one that wants the same.
        mutating func next() -> [Waiting] {
            var (going, blocked) = ([Waiting](), held)
            waiting.removeAll { one in
                let mayGo = blocked.isDisjoint(with: one.keys)
                blocked.formUnion(one.keys)
                guard mayGo else { return false }
                held.formUnion(one.keys)
                going.append(one)
                return true
            }
            return going
        }
    }

    private let state = Mutex(State())

    func withLock<T: Sendable, E: Error>(
        _ keys: Set<Key>, isolation: isolated (any Actor)? = #isolation,
        _ body: () async throws(E) -> T
    ) async throws(E) -> T {
        await withCheckedContinuation { continuation in
            go(
                state.withLock { state in
                    state.waiting.append(Waiting(keys: keys, continuation: continuation))
                    return state.next()
                })
        }
        defer {
            go(
                state.withLock { state in
                    state.held.subtract(keys)
                    return state.next()
                })
        }
        return try await body()
    }

    private func go(_ waiting: [Waiting]) {
        for one in waiting { one.continuation.resume() }
    }
}
