import Exchange
import Notices
import TestKit

/// Draws the longest wait that is allowed, so that a transcript can name it.
struct LongestWait: RandomNumberGenerator {
    mutating func next() -> UInt64 { .max }
}

/// A queue on a bench: a clock that is set by hand, and no chance.
struct Bench {
    static let start = Specimen.epoch
    static let xb = Specimen.member("XB")
    static let xc = Specimen.member("XC")

    var queue: DeliveryQueue
    var now = Bench.start
    /// The last moment the queue asked to be woken at.
    private(set) var wake: Instant?
    private var random = LongestWait()

    init(_ change: (inout DeliveryQueue.Limits) -> Void = { _ in }) {
        var limits = DeliveryQueue.Limits()
        change(&limits)
        queue = DeliveryQueue(limits: limits)
    }

    /// - Returns: the effects but `wakeAt`, which `wake` holds.
    mutating func handle(_ event: DeliveryQueue.Event) -> [DeliveryQueue.Effect] {
        wake = nil
        return queue.handle(event, at: now, using: &random).filter { effect in
            guard case .wakeAt(let moment) = effect else { return true }
            wake = moment
            return false
        }
    }

    /// Lets time pass, then fires the timer.
    mutating func wait(_ duration: Duration) -> [DeliveryQueue.Effect] {
        now = now + duration
        return handle(.timerFired)
    }

    /// Queues deliveries at a peer that answers its probe.
    mutating func begin(_ deliveries: [QueuedDelivery]) -> [DeliveryQueue.Effect] {
        for delivery in deliveries { _ = handle(.queued(delivery)) }
        guard let peer = deliveries.first?.key.recipient else { return [] }
        return handle(.probed(peer, isReachable: true))
    }

    static func key(_ number: Int, to peer: MemberCode = xb) -> DeliveryKey {
        let random = [UInt8](repeating: 0, count: 8) + [UInt8(number / 256), UInt8(number % 256)]
        return DeliveryKey(id: MessageID(created: start, random: random), recipient: peer)
    }

    static func delivery(
        _ number: Int, to peer: MemberCode = xb, _ precedence: Precedence = .routine,
        due: Duration? = nil, expires: Duration = .days(30), attempts: Int = 0,
        next: Duration? = nil
    ) -> QueuedDelivery {
        let deadline = due.map { start + $0 }
        return QueuedDelivery(
            key: key(number, to: peer),
            urgency: Urgency(precedence: precedence, deadline: deadline, created: start),
            deadline: deadline, expires: start + expires, attempts: attempts,
            nextAttempt: next.map { start + $0 })
    }
}

/// The answers of a store that holds these deliveries.
extension [QueuedDelivery] {
    func page(_ request: DeliveryPageRequest) -> DeliveryPage {
        let behind = sorted { $0.position < $1.position }
            .filter { one in request.after.map { $0 < one.position } ?? true }
        func isPassedOver(_ one: QueuedDelivery) -> Bool {
            guard let by = request.triableBy, let next = one.nextAttempt else { return false }
            return next > by
        }
        let found = behind.filter { !isPassedOver($0) }.prefix(request.count)
        let isAll = found.count < request.count
        let end = isAll ? nil : found.last?.position
        let seen = behind.filter { one in end.map { one.position <= $0 } ?? true }
        return DeliveryPage(
            deliveries: Array(found), isAll: isAll,
            putOff: seen.filter(isPassedOver).compactMap(\.nextAttempt).min())
    }

    func alarms(after: QueueAlarm?, lead: Duration, _ count: Int) -> AlarmPage {
        var alarms: [QueueAlarm] = []
        for one in self {
            alarms.append(QueueAlarm(at: one.expires, key: one.key, isExpiry: true))
            if let deadline = one.deadline {
                alarms.append(QueueAlarm(at: deadline - lead, key: one.key, isExpiry: false))
            }
        }
        let found = alarms.sorted().filter { one in after.map { $0 < one } ?? true }.prefix(count)
        return AlarmPage(alarms: [QueueAlarm](found), isAll: found.count < count)
    }
}
