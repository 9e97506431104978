internal import Exchange
internal import Notices
internal import Ports
internal import Station
internal import Traffic

/// The second approval of a statement that one officer released in an emergency.
struct ApprovalOffice {
    let context: TrafficContext

    /// The second approval of what one officer released.
    ///
    /// - Throws: `approvalNotDue`, `approverIsAuthor`, `officerMissing`; `approvalUnread` until that officer has
    ///   read what it is about.
    func approve(
        _ command: Command, _ office: OwnNoticeOffice
    ) async throws(HeliographError) -> JSON {
        let officer = try command.officer()
        guard let second = OfficerName(officer) else {
            throw HeliographError(.officerMissing, Code.officerMissing.meaning)
        }
        let thread = try await context.node.thread(named: try command.text("id"))
        let now = context.clock.now.flooredToSecond
        let decisions = try await context.store.decisions(ofThread: thread)
        let open = decisions.filter { $0.matter == .emergency && $0.settled == nil }
        guard !open.isEmpty else {
            throw HeliographError(.approvalNotDue, Code.approvalNotDue.meaning)
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
        var items: [JSON] = []
        for var decision in open {
            decision.settled = now
            decision.settledBy = officer
            changes.append(.putDecision(decision))
            let isLate = decision.due.map { now > $0 } ?? false
            for message in messages where message.sequence == decision.sequence {
                changes.append(
                    context.node.audit(
                        .disclosure, by: officer,
                        about: .message(from: context.member, id: message.id),
                        to: message.recipients,
                        why: "second approval of an emergency release" + (isLate ? ", late" : "")))
            }
            var object = Self.json(decision)
            object["thread"] = .string(thread)
            object["sequence"] = .number(JSONNumber(decision.sequence))
            object["late"] = .bool(isLate)
            items.append(object)
        }
        try await context.store.commit(changes)
        let versions = try await context.store.notices(NoticeFilter(thread: thread))
            .sorted { $0.sequence < $1.sequence }
        var answer = JSON.items(items)
        if let last = versions.last {
            for (key, value) in try await office.words(of: last, among: versions)
            where key != "notice" {
                answer[key] = value
            }
        }
        return answer
    }

    /// The emergency release of a version, as `notice show` prints it; null if it was none.
    static func json(_ decisions: [Decision], sequence: Int) -> JSON {
        decisions.first { $0.matter == .emergency && $0.sequence == sequence }.map { json($0) }
            ?? .null
    }

    private static func json(_ decision: Decision) -> JSON {
        [
            "author": .string(decision.officer), "reason": .string(decision.reason),
            "released": JSON(decision.at), "due": JSON(decision.due),
            "approver": JSON(decision.settledBy), "approved": JSON(decision.settled),
        ]
    }
}
