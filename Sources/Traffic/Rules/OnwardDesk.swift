internal import Exchange
internal import Notices
internal import Ports
internal import Station

/// Checks that a statement which is passed on keeps to the handling codes that it came with.
struct OnwardDesk {
    let context: TrafficContext

    /// Checks a statement that is passed on.
    ///
    /// - Throws: `onwardRefused` if its issuer has not let it go to a recipient; `notFound` if the
    ///   original is not here; `transitionRefused` if the original no longer holds.
    func check(_ notice: Notice, to recipients: [MemberCode]) async throws(HeliographError) {
        guard let origin = notice.forwardOf, !notice.operation.isCancel else { return }
        let items = try await context.store.inbox(
            InboxFilter(thread: origin.thread, from: origin.from, limit: 10_000))
        guard let item = items.first(where: { $0.sequence == origin.sequence }),
            let received = try await context.keptNotice(item.notice)
        else {
            throw HeliographError(
                .notFound, "\(origin.thread)/\(origin.sequence) is not in the inbox.")
        }
        // Under a number of ours, a withdrawn notice would begin a new life.
        if notice.operation == NoticeTemplate.opening(of: notice.kind) {
            try await StandingDesk(context: context).standing(of: item)
                .checkHolds(origin.thread, issuer: origin.from)
        }
        guard received.handling.contains("H2") else { return }
        var granted: Set<MemberCode> = [origin.from]
        for grant in try await grants(about: origin) { granted.formUnion(grant) }
        let missing = recipients.filter { !granted.contains($0) }
        guard missing.isEmpty else {
            let names = missing.map(\.description).joined(separator: ", ")
            throw HeliographError(
                .onwardRefused,
                "\(origin.thread) is marked H2, and \(origin.from) has not agreed to \(names).")
        }
    }

    /// The members to which the issuer lets a notice go, by each consent that stands now.
    private func grants(
        about origin: Notice.Origin
    ) async throws(HeliographError) -> [Set<MemberCode>] {
        let kind = NoticeKind.useConsent
        let answers = try await context.store.inbox(
            InboxFilter(from: origin.from, kind: kind.rawValue, limit: 10_000))
        let own = context.member.description + "-"
        let threads = Set(answers.map(\.thread)).filter { $0.hasPrefix(own) }
        var found: [Set<MemberCode>] = []
        for thread in threads.sorted() {
            let asked = try await context.store.notices(NoticeFilter(thread: thread))
                .max { $0.sequence < $1.sequence }
            guard let asked,
                let request = try await context.keptNotice(asked.document),
                request.concerns(origin)
            else { continue }
            let answered = answers.filter { $0.thread == thread }
                .sorted { $0.sequence < $1.sequence }
            guard let last = answered.last,
                let grant = try await context.keptNotice(last.notice)
            else { continue }
            let state = NoticeLifecycle.aged(
                NoticeLifecycle.state(
                    after: answered.map { NoticeOperation(rawValue: $0.operation) }, kind: kind,
                    side: .recipient),
                kind: kind, side: .recipient, validUntil: grant.validUntil,
                at: context.clock.now)
            if state == .granted { found.append(grant.onwardConsent) }
        }
        return found
    }
}
