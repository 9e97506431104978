internal import Notices
package import Ports
import Synchronization

/// Rounds of work, one after the other, with pauses between them that a wake ends.
package final class Rounds: Sendable {
    private struct State {
        var loop: Task<Void, Never>?
        /// The pause between two rounds.
        var pause: Task<Void, Never>?
        var isAwake = false
        var isStopping = false
    }

    private enum Next {
        case again
        case after(Task<Void, Never>)
        case never
    }

    private let clock: any Ports.Clock
    private let state = Mutex(State())

    package init(clock: any Ports.Clock) {
        self.clock = clock
    }

    package var isStopping: Bool { state.withLock { $0.isStopping } }

    /// There may be something to do: a round follows, at once or behind the one under way.
    ///
    /// - Parameter round: does what is due; returns how long until something is due again, or nil if only
    ///   a wake can bring anything.
    package func wake(_ round: @escaping @Sendable () async -> Duration?) {
        state.withLock { state in
            state.isAwake = true
            state.pause?.cancel()
            guard state.loop == nil, !state.isStopping else { return }
            state.loop = Task { await self.run(round) }
        }
    }

    /// Cancels the round under way, and waits for its end; none follows.
    package func stop() async {
        let loop = state.withLock { state in
            state.isStopping = true
            state.pause?.cancel()
            state.loop?.cancel()
            return state.loop
        }
        await loop?.value
    }

    private func run(_ round: @Sendable () async -> Duration?) async {
        while begins() {
            switch next(after: await round()) {
            case .again: continue
            case .after(let pause): await pause.value
            case .never: return
            }
        }
    }

    /// - Returns: false if it was stopped in the pause.
    private func begins() -> Bool {
        state.withLock { state in
            state.isAwake = false
            if state.isStopping { state.loop = nil }
            return !state.isStopping
        }
    }

    private func next(after wait: Duration?) -> Next {
        state.withLock { state in
            state.pause = nil
            if state.isAwake, !state.isStopping { return .again }
            guard let wait, !state.isStopping else {
                state.loop = nil
                return .never
            }
            let clock = clock
            // What is far off is looked at now and then: the wall clock may be set meanwhile.
            let pause = Task { await clock.sleep(until: clock.uptime + min(wait, .hours(1))) }
            state.pause = pause
            return .after(pause)
        }
    }
}
