public import Notices

/// One warning to one country, as far as statistics look at it: numbers and times, no person.
///
/// A warning is a thread of a green notice or an alert; its updates are the same warning.
public struct WarningRecord: Sendable, Hashable {
    /// The side of this member in the warning.
    public enum Direction: String, Sendable, CaseIterable {
        /// From this member to the peer.
        case sent
        /// From the peer to this member.
        case received
    }

    /// The time of delivery, compared with the traveller's arrival.
    public enum Delivery: String, Sendable, CaseIterable {
        /// Delivered before the traveller landed, or at the same second.
        case inTime = "in-time"
        /// After the traveller had landed.
        case late
        /// Delivered, and no arrival there is known.
        case noJourney = "no-journey"
        /// Not delivered.
        case notDelivered = "not-delivered"
    }

    /// Sent or received by this member.
    public let direction: Direction
    /// The other member.
    public let peer: MemberCode
    /// The thread of the warning.
    public let thread: String
    /// The notice's `type`: a green notice or an alert.
    public let kind: String
    /// The time of the first statement; of a received warning, the time at which it came.
    public let began: Instant
    /// The time at which the recipient first held it; nil if it never did.
    public let delivered: Instant?
    /// The first arrival in the recipient's country, by the latest statement; nil if none is known.
    public let arrival: Instant?
    /// True if the issuer cancelled the warning.
    public let isCancelled: Bool
    /// The code of the recipient's refusal; nil if it took the warning, or has said nothing.
    public let refusal: String?
    /// The last result that the recipient reported; nil if it reported none.
    public let outcome: String?
    /// The time of that report.
    public let outcomeAt: Instant?

    /// Cuts all times to whole seconds, as they are exported: so others can compute the same
    /// figures.
    public init(
        direction: Direction, peer: MemberCode, thread: String, kind: String, began: Instant,
        delivered: Instant?, arrival: Instant?, isCancelled: Bool, refusal: String?,
        outcome: String?, outcomeAt: Instant?
    ) {
        self.direction = direction
        self.peer = peer
        self.thread = thread
        self.kind = kind
        // Whole seconds, as in the export: a recomputation has the same figures.
        self.began = began.flooredToSecond
        self.delivered = delivered?.flooredToSecond
        self.arrival = arrival?.flooredToSecond
        self.isCancelled = isCancelled
        self.refusal = refusal
        self.outcome = outcome
        self.outcomeAt = outcomeAt?.flooredToSecond
    }

    /// Compares delivery and arrival.
    public var delivery: Delivery {
        guard let delivered else { return .notDelivered }
        guard let arrival else { return .noJourney }
        return delivered <= arrival ? .inTime : .late
    }

    /// The time from delivery to arrival, in whole minutes rounded down; negative if delivered too
    /// late. Nil if either is unknown.
    public var leadMinutes: Int? {
        guard let delivered, let arrival else { return nil }
        let seconds = Int(arrival.since(delivered).wholeSeconds)
        return seconds >= 0 ? seconds / 60 : -((59 - seconds) / 60)
    }

    /// The outcome as known at a moment: the reported result, or `cancelled`, `pending` or
    /// `no-feedback`.
    public func outcome(at now: Instant) -> String {
        if let outcome { return outcome }
        if isCancelled { return "cancelled" }
        guard delivered != nil, let arrival, now >= arrival + DutyRules.feedbackWithin else {
            return "pending"
        }
        return "no-feedback"
    }

    /// The record as it is exported: only what the figures rest on.
    public var json: JSON {
        func time(_ moment: Instant?) -> JSON {
            moment.map { .string($0.description) } ?? .null
        }
        return [
            "direction": .string(direction.rawValue), "peer": .string(peer.description),
            "thread": .string(thread), "kind": .string(kind), "began": time(began),
            "delivered": time(delivered), "arrival": time(arrival),
            "cancelled": .bool(isCancelled), "refusal": refusal.map { .string($0) } ?? .null,
            "outcome": outcome.map { .string($0) } ?? .null, "outcomeAt": time(outcomeAt),
        ]
    }
}
