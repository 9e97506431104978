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
        rounds = Rounds(clock: clock)
    }

    /// Counts rounds; the first `limit` of them ask for another after an hour.
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
