/// Keeps apart whatever reads the deliveries of a thread, decides, and writes them back.
///
/// A lock within one process is right as long as one process works on a store, which the lock on
/// its folder sees to. Several processes on one store need a lock that they share.
public protocol ThreadLock: Sendable {
    /// Runs `body` while nobody else works on one of these threads, in the order they came.
    ///
    /// The lock may end before the commit is durable: later reads see what was begun
    /// (`Store.begin`).
    ///
    /// - Parameters:
    ///   - threads: numbers of threads, or other names that two must not work on at once.
    ///   - isolation: of the caller, in which `body` runs.
    func withLock<T: Sendable, E: Error>(
        _ threads: Set<String>, isolation: isolated (any Actor)?,
        _ body: () async throws(E) -> T
    ) async throws(E) -> T
}

extension ThreadLock {
    /// Runs `body` where the caller runs.
    public func withLock<T: Sendable, E: Error>(
        _ threads: Set<String>, caller: isolated (any Actor)? = #isolation,
        _ body: () async throws(E) -> T
    ) async throws(E) -> T {
        try await withLock(threads, isolation: caller, body)
    }
}
