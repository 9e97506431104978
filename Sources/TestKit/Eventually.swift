import Synchronization

/// Waits until a condition holds, and never for ever: a test that waits in vain fails and names
/// what it waited for.
///
/// Do not conclude anything from the time that it took: the bound is far beyond what a busy machine
/// needs. Time and steps are both bounded, because among hundreds of tests at once each gets a step
/// only now and then.
///
/// - Parameters:
///   - what: the condition in words.
///   - step: gives way to others between two looks.
/// - Throws: `WaitedInVain`; `CancellationError`; what `holds` throws.
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

/// The failure of a test whose condition never held.
public struct WaitedInVain: Error, CustomStringConvertible {
    /// The condition in words.
    public let what: String

    /// Takes the condition in words.
    public init(what: String) { self.what = what }

    /// One line for the test's report.
    public var description: String { "waited in vain: \(what)" }
}

/// A flag that one task raises once for others to see.
public final class Flag: Sendable {
    private let raised = Atomic(false)

    /// Not raised.
    public init() {}

    /// Raises the flag; what this task did before is visible to a task that sees the flag raised.
    public func raise() { raised.store(true, ordering: .releasing) }

    /// True once it was raised.
    public var isRaised: Bool { raised.load(ordering: .acquiring) }
}
