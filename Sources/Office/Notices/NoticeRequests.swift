package import Asking
internal import Federation
package import Notices
package import Station

/// The words of officers that may stand beside a statement.
package struct ReleaseWords: Sendable, Equatable {
    /// The second officer; nil if none was named.
    package var approvedBy: String?
    /// The reason for which one officer releases the statement alone; nil if nobody does.
    package var emergency: String?
    /// The reason for which a supervisor lifts the human-rights block; nil if nobody does.
    package var override: String?
    /// The reason why the person or trip is not the one that it resembles; nil if nobody gives one.
    package var notTheSame: String?

    /// No words of officers.
    package init() {}
}

/// A request that releases a statement of ours.
package protocol ReleaseRequest: Request {
    /// The words of officers beside the statement.
    var words: ReleaseWords { get set }
}

extension ReleaseRequest {
    /// The fields of `words`.
    static var wordFields: [RequestField<Self>] {
        [
            RequestField("approvedBy", \.words.approvedBy, "the second officer, who approved it"),
            RequestField(
                "emergency", \.words.emergency,
                "why one officer releases it alone: flash only, approved by another within 4 "
                    + "hours"),
            RequestField(
                "override", \.words.override,
                "why a supervisor lifts the policy's human-rights block"),
            RequestField(
                "notTheSame", \.words.notTheSame,
                "why it is another person or trip than it is taken for"),
        ]
    }
}

/// Signs a notice and queues it for its recipients.
package struct SendNotice: ReleaseRequest {
    /// The notice as it was written.
    package var document = Document([:])
    /// Replaces the document's own recipients.
    package var to: MemberList?
    /// For each file handed over its `mediaType` and `caption`.
    package var attachments: DocumentList?
    /// The number of a notice of ours to which this report adds; nil for a notice of its own.
    package var supplement: String?
    /// The words of officers beside the notice.
    package var words = ReleaseWords()

    /// The beginning of a notice, for examples of requests.
    static let exampleDocument = Document([
        "type": "travel-alert", "schemaVersion": 1, "operation": "issue", "from": "XA",
        "to": ["XB"],
    ])

    /// An empty request.
    package init() {}
    /// The entry of the catalogue.
    package static let operation = Operation<SendNotice>(
        "notice.send", "Send notices: signed, sealed, stored and queued.",
        right: .writeNotices, effect: .changes,
        fields: [
            RequestField("document", \.document, "the notice as it was written"),
            RequestField("to", \.to, "recipients in place of the document's own"),
            RequestField(
                "attachments", \.attachments,
                "for each file handed over its `mediaType` and `caption`"),
            RequestField(
                "supplement", \.supplement,
                "the number of a notice to which this second report adds"),
        ] + wordFields
    ) {
        $0.document = exampleDocument
        $0.words.approvedBy = "chief-2"
    }

    /// Carries the operation out.
    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> SentView {
        try await NoticeOffice(node: node).send(self, by: principal, files)
    }
}

/// Prints a notice as one recipient would get it, byte for byte.
package struct PreviewNotice: Request {
    /// The notice as it was written.
    package var document = Document([:])
    /// The recipient.
    package var to = ""

    /// An empty request.
    package init() {}
    /// The entry of the catalogue.
    package static let operation = Operation<PreviewNotice>(
        "notice.preview", "Print what a recipient would get.",
        right: .readNotices, effect: .reads,
        fields: [
            RequestField("document", \.document, "the notice as it was written"),
            RequestField("to", \.to, "the recipient's code"),
        ]
    ) {
        $0.document = SendNotice.exampleDocument
        $0.to = "XB"
    }

    /// Carries the operation out.
    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> PreviewView {
        try await NoticeOffice(node: node).preview(self)
    }
}

/// Turns a second report of a trip into the next statement of the first.
package struct MergeReport: Request {
    /// The second report.
    package var document = Document([:])
    /// The number of the first.
    package var into = ""

    /// An empty request.
    package init() {}
    /// The entry of the catalogue.
    package static let operation = Operation<MergeReport>(
        "notice.merge", "Print what a second report of a trip adds to the first.",
        right: .readNotices, effect: .reads,
        fields: [
            RequestField("document", \.document, "the second report"),
            RequestField("into", \.into, "the number of the first"),
        ]
    ) {
        $0.document = SendNotice.exampleDocument
        $0.into = "XA-TA-2027-000001"
    }

    /// Carries the operation out.
    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> MergedView {
        try await NoticeOffice(node: node).merge(self)
    }
}

/// Ends a thread of ours everywhere.
package struct CancelNotice: ReleaseRequest {
    /// The notice's number, or the id of one of its messages.
    package var id = ""
    /// The reason; nil to say that the issuer cancelled the notice.
    package var reason: String?
    /// The words of officers beside the cancel.
    package var words = ReleaseWords()

    /// An empty request.
    package init() {}
    /// The entry of the catalogue.
    package static let operation = Operation<CancelNotice>(
        "notice.cancel", "End a notice of ours everywhere.",
        right: .writeNotices, effect: .changes,
        fields: [
            RequestField("id", \.id, "the notice's number, or the id of one of its messages"),
            RequestField("reason", \.reason, "why"),
        ] + wordFields
    ) {
        $0.id = "XA-TA-2027-000001"
        $0.reason = "He did not board."
    }

    /// Carries the operation out.
    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> SentView {
        try await NoticeOffice(node: node).cancel(self, by: principal)
    }
}

/// Passes a received notice on under a number of ours.
package struct ForwardNotice: ReleaseRequest {
    /// The notice's number, or its message id.
    package var id = ""
    /// The recipients.
    package var to = MemberList()
    /// The running number of the new notice, 0 to 999,999.
    package var number = 0
    /// The words of officers beside the new notice.
    package var words = ReleaseWords()

    /// An empty request.
    package init() {}
    /// The entry of the catalogue.
    package static let operation = Operation<ForwardNotice>(
        "notice.forward", "Pass a received notice on, under a number of ours.",
        right: .writeNotices, effect: .changes,
        fields: [
            RequestField("id", \.id, "the notice's number, or its message id"),
            RequestField("to", \.to, "the recipients"),
            RequestField(
                "number", \.number, in: 0...999_999,
                "the running number of the new notice, 0 to 999999"),
        ] + wordFields
    ) {
        $0.id = "XB-TA-2027-000001"
        $0.to = MemberList([MemberCode("XC")].compactMap(\.self))
        $0.number = 12
        $0.words.approvedBy = "chief-2"
    }

    /// Carries the operation out.
    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> SentView {
        try await NoticeOffice(node: node).forward(self, by: principal)
    }
}

/// Reports the outcome of a received notice to its issuer.
package struct ReportOutcome: ReleaseRequest {
    /// The notice's number, or its message id.
    package var id = ""
    /// A code of the outcome's schema.
    package var result = ""
    /// The time of the event.
    package var at = Moment.now
    /// The port of the event.
    package var port: String?
    /// The law under which entry was refused.
    package var refusalBasis: String?
    /// A remark for the issuer.
    package var note: String?
    /// The reason why the report is final before the landing, or contradicts an earlier one.
    package var confirmation: String?
    /// The ways in which the person was identified.
    package var identifiedBy = TextList()
    /// The time at which the person was sent back.
    package var returnedAt: Moment?
    /// The flight on which the person was sent back.
    package var returnedOn: String?
    /// True if more will follow; the report is final otherwise.
    package var interim = false
    /// True to judge the report and to send nothing.
    package var check = false
    /// The words of officers beside the report.
    package var words = ReleaseWords()

    /// An empty request.
    package init() {}
    /// The entry of the catalogue.
    package static let operation = Operation<ReportOutcome>(
        "outcome", "Report to the issuer what came of a notice.",
        right: .report, effect: .changes,
        fields: [
            RequestField("id", \.id, "the notice's number, or its message id"),
            RequestField(
                "result", \.result, oneOf: OutcomeResult.allCases.map(\.rawValue),
                "what happened"),
            RequestField(
                "at", \.at, "when it happened: `now`, or such as 2027-02-03T05:20+01:00"),
            RequestField("port", \.port, "the port where it happened"),
            RequestField("refusalBasis", \.refusalBasis, "the law under which entry was refused"),
            RequestField("note", \.note, "a remark for the issuer"),
            RequestField(
                "confirm", \.confirmation,
                "why it is final before the landing, or against an earlier report"),
            RequestField(
                "identifiedBy", \.identifiedBy,
                "document, photo, fingerprints; several with commas"),
            RequestField("returnedAt", \.returnedAt, "when the person was sent back"),
            RequestField("returnedOn", \.returnedOn, "the flight on which, such as ZZ10"),
            RequestField(
                "interim", \.interim, "more will follow; without it the report is final"),
            RequestField("check", \.check, "judge the report, and send nothing"),
        ] + wordFields
    ) {
        $0.id = "XB-TA-2027-000001"
        $0.result = "admitted"
    }

    /// Carries the operation out.
    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> SentView {
        try await NoticeOffice(node: node).reportOutcome(self, by: principal)
    }
}
