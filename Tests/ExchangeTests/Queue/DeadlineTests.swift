import Exchange
import Notices
import Testing

/// Nothing ends silently: a person is paged, the sender is told, and a person may try again.
@Suite("Deadlines and ends")
struct DeadlineTests {
    @Test("A deadline that nears pages a human, once")
    func pages() {
        var bench = Bench()
        _ = bench.begin([Bench.delivery(1, .flash, due: .hours(2))])
        #expect(bench.wake == Bench.start + .minutes(90))
        #expect(bench.wait(.minutes(89)) == [])
        #expect(bench.wait(.minutes(1)) == [.warn(Bench.key(1))])
        #expect(bench.wait(.minutes(1)) == [])
    }

    @Test("A deadline that is near already pages at once")
    func pagesAtOnce() {
        var bench = Bench()
        #expect(
            bench.handle(.queued(Bench.delivery(1, .flash, due: .minutes(20)))) == [
                .warn(Bench.key(1)), .probe(Bench.xb),
            ])
    }

    @Test("What was delivered in time pages nobody")
    func noPage() {
        var bench = Bench()
        _ = bench.begin([Bench.delivery(1, .flash, due: .hours(2))])
        _ = bench.handle(.closed(Bench.key(1)))
        #expect(bench.wait(.hours(2)) == [])
    }

    @Test("A past deadline is no end: only `expires` is")
    func expires() {
        var bench = Bench()
        _ = bench.handle(.queued(Bench.delivery(1, .flash, due: .hours(1), expires: .hours(3))))
        _ = bench.handle(.probed(Bench.xb, isReachable: false))
        #expect(bench.wait(.hours(2)) == [.warn(Bench.key(1)), .probe(Bench.xb)])
        _ = bench.handle(.probed(Bench.xb, isReachable: false))
        #expect(bench.wait(.hours(1)) == [.expire(Bench.key(1))])
        #expect(bench.queue.count == 0)
        #expect(bench.wait(.hours(1)) == [])
    }

    @Test("One under way at its end waits for the answer, then expires if there is none")
    func expiresUnderWay() {
        var bench = Bench()
        _ = bench.begin([Bench.delivery(1, expires: .hours(1))])
        #expect(bench.wait(.hours(1)) == [])
        #expect(bench.wake == bench.now + .seconds(10))
        _ = bench.handle(.unanswered(Bench.xb, [Bench.key(1)], .answerLost))
        #expect(bench.wait(.seconds(10)) == [.expire(Bench.key(1))])
    }

    @Test("One that is past its end when the node starts expires at once")
    func expiredAtStart() {
        var bench = Bench()
        #expect(
            bench.handle(.queued(Bench.delivery(1, expires: .zero))) == [.expire(Bench.key(1))])
    }

    @Test("A human may push one that waits")
    func retryWaiting() {
        var bench = Bench()
        _ = bench.begin([Bench.delivery(1)])
        let later = [Bench.key(1): DeliveryQueue.Later(code: .peerBusy, after: .hours(1))]
        _ = bench.handle(.answered(Bench.xb, [Bench.key(1)], later: later))
        #expect(bench.handle(.retryNow(Bench.delivery(1))) == [.send(Bench.xb, [Bench.key(1)])])
    }

    @Test("A push does not leave a second round of tries behind")
    func retryLeavesNothing() {
        var bench = Bench()
        _ = bench.begin([Bench.delivery(1)])
        let later = [Bench.key(1): DeliveryQueue.Later(code: .peerBusy, after: .hours(1))]
        _ = bench.handle(.answered(Bench.xb, [Bench.key(1)], later: later))
        _ = bench.wait(.minutes(30))
        _ = bench.handle(.retryNow(Bench.delivery(1)))
        _ = bench.handle(.answered(Bench.xb, [Bench.key(1)], later: later))
        #expect(bench.wait(.minutes(30)) == [], "the first hour is over; the second is not")
        #expect(bench.wait(.minutes(30)) == [.send(Bench.xb, [Bench.key(1)])])
    }

    @Test("Pushing twice sends once")
    func retryTwice() {
        var bench = Bench {
            $0.requestsMax = 1
            $0.batchMax = 1
        }
        _ = bench.begin([Bench.delivery(1), Bench.delivery(2)])
        _ = bench.handle(.retryNow(Bench.delivery(2)))
        _ = bench.handle(.retryNow(Bench.delivery(2)))
        _ = bench.handle(.closed(Bench.key(1)))
        #expect(
            bench.handle(.answered(Bench.xb, [Bench.key(1)], later: [:])) == [
                .send(Bench.xb, [Bench.key(2)])
            ])
        let later = [Bench.key(2): DeliveryQueue.Later(code: .peerBusy, after: .hours(1))]
        #expect(
            bench.handle(.answered(Bench.xb, [Bench.key(2)], later: later)).sizes == [],
            "the peer has just asked for an hour")
    }

    @Test("Pushing one to a parked peer probes it now; one that ended stays ended")
    func retryParked() {
        var bench = Bench()
        _ = bench.handle(.queued(Bench.delivery(1)))
        _ = bench.handle(.probed(Bench.xb, isReachable: false))
        #expect(bench.handle(.retryNow(Bench.delivery(2))) == [])
        #expect(bench.handle(.retryNow(Bench.delivery(1))) == [.probe(Bench.xb)])
    }

    @Test("The queue always says when to wake it, and never in the past")
    func wakeAt() {
        var bench = Bench()
        _ = bench.handle(.queued(Bench.delivery(1, .flash, due: .hours(2), expires: .hours(4))))
        #expect(bench.wake == Bench.start + .minutes(90))
        _ = bench.handle(.probed(Bench.xb, isReachable: false))
        #expect(bench.wake == Bench.start + .seconds(1))
        _ = bench.handle(.closed(Bench.key(1)))
        _ = bench.wait(.hours(4))
        #expect(bench.wake == nil, "nothing is left to wait for")
    }
}
