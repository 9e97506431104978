public import Notices

/// Names one delivery: a message to a member.
public struct DeliveryKey: Sendable, Hashable, Comparable {
    public let id: MessageID
    public let recipient: MemberCode

    public init(id: MessageID, recipient: MemberCode) {
        self.id = id
        self.recipient = recipient
    }

    public static func < (left: DeliveryKey, right: DeliveryKey) -> Bool {
        (left.id, left.recipient) < (right.id, right.recipient)
    }
}

/// What the queue needs to know of a delivery; the store keeps the rest.
public struct QueuedDelivery: Sendable, Hashable {
    public let key: DeliveryKey
    public let urgency: Urgency
    public let deadline: Instant?
    public let expires: Instant
    public var attempts: Int
    public var nextAttempt: Instant?

    public var position: QueuePosition { QueuePosition(urgency: urgency, key: key) }

    public init(
        key: DeliveryKey, urgency: Urgency, deadline: Instant?, expires: Instant,
        attempts: Int = 0, nextAttempt: Instant? = nil
    ) {
        self.key = key
        self.urgency = urgency
        self.deadline = deadline
        self.expires = expires
        self.attempts = attempts
        self.nextAttempt = nextAttempt
    }
}
