import Foundation
import Notices
import Simulation

/// Worlds of complete nodes: real keys, signatures, lists and tasks, on one thread and a virtual
/// clock.
enum NodeWorlds {
    /// Runs many seeds; the last line has a hash over all of them.
    static func run(_ count: UInt64, _ members: Int?) {
        var totals: [String: Int] = [:]
        var (events, hash) = (0, UInt64(0xCBF2_9CE4_8422_2325))
        let start = ContinuousClock.now
        for seed in 0..<count {
            let outcome = inFolder {
                FederationWorld.run(seed: seed, faults: faults(seed, members), in: $0)
            }
            guard outcome.violations.isEmpty else {
                SimulationProgram.fail(
                    "seed \(seed): \(outcome.violations.joined(separator: "; "))\n"
                        + "replay: ./dev sim --nodes --seed \(seed)"
                        + (members.map { " --members \($0)" } ?? ""))
            }
            totals.merge(outcome.counts) { $0 + $1 }
            events += outcome.eventCount
            hash = (hash ^ outcome.traceHash) &* 0x100_0000_01B3
        }
        let counts = totals.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        print("seen: \(counts.joined(separator: ", "))")
        print(
            "\(count) worlds of whole nodes, \(events) events, "
                + "\((ContinuousClock.now - start).wholeSeconds) s; no promise was broken")
        print("hash=\(String(hash, radix: 16))")
    }

    /// Runs one seed and tells every step.
    ///
    /// - Parameter breach: the name of a promise to break.
    static func replay(_ seed: UInt64, _ members: Int?, breach name: String?) {
        let breach = NodeFaults.Breach.allCases.first { "\($0)" == name }
        if name != nil, breach == nil {
            SimulationProgram.fail("--breach takes one of \(NodeFaults.Breach.allCases)")
        }
        let faults = breach.map { strained(seed, $0) } ?? faults(seed, members)
        print("\(faults)")
        let outcome = inFolder {
            FederationWorld.run(seed: seed, faults: faults, in: $0) { print($0) }
        }
        for violation in outcome.violations { print("BROKEN \(violation)") }
        print("\(outcome.counts.sorted { $0.key < $1.key })")
        print("\(outcome.eventCount) events, hash=\(String(outcome.traceHash, radix: 16))")
        if !outcome.violations.isEmpty { exit(1) }
    }

    /// Breaks each promise on purpose, until a checker sees it.
    static func canaries(seedsMax: UInt64) {
        for breach in NodeFaults.Breach.allCases {
            var seen: (seed: UInt64, violation: String)?
            for seed in 0..<seedsMax where seen == nil {
                let faults = strained(seed, breach)
                let outcome = inFolder { FederationWorld.run(seed: seed, faults: faults, in: $0) }
                seen = outcome.violations
                    .first { found in breach.checkers.contains { found.hasPrefix($0) } }
                    .map { (seed, $0) }
            }
            guard let seen else {
                SimulationProgram.fail("\(breach) was not seen in \(seedsMax) seeds")
            }
            print("\(breach): seed \(seen.seed), seen by \(seen.violation)")
        }
        print("\(NodeFaults.Breach.allCases.count) promises broken on purpose; each was seen")
    }

    /// The faults of a seed, strong enough that a broken promise has a chance to do harm.
    private static func strained(_ seed: UInt64, _ breach: NodeFaults.Breach) -> NodeFaults {
        var faults = NodeFaults.drawn(seed: seed)
        faults.memberCount = 3
        faults.crashesPerMille = 8
        faults.breach = breach
        return faults
    }

    private static func faults(_ seed: UInt64, _ members: Int?) -> NodeFaults {
        var faults = NodeFaults.drawn(seed: seed)
        if let members { faults.memberCount = members }
        return faults
    }

    /// Runs a world with its keys in a folder, which lies in a memory file system if there is one.
    private static func inFolder(_ body: (String) -> Outcome) -> Outcome {
        let memory = "/dev/shm"
        let base =
            FileManager.default.isWritableFile(atPath: memory)
            ? memory : NSTemporaryDirectory()
        let folder = base + "/heliograph-sim-\(ProcessInfo.processInfo.processIdentifier)"
        try? FileManager.default.removeItem(atPath: folder)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        return body(folder)
    }

    /// Swift draws the order of sets anew for each process. This environment makes it the same.
    static func demandSameOrder() {
        let name = "SWIFT_DETERMINISTIC_HASHING"
        guard ProcessInfo.processInfo.environment[name] == nil else { return }
        setenv(name, "1", 1)
        var words = CommandLine.arguments.map { strdup($0) } + [nil]
        execv("/proc/self/exe", &words)
        SimulationProgram.fail("this program could not be started again")
    }
}
