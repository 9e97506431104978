internal import Exchange
internal import Notices
internal import Ports
internal import Station

/// Questions a final report that can hardly be meant: one from before the landing, or one against
/// an earlier report of this member. The officer's reason goes with the report, for the issuer to
/// read.
struct OutcomeDesk {
    let context: TrafficContext

    /// The most that an aircraft may be early without a question.
    private static let earlyMax = Duration.hours(1)

    /// Checks a final report.
    ///
    /// - Throws: `outcomeEarly` or `outcomeContradicts`, unless the report has its `confirmation`.
    func check(_ notice: Notice, after history: [NoticeVersion]) async throws(HeliographError) {
        guard notice.kind == .outcome, notice.operation == .final,
            notice.json["confirmation"]?.stringValue == nil,
            let result = notice.json["result"]?.stringValue
        else { return }
        if let earlier = try await finalResult(of: history.last), earlier != result {
            throw HeliographError(
                .outcomeContradicts,
                "This member has reported `\(earlier)` of \(notice.thread) as final. "
                    + "Nothing was sent.",
                next: "If `\(result)` is right, say why with `--confirm REASON`.")
        }
        guard OutcomeResult(rawValue: result)?.needsNoLanding != true,
            let landing = try await landing(notice.thread),
            context.clock.now < landing - Self.earlyMax
        else { return }
        throw HeliographError(
            .outcomeEarly,
            "By \(notice.thread) the traveller lands at \(landing) only. Nothing was sent.",
            next: "Report it after the landing, with `--interim`, or say why it is final with "
                + "`--confirm REASON`.")
    }

    /// The result of this member's last statement, if that was a final report.
    private func finalResult(of last: NoticeVersion?) async throws(HeliographError) -> String? {
        guard let last, last.operation == NoticeOperation.final.rawValue else { return nil }
        return try await context.keptNotice(last.document)?.json["result"]?.stringValue
    }

    /// The time at which the first of the persons whom the notice warns of lands in this member's
    /// country; nil if nobody does.
    private func landing(_ thread: String) async throws(HeliographError) -> Instant? {
        guard let issuer = MemberCode(thread.prefix(2)) else { return nil }
        let items = try await context.store.inbox(
            InboxFilter(thread: thread, from: issuer, limit: 10_000))
        guard let last = items.max(by: { $0.sequence < $1.sequence }) else { return nil }
        return try await context.noticeUnlessErased(last.notice)?.nextLanding(in: context.member)
    }
}
