import Exchange
import Notices
import TestKit
import Testing

/// A queue that holds little of what is in the store, and a store beside it.
private struct Pair {
    var bench: Bench
    var stored: [QueuedDelivery] = []
    private(set) var sent: [DeliveryKey] = []
    private(set) var warned: [DeliveryKey] = []
    private(set) var expired: [DeliveryKey] = []
    private(set) var heldMax = 0

    init(pageMax: Int = 4) {
        bench = Bench { limits in
            limits.pageMax = pageMax
            limits.heldMax = 2 * pageMax
            limits.batchMax = 3
        }
    }

    /// Carries out what the queue asks of the store and of the peer, which takes everything.
    mutating func handle(_ event: DeliveryQueue.Event) {
        var events = [event]
        while !events.isEmpty {
            for effect in bench.handle(events.removeFirst()) {
                switch effect {
                case .loadDeliveries(let request): events.append(loaded(request))
                case .loadAlarms(let after, let count): events.append(alarms(after, count))
                case .probe(let peer): events.append(.probed(peer, isReachable: true))
                case .send(let peer, let keys):
                    // A node does the same: it does not send a delivery that is closed in the store
                    // by now.
                    sent += keys.filter { key in stored.contains { $0.key == key } }
                    stored.removeAll { keys.contains($0.key) }
                    events += keys.map { .closed($0) } + [.answered(peer, keys, later: [:])]
                case .warn, .expire, .recordAttempt, .wakeAt: note(effect)
                }
            }
            heldMax = max(heldMax, bench.queue.count)
        }
    }

    mutating func note(_ effect: DeliveryQueue.Effect) {
        if case .warn(let key) = effect { warned.append(key) }
        guard case .expire(let key) = effect else { return }
        expired.append(key)
        stored.removeAll { $0.key == key }
    }

    func loaded(_ request: DeliveryPageRequest) -> DeliveryQueue.Event {
        .loadedDeliveries(request.recipient, stored.page(request))
    }

    func alarms(_ after: QueueAlarm?, _ count: Int) -> DeliveryQueue.Event {
        .loadedAlarms(stored.alarms(after: after, lead: .minutes(30), count))
    }
}

@Suite("A queue that is larger than memory should hold")
struct PagingTests {
    @Test("everything leaves, most urgent first, and little of it is held")
    func drains() {
        var pair = Pair()
        pair.stored = (1...100).map { Bench.delivery($0, due: .hours(Int64(1 + $0 * 37 % 101))) }
        let wanted = pair.stored.sorted { $0.position < $1.position }.map(\.key)
        pair.handle(.stored([Bench.xb]))
        #expect(pair.sent == wanted)
        #expect(pair.heldMax <= 8)
        #expect(pair.bench.queue.isEmpty)
    }

    @Test("what is queued to a peer that is away is left to the store, and leaves in its order")
    func sheds() {
        var pair = Pair()
        for number in 1...100 {
            let delivery = Bench.delivery(number, due: .hours(Int64(1 + number * 37 % 101)))
            pair.stored.append(delivery)
            // Nobody answers the probe.
            _ = pair.bench.handle(.queued(delivery))
            #expect(pair.bench.queue.count <= 8)
        }
        #expect(!pair.bench.queue.isEmpty)
        let wanted = pair.stored.sorted { $0.position < $1.position }.map(\.key)
        pair.handle(.probed(Bench.xb, isReachable: true))
        #expect(pair.sent == wanted)
    }

    @Test("what comes while a page is read is not lost, whether or not the page has it")
    func meanwhile() {
        for isInPage in [true, false] {
            var pair = Pair()
            pair.stored = (1...3).map { Bench.delivery($0) }
            guard case .loadDeliveries(let request)? = pair.bench.handle(.stored([Bench.xb])).first
            else {
                Issue.record("nothing was asked for")
                return
            }
            let new = Bench.delivery(9)
            let before = pair.loaded(request)
            pair.stored.append(new)
            let after = pair.loaded(request)
            pair.handle(.queued(new))
            pair.handle(isInPage ? after : before)
            #expect(Set(pair.sent) == Set([1, 2, 3, 9].map { Bench.key($0) }))
            #expect(pair.sent.count == 4)
            #expect(pair.bench.queue.isEmpty)
        }
    }

    @Test("a page that could not be read is asked for again")
    func unread() {
        var pair = Pair()
        pair.stored = [Bench.delivery(1)]
        let asked = pair.bench.handle(.stored([Bench.xb]))
        #expect(asked.count == 2)
        #expect(pair.bench.handle(.loadedDeliveries(Bench.xb, nil)) == [])
        #expect(pair.bench.handle(.loadedAlarms(nil)) == [])
        #expect(!pair.bench.queue.isEmpty)
        #expect(pair.bench.wake == Bench.start + .seconds(1))
        #expect(pair.bench.wait(.seconds(1)) == asked)
        pair.handle(.loadedAlarms(AlarmPage(alarms: [], isAll: true)))
        pair.handle(.loadedDeliveries(Bench.xb, DeliveryPage(deliveries: pair.stored, isAll: true)))
        #expect(pair.sent == [Bench.key(1)])
    }

    @Test("what the store alone holds pages a human and expires all the same")
    func alarms() {
        var pair = Pair()
        _ = pair.bench.handle(.queued(Bench.delivery(200, due: .minutes(5), expires: .days(40))))
        _ = pair.bench.handle(.probed(Bench.xb, isReachable: false))
        pair.stored = (1...50).map {
            Bench.delivery($0, due: .hours(Int64($0)), expires: .hours(Int64($0 + 1)))
        }
        for delivery in pair.stored { _ = pair.bench.handle(.queued(delivery)) }
        #expect(pair.bench.queue.count <= 8)
        for _ in 1...60 {
            pair.bench.now = pair.bench.now + .hours(1)
            for effect in pair.bench.handle(.timerFired) {
                switch effect {
                case .probe(let peer): _ = pair.bench.handle(.probed(peer, isReachable: false))
                case .loadDeliveries(let request): pair.handle(pair.loaded(request))
                case .loadAlarms(let after, let count): pair.handle(pair.alarms(after, count))
                default: pair.note(effect)
                }
            }
        }
        #expect(pair.warned.sorted() == (1...50).map { Bench.key($0) })
        #expect(pair.expired.sorted() == (1...50).map { Bench.key($0) })
    }

    @Test("one whose life ends under way expires after that, however many alarms come meanwhile")
    func expiresUnderWay() {
        var pair = Pair()
        let own = Bench.delivery(1, expires: .hours(1))
        #expect(pair.bench.begin([own]) == [.send(Bench.xb, [own.key])])
        // The answer is still under way when the life of the delivery ends.
        #expect(pair.bench.wait(.hours(1)) == [])
        for number in 2...60 {
            let other = Bench.delivery(
                number, to: Bench.xc, expires: .hours(1) + .milliseconds(Int64(number) * 100))
            pair.stored.append(other)
            for effect in pair.bench.handle(.queued(other)) { pair.note(effect) }
        }
        for effect in pair.bench.handle(.unanswered(Bench.xb, [own.key], .answerLost)) {
            pair.note(effect)
        }
        for _ in 0..<15 {
            pair.bench.now = pair.bench.now + .seconds(1)
            for effect in pair.bench.handle(.timerFired) {
                switch effect {
                case .probe(let peer): _ = pair.bench.handle(.probed(peer, isReachable: false))
                case .loadDeliveries(let request): pair.handle(pair.loaded(request))
                case .loadAlarms(let after, let count): pair.handle(pair.alarms(after, count))
                default: pair.note(effect)
                }
            }
        }
        #expect(pair.expired.contains(own.key))
    }

    @Test("an alarm page that could not be read is asked for again although nobody has deliveries")
    func unreadWithoutPeers() {
        var bench = Bench()
        #expect(bench.handle(.stored([])).count == 1)
        #expect(bench.handle(.loadedAlarms(nil)) == [])
        #expect(bench.wake == Bench.start + .seconds(1))
    }

    @Test("what waits for its time is left to the store, and looked for when it comes")
    func waits() {
        var pair = Pair()
        pair.stored = [Bench.delivery(0)]
        pair.handle(.queued(pair.stored[0]))
        // The peer's office is closed: everything is put off until it opens.
        let numbers = 1...40
        for number in numbers {
            let delivery = Bench.delivery(number, next: .hours(Int64(10 + number % 3)))
            pair.stored.append(delivery)
            pair.handle(.queued(delivery))
            #expect(pair.bench.queue.count <= 8)
        }
        #expect(pair.sent == [Bench.key(0)])
        for _ in 0..<13 {
            pair.bench.now = pair.bench.now + .hours(1)
            pair.handle(.timerFired)
        }
        #expect(Set(pair.sent) == Set((0...40).map { Bench.key($0) }))
        #expect(pair.sent.count == 41)
    }

    @Test("one that the store alone holds leaves when a human pushes it")
    func pushes() {
        var pair = Pair()
        for number in 1...30 { _ = pair.bench.handle(.queued(Bench.delivery(number))) }
        _ = pair.bench.handle(.probed(Bench.xb, isReachable: false))
        let count = pair.bench.queue.count
        #expect(pair.bench.handle(.retryNow(Bench.delivery(30))) == [.probe(Bench.xb)])
        #expect(pair.bench.queue.count == count + 1)
    }
}
