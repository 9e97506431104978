/// The urgency of a message; `flash` leaves before everything else.
public enum Precedence: String, Sendable, CaseIterable, Comparable {
    case flash, immediate, priority, routine

    /// 0 for flash, 3 for routine: lower leaves first.
    public var rank: Int {
        switch self {
        case .flash: 0
        case .immediate: 1
        case .priority: 2
        case .routine: 3
        }
    }

    /// Orders by urgency: `flash < routine`.
    public static func < (left: Precedence, right: Precedence) -> Bool {
        left.rank < right.rank
    }

    /// The precedence that the time left gives: under 6 h flash, 24 h immediate, 72 h priority.
    ///
    /// - Parameters:
    ///   - actBy: the moment when the message stops being useful to this recipient; nil is routine.
    ///   - airborne: true if the traveller has already departed, which is always flash.
    /// - Source: design section 6.
    public init(actBy: Instant?, at now: Instant, airborne: Bool = false) {
        guard !airborne else {
            self = .flash
            return
        }
        guard let actBy else {
            self = .routine
            return
        }
        let left = actBy.since(now)
        if left < .hours(6) {
            self = .flash
        } else if left < .hours(24) {
            self = .immediate
        } else if left < .hours(72) {
            self = .priority
        } else {
            self = .routine
        }
    }
}
