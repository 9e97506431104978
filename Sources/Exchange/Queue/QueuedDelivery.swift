public import Notices

/// The name of one delivery: a message to a member.
public struct DeliveryKey: Sendable, Hashable, Comparable {
    /// The message.
    public let id: MessageID
    /// The member that it goes to.
    public let recipient: MemberCode

    /// Takes the fields as they are.
    public init(id: MessageID, recipient: MemberCode) {
        self.id = id
        self.recipient = recipient
    }

    /// Orders by message, then by recipient.
    public static func < (left: DeliveryKey, right: DeliveryKey) -> Bool {
        (left.id, left.recipient) < (right.id, right.recipient)
    }
}

/// The part of a delivery that the queue needs; the store keeps the rest.
public struct QueuedDelivery: Sendable, Hashable {
    /// The message and its recipient.
    public let key: DeliveryKey
    /// Decides which delivery leaves first.
    public let urgency: Urgency
    /// The recipient's deadline; nil for none.
    public let deadline: Instant?
    /// The end of transport life.
    public let expires: Instant
    /// Failed attempts so far.
    public var attempts: Int
    /// The time of the next attempt; nil if it may be tried now.
    public var nextAttempt: Instant?

    /// The delivery's place among those to the same member.
    public var position: QueuePosition { QueuePosition(urgency: urgency, key: key) }

    /// Takes the fields as they are; by default the delivery was never tried.
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
