public import Notices

/// Something that a person must still do about a thread, and by when.
public struct Duty: Hashable, Sendable {
    public enum Matter: String, Sendable, CaseIterable {
        /// Somebody else approves what one officer released.
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
        /// Somebody landed there, and that country has not said what became of it.
        case feedback
        /// A question came here.
        case reply
        /// A question of ours was not answered in time.
        case unanswered
        /// What is kept for years is looked at before its last day.
        case review
        /// An import proposes an alert, and the traveller is near.
        case draft
    }

    /// How far it is, at an instant.
    public enum Stage: String, Sendable, CaseIterable, Comparable {
        /// Not yet anybody's business.
        case ahead
        case due
        case overdue

        public static func < (left: Stage, right: Stage) -> Bool {
            Self.allCases.firstIndex(of: left) ?? 0 < Self.allCases.firstIndex(of: right) ?? 0
        }
    }

    public let matter: Matter
    public let thread: String
    /// Of the statement that it follows from.
    public let sequence: Int
    /// The other member that it concerns; nil if it is this member's alone.
    public let member: MemberCode?
    /// Of a group alert, which of the group; nil for all else.
    public let groupMember: Int?
    /// From when on it is listed.
    public let opens: Instant
    /// From when on it is late.
    public let due: Instant

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

    public func stage(at now: Instant) -> Stage {
        now < opens ? .ahead : now < due ? .due : .overdue
    }
}

extension [Duty] {
    /// What is listed at an instant, the earliest due first.
    public func listed(at now: Instant) -> [Duty] {
        filter { $0.stage(at: now) > .ahead }.sorted {
            ($0.due, $0.thread, $0.matter.rawValue, $0.groupMember ?? 0)
                < ($1.due, $1.thread, $1.matter.rawValue, $1.groupMember ?? 0)
        }
    }
}

/// Says of each duty once that it is due, and once that it is overdue.
public struct DutyBell: Sendable {
    private var rung: [Duty: Duty.Stage] = [:]

    public init() {}

    /// - Parameter duties: all that there are; what is not among them any more was done.
    /// - Returns: those that have come to another stage since the last look, the earliest due first.
    public mutating func ring(_ duties: [Duty], at now: Instant) -> [Duty] {
        let before = rung
        rung = [:]
        for duty in duties { rung[duty] = duty.stage(at: now) }
        return duties.listed(at: now).filter { (before[$0] ?? .ahead) < $0.stage(at: now) }
    }

    /// When the next of them changes by time alone; nil if none will.
    public static func next(_ duties: [Duty], after now: Instant) -> Instant? {
        duties.flatMap { [$0.opens, $0.due] }.filter { $0 > now }.min()
    }
}
