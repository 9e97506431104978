public import Notices

/// The order in which deliveries leave: by precedence, then by deadline; never first in, first out.
///
/// Precedence follows from the time left to the deadline. So at any moment the earlier deadline has
/// the higher or the same precedence, and ordering by deadline is ordering by both. Only a message
/// that was flash from the start (the traveller is in the air) goes before them all. A message
/// without a deadline counts as if it had the longest one that its precedence allows.
public struct Urgency: Sendable, Hashable, Comparable {
    /// 0 for a message that was flash when it was written, 1 for all others.
    public let lane: Int
    /// The deadline, or for a message without one the latest deadline of its precedence.
    public let dueBy: Instant
    /// The time of writing; decides between equal deadlines.
    public let created: Instant

    /// Computes lane and deadline from what the message says.
    public init(precedence: Precedence, deadline: Instant?, created: Instant) {
        lane = precedence == .flash ? 0 : 1
        dueBy = deadline ?? created + Urgency.patience(of: precedence)
        self.created = created
    }

    /// Restores an urgency from its stored fields.
    public init(lane: Int, dueBy: Instant, created: Instant) {
        self.lane = lane
        self.dueBy = dueBy
        self.created = created
    }

    /// True for a message that goes before all others, and for which room is kept.
    var isFlash: Bool { lane == 0 }

    /// A message without a deadline counts as due this long after it was written.
    private static func patience(of precedence: Precedence) -> Duration {
        switch precedence {
        case .flash: .hours(6)
        case .immediate: .hours(24)
        case .priority: .hours(72)
        case .routine: .days(365)
        }
    }

    /// Orders by lane, deadline and time of writing: the lower leaves first.
    public static func < (left: Urgency, right: Urgency) -> Bool {
        (left.lane, left.dueBy, left.created) < (right.lane, right.dueBy, right.created)
    }
}
