public import Notices

/// A request to the store for a page of a member's open deliveries.
public struct DeliveryPageRequest: Sendable, Hashable {
    /// The member whose deliveries are wanted.
    public let recipient: MemberCode
    /// The position behind which the page begins; nil begins with the most urgent.
    public let after: QueuePosition?
    /// Deliveries whose next attempt is later than this are passed over; nil passes nothing over.
    public let triableBy: Instant?
    /// Deliveries at most.
    public let count: Int

    /// Takes the fields as they are.
    public init(
        to recipient: MemberCode, after: QueuePosition? = nil, triableBy: Instant? = nil, count: Int
    ) {
        self.recipient = recipient
        self.after = after
        self.triableBy = triableBy
        self.count = count
    }
}

/// A page of a member's open deliveries, most urgent first.
public struct DeliveryPage: Sendable, Hashable {
    /// The deliveries, most urgent first; as many as were asked for at most.
    public let deliveries: [QueuedDelivery]
    /// True if nothing comes behind these.
    public let isAll: Bool
    /// The earliest next attempt among those that were passed over; nil if none was.
    public let putOff: Instant?

    /// Takes the fields as they are.
    public init(deliveries: [QueuedDelivery], isAll: Bool, putOff: Instant? = nil) {
        self.deliveries = deliveries
        self.isAll = isAll
        self.putOff = putOff
    }
}

/// A page of the alarms of all open deliveries, the earliest first.
public struct AlarmPage: Sendable, Hashable {
    /// The alarms, the earliest first; as many as were asked for at most.
    public let alarms: [QueueAlarm]
    /// True if nothing comes behind these.
    public let isAll: Bool

    /// Takes the fields as they are.
    public init(alarms: [QueueAlarm], isAll: Bool) {
        self.alarms = alarms
        self.isAll = isAll
    }
}
