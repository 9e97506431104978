public import Notices

extension DeliveryQueue {
    /// Something that has already happened.
    public enum Event: Sendable, Equatable {
        /// The delivery was stored and is to be sent.
        case queued(QueuedDelivery)
        /// The store holds open deliveries to these members that this queue has not been told of.
        case stored([MemberCode])
        /// The answer to `loadDeliveries`; nil if the store could not be read.
        case loadedDeliveries(MemberCode, DeliveryPage?)
        /// The answer to `loadAlarms`; nil if the store could not be read.
        case loadedAlarms(AlarmPage?)
        /// Closed in the store: delivered, refused, superseded, cancelled or expired.
        case closed(DeliveryKey)
        /// The peer answered the request with these deliveries. A delivery that is neither closed
        /// nor in `later` was not really answered, and is tried again.
        case answered(MemberCode, [DeliveryKey], later: [DeliveryKey: Later])
        /// The request to the peer ended without an answer.
        case unanswered(MemberCode, [DeliveryKey], Code)
        /// These deliveries of a request did not go along, because the request was long enough
        /// without them; they are ready again. The rest of the request is still under way.
        case leftOut(MemberCode, [DeliveryKey])
        /// A probe ended.
        case probed(MemberCode, isReachable: Bool)
        /// The peer said something to us.
        case contact(MemberCode)
        /// A human wants the delivery tried now.
        case retryNow(QueuedDelivery)
        /// The time of the last `wakeAt` has come.
        case timerFired
    }

    /// A peer's wish to get one delivery later.
    public struct Later: Sendable, Equatable {
        /// The reason that the peer gives.
        public let code: Code
        /// The wait that the peer asks for; zero leaves it to us.
        public let after: Duration

        /// Takes the fields as they are.
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
        /// Store the number of attempts, the time of the next one and the reason.
        case recordAttempt(DeliveryKey, attempts: Int, nextAttempt: Instant, Code)
        /// The deadline is near and the delivery is open: tell a human. It may be closed by now, if
        /// the queue did not hold it.
        case warn(DeliveryKey)
        /// Transport life is over: close the delivery in the store, if it is still open, and tell
        /// the sender.
        case expire(DeliveryKey)
        /// Read a page of deliveries from the store, and answer with `loadedDeliveries`.
        case loadDeliveries(DeliveryPageRequest)
        /// Read the alarms behind this one from the store, and answer with `loadedAlarms`.
        case loadAlarms(after: QueueAlarm?, count: Int)
        /// Call `timerFired` then; a later one replaces an earlier one.
        case wakeAt(Instant)
    }

    /// The bounds of one queue; every peer has the same.
    public struct Limits: Sendable, Hashable {
        /// Deliveries under way to one peer.
        public var windowMax = 768
        /// Deliveries in one request.
        public var batchMax = 64
        /// Requests under way to a peer that is near. One more is kept for flash alerts, even when
        /// the window is full: a flash alert need not wait for a batch to end.
        public var requestsMax = 2
        /// Requests under way to a peer that is far away, on a line that carries them.
        public var requestsFarMax = 8
        /// An undelivered message pages a human this long before its deadline.
        public var warnBefore: Duration = .minutes(30)
        /// The waits between attempts.
        public var retry = RetryPolicy()
        /// Deliveries, or alarms, that are read from the store at once.
        public var pageMax = 512
        /// Deliveries of one peer that are held ready, and as many that wait; alarms of all peers,
        /// four times as many. More are left to the store.
        public var heldMax = 1_536

        /// The values stated at each property.
        public init() {}
    }
}
