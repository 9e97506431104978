public import Notices

/// An action that a person must still take on a thread, with the time at which it is late.
public struct Duty: Hashable, Sendable {
    /// The reason for a duty; the raw value is its name in JSON.
    public enum Matter: String, Sendable, CaseIterable {
        /// A second officer must approve what one officer released.
        case secondApproval = "second-approval"
        /// A recipient reported that the person met was not the one meant: take the notice back, or
        /// find that it stands.
        case wrongPerson = "wrong-person"
        /// A recipient refused what was sent to it: it does not have the notice.
        case refusal
        /// A correction or an order to erase came here.
        case confirmation
        /// Not everybody has confirmed a correction or an order to erase of ours.
        case unconfirmed
        /// Somebody landed here: say what became of it.
        case outcome
        /// Somebody landed in another country, and that country has not said what became of it.
        case feedback
        /// A question came here.
        case reply
        /// A question of ours was not answered in time.
        case unanswered
        /// A record that is kept for years is looked at before its last day.
        case review
        /// An import proposes an alert, and the traveller is near.
        case draft
        /// A call waits until a second officer has read and approved it.
        case approval
    }

    /// The stage of a duty at an instant, from `ahead` to `overdue`.
    public enum Stage: String, Sendable, CaseIterable, Comparable {
        /// Not yet to be listed.
        case ahead
        case due
        case overdue

        /// Orders by time: `ahead < due < overdue`.
        public static func < (left: Stage, right: Stage) -> Bool {
            Self.allCases.firstIndex(of: left) ?? 0 < Self.allCases.firstIndex(of: right) ?? 0
        }
    }

    /// The reason for the duty.
    public let matter: Matter
    /// The thread that it is about; a draft's number for `draft`, a held call's id for `approval`.
    public let thread: String
    /// Sequence of the statement that the duty follows from.
    public let sequence: Int
    /// The other member that it concerns; nil if it is this member's alone.
    public let member: MemberCode?
    /// The position of a person in a group alert; nil for all else.
    public let groupMember: Int?
    /// The instant from which it is listed.
    public let opens: Instant
    /// The instant from which it is late.
    public let due: Instant

    /// Takes the fields as they are; `DutyRules` computes them for each matter.
    public init(
        _ matter: Matter, thread: String, sequence: Int, member: MemberCode? = nil,
        groupMember: Int? = nil, opens: Instant, due: Instant
    ) {
        self.matter = matter
        self.thread = thread
        self.sequence = sequence
        self.member = member
        self.groupMember = groupMember
        self.opens = opens
        self.due = due
    }

    /// The stage at an instant: `due` from `opens` on, `overdue` from `due` on.
    public func stage(at now: Instant) -> Stage {
        now < opens ? .ahead : now < due ? .due : .overdue
    }
}

extension [Duty] {
    /// The duties that are due or overdue at an instant, the earliest due first.
    public func listed(at now: Instant) -> [Duty] {
        filter { $0.stage(at: now) > .ahead }.sorted {
            ($0.due, $0.thread, $0.matter.rawValue, $0.groupMember ?? 0)
                < ($1.due, $1.thread, $1.matter.rawValue, $1.groupMember ?? 0)
        }
    }
}

/// Reports each duty once when it becomes due, and once when it becomes overdue.
public struct DutyBell: Sendable {
    private var rung: [Duty: Duty.Stage] = [:]

    /// Has reported nothing yet.
    public init() {}

    /// Compares the duties with those of the last call.
    ///
    /// - Parameter duties: all duties that exist; a duty that is missing now was done.
    /// - Returns: those that have come to another stage since the last look, the earliest due
    ///   first.
    public mutating func ring(_ duties: [Duty], at now: Instant) -> [Duty] {
        let before = rung
        rung = [:]
        for duty in duties { rung[duty] = duty.stage(at: now) }
        return duties.listed(at: now).filter { (before[$0] ?? .ahead) < $0.stage(at: now) }
    }

    /// The next instant at which the stage of a duty changes by time alone; nil if none will.
    public static func next(_ duties: [Duty], after now: Instant) -> Instant? {
        duties.flatMap { [$0.opens, $0.due] }.filter { $0 > now }.min()
    }
}
