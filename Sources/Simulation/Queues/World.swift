import Exchange
import Notices
import Ports
import TestKit

/// The reason why a handler stopped.
enum Halt: Error, Equatable {
    /// The node lost its memory; committed changes stay.
    case crashed
    /// The store kept nothing of this commit.
    case store(Code)
}

/// A country's node: its memory and its disk.
struct SimulatedNode: Sendable {
    let member: MemberCode
    /// The node's own clock minus the world's.
    let skew: Duration
    let store = MemoryStore()

    var isUp = true
    /// Counts restarts.
    var life = 0

    // Memory: gone after a crash.
    var queue: DeliveryQueue
    var timerNumber = 0
    var pending: [Int: Pending] = [:]
    var claims: Set<String> = []
    var agreement = ClockAgreement()
    /// Expiries that the disk did not take; an administrator is told to start the node again.
    var needsRestart = false

    /// A request under way.
    struct Pending: Sendable {
        let peer: Int
        /// Empty for a probe.
        let keys: [DeliveryKey]
        let letters: [Letter]
    }
}

/// Nodes on one virtual clock, with a network and machines that fail as drawn.
///
/// Each node has the real queue, the real filing rules and a real (memory) store; the code between
/// them follows `Node`, without its cryptography. Every effect is carried out a moment after it was
/// asked for, in any order, as the node's tasks are.
public struct World: Sendable {
    /// The seed from which everything is drawn.
    public let seed: UInt64
    let faults: Faults
    var random: SeededGenerator
    var now = Specimen.epoch
    var agenda = Agenda()
    var trace: Trace
    var ledger = Ledger()
    var nodes: [SimulatedNode] = []
    var cuts: [Int: Int] = [:]
    var requestCount = 0
    var isCalm = false
    var isOver = false

    /// Makes the nodes, and plans officers and cuts.
    ///
    /// - Parameter tell: called with each event as a line.
    public init(
        seed: UInt64, faults: Faults, tell: (@Sendable (String) -> Void)? = nil
    ) {
        self.seed = seed
        trace = Trace(tell: tell)
        self.faults = faults
        random = SeededGenerator(seed: seed)
        for index in 0..<faults.nodeCount {
            let most = faults.skewSecondsMax
            nodes.append(
                SimulatedNode(
                    member: Self.code(index),
                    skew: .seconds(Int64.random(in: -most...most, using: &random)),
                    queue: DeliveryQueue(limits: faults.limits)))
        }
        plan()
    }

    /// XA to XZ, then AA and on.
    private static func code(_ index: Int) -> MemberCode {
        func letter(_ place: Int) -> Character { Character(UnicodeScalar(UInt8(0x41 + place))) }
        let first = index < 26 ? "X" : letter(index / 26 - 1)
        return Specimen.member("\(first)\(letter(index % 26))")
    }

    /// The time that has passed in the world, by the world's clock.
    public var elapsed: Duration { now.since(Specimen.epoch) }

    /// Runs until everything has come to rest, then asks the checkers.
    public mutating func run() async -> Outcome {
        let end = now + faults.activity + faults.restWithin
        while let entry = agenda.next() {
            guard entry.at <= end else { break }
            now = entry.at
            do throws(Halt) {
                try await carryOut(entry.event)
            } catch {
                trace.note("halt \(error)")
            }
            if isCalm, agenda.busyCount == 0, isAtRest { break }
        }
        if !isAtRest {
            let counts = nodes.map { "\($0.member) \($0.queue.count)" }.joined(separator: ", ")
            ledger.violations.append("rest: queues are not empty in time: \(counts)")
        }
        await judge()
        return Outcome(
            violations: ledger.violations, traceHash: trace.hash, eventCount: trace.count,
            counts: await counts())
    }

    private var isAtRest: Bool {
        nodes.allSatisfy { $0.isUp && $0.queue.isEmpty && $0.pending.isEmpty }
    }

    /// Puts on the agenda all events that do not depend on the run.
    private mutating func plan() {
        let span = faults.activity.wholeMilliseconds
        for _ in 0..<faults.statementCount {
            let node = Int.random(in: 0..<nodes.count, using: &random)
            let moment = now + some(upTo: span)
            agenda.add(.statement(node: node), at: moment)
            // Officers correct themselves: the second statement may overtake the first.
            if strikes(percent: 40) {
                agenda.add(.statement(node: node), at: moment + some(upTo: 20_000))
            }
        }
        for _ in 0..<faults.cutCount {
            let one = Int.random(in: 0..<nodes.count, using: &random)
            let other = (one + Int.random(in: 1..<nodes.count, using: &random)) % nodes.count
            let start = now + some(upTo: span)
            agenda.add(.cut(one, other), at: start)
            agenda.add(.mend(one, other), at: start + some(upTo: 40 * 60_000))
        }
        agenda.add(.calm, at: now + faults.activity)
    }

    private mutating func carryOut(_ event: Event) async throws(Halt) {
        switch event {
        case .timer(let node, let life, let number):
            guard isAlive(node, life), nodes[node].timerNumber == number else { return }
            note("timer", node)
            feed(node, .timerFired)
        case .effect(let node, let life, let effect):
            guard isAlive(node, life) else { return }
            note("\(effect)", node)
            try boundary(node)
            try await carryOut(effect, node)
        case .arrival(let request):
            try await arrive(request)
        case .commit(let node, let life, let reception):
            guard isAlive(node, life) else { return }
            note("commit", node)
            try await finish(reception, node)
        case .answer(let node, let life, let request, let answer):
            guard isAlive(node, life) else { return }
            try await take(answer, to: request, node)
        case .timeout(let node, let life, let request):
            guard isAlive(node, life) else { return }
            await fail(request, node, .answerLost)
        case .restart(let node):
            await restart(node)
        case .statement(let node):
            try await stateSomething(node)
        case .cut(let one, let other):
            if !isCalm { cuts[link(one, other), default: 0] += 1 }
        case .mend(let one, let other):
            if let count = cuts[link(one, other)] { cuts[link(one, other)] = count - 1 }
        case .calm:
            await calm()
        }
    }

    // MARK: - Time and chance

    /// The node's own clock.
    func clock(_ node: Int) -> Instant { now + nodes[node].skew }

    func reading(_ node: Int) -> ClockAgreement.Reading {
        ClockAgreement.Reading(now: clock(node), uptime: elapsed)
    }

    mutating func some(upTo milliseconds: Int64) -> Duration {
        .milliseconds(Int64.random(in: 0...milliseconds, using: &random))
    }

    mutating func strikes(perMille: Int) -> Bool {
        !isCalm && perMille > 0 && Int.random(in: 0..<1_000, using: &random) < perMille
    }

    mutating func strikes(percent: Int) -> Bool { strikes(perMille: percent * 10) }

    mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
    }

    mutating func note(_ what: String, _ node: Int) {
        trace.note("\(now.milliseconds) \(nodes[node].member) \(what)")
    }

    func link(_ one: Int, _ other: Int) -> Int { min(one, other) * 100 + max(one, other) }

    func isAlive(_ node: Int, _ life: Int) -> Bool { nodes[node].isUp && nodes[node].life == life }

    func index(of member: MemberCode) -> Int {
        nodes.firstIndex { $0.member == member } ?? 0
    }
}
