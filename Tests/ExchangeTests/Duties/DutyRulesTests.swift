import Exchange
import Notices
import TestKit
import Testing

@Suite("The clocks of notices")
struct DutyRulesTests {
    private let xb = Specimen.member("XB")
    private let now = Instant(milliseconds: 1_800_000_000_000)
    private let thread = "XA-TA-2027-000007"

    @Test("an outcome is asked for a day after arrival, and silence counts after seven")
    func feedback() throws {
        let duty = try #require(
            DutyRules.feedback(thread, 1, from: xb, arrival: now, at: now))
        #expect(duty.stage(at: now + .hours(24) - .milliseconds(1)) == .ahead)
        #expect(duty.stage(at: now + .hours(24)) == .due)
        #expect(duty.stage(at: now + .days(7) - .milliseconds(1)) == .due)
        #expect(duty.stage(at: now + .days(7)) == .overdue)
        let long = now + DutyRules.feedbackListed
        #expect(DutyRules.feedback(thread, 1, from: xb, arrival: now, at: long) == nil)
        let owed = DutyRules.outcome(thread, 1, to: xb, arrival: now)
        #expect(owed.stage(at: now) == .due)
        #expect(owed.stage(at: now + .hours(24)) == .overdue)
    }

    @Test("a question is due when it says, or in its own time, and overdue to the minute")
    func questions() {
        let due = now + .minutes(90)
        let reply = DutyRules.reply(thread, 1, to: xb, received: now, due: due)
        #expect(reply.stage(at: now) == .due)
        #expect(reply.stage(at: due - .seconds(1)) == .due)
        #expect(reply.stage(at: due) == .overdue)
        #expect(
            DutyRules.reply(thread, 1, to: xb, received: now, due: nil).due
                == now + DutyRules.replyWithin)
        let unanswered = DutyRules.unanswered(thread, 1, by: xb, due: due)
        #expect(unanswered.stage(at: due - .milliseconds(1)) == .ahead)
        #expect(unanswered.stage(at: due) == .due)
    }

    @Test("what is kept is reviewed six months before its last day, which is still in time")
    func review() throws {
        let last = try #require(CivilDate(year: 2031, month: 8, day: 31))
        let duty = DutyRules.review(thread, 1, of: nil, retainUntil: last)
        #expect(duty.opens.description == "2031-02-28T00:00:00Z")
        #expect(duty.due.description == "2031-09-01T00:00:00Z")
    }
}
