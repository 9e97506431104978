public import Notices

/// The clocks of notices: which duty follows from a moment, and how soon it is due.
public enum DutyRules {
    /// From an arrival until its country should have said what became of it.
    public static let outcomeWithin = Duration.hours(24)
    /// From an arrival until silence counts as no feedback.
    public static let feedbackWithin = Duration.days(7)
    /// From an arrival until silence is not listed any more.
    public static let feedbackListed = Duration.days(60)
    /// A question without a date is answered within this.
    public static let replyWithin = Duration.days(20)
    /// A draft is listed this long before its deadline; a draft without a deadline is late after
    /// this.
    public static let draftWithin = Duration.hours(72)
    /// A record is looked at again this many months before the last day of its retention.
    public static let reviewMonths = 6

    /// This country owes the issuer an outcome.
    public static func outcome(
        _ thread: String, _ sequence: Int, to issuer: MemberCode, of groupMember: Int? = nil,
        arrival: Instant
    ) -> Duty {
        Duty(
            .outcome, thread: thread, sequence: sequence, member: issuer,
            groupMember: groupMember, opens: arrival, due: arrival + outcomeWithin)
    }

    /// A recipient has said nothing about an arrival; overdue is *no feedback*.
    ///
    /// - Returns: nil once that is long ago.
    public static func feedback(
        _ thread: String, _ sequence: Int, from recipient: MemberCode, of groupMember: Int? = nil,
        arrival: Instant, at now: Instant
    ) -> Duty? {
        guard now < arrival + feedbackListed else { return nil }
        return Duty(
            .feedback, thread: thread, sequence: sequence, member: recipient,
            groupMember: groupMember,
            opens: arrival + outcomeWithin, due: arrival + feedbackWithin)
    }

    /// A question came here.
    public static func reply(
        _ thread: String, _ sequence: Int, to asker: MemberCode, received: Instant, due: Instant?
    ) -> Duty {
        Duty(
            .reply, thread: thread, sequence: sequence, member: asker, opens: received,
            due: due ?? received + replyWithin)
    }

    /// A question of ours was not answered by the time that it names.
    public static func unanswered(
        _ thread: String, _ sequence: Int, by member: MemberCode, due: Instant
    ) -> Duty {
        Duty(
            .unanswered, thread: thread, sequence: sequence, member: member, opens: due,
            due: due + .hours(24))
    }

    /// A draft waits for officers.
    public static func draft(_ number: String, created: Instant, deadline: Instant?) -> Duty {
        Duty(
            .draft, thread: number, sequence: 1,
            opens: deadline.map { max(created, $0 - draftWithin) } ?? created,
            due: deadline ?? created + draftWithin)
    }

    /// A record that is kept for years is looked at before the last day.
    public static func review(
        _ thread: String, _ sequence: Int, of member: MemberCode?, retainUntil: CivilDate
    ) -> Duty {
        let last = Instant(seconds: Int64(retainUntil.daysSinceEpoch + 1) * 86_400)
        let first = retainUntil.adding(months: -reviewMonths)
        return Duty(
            .review, thread: thread, sequence: sequence, member: member,
            opens: Instant(seconds: Int64(first.daysSinceEpoch) * 86_400), due: last)
    }
}
