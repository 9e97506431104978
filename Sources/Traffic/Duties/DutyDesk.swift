package import Exchange
package import Notices
internal import Ports
internal import Station

/// Gathers from the store the duties of people.
package struct DutyDesk {
    let context: TrafficContext
    /// The drafts; nil leaves them out.
    var drafts: DraftDesk?

    /// - Parameter drafts: nil leaves drafts out.
    package init(
        context: TrafficContext, drafts: DraftDesk? = nil
    ) {
        self.context = context
        self.drafts = drafts
    }

    /// Statements of one kind that wait for an answer, and are looked at.
    static let openMax = 10_000

    /// Every duty, those ahead included.
    ///
    /// - Throws: an error of the store or of the drafts.
    package func duties() async throws(HeliographError) -> [Duty] {
        try await decisions() + confirmations() + unconfirmed() + clocks() + proposals()
            + approvals()
    }

    /// The duties of second officers: calls that wait for them.
    private func approvals() async throws(HeliographError) -> [Duty] {
        let now = context.clock.now
        return try await context.store.heldCalls(limit: HeldCall.lookedAtMax)
            .filter { $0.state == .waiting && now < $0.expires }
            .map { Duty(.approval, thread: $0.id, sequence: 1, opens: $0.made, due: $0.expires) }
    }

    /// The duties of drafts that imports propose.
    private func proposals() async throws(HeliographError) -> [Duty] {
        guard let drafts else { return [] }
        return try await drafts.lock.withLock { () throws(HeliographError) in
            try await drafts.all().filter { $0.state == .open }.map {
                DutyRules.draft($0.number, created: $0.created, deadline: $0.deadline)
            }
        }
    }

    /// The duties of decisions that officers have still to make.
    private func decisions() async throws(HeliographError) -> [Duty] {
        try await context.store.openDecisions().compactMap { decision in
            guard let due = decision.due else { return nil }
            switch decision.matter {
            case .emergency:
                return Duty(
                    .secondApproval, thread: decision.thread, sequence: decision.sequence,
                    opens: decision.at, due: due)
            case .wrongPerson:
                return Duty(
                    .wrongPerson, thread: decision.thread, sequence: decision.sequence,
                    member: MemberCode(decision.subject), opens: decision.at, due: due)
            case .refusedDelivery:
                return Duty(
                    .refusal, thread: decision.thread, sequence: decision.sequence,
                    member: MemberCode(decision.subject), opens: decision.at, due: due)
            case .override, .notTheSame, .read: return nil
            }
        }
    }

    /// Corrections and orders that came here and were not answered.
    private func confirmations() async throws(HeliographError) -> [Duty] {
        var found: [Duty] = []
        for kind in [NoticeKind.correction, .erasure] {
            let items = try await context.store.inbox(
                InboxFilter(
                    states: [.new, .read, .actioned], kind: kind.rawValue, limit: Self.openMax)
            ).filter {
                NoticeSide(of: $0.from, in: $0.thread) == .issuer
                    && $0.operation != NoticeOperation.cancel.rawValue
            }
            guard !items.isEmpty else { continue }
            let answered = try await context.store.notices(ofThreads: Set(items.map(\.thread)))
            for item in items where answered[item.thread] == nil {
                found.append(
                    Duty(
                        .confirmation, thread: item.thread, sequence: item.sequence,
                        member: item.from, opens: item.received,
                        due: item.deadline ?? item.received + .hours(72)))
            }
        }
        return found
    }

    /// Corrections and orders of ours that somebody has not confirmed by the time they name.
    private func unconfirmed() async throws(HeliographError) -> [Duty] {
        let board = Confirmations(context: context)
        var found: [Duty] = []
        let orders = try await board.orders()
        for (order, lines) in zip(orders, try await board.lines(of: orders)) {
            let due = order.json["due"]?.stringValue.flatMap { Instant(rfc3339: $0) }
            let last = due ?? order.createdAt + .hours(72)
            for line in lines where !line.isConfirmed {
                found.append(
                    Duty(
                        .unconfirmed, thread: order.thread, sequence: order.sequence,
                        member: line.member, opens: last, due: last + .hours(24)))
            }
        }
        return found
    }
}
