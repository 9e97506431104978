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

extension InboxState {
    /// True once its issuer has ended it.
    public var isEnded: Bool {
        switch self {
        case .cancelled, .superseded: true
        case .new, .read, .actioned, .closed: false
        }
    }

    /// The state once somebody has set `next`. An officer's step never brings back what its issuer
    /// has ended meanwhile.
    public func after(_ next: InboxState) -> InboxState {
        isEnded && !next.isEnded ? self : next
    }
}
