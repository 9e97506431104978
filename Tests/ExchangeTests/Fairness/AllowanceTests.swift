import Exchange
import Notices
import Testing

@Suite("What a member may have kept")
struct AllowanceTests {
    private let allowance = Allowance(burst: 3, refill: .seconds(10))
    private let codes = ["XA", "XB"].compactMap { MemberCode($0) }

    @Test("a burst is granted at once, then one at a time")
    func burst() {
        var allowances = Allowances()
        for _ in 0..<3 {
            #expect(allowances.draw(allowance, by: codes[0], at: .seconds(100)) == .granted)
        }
        #expect(
            allowances.draw(allowance, by: codes[0], at: .seconds(100)) == .wait(.seconds(10)))
        #expect(allowances.draw(allowance, by: codes[0], at: .seconds(104)) == .wait(.seconds(6)))
        #expect(allowances.draw(allowance, by: codes[0], at: .seconds(110)) == .granted)
        #expect(
            allowances.draw(allowance, by: codes[0], at: .seconds(110)) == .wait(.seconds(10)))
    }

    @Test("to be refused costs nothing: who waits as told is granted")
    func refusedIsFree() {
        var allowances = Allowances()
        for _ in 0..<3 { _ = allowances.draw(allowance, by: codes[0], at: .zero) }
        for _ in 0..<1_000 {
            #expect(allowances.draw(allowance, by: codes[0], at: .zero) == .wait(.seconds(10)))
        }
        #expect(allowances.draw(allowance, by: codes[0], at: .seconds(10)) == .granted)
    }

    @Test("what is long takes as much as it is long, or nothing at all")
    func several() {
        var allowances = Allowances()
        #expect(allowances.draw(allowance, 2, by: codes[0], at: .zero) == .granted)
        #expect(allowances.draw(allowance, 2, by: codes[0], at: .zero) == .wait(.seconds(10)))
        #expect(allowances.draw(allowance, 1, by: codes[0], at: .zero) == .granted)
        #expect(allowances.draw(allowance, 3, by: codes[0], at: .seconds(30)) == .granted)
    }

    @Test("it fills up to the burst and no further")
    func fills() {
        var allowances = Allowances()
        for _ in 0..<3 { _ = allowances.draw(allowance, by: codes[0], at: .zero) }
        let later = Duration.hours(100)
        for _ in 0..<3 {
            #expect(allowances.draw(allowance, by: codes[0], at: later) == .granted)
        }
        #expect(allowances.draw(allowance, by: codes[0], at: later) == .wait(.seconds(10)))
    }

    @Test("one member's flood takes nothing of another's, nor one kind of another kind's")
    func apart() {
        var allowances = Allowances()
        for _ in 0..<9 { _ = allowances.draw(allowance, by: codes[0], at: .zero) }
        #expect(allowances.draw(allowance, by: codes[1], at: .zero) == .granted)
        #expect(allowances.draw(.conflicts, by: codes[0], at: .zero) == .granted)
    }

    @Test(
        "every allowance lets a burst through and has an end",
        arguments: [
            Allowance.refusals, .conflicts, .repeatedEvidence, .announcements, .messages,
        ])
    func shipped(_ allowance: Allowance) {
        var allowances = Allowances()
        for _ in 0..<allowance.burst {
            #expect(allowances.draw(allowance, by: codes[0], at: .zero) == .granted)
        }
        #expect(allowances.draw(allowance, by: codes[0], at: .zero) == .wait(allowance.refill))
    }

    @Test("the page of the protocol names what is granted")
    func page() {
        #expect(Allowance.refusals == Allowance(burst: 10_000, refill: .seconds(1)))
        #expect(Allowance.conflicts == Allowance(burst: 100, refill: .minutes(10)))
        #expect(Allowance.repeatedEvidence == Allowance(burst: 1_000, refill: .seconds(10)))
        #expect(Allowance.announcements == Allowance(burst: 120, refill: .seconds(30)))
    }
}
