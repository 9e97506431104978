public import Notices

/// Decides what to send, when to try again and when to give up. Holds no clock, socket or file.
///
/// Each peer has a window of deliveries that may be under way. A peer that cannot be reached is
/// parked and probed, one probe at a time, so that a returning peer is not stampeded. The moment a
/// parked peer says anything to us, its queue wakes.
public struct DeliveryQueue: Sendable {
    /// Something that has already happened.
    public enum Event: Sendable, Equatable {
        /// Stored, and to be delivered.
        case queued(QueuedDelivery)
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
        case retryNow(DeliveryKey)
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
        case page(DeliveryKey)
        /// Its transport life is over: close it in the store and tell the sender.
        case expire(DeliveryKey)
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

        public init() {}
    }

    public let limits: Limits
    private var deliveries: [DeliveryKey: QueuedDelivery] = [:]
    /// In the order of their codes: the order of effects must not depend on hashing.
    private var peers: [PeerQueue] = []
    private var alarms = Heap<Alarm>()

    public init(limits: Limits = Limits()) {
        self.limits = limits
    }

    public var count: Int { deliveries.count }

    public func handled(_ key: DeliveryKey) -> Bool { deliveries[key] == nil }

    public mutating func handle(
        _ event: Event, at now: Instant, using random: inout some RandomNumberGenerator
    ) -> [Effect] {
        var effects: [Effect] = []
        switch event {
        case .queued(let delivery):
            add(delivery, at: now, using: &random)
        case .closed(let key):
            if deliveries.removeValue(forKey: key) != nil {
                peers[index(of: key.recipient)].underWay.remove(key)
            }
        case .answered(let peer, let keys, let later):
            answered(peer, keys, later, at: now, &effects, using: &random)
        case .unanswered(let peer, let keys, let code):
            unanswered(peer, keys, code, at: now, &effects, using: &random)
        case .leftOut(let peer, let keys):
            let place = index(of: peer)
            for key in keys where peers[place].underWay.remove(key) != nil {
                if let delivery = deliveries[key] { peers[place].makeReady(delivery) }
            }
        case .probed(let peer, let isReachable):
            let place = index(of: peer)
            peers[place].isProbing = false
            if isReachable {
                peers[place].wake()
            } else {
                park(place, afterSend: false, at: now, using: &random)
            }
        case .contact(let peer):
            let place = index(of: peer)
            if peers[place].isParked { peers[place].probeAt = now }
        case .retryNow(let key):
            retryNow(key, at: now)
        case .timerFired:
            break
        }
        ring(at: now, &effects)
        for place in peers.indices { fill(place, at: now, &effects) }
        if let next = nextWake(after: now) { effects.append(.wakeAt(next)) }
        return effects
    }

    // MARK: - Events

    private mutating func add(
        _ delivery: QueuedDelivery, at now: Instant, using random: inout some RandomNumberGenerator
    ) {
        let key = delivery.key
        guard deliveries.updateValue(delivery, forKey: key) == nil else { return }
        let place = index(of: key.recipient)
        peers[place].add(delivery, at: now)
        if let deadline = delivery.deadline, let probeAt = peers[place].probeAt, probeAt > now {
            let wait = limits.retry.wait(
                failures: peers[place].troubles, deadline: deadline, at: now, using: &random)
            peers[place].probeAt = min(probeAt, now + wait)
        }
        alarms.insert(Alarm(at: delivery.expires, key: key, isExpiry: true))
        if let deadline = delivery.deadline {
            alarms.insert(Alarm(at: deadline - limits.pageBefore, key: key, isExpiry: false))
        }
    }

    private mutating func answered(
        _ peer: MemberCode, _ keys: [DeliveryKey], _ later: [DeliveryKey: Later],
        at now: Instant, _ effects: inout [Effect], using random: inout some RandomNumberGenerator
    ) {
        let place = index(of: peer)
        peers[place].ended(keys, isAnswered: true, at: now)
        peers[place].succeeded(windowMax: limits.windowMax)
        for key in keys.sorted() {
            let wanted = later[key] ?? Later(code: .peerAnswerInvalid, after: .zero)
            retry(key, wanted, at: now, &effects, using: &random)
        }
    }

    private mutating func unanswered(
        _ peer: MemberCode, _ keys: [DeliveryKey], _ code: Code, at now: Instant,
        _ effects: inout [Effect], using random: inout some RandomNumberGenerator
    ) {
        let place = index(of: peer)
        peers[place].ended(keys, isAnswered: false, at: now)
        for key in keys {
            peers[place].underWay.remove(key)
            if let delivery = deliveries[key] { peers[place].makeReady(delivery) }
        }
        // How long to wait depends on the deadlines of those that are back in the queue.
        park(place, afterSend: true, at: now, using: &random)
        for key in keys.sorted() {
            guard var delivery = deliveries[key] else { continue }
            delivery.attempts += 1
            delivery.nextAttempt = peers[place].probeAt
            deliveries[key] = delivery
            effects.append(
                .recordAttempt(
                    key, attempts: delivery.attempts, nextAttempt: peers[place].probeAt ?? now,
                    code))
        }
    }

    /// One delivery waits by itself; the peer is well.
    private mutating func retry(
        _ key: DeliveryKey, _ later: Later, at now: Instant, _ effects: inout [Effect],
        using random: inout some RandomNumberGenerator
    ) {
        guard var delivery = deliveries[key] else { return }
        delivery.attempts += 1
        let drawn = limits.retry.wait(
            failures: delivery.attempts, deadline: delivery.deadline, at: now, using: &random)
        let next = now + max(drawn, later.after)
        delivery.nextAttempt = next
        deliveries[key] = delivery
        let place = index(of: key.recipient)
        peers[place].underWay.remove(key)
        peers[place].waiting.insert(PeerQueue.Waiting(at: next, key: key))
        effects.append(
            .recordAttempt(key, attempts: delivery.attempts, nextAttempt: next, later.code))
    }

    private mutating func retryNow(_ key: DeliveryKey, at now: Instant) {
        guard var delivery = deliveries[key] else { return }
        let place = index(of: key.recipient)
        if peers[place].isParked { peers[place].probeAt = now }
        // If it was waiting, it waits no more: see `fill`.
        delivery.nextAttempt = nil
        deliveries[key] = delivery
        peers[place].makeReady(delivery)
    }

    private mutating func park(
        _ place: Int, afterSend isSend: Bool, at now: Instant,
        using random: inout some RandomNumberGenerator
    ) {
        peers[place].failed(isSend: isSend)
        peers[place].dropClosed { deliveries[$0] == nil }
        let urgent = peers[place].ready.first.flatMap { deliveries[$0.key]?.deadline }
        let wait = limits.retry.wait(
            failures: peers[place].troubles, deadline: urgent, at: now, using: &random)
        peers[place].probeAt = now + wait
    }

    // MARK: - Effects

    /// Expires and pages what is due.
    private mutating func ring(at now: Instant, _ effects: inout [Effect]) {
        while let alarm = alarms.first, alarm.at <= now {
            _ = alarms.popFirst()
            guard let delivery = deliveries[alarm.key] else { continue }
            if alarm.isExpiry {
                // One under way may still be answered; then it is closed, and this is not seen.
                guard !peers[index(of: alarm.key.recipient)].underWay.contains(alarm.key) else {
                    alarms.insert(Alarm(at: now + .seconds(10), key: alarm.key, isExpiry: true))
                    continue
                }
                deliveries[alarm.key] = nil
                effects.append(.expire(delivery.key))
            } else {
                effects.append(.page(delivery.key))
            }
        }
    }

    private mutating func fill(_ place: Int, at now: Instant, _ effects: inout [Effect]) {
        while let waiting = peers[place].waiting.first, waiting.at <= now {
            _ = peers[place].waiting.popFirst()
            // One that a human pushed since then has another time, or none.
            guard let delivery = deliveries[waiting.key], delivery.nextAttempt == waiting.at else {
                continue
            }
            peers[place].makeReady(delivery)
        }
        peers[place].dropClosed { deliveries[$0] == nil }
        if peers[place].isParked {
            if let probeAt = peers[place].probeAt, probeAt <= now, !peers[place].isProbing,
                !peers[place].ready.isEmpty
            {
                peers[place].isProbing = true
                peers[place].probeAt = nil
                effects.append(.probe(peers[place].member))
            }
            return
        }
        let requestsMax = peers[place].requestsAllowed(limits.requestsMax, limits.requestsFarMax)
        while peers[place].requests < requestsMax,
            peers[place].underWay.count < peers[place].window
        {
            let batch = peers[place].take(
                min(limits.batchMax, peers[place].window - peers[place].underWay.count)
            ) { deliveries[$0] == nil }
            guard !batch.isEmpty else { break }
            peers[place].began(batch, at: now)
            effects.append(.send(peers[place].member, batch))
        }
        guard peers[place].requests <= requestsMax else { return }
        let flash = peers[place].take(
            min(limits.batchMax, peers[place].window), flashOnly: true
        ) { deliveries[$0] == nil }
        guard !flash.isEmpty else { return }
        peers[place].began(flash, at: now)
        effects.append(.send(peers[place].member, flash))
    }

    private func nextWake(after now: Instant) -> Instant? {
        var next = alarms.first?.at
        for peer in peers {
            // A probe under way is waited for, not for the time of the next.
            let probeAt = peer.ready.isEmpty || peer.isProbing ? nil : peer.probeAt
            for moment in [peer.waiting.first?.at, probeAt] {
                guard let moment else { continue }
                next = next.map { min($0, moment) } ?? moment
            }
        }
        return next
    }

    private mutating func index(of member: MemberCode) -> Int {
        if let found = peers.firstIndex(where: { $0.member == member }) { return found }
        let place = peers.firstIndex { member < $0.member } ?? peers.endIndex
        peers.insert(PeerQueue(member: member), at: place)
        return place
    }

    private struct Alarm: Comparable {
        let at: Instant
        let key: DeliveryKey
        let isExpiry: Bool

        static func < (left: Alarm, right: Alarm) -> Bool {
            (left.at, left.key, left.isExpiry ? 1 : 0) < (
                right.at, right.key, right.isExpiry ? 1 : 0
            )
        }
    }
}
