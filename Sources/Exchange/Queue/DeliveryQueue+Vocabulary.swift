public import Notices

extension DeliveryQueue {
    /// Something that has already happened.
    public enum Event: Sendable, Equatable {
        /// Stored, and to be delivered.
        case queued(QueuedDelivery)
        /// The store holds open deliveries to these members, of which nothing was said here.
        case stored([MemberCode])
        /// What `loadDeliveries` asked for; nil if it could not be read.
        case loadedDeliveries(MemberCode, DeliveryPage?)
        /// What `loadAlarms` asked for; nil if it could not be read.
        case loadedAlarms(AlarmPage?)
        /// Closed in the store: delivered, refused, superseded, cancelled or expired.
        case closed(DeliveryKey)
        /// The request with these deliveries was answered. One that is not closed and that the
        /// peer did not put off was not really answered, and is tried again.
        case answered(MemberCode, [DeliveryKey], later: [DeliveryKey: Later])
        /// The request to the peer ended without an answer.
        case unanswered(MemberCode, [DeliveryKey], Code)
        /// These of a request that was asked for did not go along, because it was long enough
        /// without them; they are ready again. The rest of it is still under way.
        case leftOut(MemberCode, [DeliveryKey])
        /// A probe ended.
        case probed(MemberCode, isReachable: Bool)
        /// The peer said something to us.
        case contact(MemberCode)
        /// A human wants it tried now.
        case retryNow(QueuedDelivery)
        case timerFired
    }

    /// The peer asked to be tried later for one delivery.
    public struct Later: Sendable, Equatable {
        public let code: Code
        /// What the peer asks for; zero leaves it to us.
        public let after: Duration

        public init(code: Code, after: Duration) {
            self.code = code
            self.after = after
        }
    }

    /// Something the caller must now do, in this order.
    public enum Effect: Sendable, Equatable {
        /// Ask the peer for its hello; answer with `probed`.
        case probe(MemberCode)
        /// Send these, most urgent first; answer with `answered` or `unanswered`, and with
        /// `closed` before it for every delivery that ended.
        case send(MemberCode, [DeliveryKey])
        /// Keep in the store how often it was tried and when it will be again.
        case recordAttempt(DeliveryKey, attempts: Int, nextAttempt: Instant, Code)
        /// The deadline is near and it is not delivered: tell a human.
        /// It may be closed by now, if the queue did not hold it.
        case page(DeliveryKey)
        /// Its transport life is over: close it in the store, if it is still open, and tell the sender.
        case expire(DeliveryKey)
        /// Look into the store, and answer with `loadedDeliveries`.
        case loadDeliveries(DeliveryPageRequest)
        /// Look into the store for what comes behind this one, and answer with `loadedAlarms`.
        case loadAlarms(after: QueueAlarm?, count: Int)
        /// Call `timerFired` then; a later one replaces an earlier one.
        case wakeAt(Instant)
    }

    public struct Limits: Sendable, Hashable {
        /// Deliveries under way to one peer.
        public var windowMax = 768
        /// Deliveries in one request.
        public var batchMax = 64
        /// Requests under way to one peer that is near. One more is kept for flash alerts, however
        /// full the window is: they need not wait for a batch to end.
        public var requestsMax = 2
        /// Requests under way to one that is far away, on a line that carries them.
        public var requestsFarMax = 8
        /// How long before its deadline an undelivered message pages a human.
        public var pageBefore: Duration = .minutes(30)
        public var retry = RetryPolicy()
        /// Deliveries that are read from the store at once, and alarms.
        public var pageMax = 512
        /// Of one peer's deliveries as many are held that may leave, and as many that wait; of the alarms of
        /// all peers, four times as many. More are left to the store.
        public var heldMax = 1_536

        public init() {}
    }
}
