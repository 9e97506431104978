package import Asking
internal import Federation
package import Notices
package import Station
internal import Traffic

/// Answers a notice that arrived, or prints the form of the answer.
package struct ReplyToNotice: ReleaseRequest {
    /// The notice's number, or its message id.
    package var id = ""
    /// What the answer says, such as `grant`; nil to be told what can be said.
    package var says: String?
    /// The facts of the answer, each as it stands in a document.
    package var facts: [NoticeTemplate.ReplyFact: JSON] = [:]
    /// True to print the form, and send nothing.
    package var blank = false
    /// The words of officers beside the answer.
    package var words = ReleaseWords()

    /// Every answer that some kind of notice takes.
    private static let sayable = Set(
        NoticeKind.allCases.filter { $0 != .outcome }.flatMap {
            NoticeLifecycle.operations(of: $0, on: .recipient)
        }
    ).map(\.rawValue).sorted()

    /// An empty request.
    package init() {}
    /// The entry of the catalogue.
    package static let operation = Operation<ReplyToNotice>(
        "reply", "Answer a question, a request or a report that arrived.",
        right: .writeNotices, effect: .changes,
        fields: [
            RequestField("id", \.id, "the notice's number, or its message id"),
            RequestField(
                "operation", \.says, oneOf: sayable,
                "what the answer says; without it the refusal names what it can say"),
            RequestField("text", \.[.text], "the answer in words, or words beside a refusal"),
            RequestField("reason", \.[.reason], "why it takes longer, is rejected or revoked"),
            RequestField("refusal", \.[.refusal], "the ground of a refusal, such as national-law"),
            RequestField(
                "uses", \.[listOf: .uses], "uses that are granted, such as court-proceedings"),
            RequestField("conditions", \.[.conditions], "conditions of what is granted"),
            RequestField("onwardTo", \.[listOf: .onwardTo], "members to which it may be passed on"),
            RequestField("due", \.[.due], "when the answer will come"),
            RequestField("result", \.[.result], "such as no-trace, no-record or not-identified"),
            RequestField("certificateNo", \.[.certificateNo], "the number of the certificate"),
            RequestField("validUntil", \.[.validUntil], "the last day of the certificate"),
            RequestField("note", \.[.note], "a remark for the issuer"),
            RequestField("blank", \.blank, "print the form of the answer, and send nothing"),
        ] + wordFields
    ) {
        $0.id = "XB-IR-2027-000001"
        $0.says = "reply"
        $0[.text] = "Two entries in the last year, both by air."
        $0.words.approvedBy = "chief-2"
    }

    /// Carries the operation out.
    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> ReplyView {
        try await ReplyOffice(node: node).reply(self, by: principal)
    }

    /// A fact in words; nil if it was not given.
    package subscript(fact: NoticeTemplate.ReplyFact) -> String? {
        get { facts[fact]?.stringValue }
        set { facts[fact] = newValue.map { .string($0) } }
    }

    /// A fact that has several values; nil if it was not given.
    package subscript(listOf fact: NoticeTemplate.ReplyFact) -> TextList? {
        get { facts[fact]?.arrayValue.map { TextList($0.compactMap(\.stringValue)) } }
        set { facts[fact] = newValue.map { .array($0.items.map { .string($0) }) } }
    }
}

/// An answer that was sent, or its form.
package enum ReplyView: Printable {
    /// The statement that was taken in.
    case sent(SentView)
    /// The form to fill in.
    case form(Document)

    /// Either a sent statement, or a notice to fill in.
    package static var shape: Shape { .either([SentView.shape, .document]) }

    /// The statement or the notice.
    package var json: JSON {
        switch self {
        case .sent(let sent): sent.json
        case .form(let document): document.json
        }
    }
}
