internal import Asking
internal import Exchange
internal import Notices
internal import Ports
internal import Station
internal import Traffic

/// Shows the tasks of officers.
struct TaskOffice {
    let context: TrafficContext
    let desk: DutyDesk

    init(context: TrafficContext, drafts: DraftDesk) {
        self.context = context
        desk = DutyDesk(context: context, drafts: drafts)
    }

    /// `heliograph tasks`: every task that is due now, or late.
    ///
    /// - Parameter glances: opens the notices for an officer; nil shows numbers alone.
    func list(_ glances: GlanceDesk?) async throws(HeliographError) -> Items<TaskView> {
        let now = context.clock.now
        let duties = try await desk.duties().listed(at: now)
        let notices =
            try await glances?.threads(
                duties.prefix(Paging.namedLimitDefault).map(\.thread), for: "names in the tasks")
            ?? [:]
        return Items(
            duties.map { duty in
                TaskView(
                    task: duty.matter, thread: duty.thread, sequence: duty.sequence,
                    member: duty.member, groupMember: duty.groupMember, since: duty.opens,
                    due: duty.due, overdue: duty.stage(at: now) == .overdue,
                    next: duty.matter.next,
                    glance: notices[duty.thread].map {
                        GlanceView(
                            $0, landing: $0.landing(in: landingCountry(of: duty)),
                            ofMember: duty.groupMember)
                    } ?? .nothing)
            })
    }
}

extension TaskOffice {
    /// The country whose landing a task is about: the other country's for news that it owes.
    private func landingCountry(of duty: Duty) -> MemberCode {
        duty.matter == .feedback ? duty.member ?? context.member : context.member
    }
}

extension Duty.Matter {
    /// The next step for the task.
    var next: String {
        switch self {
        case .secondApproval:
            "Another officer reads it with `heliograph notice show ID --as OFFICER`, then runs "
                + "`notice approve ID --as OFFICER`."
        case .wrongPerson:
            "Look at it, then `heliograph notice retract ID --statement …`, or "
                + "`notice keep ID --reason …`."
        case .refusal:
            "Call the member. `heliograph outbox ID` says why; once that is mended, "
                + "`outbox retry ID`, or a corrected statement."
        case .confirmation:
            "`heliograph notice erase ID --as OFFICER`, or `notice confirm ID` for a correction."
        case .unconfirmed:
            "Call the member; `heliograph notice board ID` says who has confirmed."
        case .outcome:
            "`heliograph outcome ID --result CODE --as OFFICER`."
        case .feedback:
            "Call the member; after seven days silence counts as no feedback."
        case .reply:
            "`heliograph notice new KIND --operation reply --answers ID/N`, edit it, and send it."
        case .unanswered:
            "Call the member; `heliograph peers` has its telephone number."
        case .draft:
            "`heliograph draft show NUMBER`; then `draft send`, with another officer, or "
                + "`draft discard`."
        case .review:
            "Look whether it is still needed: extend it, or cancel it."
        }
    }
}
