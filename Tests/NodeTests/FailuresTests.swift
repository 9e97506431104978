import Exchange
import Testing

@testable import Station

@Suite("Failures")
struct FailuresTests {
    private var failures = Failures<String, Int>(Backoff(from: .seconds(1), to: .seconds(4)))

    @Test("each failure in a row counts, doubles the wait and keeps its own cause")
    mutating func counts() {
        var waits: [Duration] = []
        for number in 1...4 {
            waits.append(failures.note("XB", number, at: .seconds(10)).until - .seconds(10))
        }
        #expect(waits == [1, 2, 4, 4].map { .seconds($0) })
        #expect(failures["XB"]?.count == 4)
        #expect(failures["XB"]?.cause == 4)
        #expect(failures["XB"]?.noted == .seconds(10))
        #expect(failures["XC"] == nil)
        #expect(failures.keys == ["XB"])
    }

    @Test("a key that is cleared is due, and its next failure is its first")
    mutating func cleared() {
        let hadNone = failures.clear("XB")
        failures.note("XB", 1, at: .zero)
        failures.note("XB", 2, at: .zero)
        let due = failures.due("XB")
        let hadSome = failures.clear("XB")
        #expect([hadNone, hadSome] == [false, true])
        #expect([due, failures.due("XB")] == [.seconds(2), .zero])
        let next = failures.note("XB", 3, at: .zero)
        #expect(next.count == 1)
    }

    @Test("a wait is only ever shortened, and keeps the count")
    mutating func hastened() {
        let unknown = failures.hasten("XB", to: .zero)
        failures.note("XB", 1, at: .seconds(5))
        let later = failures.hasten("XB", to: .seconds(6))
        let sooner = failures.hasten("XB", to: .seconds(5))
        #expect([unknown, later, sooner] == [false, false, true])
        #expect(failures.due("XB") == .seconds(5))
        let next = failures.note("XB", 1, at: .seconds(5))
        #expect(next.until == .seconds(7))
    }

    @Test("the soonest of all keys counts, and a key that is overdue is due now")
    mutating func soonest() {
        let none = failures.soonest(at: .zero)
        #expect(none == nil)
        failures.note("XB", 1, at: .seconds(10))
        failures.note("XC", 1, at: .seconds(8))
        let waits = [8, 20].map { failures.soonest(at: .seconds($0)) }
        #expect(waits == [.seconds(1), .zero])
    }
}
