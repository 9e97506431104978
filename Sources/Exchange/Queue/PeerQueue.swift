internal import Notices

/// The deliveries to one peer that are ready, waiting or under way, and how well the peer has been
/// doing.
struct PeerQueue: Sendable {
    /// A delivery that the peer wants later.
    struct Waiting: Comparable {
        let at: Instant
        let key: DeliveryKey

        static func < (left: Waiting, right: Waiting) -> Bool {
            (left.at, left.key) < (right.at, right.key)
        }
    }

    /// A new peer is probed before anything is sent to it.
    static let windowAtStart = 64

    let member: MemberCode
    /// Deliveries that may leave now.
    private(set) var ready = PagedHeap<QueuePosition>()
    /// The keys in `ready`: a delivery stands there once, however often a human pushes it.
    private var readyKeys: Set<DeliveryKey> = []
    var waiting = Heap<Waiting>()
    /// The time to look in the store for waiting deliveries that were left to it.
    private(set) var lookAgainAt: Instant?
    /// True if deliveries that the peer wants later are passed over in the store. False in the
    /// first reading after a start, when everything is tried.
    private(set) var passesOverWaiting = false
    var underWay: Set<DeliveryKey> = []
    var requests = 0
    /// The first delivery of the flash request under way for which room is kept.
    private(set) var express: DeliveryKey?
    /// The time at which each request under way left, by its first delivery.
    private var left: [DeliveryKey: Instant] = [:]
    private var distance = Distance()
    /// Deliveries that may be under way at once, 1...windowMax.
    var window = PeerQueue.windowAtStart
    /// Failed contacts in a row.
    private var failures = 0
    /// Sends in a row that failed, even if probes in between were answered: a peer that answers
    /// probes and takes nothing is not asked every second.
    private var failedSends = 0
    /// Failures in a row, of contacts or of sends, whichever are more.
    var troubles: Int { max(failures, failedSends) }
    /// Nothing is sent until a probe has been answered.
    var isParked = true
    var isProbing = false
    /// The peer said something while a probe was under way, which may have gone to an address where
    /// the peer is no longer.
    var isHeardOf = false
    /// The time of the next probe; nil while one is under way.
    var probeAt: Instant?

    init(member: MemberCode) {
        self.member = member
    }

    /// Takes a delivery as ready or as waiting.
    ///
    /// - Returns: false if the delivery is left to the store.
    mutating func add(_ delivery: QueuedDelivery, at now: Instant) -> Bool {
        if let next = delivery.nextAttempt, next > now, !isParked {
            waiting.insert(Waiting(at: next, key: delivery.key))
        } else if !readyKeys.contains(delivery.key) {
            guard ready.insert(delivery.position) else { return false }
            readyKeys.insert(delivery.key)
        }
        if isParked, probeAt == nil, !isProbing { probeAt = now }
        return true
    }

    mutating func makeReady(_ delivery: QueuedDelivery) {
        guard !underWay.contains(delivery.key), readyKeys.insert(delivery.key).inserted else {
            return
        }
        ready.force(delivery.position)
    }

    // MARK: - What the store holds

    /// True if the store holds nothing open for the peer that is not here.
    var isWhole: Bool { ready.isWhole && lookAgainAt == nil }

    /// Everything in the store is looked at again, from the most urgent on.
    mutating func rewind(passingOverWaiting: Bool) {
        ready.rewind()
        passesOverWaiting = passingOverWaiting
        lookAgainAt = nil
    }

    mutating func beganPage() { ready.beganPage() }

    /// - Returns: false if the page is of no use any more.
    mutating func ended(_ page: DeliveryPage) -> Bool {
        guard ready.endedPage(last: page.deliveries.last?.position, isAll: page.isAll) else {
            return false
        }
        if let putOff = page.putOff { lookAgain(at: putOff) }
        return true
    }

    mutating func missedPage(at now: Instant) { ready.missedPage(at: now) }

    private mutating func lookAgain(at moment: Instant) {
        lookAgainAt = lookAgainAt.map { min($0, moment) } ?? moment
    }

    func holdsMore(than most: Int) -> Bool { ready.count > most || waiting.count > most }

    /// Leaves to the store the deliveries that are too many to be held here.
    ///
    /// - Parameter waits: true if the delivery still waits for this moment.
    /// - Returns: the deliveries that are no longer here.
    mutating func shed(
        above most: Int, isClosed: (DeliveryKey) -> Bool, waits: (Waiting) -> Bool
    ) -> [DeliveryKey] {
        var shed = ready.shed(above: most, keeping: most / 2) { isClosed($0.key) }.map(\.key)
        readyKeys.subtract(shed)
        if waiting.count > most {
            let sorted = waiting.drain().filter(waits).sorted()
            for one in sorted.prefix(most / 2) { waiting.insert(one) }
            let left = sorted.dropFirst(most / 2)
            if let next = left.first { lookAgain(at: next.at) }
            shed += left.map(\.key)
        }
        return shed
    }

    private mutating func popReady() {
        if let head = ready.popFirst() { readyKeys.remove(head.key) }
    }

    mutating func wake() {
        isParked = false
        failures = 0
        probeAt = nil
    }

    mutating func succeeded(windowMax: Int) {
        wake()
        failedSends = 0
        window = min(windowMax, window + 16)
    }

    /// A request left.
    ///
    /// - Parameter isExpress: true in the room that is kept for flash.
    mutating func began(_ batch: [DeliveryKey], isExpress: Bool = false, at now: Instant) {
        requests += 1
        if isExpress { express = batch.first }
        if let first = batch.first { left[first] = now }
    }

    /// A request ended.
    ///
    /// - Parameter isAnswered: false if no answer came.
    mutating func ended(_ batch: [DeliveryKey], isAnswered: Bool, at now: Instant) {
        requests = max(0, requests - 1)
        if let express, batch.contains(express) { self.express = nil }
        for key in batch {
            guard let since = left.removeValue(forKey: key) else { continue }
            isAnswered ? distance.observe(now.since(since)) : distance.forget()
        }
    }

    /// Requests that may be under way: between `least` and `most`, by the peer's distance.
    func requestsAllowed(_ least: Int, _ most: Int) -> Int {
        max(least, min(most, least + distance.requestsMore))
    }

    /// A contact failed.
    ///
    /// - Parameter isSend: true for a request. Requests that were under way together fail together,
    ///   and count as one failure.
    mutating func failed(isSend: Bool) {
        guard !isSend || !isParked else { return }
        isParked = true
        failures += 1
        if isSend { failedSends += 1 }
        window = max(1, window / 2)
    }

    /// Forgets closed deliveries at the head of the queue.
    mutating func dropClosed(_ isClosed: (DeliveryKey) -> Bool) {
        while let head = ready.first, isClosed(head.key) { popReady() }
    }

    /// Takes up to `count` deliveries, most urgent first.
    mutating func take(
        _ count: Int, flashOnly: Bool = false, _ isClosed: (DeliveryKey) -> Bool
    ) -> [DeliveryKey] {
        var batch: [DeliveryKey] = []
        while batch.count < count, let head = ready.first {
            if isClosed(head.key) {
                popReady()
                continue
            }
            guard !flashOnly || head.urgency.isFlash else { break }
            popReady()
            underWay.insert(head.key)
            batch.append(head.key)
        }
        return batch
    }
}
