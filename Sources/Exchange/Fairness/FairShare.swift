public import Notices

/// Decides whose turn it is when several members want this node's time at once.
///
/// The member that has had the least time goes first; among one member's turns, the oldest. A
/// member that is alone has every turn, so that a queue drains at full speed when nobody waits
/// behind it. A member cannot save up time that it did not use.
///
/// - Source: Goyal, Vin, Cheng, "Start-time fair queueing" (1996), with the cost known at the end.
public struct FairShare: Sendable {
    /// The bounds of one share.
    public struct Limits: Sendable, Hashable {
        /// Turns that run at once: one waits for the disk while another computes. More would only
        /// slow each other down, and the turns that come next.
        public var turnsMax = 2
        /// Turns of one member that wait; one more is turned away.
        public var waitingPerMemberMax = 256

        /// The values stated at each property.
        public init() {}
    }

    /// The decision about a turn that a member asks for.
    public enum Answer: Sendable, Equatable {
        /// It runs now.
        case goes
        /// It runs when `end` returns it.
        case waits
        /// Too many of this member wait already.
        case turnedAway
    }

    /// A turn that begins now.
    public struct Turn: Sendable, Hashable {
        /// The member whose turn it is.
        public let member: MemberCode
        /// The caller's own number for the turn, as given to `ask`.
        public let number: Int
    }

    private struct Line: Sendable {
        /// Time that is charged to the member.
        var served: Duration
        /// The moving average of the time that its turns took.
        var typical = Duration.zero
        var running = 0
        var waiting: [Int] = []

        /// Time charged, and an estimate for the turns that still run.
        var claim: Duration { served + typical * running }
        var isIdle: Bool { running == 0 && waiting.isEmpty }
    }

    /// Each turn costs at least this, so that no turn is free.
    static let costMin = Duration.microseconds(1)

    /// The bounds in force.
    public let limits: Limits
    private var lines: [MemberCode: Line] = [:]
    /// The served time of the member that began last. A newcomer begins with this.
    private var floor = Duration.zero
    private var running = 0

    /// No member has a turn.
    public init(limits: Limits = Limits()) {
        self.limits = limits
    }

    /// Turns that run now.
    public var runningCount: Int { running }

    /// Members that have a turn, wait for one, or have had more than the others.
    var memberCount: Int { lines.count }

    /// Asks for a turn of a member; the caller names the turn by a number.
    public mutating func ask(_ member: MemberCode, _ number: Int) -> Answer {
        var line = lines[member] ?? Line(served: floor)
        if line.isIdle { line.served = max(line.served, floor) }
        defer { lines[member] = line }
        if running < limits.turnsMax {
            begin(&line)
            return .goes
        }
        guard line.waiting.count < limits.waitingPerMemberMax else { return .turnedAway }
        line.waiting.append(number)
        return .waits
    }

    /// A turn ended.
    ///
    /// - Parameter cost: how long it took.
    /// - Returns: the turns that begin now.
    public mutating func end(_ member: MemberCode, cost: Duration) -> [Turn] {
        guard var line = lines[member], line.running > 0 else { return [] }
        let cost = max(cost, Self.costMin)
        line.running -= 1
        line.served += cost
        line.typical = (line.typical * 3 + cost) / 4
        lines[member] = line
        running -= 1
        var begun: [Turn] = []
        while running < limits.turnsMax, let turn = next() { begun.append(turn) }
        forget()
        return begun
    }

    private mutating func next() -> Turn? {
        let waiting = lines.filter { !$0.value.waiting.isEmpty }
        guard
            let (member, _) = waiting.min(by: {
                ($0.value.claim, $0.key) < ($1.value.claim, $1.key)
            }),
            var line = lines[member]
        else { return nil }
        let number = line.waiting.removeFirst()
        begin(&line)
        lines[member] = line
        return Turn(member: member, number: number)
    }

    private mutating func begin(_ line: inout Line) {
        floor = max(floor, line.served)
        line.running += 1
        running += 1
    }

    /// Removes members that want nothing and are not above `floor`.
    private mutating func forget() {
        lines = lines.filter { !$0.value.isIdle || $0.value.served > floor }
        if running == 0 {
            lines = [:]
            floor = .zero
        }
    }
}
