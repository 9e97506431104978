/// The state of one message to one member. A closed set.
public enum DeliveryState: String, Sendable, CaseIterable {
    case queued, sending, relayed, delivered, retrieved, refused, cancelled, superseded
    case expiredUndelivered = "expired-undelivered"

    /// True once nothing more will be sent for it.
    public var isClosed: Bool {
        switch self {
        case .queued, .sending, .relayed: false
        case .delivered, .retrieved, .refused, .cancelled, .superseded, .expiredUndelivered: true
        }
    }
}

/// The state of a received notice among the officers who read it. A closed set.
public enum InboxState: String, Sendable, CaseIterable {
    case new, read, actioned, closed, cancelled, superseded
}
