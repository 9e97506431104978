internal import Exchange
package import Notices
internal import Ports
internal import Station

/// Judges the approval of a statement of ours, before it is taken in.
package struct Approvals {
    let context: TrafficContext

    /// The most UTF-8 bytes of an officer's reason.
    static let reasonBytesMax = 500

    /// The record of an approval, in the transaction that takes the statement in.
    struct Approval {
        /// For the audit record.
        let justification: String
        let changes: [Change]
    }

    /// Judges the officers of a statement.
    ///
    /// - Parameter history: this member's earlier statements in the thread, lowest sequence first.
    /// - Throws: `approverMissing`, `approverIsAuthor`, `emergencyRefused`, `officerMissing` or
    ///   `reasonMissing`; nothing was then kept.
    func judge(
        _ notice: Notice, _ request: SubmissionRequest, after history: [NoticeVersion],
        at now: Instant
    ) async throws(HeliographError) -> Approval {
        var previous: Notice?
        if let last = history.last {
            previous = try await context.keptNotice(last.document)
        }
        if let reason = request.emergency { try Self.checkReason(reason) }
        let verdict = FourEyes.judge(
            notice.approvalNeed(after: previous), author: request.author,
            approver: request.approver, isEmergency: request.emergency != nil,
            isFlash: notice.to.contains { notice.precedence(for: $0, at: now) == .flash },
            mode: context.fourEyes)
        switch verdict {
        case .refused(let code):
            throw HeliographError(code, code.meaning)
        case .alone:
            return Approval(justification: "sent by one officer", changes: [])
        case .approved:
            let approver = request.approver ?? ""
            return Approval(justification: "sent; approved by \(approver)", changes: [])
        case .unapproved:
            context.log(
                .warning, "sent-without-approval",
                [
                    "thread": .string(notice.thread),
                    "sequence": .number(JSONNumber(notice.sequence)),
                ])
            return Approval(
                justification: "sent without a second officer: the configuration asks for none",
                changes: [])
        case .emergency:
            let reason = request.emergency ?? ""
            let decision = Decision(
                thread: notice.thread, sequence: notice.sequence, matter: .emergency,
                officer: request.author, reason: reason, at: now,
                due: now + FourEyes.secondApprovalWithin)
            return Approval(
                justification: "emergency release by one officer: \(reason)",
                changes: [.putDecision(decision)])
        }
    }

    /// Checks the reason of an officer.
    ///
    /// - Throws: `reasonMissing` for an empty reason, or one over `reasonBytesMax`.
    package static func checkReason(_ reason: String) throws(HeliographError) {
        guard reason.contains(where: { !$0.isWhitespace }), reason.utf8.count <= reasonBytesMax
        else { throw HeliographError(.reasonMissing, Code.reasonMissing.meaning) }
    }
}
