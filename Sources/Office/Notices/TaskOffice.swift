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
    func list() async throws(HeliographError) -> Items<TaskView> {
        let now = context.clock.now
        return Items(
            try await desk.duties().listed(at: now).map { duty in
                TaskView(
                    task: duty.matter, thread: duty.thread, sequence: duty.sequence,
                    member: duty.member, groupMember: duty.groupMember, since: duty.opens,
                    due: duty.due, overdue: duty.stage(at: now) == .overdue,
                    next: duty.matter.next)
            })
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
