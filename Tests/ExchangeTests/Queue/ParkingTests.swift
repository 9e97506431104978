import Exchange
import Notices
import Testing

/// A peer that cannot be reached is left alone, but never longer than the deadline allows.
@Suite("A parked peer")
struct ParkingTests {
    @Test("A request without an answer parks the peer and keeps count")
    func parks() {
        var bench = Bench()
        _ = bench.begin([Bench.delivery(1)])
        #expect(
            bench.handle(.unanswered(Bench.xb, [Bench.key(1)], .answerLost)) == [
                .recordAttempt(
                    Bench.key(1), attempts: 1, nextAttempt: Bench.start + .seconds(1), .answerLost)
            ])
        #expect(bench.wake == Bench.start + .seconds(1))
        #expect(bench.handle(.queued(Bench.delivery(2))) == [])
        #expect(bench.wait(.seconds(1)) == [.probe(Bench.xb)])
        #expect(
            bench.handle(.probed(Bench.xb, isReachable: true))
                == [
                    .send(Bench.xb, [Bench.key(1)]), .send(Bench.xb, [Bench.key(2)]),
                ].merged())
    }

    @Test("One probe at a time, each after twice the wait")
    func probesBackOff() {
        var bench = Bench()
        #expect(bench.handle(.queued(Bench.delivery(1))) == [.probe(Bench.xb)])
        #expect(bench.wait(.minutes(5)) == [], "the first probe is still under way")
        #expect(bench.handle(.probed(Bench.xb, isReachable: false)) == [])
        #expect(bench.wait(.milliseconds(999)) == [])
        #expect(bench.wait(.milliseconds(1)) == [.probe(Bench.xb)])
        #expect(bench.handle(.probed(Bench.xb, isReachable: false)) == [])
        #expect(bench.wait(.milliseconds(1_999)) == [])
        #expect(bench.wait(.milliseconds(1)) == [.probe(Bench.xb)])
    }

    @Test(
        """
        Requests that fail make the wait longer; one that is answered makes it as short as at \
        first
        """
    )
    func forgiven() {
        var bench = Bench()
        _ = bench.begin([Bench.delivery(1)])
        for seconds in [1, 2, 4] as [Int64] {
            _ = bench.handle(.unanswered(Bench.xb, [Bench.key(1)], .answerLost))
            #expect(bench.wake == bench.now + .seconds(seconds))
            #expect(bench.wait(.seconds(seconds)) == [.probe(Bench.xb)])
            #expect(
                bench.handle(.probed(Bench.xb, isReachable: true))
                    == [.send(Bench.xb, [Bench.key(1)])])
        }
        _ = bench.handle(.closed(Bench.key(1)))
        _ = bench.handle(.answered(Bench.xb, [Bench.key(1)], later: [:]))
        #expect(bench.handle(.queued(Bench.delivery(2))) == [.send(Bench.xb, [Bench.key(2)])])
        _ = bench.handle(.unanswered(Bench.xb, [Bench.key(2)], .answerLost))
        #expect(bench.wake == bench.now + .seconds(1))
    }

    @Test("The moment a parked peer says anything, its queue wakes")
    func contact() {
        var bench = Bench()
        _ = bench.handle(.queued(Bench.delivery(1)))
        for _ in 1...12 {
            _ = bench.handle(.probed(Bench.xb, isReachable: false))
            _ = bench.wait(.minutes(10))
        }
        _ = bench.handle(.probed(Bench.xb, isReachable: false))
        #expect(bench.wait(.minutes(9)) == [])
        #expect(bench.handle(.contact(Bench.xb)) == [.probe(Bench.xb)])
    }

    @Test("A contact while a probe is under way asks for no timer in the past")
    func contactWhileProbing() {
        var bench = Bench()
        _ = bench.handle(.queued(Bench.delivery(1)))
        #expect(bench.handle(.contact(Bench.xb)) == [])
        #expect(bench.wake == Bench.start + .days(30), "nothing is due before it expires")
        #expect(bench.handle(.retryNow(Bench.delivery(1))) == [])
        #expect(bench.wake == Bench.start + .days(30))
    }

    @Test("A contact of a peer that is well changes nothing")
    func contactWhenWell() {
        var bench = Bench()
        _ = bench.begin([Bench.delivery(1)])
        #expect(bench.handle(.contact(Bench.xb)) == [])
    }

    @Test("An idle peer is not probed")
    func idle() {
        var bench = Bench()
        _ = bench.handle(.queued(Bench.delivery(1)))
        _ = bench.handle(.probed(Bench.xb, isReachable: false))
        _ = bench.handle(.closed(Bench.key(1)))
        #expect(bench.wait(.days(1)) == [])
        #expect(bench.handle(.queued(Bench.delivery(2))) == [.probe(Bench.xb)])
    }

    @Test("The wait for a peer heeds the deadline of what was under way")
    func deadlineOfUnderWay() {
        var bench = Bench { $0.retry.firstWait = .minutes(10) }
        _ = bench.begin([Bench.delivery(1, .flash, due: .hours(1))])
        _ = bench.handle(.unanswered(Bench.xb, [Bench.key(1)], .answerLost))
        #expect(bench.wake == Bench.start + .minutes(60) / 8)
    }

    @Test("A new delivery with a near deadline brings the next probe forward")
    func urgentWhileParked() {
        var bench = Bench()
        _ = bench.handle(.queued(Bench.delivery(1)))
        for _ in 1...12 {
            _ = bench.handle(.probed(Bench.xb, isReachable: false))
            _ = bench.wait(.minutes(10))
        }
        _ = bench.handle(.probed(Bench.xb, isReachable: false))
        let now = bench.now
        #expect(bench.wake == now + .minutes(10))
        let due = now.since(Bench.start) + .minutes(40)
        #expect(bench.handle(.queued(Bench.delivery(2, .flash, due: due))) == [])
        #expect(bench.wake == now + .minutes(5))
    }
}

extension [DeliveryQueue.Effect] {
    /// All requests to one peer as one, for tests that look only at the deliveries.
    func merged() -> [DeliveryQueue.Effect] {
        let sent = compactMap { effect -> (MemberCode, [DeliveryKey])? in
            guard case .send(let peer, let keys) = effect else { return nil }
            return (peer, keys)
        }
        guard let peer = sent.first?.0 else { return [] }
        return [.send(peer, sent.flatMap(\.1))]
    }
}
