import Exchange
import Foundation
import Node
import Notices
import Ports
internal import Secretariat
internal import Station
import TestKit

/// Whole nodes - their real logic, keys, certificates, signatures and trust lists - on one virtual
/// clock, over a network and machines that fail as drawn. Only files of keys touch the disk, in a
/// folder that goes away; stores are in memory.
public actor FederationWorld {
    /// The seed from which everything is drawn.
    public nonisolated let seed: UInt64
    nonisolated let faults: NodeFaults
    nonisolated let timeline: Timeline
    nonisolated let network: VirtualNetwork
    nonisolated let folder: String
    nonisolated let secretariat: Secretariat
    nonisolated let chance: Chance
    var random: SeededGenerator
    var countries: [Country] = []
    var ledger = NodeLedger()
    var trace: Trace
    var isCalm = false
    var number = 0

    /// A member's machine through all its lives.
    struct Country {
        let member: MemberCode
        let skew: Duration
        let configuration: Configuration
        let installed: DataFolder
        var life: Life
        var lives = 1
        /// The disk's content when this life began.
        var born: MemoryStore.Snapshot
    }

    /// Runs a world to its end.
    ///
    /// - Parameters:
    ///   - folder: an empty place for the keys of the members.
    ///   - tell: called with each event as a line.
    public static func run(
        seed: UInt64, faults: NodeFaults, in folder: String,
        tell: (@Sendable (String) -> Void)? = nil
    ) -> Outcome {
        let timeline = Timeline(at: Specimen.epoch)
        return Stepper.run(seed: seed, clocks: timeline) {
            let world = FederationWorld(
                seed: seed, faults: faults, timeline: timeline, folder: folder, tell: tell)
            do {
                return try await world.run()
            } catch {
                return Outcome(
                    violations: ["world: \(error)"], traceHash: 0, eventCount: 0, counts: [:])
            }
        }
    }

    private init(
        seed: UInt64, faults: NodeFaults, timeline: Timeline, folder: String,
        tell: (@Sendable (String) -> Void)?
    ) {
        self.seed = seed
        self.faults = faults
        self.timeline = timeline
        self.folder = folder
        secretariat = Secretariat(folder + "/federation")
        network = VirtualNetwork(faults: faults, clock: timeline.world, seed: seed)
        chance = Chance(seed: seed)
        random = SeededGenerator(seed: seed)
        trace = Trace(tell: tell)
    }

    private func run() async throws -> Outcome {
        try await found()
        await withTaskGroup(of: Void.self) { group in
            for (moment, deed) in plan() {
                group.addTask {
                    await self.wait(moment)
                    await self.carryOut(deed)
                }
            }
        }
        await calm()
        await rest()
        await judge()
        let counts = await counts()
        for country in countries { await shutDown(country) }
        return Outcome(
            violations: ledger.violations, traceHash: trace.hash, eventCount: trace.count,
            counts: counts)
    }

    // MARK: - Time and chance

    nonisolated var now: Instant { timeline.world.now }

    nonisolated func wait(_ wait: Duration) async {
        await timeline.world.sleep(until: timeline.world.uptime + wait)
    }

    func some(upTo most: Duration) -> Duration {
        .milliseconds(Int64.random(in: 0...most.wholeMilliseconds, using: &random))
    }

    func someCountry() -> Int { Int.random(in: 0..<countries.count, using: &random) }

    func note(_ what: String) { trace.note("\(now.descriptionWithMilliseconds) \(what)") }
}
