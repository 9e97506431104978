/// The number of officers who must approve a statement before it leaves.
public enum ApprovalNeed: Int, Sendable, CaseIterable {
    /// The author alone.
    case one = 1
    /// Author and approver, who are two persons.
    case two
}

extension NoticeKind {
    /// The operations that one officer may send: answers, withdrawals and repetitions. Every other
    /// operation needs two officers: it discloses a person, or makes others hand over, open or
    /// destroy data.
    ///
    /// - Source: INTERPOL's Rules on the Processing of Data ask for a review before a notice is
    /// published; `docs/adr/0017-four-eyes.md` draws the line.
    var oneOfficerOperations: [NoticeOperation] {
        switch self {
        case .greenNotice: [.suspend, .cancel]
        case .travelAlert, .groupAlert: [.cancel]
        case .outcome: [.interim, .final]
        case .hit: [.report, .update, .close, .cancel, .confirm, .reject]
        case .correction, .erasure: [.remind, .cancel, .confirm, .refuse]
        case .informationRequest: [.cancel, .accept, .refuse, .extend]
        case .useConsent: [.request, .modify, .cancel, .deny, .revoke]
        case .certificate: [.cancel, .accept, .refuse, .confirm, .revoke]
        case .criminalRecord: [.cancel, .accept, .refuse]
        case .operation:
            [
                .announce, .task, .consolidate, .close, .cancel, .join, .decline, .observe,
                .statistics,
            ]
        case .intelligenceProduct: [.cancel]
        case .directory: [.publish, .update, .cancel]
        case .incident: [.report, .update, .close, .cancel, .acknowledge]
        }
    }

    /// The need of an operation by the table. A statement that describes a person anew needs two
    /// officers all the same, see `Notice.approvalNeed(after:)`.
    public func approvalNeed(of operation: NoticeOperation) -> ApprovalNeed {
        oneOfficerOperations.contains(operation) ? .one : .two
    }
}

extension Notice {
    /// The number of officers that this statement needs.
    ///
    /// The table leaves some statements to one officer. Such a statement needs two as soon as it
    /// describes a person and differs from the same member's last statement in this thread: a
    /// cancel must not be a way to tell something new.
    ///
    /// - Parameter previous: this member's last statement in the thread.
    public func approvalNeed(after previous: Notice?) -> ApprovalNeed {
        guard kind.approvalNeed(of: operation) == .one else { return .two }
        guard !persons.isEmpty else { return .one }
        return previous.map { Self.substance($0.json) == Self.substance(json) } ?? false
            ? .one : .two
    }

    /// Members that belong to one statement, and not to its substance.
    private static let circumstances: Set<String> = [
        "operation", "createdAt", "sequence", "approvals", "precedence", "deadline", "supersedes",
        "change", "to",
    ]

    private static func substance(_ json: JSON) -> JSONObject? {
        json.objectValue.map { object in
            JSONObject(object.lazy.filter { !circumstances.contains($0.0) })
        }
    }
}
