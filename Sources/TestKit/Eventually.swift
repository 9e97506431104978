import Synchronization

/// Waits for what somebody else does, and never for ever: a test that waits in vain fails and says for what.
///
/// Nothing may be concluded from how long it took: the bound is far beyond what a busy machine needs. It is
/// one of time and of steps both, because of hundreds of tests at once each gets a step now and then.
public func eventually(
    _ what: String, within limit: Duration = .seconds(300),
    isolation: isolated (any Actor)? = #isolation,
    while step: () async -> Void = { await Task.yield() },
    _ holds: () async throws -> Bool
) async throws {
    let end = ContinuousClock.now + limit
    var steps = 0
    while try await !holds() {
        try Task.checkCancellation()
        steps += 1
        guard steps < 20_000 || ContinuousClock.now < end else { throw WaitedInVain(what: what) }
        await step()
    }
}

/// What a test waited for did not happen.
public struct WaitedInVain: Error, CustomStringConvertible {
    public let what: String

    public init(what: String) { self.what = what }

    public var description: String { "waited in vain: \(what)" }
}

/// Raised once by whoever has come to an end.
public final class Flag: Sendable {
    private let raised = Atomic(false)

    public init() {}

    public func raise() { raised.store(true, ordering: .releasing) }

    public var isRaised: Bool { raised.load(ordering: .acquiring) }
}
