public import Notices
public import Ports
import Synchronization

/// A clock that moves only when a test moves it.
public final class SteppedClock: Clock {
    private struct Sleeper {
        let number: Int
        let deadline: Duration
        let wake: CheckedContinuation<Void, Never>
    }

    private struct State {
        var now: Instant
        var uptime: Duration = .zero
        var sleepers: [Sleeper] = []
        var lastNumber = 0
        /// Sleeps that were cancelled before they were entered.
        var cancelled: Set<Int> = []
        var isOver = false
    }

    private let state: Mutex<State>

    /// Stands at `start`; uptime is zero.
    public init(at start: Instant) {
        state = Mutex(State(now: start))
    }

    /// The wall clock.
    public var now: Instant { state.withLock { $0.now } }
    /// The monotonic clock, from zero.
    public var uptime: Duration { state.withLock { $0.uptime } }

    /// Number of tasks that sleep now.
    public var sleeperCount: Int { state.withLock { $0.sleepers.count } }

    /// The uptime at which the next sleeper is due; nil if none sleeps.
    public var nextDeadline: Duration? {
        state.withLock { $0.sleepers.map(\.deadline).min() }
    }

    /// Moves both clocks on, and wakes the sleepers that are due, earliest first.
    public func advance(by step: Duration) {
        wake { state in
            state.now = state.now + step
            state.uptime += step
        }
    }

    /// Moves the wall clock only, as an administrator or a time server does; may go back.
    public func setWall(_ now: Instant) {
        state.withLock { $0.now = now }
    }

    /// Wakes all sleepers; a later sleep by this clock returns at once.
    public func end() {
        let sleepers = state.withLock { state in
            state.isOver = true
            defer { state.sleepers = [] }
            return state.sleepers
        }
        for sleeper in sleepers { sleeper.wake.resume() }
    }

    /// Returns once `uptime` reaches `deadline`, after `end`, or when the task is cancelled.
    public func sleep(until deadline: Duration) async {
        let number = state.withLock { state in
            state.lastNumber += 1
            return state.lastNumber
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { wake in
                let isDue = state.withLock { state in
                    let isCancelled = state.cancelled.remove(number) != nil
                    if isCancelled || state.isOver || state.uptime >= deadline { return true }
                    state.sleepers.append(Sleeper(number: number, deadline: deadline, wake: wake))
                    return false
                }
                if isDue { wake.resume() }
            }
        } onCancel: {
            let sleeper = state.withLock { state -> Sleeper? in
                guard let index = state.sleepers.firstIndex(where: { $0.number == number }) else {
                    state.cancelled.insert(number)
                    return nil
                }
                return state.sleepers.remove(at: index)
            }
            sleeper?.wake.resume()
        }
        state.withLock { state in _ = state.cancelled.remove(number) }
    }

    private func wake(after change: (inout State) -> Void) {
        let due = state.withLock { state in
            change(&state)
            let due = state.sleepers.filter { $0.deadline <= state.uptime }
            state.sleepers.removeAll { $0.deadline <= state.uptime }
            return due.sorted { ($0.deadline, $0.number) < ($1.deadline, $1.number) }
        }
        for sleeper in due { sleeper.wake.resume() }
    }
}
