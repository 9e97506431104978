public import Notices

/// Where a delivery stands among those to the same member.
public struct QueuePosition: Sendable, Hashable, Comparable {
    public let urgency: Urgency
    public let key: DeliveryKey

    public init(urgency: Urgency, key: DeliveryKey) {
        self.urgency = urgency
        self.key = key
    }

    public static func < (left: QueuePosition, right: QueuePosition) -> Bool {
        (left.urgency, left.key) < (right.urgency, right.key)
    }
}

/// When something must happen to a delivery that is still open then.
public struct QueueAlarm: Sendable, Hashable, Comparable {
    public let at: Instant
    public let key: DeliveryKey
    /// Its transport life ends; false if its deadline is near.
    public let isExpiry: Bool

    public init(at: Instant, key: DeliveryKey, isExpiry: Bool) {
        self.at = at
        self.key = key
        self.isExpiry = isExpiry
    }

    public static func < (left: QueueAlarm, right: QueueAlarm) -> Bool {
        (left.at, left.key, left.isExpiry ? 1 : 0) < (right.at, right.key, right.isExpiry ? 1 : 0)
    }
}
