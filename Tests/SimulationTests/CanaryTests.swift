import Simulation
import Testing

/// Checkers must see a rule that is broken on purpose; otherwise they prove nothing.
@Suite("Canaries")
struct CanaryTests {
    static let seedsMax: UInt64 = 12

    @Test("A broken rule is caught within a dozen seeds", arguments: Faults.Breach.allCases)
    func caught(_ breach: Faults.Breach) async {
        for seed in 0..<Self.seedsMax {
            var world = World(seed: seed, faults: breach.strained(seed: seed))
            if await world.run().violations.contains(where: { $0.hasPrefix(breach.checker) }) {
                return
            }
        }
        Issue.record("\(breach) was not seen in \(Self.seedsMax) seeds")
    }
}
