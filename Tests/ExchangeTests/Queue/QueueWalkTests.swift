import Exchange
import Notices
import TestKit
import Testing

/// A queue, a store and a peer that answer at any time: every step is drawn.
private struct Walk {
    private var bench: Bench
    private var random: SeededGenerator
    /// True if some queued deliveries may not be tried at once.
    private let putsOff: Bool
    /// The open deliveries, as the store has them.
    private var stored: [DeliveryKey: QueuedDelivery] = [:]
    private var count = 0
    /// Each request to the store with its answer; nil while the store has not read yet.
    private var reads: [(ask: DeliveryQueue.Effect, answer: DeliveryQueue.Event?)] = []
    private var requests: [[DeliveryKey]] = []
    private var isProbing = false
    private var timer: Instant?

    private(set) var faults: [String] = []
    private(set) var rung: [String] = []
    private var delivered = 0

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
        putsOff = seed.isMultiple(of: 2)
        bench = Bench { limits in
            limits.pageMax = 4
            limits.heldMax = 8
            limits.batchMax = 3
        }
        carryOut(bench.handle(.stored([Bench.xb])))
    }

    private mutating func handle(_ event: DeliveryQueue.Event) { carryOut(bench.handle(event)) }

    private mutating func carryOut(_ effects: [DeliveryQueue.Effect]) {
        // The timer stays as it is if the queue names no next time.
        timer = bench.wake ?? timer
        for effect in effects {
            switch effect {
            case .loadDeliveries, .loadAlarms: reads.append((effect, nil))
            case .probe:
                if isProbing { faults.append("two probes at a time") }
                isProbing = true
            case .send(_, let keys):
                let underWay = Set(requests.flatMap(\.self))
                if keys.contains(where: underWay.contains) { faults.append("sent twice at once") }
                requests.append(keys)
            case .warn(let key): ring("warn", key)
            case .expire(let key):
                ring("expiry", key)
                stored[key] = nil
            case .recordAttempt(let key, let attempts, let next, _):
                stored[key]?.attempts = attempts
                stored[key]?.nextAttempt = next
            case .wakeAt: break
            }
        }
    }

    private mutating func ring(_ kind: String, _ key: DeliveryKey) {
        guard stored[key] != nil else { return }
        let alarm = "\(kind) \(key.id)"
        if rung.contains(alarm) { faults.append("rung twice: \(alarm)") }
        rung.append(alarm)
    }

    // MARK: - Steps

    mutating func step() {
        switch Int.random(in: 0..<12, using: &random) {
        case 0, 1: queueSome(Int.random(in: 1...3, using: &random))
        case 2: queueSome(9)
        case 3: push()
        case 4, 5: read()
        case 6, 7: answerRead()
        case 8: probed(Bool.random(using: &random))
        case 9, 10: answerRequest(isLost: Int.random(in: 0..<4, using: &random) == 0)
        default: wait(.seconds(Int64.random(in: 1...900, using: &random)))
        }
    }

    private mutating func queueSome(_ number: Int) {
        for _ in 0..<number {
            count += 1
            let since = bench.now.since(Bench.start)
            let minutes = Duration.minutes(Int64.random(in: 31...300, using: &random))
            let delivery = Bench.delivery(
                count, Precedence.allCases.randomElement(using: &random) ?? .routine,
                due: Bool.random(using: &random) ? since + minutes : nil,
                next: putsOff && Int.random(in: 0..<3, using: &random) == 0
                    ? since + minutes / 4 : nil)
            stored[delivery.key] = delivery
            handle(.queued(delivery))
        }
    }

    private mutating func push() {
        guard let delivery = sorted.randomElement(using: &random) else { return }
        handle(.retryNow(delivery))
    }

    private var sorted: [QueuedDelivery] { stored.values.sorted { $0.position < $1.position } }

    /// The store reads one of the pages that were asked for; its answer is still on the way.
    private mutating func read() {
        guard let place = reads.firstIndex(where: { $0.answer == nil }) else { return }
        switch reads[place].ask {
        case .loadDeliveries(let request):
            reads[place].answer = .loadedDeliveries(request.recipient, sorted.page(request))
        case .loadAlarms(let after, let count):
            let lead = bench.queue.limits.warnBefore
            reads[place].answer = .loadedAlarms(sorted.alarms(after: after, lead: lead, count))
        default: break
        }
    }

    private mutating func answerRead() {
        guard let place = reads.firstIndex(where: { $0.answer != nil }),
            let answer = reads.remove(at: place).answer
        else { return }
        handle(answer)
    }

    private mutating func probed(_ isReachable: Bool) {
        guard isProbing else { return }
        isProbing = false
        handle(.probed(Bench.xb, isReachable: isReachable))
    }

    private mutating func answerRequest(isLost: Bool) {
        guard let keys = requests.first else { return }
        requests.removeFirst()
        guard !isLost else { return handle(.unanswered(Bench.xb, keys, .answerLost)) }
        for key in keys where stored.removeValue(forKey: key) != nil {
            delivered += 1
        }
        for key in keys { handle(.closed(key)) }
        handle(.answered(Bench.xb, keys, later: [:]))
    }

    private mutating func wait(_ duration: Duration) {
        let end = bench.now + duration
        while let next = timer, next <= end {
            bench.now = max(bench.now, next)
            timer = nil
            handle(.timerFired)
        }
        bench.now = end
    }

    // MARK: - The end

    /// Everybody answers at once from now on. Time passes only to the moment at which the queue
    /// asked to be woken.
    mutating func calm() {
        handle(.contact(Bench.xb))
        for _ in 0..<20_000 {
            if reads.contains(where: { $0.answer == nil }) {
                read()
            } else if !reads.isEmpty {
                answerRead()
            } else if isProbing {
                probed(true)
            } else if !requests.isEmpty {
                answerRequest(isLost: false)
            } else if let next = timer, !stored.isEmpty {
                let due = stored.values.map { $0.nextAttempt ?? bench.now }.min() ?? next
                if next > max(due, bench.now) { faults.append("nothing wakes it for what is due") }
                bench.now = max(bench.now, next)
                timer = nil
                handle(.timerFired)
            } else {
                break
            }
        }
        if !stored.isEmpty { faults.append("\(stored.count) of \(count) were forgotten") }
        if bench.queue.count > 0 { faults.append("the queue holds what is closed") }
        let late = Set(rung.filter { $0.hasPrefix("expiry") })
        if !late.isEmpty { faults.append("expired although everybody answered: \(late.count)") }
    }
}

@Suite("A queue, a store and a peer that answer when they like")
struct QueueWalkTests {
    @Test(
        "nothing is forgotten, sent twice at once or rung twice, whatever comes in between",
        arguments: 0..<80 as Range<UInt64>)
    func walk(seed: UInt64) {
        var walk = Walk(seed: seed)
        for _ in 0..<120 { walk.step() }
        walk.calm()
        #expect(walk.faults == [], "replay with seed \(seed)")
    }
}
