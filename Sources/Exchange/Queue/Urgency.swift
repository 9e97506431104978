public import Notices

/// Which delivery leaves first: by precedence, then by deadline; never first in, first out.
///
/// Precedence follows from the time left to the deadline, so the earlier deadline always has the
/// higher or the same precedence, whenever one looks: ordering by deadline is ordering by both. Only
/// a message that was flash from the start (the traveller is in the air) goes before them all, and
/// one without a deadline counts as if it had the longest one its precedence allows.
public struct Urgency: Sendable, Hashable, Comparable {
    /// 0 for a message that was flash when it was written, 1 for all others.
    public let lane: Int
    public let dueBy: Instant
    public let created: Instant

    public init(precedence: Precedence, deadline: Instant?, created: Instant) {
        lane = precedence == .flash ? 0 : 1
        dueBy = deadline ?? created + Urgency.patience(of: precedence)
        self.created = created
    }

    /// From what it was kept as.
    public init(lane: Int, dueBy: Instant, created: Instant) {
        self.lane = lane
        self.dueBy = dueBy
        self.created = created
    }

    /// True for a message that goes before all others, and for which room is kept.
    var isFlash: Bool { lane == 0 }

    /// How long a message of this precedence may wait if it has no deadline.
    private static func patience(of precedence: Precedence) -> Duration {
        switch precedence {
        case .flash: .hours(6)
        case .immediate: .hours(24)
        case .priority: .hours(72)
        case .routine: .days(365)
        }
    }

    public static func < (left: Urgency, right: Urgency) -> Bool {
        (left.lane, left.dueBy, left.created) < (right.lane, right.dueBy, right.created)
    }
}
