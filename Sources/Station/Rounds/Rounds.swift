internal import Notices
package import Ports
import Synchronization

/// A loop: rounds of work, one after the other, with pauses between them that a wake ends.
///
/// A wake during a round is never lost: another round follows it without a pause.
package final class Rounds: Sendable {
    /// The work of one round.
    ///
    /// - Returns: how long until something is due again; nil ends the loop until the next wake.
    package typealias Round = @Sendable () async -> Duration?

    private struct State {
        var loop: Task<Void, Never>?
        /// The pause between two rounds.
        var pause: Task<Void, Never>?
        /// The rest inside a round.
        var rest: Task<Void, Never>?
        var isAwake = false
        var isStopping = false
    }

    private enum Next {
        case again
        case after(Task<Void, Never>)
        case never
    }

    /// The longest pause: the wall clock may be set meanwhile, so that the round looks again.
    private static let pauseMax = Duration.hours(1)

    private let clock: any Ports.Clock
    private let cancelsRound: Bool
    private let state = Mutex(State())

    /// A loop that does not run yet.
    ///
    /// - Parameter cancelsRound: true if `stop` cancels the round under way; false lets it finish.
    package init(clock: any Ports.Clock, cancelsRound: Bool) {
        self.clock = clock
        self.cancelsRound = cancelsRound
    }

    /// True from the call of `stop` on.
    package var isStopping: Bool { state.withLock { $0.isStopping } }

    /// Begins the loop with its first round; does nothing if it runs or was stopped.
    package func start(_ round: @escaping Round) {
        state.withLock { state in begin(&state, round) }
    }

    /// Brings another round, at once or behind the one under way, if the loop runs.
    package func wake() {
        state.withLock { state in
            state.isAwake = true
            state.pause?.cancel()
        }
    }

    /// Brings another round, at once or behind the one under way; begins the loop if it does not
    /// run.
    package func wake(_ round: @escaping Round) {
        state.withLock { state in
            state.isAwake = true
            state.pause?.cancel()
            begin(&state, round)
        }
    }

    /// Rests inside a round, until a moment on the monotonic clock; only `stop` ends the rest
    /// early.
    ///
    /// - Parameter coversWakes: true if the round does all of its work after the rest, so that a
    ///   wake before the end of the rest needs no round of its own.
    package func rest(until deadline: Duration, coversWakes: Bool = false) async {
        let rest = state.withLock { state -> Task<Void, Never>? in
            guard !state.isStopping else { return nil }
            let rest = sleep(until: deadline)
            state.rest = rest
            return rest
        }
        await rest?.value
        state.withLock { state in
            state.rest = nil
            if coversWakes { state.isAwake = false }
        }
    }

    /// Ends the pause or the rest, and waits for the end of the round under way; none follows.
    package func stop() async {
        let loop = state.withLock { state in
            state.isStopping = true
            state.pause?.cancel()
            state.rest?.cancel()
            if cancelsRound { state.loop?.cancel() }
            return state.loop
        }
        await loop?.value
    }

    private func begin(_ state: inout State, _ round: @escaping Round) {
        guard state.loop == nil, !state.isStopping else { return }
        state.loop = Task { await self.run(round) }
    }

    private func sleep(until deadline: Duration) -> Task<Void, Never> {
        Task { [clock] in await clock.sleep(until: deadline) }
    }

    private func run(_ round: Round) async {
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
            let pause = sleep(until: clock.uptime + min(wait, Self.pauseMax))
            state.pause = pause
            return .after(pause)
        }
    }
}
