import Notices
import SpecimenFederation
import Synchronization
import TestKit
import Testing

@testable import Administration
@testable import Asking
@testable import Attachments
@testable import Membership
@testable import Node
@testable import Office
@testable import Secretariat
@testable import Station
@testable import Traffic

@Suite("Rounds")
struct RoundsTests {
    private let clock = SteppedClock(at: SpecimenFederation.start)
    private let rounds: Rounds

    init() {
        rounds = Rounds(clock: clock, cancelsRound: true)
    }

    /// Counts rounds; each of the first `limit` rounds asks for another after an hour.
    private final class Counter: Sendable {
        let count = Mutex(0)

        func round(_ limit: Int) -> Duration? {
            count.withLock { count in
                count += 1
                return count <= limit ? .hours(1) : nil
            }
        }

        func reached(_ wanted: Int) async throws {
            try await eventually("round \(wanted) begins") { count.withLock { $0 } >= wanted }
        }
    }

    @Test("a pause ends with its time or by a wake; without one only a wake brings a round")
    func pauses() async throws {
        let counter = Counter()
        rounds.wake { counter.round(2) }
        try await counter.reached(1)
        try await eventually("a pause begins") { clock.sleeperCount > 0 }
        clock.advance(by: .hours(1))
        try await counter.reached(2)
        try await eventually("a pause begins") { clock.sleeperCount > 0 }
        rounds.wake { counter.round(2) }
        try await counter.reached(3)
        rounds.wake { counter.round(2) }
        try await counter.reached(4)
        await rounds.stop()
        #expect(counter.count.withLock { $0 } == 4)
        #expect(clock.sleeperCount == 0)
    }

    @Test("a wake during a round is followed by another")
    func during() async throws {
        let counter = Counter()
        rounds.wake { [rounds] in
            if counter.count.withLock({ $0 }) == 0 { rounds.wake { nil } }
            return counter.round(0)
        }
        try await counter.reached(2)
        await rounds.stop()
    }

    @Test("a loop that was not started takes no wake, and one that runs is not started twice")
    func started() async throws {
        let counter = Counter()
        rounds.wake()
        rounds.start { counter.round(9) }
        try await eventually("a pause begins") { clock.sleeperCount > 0 }
        rounds.start { counter.round(9) }
        #expect(counter.count.withLock { $0 } == 1)
        rounds.wake()
        try await counter.reached(2)
        await rounds.stop()
        #expect(counter.count.withLock { $0 } == 2)
    }

    @Test(
        "a wake does not end a rest; the round that follows it is at once, or covered by the rest")
    func rest() async throws {
        for coversWakes in [false, true] {
            let (clock, counter) = (SteppedClock(at: SpecimenFederation.start), Counter())
            let rounds = Rounds(clock: clock, cancelsRound: false)
            rounds.start {
                await rounds.rest(until: clock.uptime + .minutes(1), coversWakes: coversWakes)
                return counter.round(9)
            }
            try await eventually("a rest begins") { clock.sleeperCount > 0 }
            rounds.wake()
            for _ in 0..<50 { await Task.yield() }
            #expect(clock.nextDeadline == .minutes(1))
            #expect(counter.count.withLock { $0 } == 0)
            clock.advance(by: .minutes(1))
            try await counter.reached(1)
            try await eventually("the next sleep begins") { clock.sleeperCount > 0 }
            #expect(clock.nextDeadline == .minutes(coversWakes ? 61 : 2))
            await rounds.stop()
            #expect(clock.sleeperCount == 0)
        }
    }

    @Test("a stop lets the round under way finish, or cancels it", arguments: [false, true])
    func underWay(cancelsRound: Bool) async throws {
        let rounds = Rounds(clock: clock, cancelsRound: cancelsRound)
        let isUnderWay = Atomic(false)
        let wasCancelled = Atomic(false)
        rounds.start {
            isUnderWay.store(true, ordering: .sequentiallyConsistent)
            try? await eventually("it is stopped") { rounds.isStopping }
            // The cancel follows the mark under one lock, and this look is taken under the same
            // lock.
            wasCancelled.store(
                rounds.isStopping && Task.isCancelled, ordering: .sequentiallyConsistent)
            await rounds.rest(until: .hours(9))
            return .zero
        }
        try await eventually("a round begins") {
            isUnderWay.load(ordering: .sequentiallyConsistent)
        }
        await rounds.stop()
        #expect(wasCancelled.load(ordering: .sequentiallyConsistent) == cancelsRound)
        #expect(clock.sleeperCount == 0)
    }

    @Test("a stop ends the pause, and no round follows it")
    func stop() async throws {
        let counter = Counter()
        rounds.wake { counter.round(9) }
        try await eventually("a pause begins") { clock.sleeperCount > 0 }
        await rounds.stop()
        rounds.wake { counter.round(9) }
        await rounds.stop()
        #expect(counter.count.withLock { $0 } == 1)
    }
}
