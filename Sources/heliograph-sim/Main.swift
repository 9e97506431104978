import Foundation
import Notices
import Simulation

/// Runs worlds of nodes that fail, each from one seed; `./dev sim` builds and calls it.
@main
struct SimulationProgram {
    static func main() async {
        var words = CommandLine.arguments.dropFirst()
        var numbers: [String: UInt64] = [:]
        var (isCanary, isNodes) = (false, false)
        var breach: String?
        while let word = words.popFirst() {
            if word == "--canary" {
                isCanary = true
            } else if word == "--breach", let name = words.popFirst() {
                breach = name
            } else if word == "--nodes" {
                isNodes = true
            } else if ["--seeds", "--seed", "--members"].contains(word),
                let value = words.popFirst().flatMap({ UInt64($0) })
            {
                numbers[word] = value
            } else {
                fail(
                    "usage: heliograph-sim [--nodes] [--seeds N | --seed S [--breach NAME] "
                        + "| --canary] [--members M]"
                )
            }
        }
        let members = numbers["--members"].map { Int($0) }
        guard (2...196).contains(members ?? 2) else { fail("--members takes 2 to 196") }
        if isNodes {
            NodeWorlds.demandSameOrder()
            if isCanary {
                NodeWorlds.canaries(seedsMax: numbers["--seeds"] ?? 20)
            } else if let seed = numbers["--seed"] {
                NodeWorlds.replay(seed, members, breach: breach)
            } else {
                NodeWorlds.run(numbers["--seeds"] ?? 20, members)
            }
        } else if isCanary {
            await canaries(seedsMax: numbers["--seeds"] ?? 200)
        } else if let seed = numbers["--seed"] {
            await replay(seed, members)
        } else {
            await worlds(numbers["--seeds"] ?? 200, members)
        }
    }

    private static func faults(_ seed: UInt64, _ members: Int?) -> Faults {
        var faults = Faults.drawn(seed: seed)
        if let members { faults.nodeCount = members }
        return faults
    }

    /// Runs many seeds; the last line has a hash over all of them.
    private static func worlds(_ count: UInt64, _ members: Int?) async {
        var totals: [String: Int] = [:]
        var (events, hash) = (0, UInt64(0xCBF2_9CE4_8422_2325))
        var hours = Duration.zero
        let start = ContinuousClock.now
        for seed in 0..<count {
            let faults = faults(seed, members)
            var world = World(seed: seed, faults: faults)
            let outcome = await world.run()
            guard outcome.violations.isEmpty else {
                fail(
                    "seed \(seed): \(outcome.violations.joined(separator: "; "))\n"
                        + "replay: ./dev sim --seed \(seed)"
                        + (members.map { " --members \($0)" } ?? ""))
            }
            totals.merge(outcome.counts) { $0 + $1 }
            events += outcome.eventCount
            hours += world.elapsed * faults.nodeCount
            hash = (hash ^ outcome.traceHash) &* 0x100_0000_01B3
        }
        let counts = totals.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        print("ended as: \(counts.joined(separator: ", "))")
        print(
            "\(count) worlds, \(events) events, \(hours.wholeSeconds / 86_400) node days, "
                + "\((ContinuousClock.now - start).wholeSeconds) s; no rule was broken")
        print("hash=\(String(hash, radix: 16))")
    }

    /// Runs one seed and tells every step.
    private static func replay(_ seed: UInt64, _ members: Int?) async {
        let faults = faults(seed, members)
        print("\(faults)")
        var world = World(seed: seed, faults: faults) { print($0) }
        let outcome = await world.run()
        for violation in outcome.violations { print("BROKEN \(violation)") }
        print("\(outcome.eventCount) events, hash=\(String(outcome.traceHash, radix: 16))")
        if !outcome.violations.isEmpty { exit(1) }
    }

    /// Breaks each rule on purpose, one at a time, until a checker sees it.
    private static func canaries(seedsMax: UInt64) async {
        for breach in Faults.Breach.allCases {
            var seen: (seed: UInt64, violation: String)?
            for seed in 0..<seedsMax where seen == nil {
                var world = World(seed: seed, faults: breach.strained(seed: seed))
                seen = await world.run().violations
                    .first { $0.hasPrefix(breach.checker) }.map { (seed, $0) }
            }
            guard let seen else { fail("\(breach) was not seen in \(seedsMax) seeds") }
            print("\(breach): seed \(seen.seed), seen by \(seen.violation)")
        }
        print("\(Faults.Breach.allCases.count) rules broken on purpose; each was seen")
    }

    static func fail(_ sentence: String) -> Never {
        FileHandle.standardError.write(Data((sentence + "\n").utf8))
        exit(1)
    }
}
