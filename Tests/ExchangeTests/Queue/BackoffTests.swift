import Exchange
import Testing

@Suite("Backoff")
struct BackoffTests {
    @Test("the wait doubles with each failure, up to the greatest")
    func doubling() {
        let backoff = Backoff(from: .seconds(1), to: .seconds(300))
        let waits = (1...11).map { backoff.wait(after: $0) }
        #expect(
            waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300].map { .seconds($0) })
    }

    @Test("no failure counts as one, and no number of failures overflows")
    func bounds() {
        let backoff = Backoff(from: .seconds(2), to: .seconds(600))
        #expect(backoff.wait(after: 0) == .seconds(2))
        #expect(backoff.wait(after: -1) == .seconds(2))
        #expect(backoff.wait(after: .max) == .seconds(600))
        #expect(
            Backoff(from: .seconds(1), to: .seconds(Int64.max)).wait(after: 200)
                == .seconds(Int64.max))
    }

    @Test("a greatest wait that is a power of the least, or the least itself, is reached exactly")
    func exact() {
        let backoff = Backoff(from: .seconds(1), to: .seconds(4))
        #expect((1...4).map { backoff.wait(after: $0) } == [1, 2, 4, 4].map { .seconds($0) })
        #expect(Backoff(from: .seconds(3), to: .seconds(3)).wait(after: 5) == .seconds(3))
    }
}
