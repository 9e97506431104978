import Exchange
public import Notices
public import Ports

/// A store in memory, with the semantics of the real ones and faults on demand.
///
/// A crash is played by taking a `snapshot`, throwing the node away and opening a new one on
/// `MemoryStore(snapshot)`: what was committed survives, and nothing else does.
public actor MemoryStore: Store {
    /// Everything that was committed up to a moment.
    public struct Snapshot: Sendable {
        let tables: MemoryTables
    }

    /// The point of a commit at which a fault strikes.
    public enum Fault: Sendable, Equatable {
        /// Nothing was kept.
        case beforeApplying
        /// It was kept, but whoever asked never heard so.
        case afterApplying
    }

    var tables: MemoryTables
    /// Commits asked for so far, failed ones too.
    public private(set) var commitCount = 0
    /// The number of times that bodies, messages, notices or the index were asked for.
    public internal(set) var readCount = 0
    private var faults: [Int: (fault: Fault, code: Code)] = [:]
    private var judge: (@Sendable () -> (fault: Fault, code: Code)?)?
    private var isHeld = false
    private var held: [(changes: [Change], outcome: CheckedContinuation<Outcome, Never>?)] = []

    /// An empty store.
    public init() {
        tables = MemoryTables()
    }

    /// A store as another one was.
    public init(_ snapshot: Snapshot) {
        tables = snapshot.tables
    }

    /// Everything that was committed until now.
    public func snapshot() -> Snapshot {
        Snapshot(tables: tables)
    }

    /// Puts back everything as it was.
    public func restore(_ snapshot: Snapshot) {
        tables = snapshot.tables
    }

    /// Lets a commit fail.
    ///
    /// - Parameters:
    ///   - distance: 1 is the next commit, 2 the one after it.
    ///   - code: what it throws.
    public func failCommit(
        _ distance: Int = 1, _ fault: Fault, with code: Code = .storeFailed
    ) {
        precondition(distance >= 1, "the past cannot fail")
        faults[commitCount + distance] = (fault, code)
    }

    /// Asks, at each commit from now on, whether it fails.
    public func judgeCommits(_ judge: @escaping @Sendable () -> (fault: Fault, code: Code)?) {
        self.judge = judge
    }

    /// Commits that wait now.
    public var heldCount: Int { held.count }

    /// Keeps later commits waiting until `releaseCommits`, as a slow disk does.
    public func holdCommits() {
        isHeld = true
    }

    /// Lets the commits go that wait, in their order.
    public func releaseCommits() {
        isHeld = false
        let waiting = held
        held = []
        for one in waiting {
            let outcome = apply(one.changes)
            one.outcome?.resume(returning: outcome)
        }
    }

    /// Takes changes, which are applied all or none, in order. Reads from here on come after them.
    public func begin(_ changes: [Change]) -> any PendingCommit {
        guard isHeld else { return Commit(store: self, state: .done(apply(changes))) }
        held.append((changes, nil))
        return Commit(store: self, state: .held(held.count - 1))
    }

    private typealias Outcome = Result<Void, HeliographError>

    private struct Commit: PendingCommit {
        enum State {
            case done(Outcome)
            /// The place among those that are held.
            case held(Int)
        }

        let store: MemoryStore
        let state: State

        func durable() async throws(HeliographError) {
            switch state {
            case .done(let outcome): try outcome.get()
            case .held(let place): try await store.outcome(ofHeld: place).get()
            }
        }
    }

    private func outcome(ofHeld place: Int) async -> Outcome {
        await withCheckedContinuation { held[place].outcome = $0 }
    }

    private func apply(_ changes: [Change]) -> Outcome {
        commitCount += 1
        let fault = faults.removeValue(forKey: commitCount) ?? judge?()
        if let fault, fault.fault == .beforeApplying { return .failure(Self.failure(fault.code)) }
        do throws(HeliographError) {
            try tables.apply(changes)
        } catch {
            return .failure(error)
        }
        return fault.map { .failure(Self.failure($0.code)) } ?? .success(())
    }

    /// Memory has no files that could be damaged.
    public func check() {}

    private static func failure(_ code: Code) -> HeliographError {
        HeliographError(code, "The test let this commit fail.")
    }
}
