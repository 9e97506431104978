public import Notices

/// Decides what to send, when to try again and when to give up. Holds no clock, socket or file.
///
/// Each peer has a window of deliveries that may be under way. A peer that cannot be reached is
/// parked and probed, one probe at a time, so that a returning peer is not stampeded. The moment a
/// parked peer says anything to us, its queue wakes.
public struct DeliveryQueue: Sendable {
    /// The bounds in force.
    public let limits: Limits
    private(set) var deliveries: [DeliveryKey: QueuedDelivery] = [:]
    /// In the order of their codes: the order of effects must not depend on hashing.
    private var peers: [PeerQueue] = []
    private var alarms = PagedHeap<QueueAlarm>()
    /// Expiries postponed because a request is in flight. The postponed time exists only here, not
    /// in the store, so these are never left to the store.
    private var putOff = Heap<QueueAlarm>()
    /// The alarm that rang last. An alarm may come twice, from the store and from an event; it
    /// rings once.
    private var lastRung: QueueAlarm?
    /// Alarms that rang before the store had told of everything before them. The store will tell of
    /// them too; they are passed over then.
    private var rungAhead: Set<QueueAlarm> = []

    /// Holds nothing, and knows of nothing in the store.
    public init(limits: Limits = Limits()) {
        self.limits = limits
    }

    /// Number of deliveries held here; the store may hold more.
    public var count: Int { deliveries.count }

    /// True if a flash delivery to this member would leave as soon as it is queued.
    public func sendsAtOnce(to member: MemberCode) -> Bool {
        guard let peer = peers.first(where: { $0.member == member }) else { return false }
        return !peer.isParked && peer.express == nil
    }

    /// True if no delivery is open, neither here nor in the store.
    public var isEmpty: Bool { deliveries.isEmpty && peers.allSatisfy(\.isWhole) }

    /// Takes one event and decides what the caller must do.
    ///
    /// - Returns: effects to carry out in this order; at most one `wakeAt`, the last.
    public mutating func handle(
        _ event: Event, at now: Instant, using random: inout some RandomNumberGenerator
    ) -> [Effect] {
        var effects: [Effect] = []
        switch event {
        case .queued(let delivery):
            add(delivery, at: now, using: &random)
        case .stored(let members):
            for member in members { peers[index(of: member)].rewind(passingOverWaiting: false) }
            alarms.rewind()
        case .loadedDeliveries(let peer, let page):
            loaded(page, of: index(of: peer), at: now)
        case .loadedAlarms(let page):
            loaded(page, at: now)
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
            let isHeardOf = peers[place].isHeardOf
            peers[place].isHeardOf = false
            if isReachable {
                peers[place].wake()
            } else {
                park(place, afterSend: false, at: now, using: &random)
                if isHeardOf { peers[place].probeAt = now }
            }
        case .contact(let peer):
            let place = index(of: peer)
            if peers[place].isParked { peers[place].probeAt = now }
            if peers[place].isProbing { peers[place].isHeardOf = true }
        case .retryNow(let delivery):
            retryNow(delivery, at: now)
        case .timerFired:
            break
        }
        ring(at: now, &effects)
        for place in peers.indices {
            fill(place, at: now, &effects)
            balance(place, at: now, &effects)
        }
        balanceAlarms(at: now, &effects)
        if let next = nextWake(after: now) { effects.append(.wakeAt(next)) }
        return effects
    }

    // MARK: - Events

    private mutating func add(
        _ delivery: QueuedDelivery, at now: Instant, using random: inout some RandomNumberGenerator
    ) {
        let key = delivery.key
        guard deliveries[key] == nil else { return }
        if lastRung?.key == key { lastRung = nil }
        if !rungAhead.isEmpty { rungAhead = rungAhead.filter { $0.key != key } }
        _ = alarms.insert(QueueAlarm(at: delivery.expires, key: key, isExpiry: true))
        if let deadline = delivery.deadline {
            let at = deadline - limits.warnBefore
            _ = alarms.insert(QueueAlarm(at: at, key: key, isExpiry: false))
        }
        let place = index(of: key.recipient)
        guard peers[place].add(delivery, at: now) else { return }
        deliveries[key] = delivery
        if let deadline = delivery.deadline, let probeAt = peers[place].probeAt, probeAt > now {
            let wait = limits.retry.wait(
                failures: peers[place].troubles, deadline: deadline, at: now, using: &random)
            peers[place].probeAt = min(probeAt, now + wait)
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
        // The wait depends on the deadlines of the deliveries that are back in the queue.
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

    /// Tries one delivery again later; the peer itself is well.
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

    private mutating func retryNow(_ pushed: QueuedDelivery, at now: Instant) {
        let place = index(of: pushed.key.recipient)
        let left = peers[place].isWhole ? nil : pushed
        guard var delivery = deliveries[pushed.key] ?? left else { return }
        if peers[place].isParked { peers[place].probeAt = now }
        // A delivery that was waiting waits no more: see `fill`.
        delivery.nextAttempt = nil
        deliveries[pushed.key] = delivery
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

    /// Expires deliveries and pages humans, for the alarms that are due.
    private mutating func ring(at now: Instant, _ effects: inout [Effect]) {
        while let alarm = popAlarm(dueBy: now) {
            guard alarm != lastRung, !isOver(alarm) else { continue }
            lastRung = alarm
            if !alarms.covers(alarm) { rungAhead.insert(alarm) }
            guard alarm.isExpiry else {
                effects.append(.warn(alarm.key))
                continue
            }
            // A delivery under way may still be answered. Then it is closed, and this alarm is
            // passed over.
            guard !peers[index(of: alarm.key.recipient)].underWay.contains(alarm.key) else {
                putOff.insert(QueueAlarm(at: now + .seconds(10), key: alarm.key, isExpiry: true))
                continue
            }
            deliveries[alarm.key] = nil
            effects.append(.expire(alarm.key))
        }
    }

    private mutating func popAlarm(dueBy now: Instant) -> QueueAlarm? {
        if let first = putOff.first, first.at <= now { return putOff.popFirst() }
        guard let first = alarms.first, first.at <= now else { return nil }
        return alarms.popFirst()
    }

    /// True if the alarm's delivery is known to be closed.
    private func isOver(_ alarm: QueueAlarm) -> Bool {
        guard deliveries[alarm.key] == nil else { return false }
        return peers.first { $0.member == alarm.key.recipient }?.isWhole ?? true
    }

    private mutating func fill(_ place: Int, at now: Instant, _ effects: inout [Effect]) {
        while let waiting = peers[place].waiting.first, waiting.at <= now {
            _ = peers[place].waiting.popFirst()
            // A delivery that a human pushed since then has another time, or none.
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
            // A flash message travels alone, so that its receipt does not wait for others.
            let batch = peers[place].take(
                min(limits.batchMax, peers[place].window - peers[place].underWay.count),
                flashOnly: peers[place].ready.first?.urgency.isFlash ?? false
            ) { deliveries[$0] == nil }
            guard !batch.isEmpty else { break }
            peers[place].began(batch, at: now)
            effects.append(.send(peers[place].member, batch))
        }
        // The flash room is kept even when more is under way than may be: the window may have
        // shrunk since.
        guard peers[place].express == nil else { return }
        let flash = peers[place].take(
            min(limits.batchMax, peers[place].window), flashOnly: true
        ) { deliveries[$0] == nil }
        guard !flash.isEmpty else { return }
        peers[place].began(flash, isExpress: true, at: now)
        effects.append(.send(peers[place].member, flash))
    }

    private func nextWake(after now: Instant) -> Instant? {
        var next: Instant?
        func consider(_ moments: Instant?...) {
            for case let moment? in moments { next = next.map { min($0, moment) } ?? moment }
        }
        consider(alarms.first?.at, alarms.nextWake(after: now), putOff.first?.at)
        for peer in peers {
            // While a probe is under way, its end is waited for, and not the time of the next
            // probe.
            let probeAt = peer.ready.isEmpty || peer.isProbing ? nil : peer.probeAt
            consider(
                peer.waiting.first?.at, probeAt, peer.lookAgainAt, peer.ready.nextWake(after: now))
        }
        return next
    }

    private mutating func index(of member: MemberCode) -> Int {
        if let found = peers.firstIndex(where: { $0.member == member }) { return found }
        let place = peers.firstIndex { member < $0.member } ?? peers.endIndex
        peers.insert(PeerQueue(member: member), at: place)
        return place
    }

    // MARK: - What the store holds

    private mutating func loaded(_ page: DeliveryPage?, of place: Int, at now: Instant) {
        guard let page else { return peers[place].missedPage(at: now) }
        guard peers[place].ended(page) else { return }
        // Their alarms come by `loadedAlarms`, or came when they were queued.
        for delivery in page.deliveries where deliveries[delivery.key] == nil {
            if peers[place].add(delivery, at: now) { deliveries[delivery.key] = delivery }
        }
    }

    private mutating func loaded(_ page: AlarmPage?, at now: Instant) {
        guard let page else { return alarms.missedPage(at: now) }
        guard alarms.endedPage(last: page.alarms.last, isAll: page.isAll) else { return }
        for alarm in page.alarms where !rungAhead.contains(alarm) { _ = alarms.insert(alarm) }
        rungAhead = rungAhead.filter { !alarms.covers($0) }
    }

    /// Asks for more where few deliveries are left, and leaves to the store those that are too
    /// many.
    private mutating func balance(_ place: Int, at now: Instant, _ effects: inout [Effect]) {
        if peers[place].holdsMore(than: limits.heldMax) {
            let held = deliveries
            let shed = peers[place].shed(above: limits.heldMax) {
                held[$0] == nil
            } waits: {
                held[$0.key]?.nextAttempt == $0.at
            }
            for key in shed { deliveries[key] = nil }
        }
        if let again = peers[place].lookAgainAt, again <= now {
            peers[place].rewind(passingOverWaiting: true)
        }
        guard peers[place].ready.needsPage(low: limits.pageMax * 3 / 4, at: now) else { return }
        peers[place].beganPage()
        effects.append(
            .loadDeliveries(
                DeliveryPageRequest(
                    to: peers[place].member, after: peers[place].ready.end,
                    triableBy: peers[place].passesOverWaiting ? now : nil, count: limits.pageMax)))
    }

    private mutating func balanceAlarms(at now: Instant, _ effects: inout [Effect]) {
        let most = 4 * limits.heldMax
        if alarms.count > most {
            _ = alarms.shed(above: most, keeping: most / 2, isOver)
        }
        guard alarms.needsPage(low: limits.pageMax / 2, at: now) else { return }
        alarms.beganPage()
        effects.append(.loadAlarms(after: alarms.end, count: limits.pageMax))
    }
}
