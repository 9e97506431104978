import Exchange
import Notices
import TestKit
import Testing

@Suite("How long to wait")
struct RetryPolicyTests {
    private let now = Specimen.epoch
    private let policy = RetryPolicy()

    private func longest(_ failures: Int, due: Duration? = nil) -> Duration {
        var random = LongestWait()
        return policy.wait(
            failures: failures, deadline: due.map { now + $0 }, at: now, using: &random)
    }

    @Test("doubles from a second to ten minutes")
    func doubles() {
        #expect([1, 2, 3, 10].map { longest($0) } == [1, 2, 4, 512].map { .seconds($0) })
        #expect([11, 12, 60, .max].map { longest($0) } == Array(repeating: .minutes(10), count: 4))
        #expect([0, -1].map { longest($0) } == [.seconds(1), .seconds(1)])
    }

    @Test("takes at most an eighth of the time left")
    func heedsDeadline() {
        #expect(longest(60, due: .minutes(40)) == .minutes(5))
        #expect(longest(60, due: .hours(40)) == .minutes(10))
        #expect(longest(1, due: .minutes(40)) == .seconds(1))
    }

    @Test("never draws from less than its least, and a past deadline counts no more")
    func least() {
        #expect(longest(60, due: .milliseconds(8)) == .milliseconds(200))
        #expect(longest(60, due: .zero) == .minutes(10))
        #expect(longest(60, due: .seconds(-1)) == .minutes(10))
    }

    @Test("every draw stays within its bounds", arguments: 0..<20 as Range<UInt64>)
    func bounds(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for failures in 1...30 {
            let wait = policy.wait(
                failures: failures, deadline: now + .hours(1), at: now, using: &random)
            #expect(wait >= .zero && wait <= longest(failures, due: .hours(1)))
        }
    }
}
