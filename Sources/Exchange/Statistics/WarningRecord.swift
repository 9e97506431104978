public import Notices

/// One warning to one country, as far as statistics look at it: numbers and times, no person.
///
/// A warning is a thread of a green notice or an alert; its updates are the same warning.
public struct WarningRecord: Sendable, Hashable {
    public enum Direction: String, Sendable, CaseIterable {
        /// From this member to the peer.
        case sent
        /// From the peer to this member.
        case received
    }

    public enum Delivery: String, Sendable, CaseIterable {
        case inTime = "in-time"
        /// After the traveller had landed.
        case late
        /// Delivered, and no arrival there is known.
        case noJourney = "no-journey"
        case notDelivered = "not-delivered"
    }

    public let direction: Direction
    public let peer: MemberCode
    public let thread: String
    public let kind: String
    /// When it was first said; of a received one, when it came.
    public let began: Instant
    /// When the recipient held it first.
    public let delivered: Instant?
    /// The first arrival in the recipient's country, by the last word on it.
    public let arrival: Instant?
    public let isCancelled: Bool
    /// Why the recipient did not take it; nil if it did, or has said nothing.
    public let refusal: String?
    /// The last result that the recipient reported.
    public let outcome: String?
    public let outcomeAt: Instant?

    public init(
        direction: Direction, peer: MemberCode, thread: String, kind: String, began: Instant,
        delivered: Instant?, arrival: Instant?, isCancelled: Bool, refusal: String?,
        outcome: String?, outcomeAt: Instant?
    ) {
        self.direction = direction
        self.peer = peer
        self.thread = thread
        self.kind = kind
        // To the second, as they are exported: whoever recomputes has the same.
        self.began = began.flooredToSecond
        self.delivered = delivered?.flooredToSecond
        self.arrival = arrival?.flooredToSecond
        self.isCancelled = isCancelled
        self.refusal = refusal
        self.outcome = outcome
        self.outcomeAt = outcomeAt?.flooredToSecond
    }

    public var delivery: Delivery {
        guard let delivered else { return .notDelivered }
        guard let arrival else { return .noJourney }
        return delivered <= arrival ? .inTime : .late
    }

    /// From its delivery to the arrival, in whole minutes rounded down; negative if it came too late.
    public var leadMinutes: Int? {
        guard let delivered, let arrival else { return nil }
        let seconds = Int(arrival.since(delivered).wholeSeconds)
        return seconds >= 0 ? seconds / 60 : -((59 - seconds) / 60)
    }

    /// What is known of the outcome at a moment: a result, or why there is none.
    public func outcome(at now: Instant) -> String {
        if let outcome { return outcome }
        if isCancelled { return "cancelled" }
        guard delivered != nil, let arrival, now >= arrival + DutyRules.feedbackWithin else {
            return "pending"
        }
        return "no-feedback"
    }

    /// As it is exported: with what the numbers rest on, and nothing else.
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
