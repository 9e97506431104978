import Simulation
import Testing

@Suite("A world that fails")
struct WorldTests {
    @Test("No message is lost, doubled or left behind", arguments: Seeds.chosen)
    func conservation(seed: UInt64) async {
        var world = World(seed: seed, faults: .drawn(seed: seed))
        let outcome = await world.run()
        #expect(
            outcome.violations == [],
            "replay with seed \(seed): \(Faults.drawn(seed: seed)); \(outcome.counts)")
    }

    @Test("The same seed gives the same run", arguments: [3, 11] as [UInt64])
    func replays(seed: UInt64) async {
        var one = World(seed: seed, faults: .drawn(seed: seed))
        var other = World(seed: seed, faults: .drawn(seed: seed))
        let first = await one.run()
        let second = await other.run()
        #expect(first.traceHash == second.traceHash, "seed \(seed)")
        #expect(first.eventCount == second.eventCount)
        #expect(first.counts == second.counts)
    }

    @Test("Without faults everything arrives")
    func quiet() async {
        var world = World(seed: 1, faults: Faults())
        let outcome = await world.run()
        #expect(outcome.violations == [])
        #expect(outcome.counts["expired-undelivered"] == nil)
        #expect(outcome.counts["refused"] == nil)
        #expect(outcome.counts["restarts"] == 0)
    }

    @Test("The faults really strike, and every end is reached")
    func reaches() async {
        var seen: [String: Int] = [:]
        // In the world of seed 12 a link stays down until messages expire.
        for seed in [0, 1, 2, 3, 4, 5, 6, 7, 12] as [UInt64] {
            var world = World(seed: seed, faults: .drawn(seed: seed))
            seen.merge(await world.run().counts) { $0 + $1 }
        }
        for state in [
            "delivered", "refused", "superseded", "cancelled", "expired-undelivered", "warned",
            "restarts", "overtaken",
        ] {
            #expect(seen[state, default: 0] > 0, "\(state) was never reached")
        }
    }
}
