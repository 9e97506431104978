import Exchange
import Notices
import Testing

/// The deliveries that leave, their time and their order.
@Suite("The delivery queue")
struct DeliveryQueueTests {
    @Test("A new peer is probed before anything is sent to it")
    func probeFirst() {
        var bench = Bench()
        #expect(bench.handle(.queued(Bench.delivery(1))) == [.probe(Bench.xb)])
        #expect(bench.handle(.queued(Bench.delivery(2))) == [])
        #expect(
            bench.handle(.probed(Bench.xb, isReachable: true)) == [
                .send(Bench.xb, [Bench.key(1), Bench.key(2)])
            ])
    }

    @Test("A peer that answers probes and takes nothing is tried ever more rarely")
    func probesAreNoSuccess() throws {
        var bench = Bench()
        #expect(bench.begin([Bench.delivery(1)]) == [.send(Bench.xb, [Bench.key(1)])])
        var waits: [Duration] = []
        for _ in 0..<12 {
            _ = bench.handle(.unanswered(Bench.xb, [Bench.key(1)], .certificateUntrusted))
            let wait = try #require(bench.wake).since(bench.now)
            waits.append(wait)
            #expect(bench.wait(wait) == [.probe(Bench.xb)])
            #expect(
                bench.handle(.probed(Bench.xb, isReachable: true))
                    == [.send(Bench.xb, [Bench.key(1)])])
        }
        #expect(waits.prefix(3) == [.seconds(1), .seconds(2), .seconds(4)])
        #expect(waits.last == .minutes(10))
    }

    @Test("What a request had no room for is ready at once, behind what is more urgent, untried")
    func leftOut() {
        var bench = Bench { $0.requestsMax = 1 }
        let sent = bench.begin((1...3).map { Bench.delivery($0) })
        #expect(sent == [.send(Bench.xb, [1, 2, 3].map { Bench.key($0) })])
        #expect(bench.handle(.leftOut(Bench.xb, [Bench.key(2), Bench.key(3)])) == [])
        #expect(bench.handle(.queued(Bench.delivery(4, .priority, due: .hours(20)))) == [])
        _ = bench.handle(.closed(Bench.key(1)))
        #expect(
            bench.handle(.answered(Bench.xb, [Bench.key(1)], later: [:])) == [
                .send(Bench.xb, [4, 2, 3].map { Bench.key($0) })
            ])
        // A delivery that was closed meanwhile stays closed.
        _ = bench.handle(.closed(Bench.key(2)))
        #expect(bench.handle(.leftOut(Bench.xb, [Bench.key(2)])) == [])
    }

    @Test("Peers do not wait for each other")
    func peersApart() {
        var bench = Bench()
        #expect(bench.handle(.queued(Bench.delivery(1, to: Bench.xc))) == [.probe(Bench.xc)])
        #expect(bench.handle(.queued(Bench.delivery(2))) == [.probe(Bench.xb)])
        #expect(
            bench.handle(.probed(Bench.xb, isReachable: true)) == [.send(Bench.xb, [Bench.key(2)])])
        #expect(
            bench.handle(.probed(Bench.xc, isReachable: true)) == [
                .send(Bench.xc, [Bench.key(1, to: Bench.xc)])
            ])
    }

    @Test("The earlier deadline leaves first, whatever came first")
    func byUrgency() {
        var bench = Bench()
        let sent = bench.begin([
            Bench.delivery(1), Bench.delivery(2, .priority, due: .hours(60)),
            Bench.delivery(3, .immediate, due: .hours(20)),
            Bench.delivery(4, .priority), Bench.delivery(5, .immediate, due: .hours(22)),
        ])
        #expect(sent == [.send(Bench.xb, [3, 5, 2, 4, 1].map { Bench.key($0) })])
    }

    @Test("Requests that fail together are one trouble")
    func oneTrouble() {
        func wake(_ failing: Int) -> Instant? {
            var bench = Bench {
                $0.batchMax = 1
                $0.requestsMax = 4
            }
            _ = bench.begin((1...9).map { Bench.delivery($0) })
            for number in 1...failing {
                _ = bench.handle(.unanswered(Bench.xb, [Bench.key(number)], .peerUnreachable))
            }
            return bench.wake
        }
        #expect(wake(1) != nil)
        #expect(wake(4) == wake(1))
    }

    @Test("Who is heard of while a probe is under way is probed again at once")
    func heardOfWhileProbed() {
        var bench = Bench()
        #expect(bench.handle(.queued(Bench.delivery(1))) == [.probe(Bench.xb)])
        // A newer list may give the peer's new address while the old address is still probed.
        #expect(bench.handle(.contact(Bench.xb)) == [])
        #expect(bench.handle(.probed(Bench.xb, isReachable: false)) == [.probe(Bench.xb)])
        #expect(bench.handle(.probed(Bench.xb, isReachable: false)) == [])
    }

    @Test("A flash alert has no company but other flash alerts")
    func flashAlone() {
        var bench = Bench()
        let sent = bench.begin([
            Bench.delivery(1), Bench.delivery(2, .flash, due: .hours(5)),
            Bench.delivery(3, .immediate, due: .hours(20)),
            Bench.delivery(4, .flash, due: .hours(4)),
        ])
        #expect(
            sent == [
                .send(Bench.xb, [Bench.key(4), Bench.key(2)]),
                .send(Bench.xb, [Bench.key(3), Bench.key(1)]),
            ])
    }

    @Test("Whether a flash alert would leave at once is known before it is queued")
    func sendsAtOnce() {
        var bench = Bench { $0.batchMax = 2 }
        #expect(!bench.queue.sendsAtOnce(to: Bench.xb))
        _ = bench.handle(.queued(Bench.delivery(1)))
        #expect(!bench.queue.sendsAtOnce(to: Bench.xb), "nobody has heard of the peer yet")
        _ = bench.handle(.probed(Bench.xb, isReachable: true))
        #expect(bench.queue.sendsAtOnce(to: Bench.xb))
        for number in 2...9 { _ = bench.handle(.queued(Bench.delivery(number))) }
        #expect(bench.queue.sendsAtOnce(to: Bench.xb), "room is kept")
        _ = bench.handle(.queued(Bench.delivery(10, .flash, due: .hours(2))))
        #expect(!bench.queue.sendsAtOnce(to: Bench.xb), "and is taken")
        _ = bench.handle(.closed(Bench.key(10)))
        _ = bench.handle(.answered(Bench.xb, [Bench.key(10)], later: [:]))
        #expect(bench.queue.sendsAtOnce(to: Bench.xb))
        _ = bench.handle(.unanswered(Bench.xb, [Bench.key(1)], .peerUnreachable))
        #expect(!bench.queue.sendsAtOnce(to: Bench.xb))
    }

    @Test("A batch ends at its bound, and the rest waits for a request to end")
    func batches() {
        var bench = Bench {
            $0.batchMax = 2
            $0.requestsMax = 2
        }
        let sent = bench.begin((1...5).map { Bench.delivery($0) })
        #expect(
            sent == [
                .send(Bench.xb, [Bench.key(1), Bench.key(2)]),
                .send(Bench.xb, [Bench.key(3), Bench.key(4)]),
            ])
        _ = bench.handle(.closed(Bench.key(1)))
        #expect(bench.handle(.closed(Bench.key(2))) == [])
        #expect(
            bench.handle(.answered(Bench.xb, [Bench.key(1), Bench.key(2)], later: [:])) == [
                .send(Bench.xb, [Bench.key(5)])
            ])
        #expect(bench.queue.count == 3)
    }

    @Test("A flash alert leaves at once although every request is busy")
    func flashLane() {
        var bench = Bench { $0.batchMax = 2 }
        _ = bench.begin((1...9).map { Bench.delivery($0) })
        #expect(bench.handle(.queued(Bench.delivery(10, .priority, due: .hours(50)))) == [])
        #expect(
            bench.handle(.queued(Bench.delivery(11, .flash, due: .hours(2)))) == [
                .send(Bench.xb, [Bench.key(11)])
            ])
        // The room that is kept for flash alerts is one request.
        #expect(bench.handle(.queued(Bench.delivery(12, .flash, due: .hours(2)))) == [])
    }

    @Test("A flash alert leaves at once although the window is full")
    func flashWindow() {
        var bench = Bench()
        let sent = bench.begin((1...64).map { Bench.delivery($0) })
        #expect(sent == [.send(Bench.xb, (1...64).map { Bench.key($0) })])
        #expect(bench.handle(.queued(Bench.delivery(65))) == [])
        #expect(
            bench.handle(.queued(Bench.delivery(66, .flash))) == [
                .send(Bench.xb, [Bench.key(66)])
            ])
    }

    @Test("What is kept for flash is no larger than the window either")
    func flashHeedsWindow() {
        // Bodies may be large: a peer whose window is smaller than 64 is not sent 64 at once.
        var bench = Bench { $0.requestsMax = 1 }
        var sent = bench.begin((1...64).map { Bench.delivery($0, .flash) })
        #expect(sent.sizes == [64])
        for _ in 1...6 {
            for case .send(_, let keys) in sent {
                _ = bench.handle(.unanswered(Bench.xb, keys, .bodyTooLarge))
            }
            _ = bench.wait(.minutes(10))
            sent = bench.handle(.probed(Bench.xb, isReachable: true))
        }
        #expect(sent.sizes == [1, 1])
    }

    @Test("A flash alert overtakes ten thousand routine messages")
    func overtakes() {
        var bench = Bench()
        let key = DeliveryKey(
            id: MessageID(created: Bench.start, random: Array(repeating: 0xFF, count: 10)),
            recipient: Bench.xb)
        _ = bench.begin((0..<10_000).map { Bench.delivery($0) })
        let flash = QueuedDelivery(
            key: key, urgency: Urgency(precedence: .flash, deadline: nil, created: bench.now),
            deadline: nil, expires: bench.now + .days(1))
        #expect(bench.handle(.queued(flash)) == [.send(Bench.xb, [key])])
    }

    @Test("The window grows with each answer and halves with each silence")
    func window() {
        var bench = Bench {
            $0.batchMax = 1_000
            $0.requestsMax = 1
        }
        #expect(bench.begin((1...400).map { Bench.delivery($0) }).sizes == [64])
        let first = (1...64).map { Bench.key($0) }
        for key in first { _ = bench.handle(.closed(key)) }
        #expect(bench.handle(.answered(Bench.xb, first, later: [:])).sizes == [80])
        let second = (65...144).map { Bench.key($0) }
        _ = bench.handle(.unanswered(Bench.xb, second, .answerLost))
        #expect(bench.handle(.probed(Bench.xb, isReachable: true)).sizes == [40])
    }

    @Test(
        "A peer that is far away is sent more requests at a time, one that is near or slow is not",
        arguments: [(10, 1), (200, 5), (4_000, 7), (6_000, 1)])
    func distance(milliseconds: Int64, more: Int) {
        var bench = Bench { $0.batchMax = 1 }
        #expect(bench.begin((1...40).map { Bench.delivery($0) }).sizes == [1, 1])
        #expect(bench.wait(.milliseconds(milliseconds)) == [])
        _ = bench.handle(.closed(Bench.key(1)))
        let sent = bench.handle(.answered(Bench.xb, [Bench.key(1)], later: [:]))
        #expect(sent.sizes == Array(repeating: 1, count: more))
    }

    @Test("Room for flash is kept although a peer turns out to be nearer than what is under way")
    func flashNearer() {
        var bench = Bench { $0.batchMax = 1 }
        _ = bench.begin((1...40).map { Bench.delivery($0) })
        _ = bench.wait(.milliseconds(200))
        _ = bench.handle(.closed(Bench.key(1)))
        #expect(bench.handle(.answered(Bench.xb, [Bench.key(1)], later: [:])).sizes.count == 5)
        #expect(bench.handle(.queued(Bench.delivery(50, .flash))).sizes == [1])
        _ = bench.wait(.milliseconds(10))
        _ = bench.handle(.closed(Bench.key(50)))
        // Two requests at a time would be enough; six are under way.
        #expect(bench.handle(.answered(Bench.xb, [Bench.key(50)], later: [:])) == [])
        #expect(bench.queue.sendsAtOnce(to: Bench.xb))
        #expect(
            bench.handle(.queued(Bench.delivery(51, .flash))) == [
                .send(Bench.xb, [Bench.key(51)])
            ])
    }

    @Test("After a silence a far peer is sent no more at a time than a new one")
    func distanceForgotten() {
        var bench = Bench { $0.batchMax = 1 }
        _ = bench.begin((1...40).map { Bench.delivery($0) })
        _ = bench.wait(.milliseconds(200))
        _ = bench.handle(.closed(Bench.key(1)))
        _ = bench.handle(.answered(Bench.xb, [Bench.key(1)], later: [:]))
        // Five more requests are under way: one could leave if the distance still counted.
        _ = bench.handle(.unanswered(Bench.xb, [Bench.key(2)], .answerLost))
        #expect(bench.handle(.probed(Bench.xb, isReachable: true)).sizes == [])
    }

    @Test("A peer that asks for later is asked later for that delivery alone")
    func laterPerDelivery() {
        var bench = Bench { $0.requestsMax = 1 }
        _ = bench.begin([Bench.delivery(1), Bench.delivery(2)])
        _ = bench.handle(.closed(Bench.key(2)))
        let later = [Bench.key(1): DeliveryQueue.Later(code: .peerBusy, after: .seconds(7))]
        #expect(
            bench.handle(.answered(Bench.xb, [Bench.key(1), Bench.key(2)], later: later)) == [
                .recordAttempt(
                    Bench.key(1), attempts: 1, nextAttempt: Bench.start + .seconds(7), .peerBusy)
            ])
        #expect(bench.wake == Bench.start + .seconds(7))
        #expect(
            bench.handle(.queued(Bench.delivery(3))) == [.send(Bench.xb, [Bench.key(3)])],
            "the peer is well")
        _ = bench.handle(.closed(Bench.key(3)))
        _ = bench.handle(.answered(Bench.xb, [Bench.key(3)], later: [:]))
        #expect(bench.wait(.seconds(6)) == [])
        #expect(bench.wait(.seconds(1)) == [.send(Bench.xb, [Bench.key(1)])])
    }

    @Test("An answer that settles nothing is no answer, and is tried again")
    func answeredNothing() {
        var bench = Bench()
        _ = bench.begin([Bench.delivery(1)])
        #expect(
            bench.handle(.answered(Bench.xb, [Bench.key(1)], later: [:])) == [
                .recordAttempt(
                    Bench.key(1), attempts: 1, nextAttempt: Bench.start + .seconds(1),
                    .peerAnswerInvalid)
            ])
        #expect(bench.wait(.seconds(1)) == [.send(Bench.xb, [Bench.key(1)])])
    }

    @Test("What is closed while it waits is never sent")
    func closedWaiting() {
        var bench = Bench()
        _ = bench.handle(.queued(Bench.delivery(1)))
        _ = bench.handle(.queued(Bench.delivery(2)))
        _ = bench.handle(.closed(Bench.key(1)))
        #expect(
            bench.handle(.probed(Bench.xb, isReachable: true)) == [.send(Bench.xb, [Bench.key(2)])])
        #expect(bench.queue.count == 1)
    }

    @Test("What is closed under way is not tried again, however the request ends")
    func closedUnderWay() {
        var bench = Bench()
        _ = bench.begin([Bench.delivery(1)])
        #expect(bench.handle(.closed(Bench.key(1))) == [])
        #expect(bench.handle(.unanswered(Bench.xb, [Bench.key(1)], .answerLost)) == [])
        #expect(bench.wait(.hours(1)) == [])
        #expect(bench.queue.count == 0)
    }

    @Test("A delivery that is queued twice is sent once")
    func queuedTwice() {
        var bench = Bench()
        #expect(
            bench.begin([Bench.delivery(1), Bench.delivery(1)]) == [
                .send(Bench.xb, [Bench.key(1)])
            ])
        #expect(bench.handle(.queued(Bench.delivery(1))) == [])
    }

    @Test("After a restart the attempts of before count on")
    func attemptsKept() {
        var bench = Bench()
        _ = bench.begin([Bench.delivery(1, attempts: 4)])
        #expect(
            bench.handle(.unanswered(Bench.xb, [Bench.key(1)], .answerLost)) == [
                .recordAttempt(
                    Bench.key(1), attempts: 5, nextAttempt: Bench.start + .seconds(1), .answerLost)
            ])
    }
}

extension [DeliveryQueue.Effect] {
    /// The number of deliveries in each request.
    var sizes: [Int] {
        compactMap { effect in
            guard case .send(_, let keys) = effect else { return nil }
            return keys.count
        }
    }
}
