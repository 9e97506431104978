public import Notices

/// Asks the store for some of what is open for a member.
public struct DeliveryPageRequest: Sendable, Hashable {
    public let recipient: MemberCode
    /// Only what stands behind this one; nil for the most urgent.
    public let after: QueuePosition?
    /// What may not be tried before a moment later than this is passed over; nil passes nothing over.
    public let triableBy: Instant?
    public let count: Int

    public init(
        to recipient: MemberCode, after: QueuePosition? = nil, triableBy: Instant? = nil, count: Int
    ) {
        self.recipient = recipient
        self.after = after
        self.triableBy = triableBy
        self.count = count
    }
}

/// Some of what is open for a member, most urgent first.
public struct DeliveryPage: Sendable, Hashable {
    public let deliveries: [QueuedDelivery]
    /// Nothing comes behind these.
    public let isAll: Bool
    /// When the first of those that were passed over may be tried; nil if none was.
    public let putOff: Instant?

    public init(deliveries: [QueuedDelivery], isAll: Bool, putOff: Instant? = nil) {
        self.deliveries = deliveries
        self.isAll = isAll
        self.putOff = putOff
    }
}

/// Some of what must happen to open deliveries, the earliest first.
public struct AlarmPage: Sendable, Hashable {
    public let alarms: [QueueAlarm]
    /// Nothing comes behind these.
    public let isAll: Bool

    public init(alarms: [QueueAlarm], isAll: Bool) {
        self.alarms = alarms
        self.isAll = isAll
    }
}
