/// How many officers stand behind a statement before it leaves.
public enum ApprovalNeed: Int, Sendable, CaseIterable {
    /// The author alone.
    case one = 1
    /// Author and approver, who are two persons.
    case two
}

extension NoticeKind {
    /// What one officer may send: answers, and what takes back or repeats. Everything else takes
    /// two: it discloses a person, or has others hand over, open or destroy what they hold.
    ///
    /// - Source: INTERPOL's Rules on the Processing of Data ask for a review before a notice is
    ///   published; `docs/adr/0017-four-eyes.md` says where the line is drawn.
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

    /// What the table says of an operation; a statement that describes a person anew takes two all
    /// the same, see `Notice.approvalNeed(after:)`.
    public func approvalNeed(of operation: NoticeOperation) -> ApprovalNeed {
        oneOfficerOperations.contains(operation) ? .one : .two
    }
}

extension Notice {
    /// How many officers this statement takes.
    ///
    /// One that the table leaves to one officer takes two as soon as it describes a person and is
    /// not word for word what the same member said last in this thread: a cancel must not be a way
    /// to tell something new.
    ///
    /// - Parameter previous: this member's last statement in the thread.
    public func approvalNeed(after previous: Notice?) -> ApprovalNeed {
        guard kind.approvalNeed(of: operation) == .one else { return .two }
        guard !persons.isEmpty else { return .one }
        return previous.map { Self.substance($0.json) == Self.substance(json) } ?? false
            ? .one : .two
    }

    /// What belongs to one statement and not to what it says.
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
