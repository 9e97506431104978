import Exchange
import Notices
import Testing

@Suite("Duties")
struct DutyTests {
    private let now = Instant(milliseconds: 1_800_000_000_000)

    private func duty(_ thread: String, opens: Duration, due: Duration) -> Duty {
        Duty(.secondApproval, thread: thread, sequence: 1, opens: now + opens, due: now + due)
    }

    @Test("what is ahead is not listed; the rest by when it is due")
    func listed() {
        let later = duty("XA-TA-2027-000001", opens: .zero, due: .hours(4))
        let sooner = duty("XA-TA-2027-000002", opens: .hours(-1), due: .hours(3))
        let ahead = duty("XA-TA-2027-000003", opens: .seconds(1), due: .hours(1))
        let all = [later, sooner, ahead]
        #expect(all.listed(at: now) == [sooner, later])
        #expect(all.listed(at: now + .seconds(1)) == [ahead, sooner, later])
        #expect(later.stage(at: now + .hours(4) - .milliseconds(1)) == .due)
        #expect(later.stage(at: now + .hours(4)) == .overdue)
    }

    @Test("the bell rings once when it is due and once when it is late")
    func bell() {
        let duty = duty("XA-TA-2027-000001", opens: .minutes(1), due: .hours(4))
        var bell = DutyBell()
        #expect(bell.ring([duty], at: now) == [])
        #expect(bell.ring([duty], at: now + .minutes(1)) == [duty])
        #expect(bell.ring([duty], at: now + .hours(2)) == [])
        #expect(bell.ring([duty], at: now + .hours(4)) == [duty])
        #expect(bell.ring([duty], at: now + .hours(9)) == [])
        #expect(bell.ring([], at: now + .hours(10)) == [])
    }

    @Test("the next change by time alone is found, and none when there is none")
    func next() {
        let duty = duty("XA-TA-2027-000001", opens: .minutes(1), due: .hours(4))
        #expect(DutyBell.next([duty], after: now) == now + .minutes(1))
        #expect(DutyBell.next([duty], after: now + .minutes(1)) == now + .hours(4))
        #expect(DutyBell.next([duty], after: now + .hours(4)) == nil)
    }
}
