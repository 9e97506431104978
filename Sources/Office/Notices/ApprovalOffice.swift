internal import Asking
internal import Exchange
internal import Notices
internal import Ports
internal import Station
internal import Traffic

/// The second approval of a statement that one officer released in an emergency.
struct ApprovalOffice {
    let context: TrafficContext

    /// Approves every emergency release of a thread that is still open.
    ///
    /// - Throws: `approvalNotDue`, `approverIsAuthor`, `officerMissing`; `approvalUnread` until
    ///   that officer has read the statement.
    func approve(
        _ request: ApproveRelease, by principal: Principal, _ office: OwnNoticeOffice
    ) async throws(HeliographError) -> ApprovalView {
        let officer = try principal.officer()
        guard let second = OfficerName(officer) else {
            throw HeliographError(.officerMissing, Code.officerMissing.meaning)
        }
        let thread = try await context.station.thread(named: request.id, for: .acting)
        let now = context.clock.now.flooredToSecond
        let decisions = try await context.store.decisions(ofThread: thread)
        let open = decisions.filter { $0.matter == .emergency && $0.settled == nil }
        guard !open.isEmpty else {
            throw HeliographError(
                .approvalNotDue,
                "\(ShownText.brief(thread)) does not wait for a second approval.",
                next: "`heliograph notice show \(ShownText.brief(thread))` says who approved it, "
                    + "and when.")
        }
        guard open.allSatisfy({ OfficerName($0.officer) != second }) else {
            throw HeliographError(.approverIsAuthor, Code.approverIsAuthor.meaning)
        }
        let hasRead = open.contains { release in
            decisions.contains {
                $0.matter == .read && $0.sequence == release.sequence
                    && OfficerName($0.officer) == second
            }
        }
        guard hasRead else {
            throw HeliographError(
                .approvalUnread,
                "\(officer) has not read \(thread) since it was released. Nothing was approved.",
                next: "Read it first: `heliograph notice show \(thread) --as \(officer)`.")
        }
        let messages = try await context.store.messages(ofThread: thread)
        var changes: [Change] = []
        var items: [ApprovedView] = []
        for var decision in open {
            decision.settled = now
            decision.settledBy = officer
            changes.append(.putDecision(decision))
            let isLate = decision.due.map { now > $0 } ?? false
            for message in messages where message.sequence == decision.sequence {
                changes.append(
                    context.station.audit(
                        .disclosure, by: officer,
                        about: .message(from: context.member, id: message.id),
                        to: message.recipients,
                        why: "second approval of an emergency release" + (isLate ? ", late" : "")))
            }
            items.append(
                ApprovedView(
                    release: ReleaseView(decision), thread: thread,
                    sequence: decision.sequence, late: isLate))
        }
        try await context.store.commit(changes)
        let versions = try await context.store.notices(NoticeFilter(thread: thread))
            .sorted { $0.sequence < $1.sequence }
        guard let last = versions.last else {
            throw HeliographError.noNotice(request.id)
        }
        let words = try await office.words(of: last, among: versions)
        return ApprovalView(items: items, card: words.card, changes: words.changes)
    }
}

extension ReleaseView {
    /// The emergency release of a statement; nil if it had none.
    init?(_ decisions: [Decision], sequence: Int) {
        let release = decisions.first { $0.matter == .emergency && $0.sequence == sequence }
        guard let release else { return nil }
        self.init(release)
    }

    /// The decision of an officer to release a statement alone.
    init(_ release: Decision) {
        self.init(
            author: release.officer, reason: release.reason, released: release.at,
            due: release.due, approver: release.settledBy, approved: release.settled)
    }
}
