public import Notices

/// The place of a delivery among those to the same member.
public struct QueuePosition: Sendable, Hashable, Comparable {
    /// Decides the place.
    public let urgency: Urgency
    /// Decides between deliveries of equal urgency.
    public let key: DeliveryKey

    /// Takes the fields as they are.
    public init(urgency: Urgency, key: DeliveryKey) {
        self.urgency = urgency
        self.key = key
    }

    /// Orders by urgency, then by key: the lower leaves first.
    public static func < (left: QueuePosition, right: QueuePosition) -> Bool {
        (left.urgency, left.key) < (right.urgency, right.key)
    }
}

/// A moment at which something must happen to a delivery, if the delivery is still open then.
public struct QueueAlarm: Sendable, Hashable, Comparable {
    /// The time at which the alarm rings.
    public let at: Instant
    /// The delivery that the alarm is for.
    public let key: DeliveryKey
    /// True if its transport life ends; false if its deadline is near.
    public let isExpiry: Bool

    /// Takes the fields as they are.
    public init(at: Instant, key: DeliveryKey, isExpiry: Bool) {
        self.at = at
        self.key = key
        self.isExpiry = isExpiry
    }

    /// Orders by time, then by key; a page to a human comes before an expiry.
    public static func < (left: QueueAlarm, right: QueueAlarm) -> Bool {
        (left.at, left.key, left.isExpiry ? 1 : 0) < (right.at, right.key, right.isExpiry ? 1 : 0)
    }
}
