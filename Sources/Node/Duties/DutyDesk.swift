internal import Exchange
internal import Notices
internal import Ports

/// Gathers from the store what people must still do.
struct DutyDesk {
    let context: NodeContext

    /// Every duty, those ahead included.
    func duties() async throws(HeliographError) -> [Duty] {
        try await secondApprovals()
    }

    /// `heliograph tasks`: what is due now, or late.
    func list() async throws(HeliographError) -> JSON {
        let now = context.clock.now
        return .items(try await duties().listed(at: now).map { Self.json($0, at: now) })
    }

    private func secondApprovals() async throws(HeliographError) -> [Duty] {
        try await context.store.openDecisions().compactMap { decision in
            guard let due = decision.due else { return nil }
            switch decision.matter {
            case .emergency:
                return Duty(
                    .secondApproval, thread: decision.thread, sequence: decision.sequence,
                    opens: decision.at, due: due)
            case .override: return nil
            }
        }
    }

    static func json(_ duty: Duty, at now: Instant) -> JSON {
        [
            "task": .string(duty.matter.rawValue), "thread": .string(duty.thread),
            "sequence": .number(JSONNumber(duty.sequence)),
            "member": JSON(duty.member?.description), "since": JSON(duty.opens),
            "due": JSON(duty.due), "overdue": .bool(duty.stage(at: now) == .overdue),
            "next": .string(duty.matter.next),
        ]
    }
}

extension Duty.Matter {
    /// What to do about it.
    var next: String {
        switch self {
        case .secondApproval:
            "Another officer reads it and runs `heliograph notice approve ID --as OFFICER`."
        }
    }
}
