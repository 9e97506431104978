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
            for item in try await context.store.inbox(
                InboxFilter(
                    states: [.new, .read, .actioned], kind: kind.rawValue, limit: Self.openMax))
            where NoticeSide(of: item.from, in: item.thread) == .issuer
                && item.operation != NoticeOperation.cancel.rawValue
            {
                guard try await context.store.notices(NoticeFilter(thread: item.thread)).isEmpty
                else { continue }
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
        for order in try await board.orders() {
            let due = order.json["due"]?.stringValue.flatMap { Instant(rfc3339: $0) }
            let last = due ?? order.createdAt + .hours(72)
            for line in try await board.lines(of: order) where !line.isConfirmed {
                found.append(
                    Duty(
                        .unconfirmed, thread: order.thread, sequence: order.sequence,
                        member: line.member, opens: last, due: last + .hours(24)))
            }
        }
        return found
    }
}
