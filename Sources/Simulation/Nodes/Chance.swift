import Synchronization
import TestKit

/// The faults that strike a machine at a commit, drawn from the seed.
final class Chance: Sendable {
    enum Fate {
        case diskFull
        case powerCut(isKept: Bool)
    }

    private struct State {
        var random: SeededGenerator
        var isCalm = false
    }

    private let state: Mutex<State>

    init(seed: UInt64) {
        state = Mutex(State(random: SeededGenerator(seed: seed ^ 0x46_4154_4553)))
    }

    /// From here on nothing strikes.
    func calm() { state.withLock { $0.isCalm = true } }

    func draw(_ faults: NodeFaults) -> Fate? {
        state.withLock { state in
            guard !state.isCalm else { return nil }
            let number = Int.random(in: 0..<1_000, using: &state.random)
            if number < faults.crashesPerMille {
                return .powerCut(isKept: Bool.random(using: &state.random))
            }
            return number < faults.crashesPerMille + faults.diskFullPerMille ? .diskFull : nil
        }
    }
}
