import Simulation
import Testing

/// A rule broken on purpose must be seen, or the checkers prove nothing.
@Suite("Canaries")
struct CanaryTests {
    static let seedsMax: UInt64 = 12

    @Test("A broken rule is caught within a dozen seeds", arguments: Faults.Breach.allCases)
    func caught(_ breach: Faults.Breach) async {
        for seed in 0..<Self.seedsMax {
            var faults = Faults.drawn(seed: seed)
            faults.breach = breach
            faults.answerLossPercent = 20
            faults.duplicatePercent = 20
            faults.crashesPerMille = 20
            faults.refusedPercent = 15
            faults.skewSecondsMax = 400
            faults.slowPercent = 30
            if breach == .takeBackByCount {
                // Left, forgotten in a power cut, refused, cancelled: a rare row of events.
                faults.statementCount = 400
                faults.refusedPercent = 60
                faults.answerLossPercent = 50
            }
            faults.cutCount = 6
            var world = World(seed: seed, faults: faults)
            if await world.run().violations.contains(where: { expected(breach, $0) }) { return }
        }
        Issue.record("\(breach) was not seen in \(Self.seedsMax) seeds")
    }

    private func expected(_ breach: Faults.Breach, _ violation: String) -> Bool {
        let rules: [String] =
            switch breach {
            case .acknowledgeBeforeCommit: ["delivered:"]
            case .noDuplicateCheck: ["twice:"]
            case .firstInFirstOut: ["order:"]
            case .lateStatementHolds: ["thread:"]
            case .pagesNobody: ["page:"]
            case .refusalForgotten: ["refused:"]
            case .forgetOnRestart: ["open:"]
            case .cancelStaysHome, .takeBackByCount: ["last:"]
            case .cancelledIsSent: ["cancel:"]
            }
        return rules.contains { violation.hasPrefix($0) }
    }
}
