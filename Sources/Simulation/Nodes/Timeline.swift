import Notices
import Synchronization
import TestKit

/// The world's clock and those of the machines. All move together, and may show different times.
final class Timeline: Sendable {
    private struct State {
        var clocks: [SteppedClock] = []
    }

    /// The only clock that is always right.
    let world: SteppedClock
    private let state: Mutex<State>

    init(at start: Instant) {
        world = SteppedClock(at: start)
        state = Mutex(State(clocks: [world]))
    }

    /// A machine's clock, from its start on.
    func newClock(off skew: Duration) -> SteppedClock {
        let clock = SteppedClock(at: world.now + skew)
        state.withLock { $0.clocks.append(clock) }
        return clock
    }

    /// The machine is off: its sleepers are woken, and no later sleep by its clock waits.
    func end(_ clock: SteppedClock) {
        state.withLock { state in state.clocks.removeAll { $0 === clock } }
        clock.end()
    }

    /// Moves on to the moment when the next sleeper is due.
    ///
    /// - Returns: false if nobody sleeps.
    func step() -> Bool {
        let clocks = state.withLock { $0.clocks }
        var step: Duration?
        for clock in clocks {
            guard let due = clock.nextDeadline else { continue }
            let wait = max(.zero, due - clock.uptime)
            step = min(step ?? wait, wait)
        }
        guard let step else { return false }
        for clock in clocks { clock.advance(by: step) }
        return true
    }
}
