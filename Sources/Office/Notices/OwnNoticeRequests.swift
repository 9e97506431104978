package import Asking
internal import Federation
package import Notices
package import Station
internal import Traffic

/// Lists the last statement of each thread of ours, the newest first.
package struct ListNotices: Request {
    /// Only this kind of notice; nil for all.
    package var kind: String?
    /// When the last statement was made.
    package var made = ListPeriod()
    /// Only threads in this state; nil for all.
    package var state: String?
    /// Only threads whose last statement this officer wrote; nil for all.
    package var author: String?
    /// Whether notices that no longer hold are shown.
    package var holding = Holding()
    /// True to show no names, also to an officer.
    package var numbers = false
    /// The part of the list.
    package var paging = Paging()

    /// An empty request.
    package init() {}
    /// The entry of the catalogue.
    package static let operation = Operation<ListNotices>(
        "notice.list", "List the notices of ours.",
        right: .list, effect: .reads,
        fields: [
            .kind(\.kind),
            .since(\.made.since, "only what was stated on this day (UTC) or time, or later"),
            .until(\.made.until, "only what was stated on this day (UTC) or time, or earlier"),
            RequestField(
                "state", \.state, oneOf: NoticeState.allCases.map(\.rawValue),
                "only notices in this state"),
            RequestField("author", \.author, "only what this officer wrote last"),
            .live(\.holding.live), .withdrawn(\.holding.withdrawn), .numbers(\.numbers),
            .limit(\.paging.limit),
            .page(\.paging.page),
        ])

    /// Carries the operation out.
    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> Page<NoticeLineView> {
        let office = OwnNoticeOffice(
            context: node.context.reading, isServing: await node.isServing)
        return try await office.list(
            self,
            GlanceDesk.of(
                principal, opening: [.readNotices], numbersOnly: numbers, node.context))
    }
}

/// Shows the whole life of a thread of ours. Only a named officer sees the words, and is recorded.
package struct ShowNotice: Request {
    /// The notice's number, or the id of one of its messages.
    package var id = ""
    /// The reason, for whoever may open notices for the records alone.
    package var reason: String?

    /// An empty request.
    package init() {}
    /// The entry of the catalogue.
    package static let operation = Operation<ShowNotice>(
        "notice.show",
        "Print the whole life of a notice of ours, and what it says (one message: `outbox ID`).",
        right: .list, effect: .reads,
        fields: [
            RequestField("id", \.id, "the notice's number, or the id of one of its messages"),
            RequestField("reason", \.reason, "why it is opened, for the records"),
        ]
    ) {
        $0.id = "XA-TA-2027-000001"
    }

    /// Carries the operation out.
    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> NoticeView {
        let office = OwnNoticeOffice(
            context: node.context, isServing: await node.isServing)
        return try await office.show(self, by: principal)
    }
}

/// Writes the next statement of a thread of ours, to be edited.
package struct WriteSuccessor: Request {
    /// The notice's number, or the id of one of its messages.
    package var id = ""
    /// The operation of the next statement, such as `update`.
    package var next = ""

    /// An empty request.
    package init() {}
    /// The entry of the catalogue.
    package static let operation = Operation<WriteSuccessor>(
        "notice.successor", verb: "notice new",
        "Print the next statement of a notice of ours, to be edited.",
        right: .writeNotices, effect: .reads,
        fields: [
            RequestField("id", \.id, "the notice's number, or the id of one of its messages"),
            RequestField(
                "operation", \.next, "what the next statement says, such as `update`"),
        ]
    ) {
        $0.id = "XA-TA-2027-000001"
        $0.next = "update"
    }

    /// Carries the operation out.
    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> SuccessorView {
        let office = OwnNoticeOffice(
            context: node.context, isServing: await node.isServing)
        return try await office.successor(self, by: principal)
    }
}

/// Offers the number of the next notice of a kind.
package struct OfferNumber: Request {
    /// The kind of the notice.
    package var kind = ""

    /// An empty request.
    package init() {}
    /// The entry of the catalogue.
    package static let operation = Operation<OfferNumber>(
        "notice.number", "Print the next number that no notice of ours has this year.",
        right: .writeNotices, effect: .reads,
        fields: [
            RequestField(
                "kind", \.kind, oneOf: NoticeKind.allCases.map(\.rawValue), "the kind of notice")
        ]
    ) {
        $0.kind = "travel-alert"
    }

    /// Carries the operation out.
    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> NumberView {
        try await NumberOffice(node: node).next(self)
    }
}

/// Approves a statement that one officer released in an emergency.
package struct ApproveRelease: Request {
    /// The notice's number, or the id of one of its messages.
    package var id = ""

    /// An empty request.
    package init() {}
    /// The entry of the catalogue.
    package static let operation = Operation<ApproveRelease>(
        "notice.approve", "Approve what one officer released in an emergency.",
        right: .approve, effect: .changes,
        fields: [
            RequestField("id", \.id, "the notice's number, or the id of one of its messages")
        ]
    ) {
        $0.id = "XA-TA-2027-000001"
    }

    /// Carries the operation out.
    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> ApprovalView {
        let office = OwnNoticeOffice(
            context: node.context, isServing: await node.isServing)
        let approved = try await ApprovalOffice(context: node.context)
            .approve(self, by: principal, office)
        await node.duties.wake()
        return approved
    }
}

/// Takes a notice of ours back from everybody who has it.
package struct RetractNotice: ReleaseRequest {
    /// The notice's number, or the id of one of its messages.
    package var id = ""
    /// The error in the notice, and the correct facts.
    package var statement = ""
    /// The reason code; nil where a recipient has reported a wrong person.
    package var because: String?
    /// True to print the documents and send nothing.
    package var preview = false
    /// The words of officers beside the retraction.
    package var words = ReleaseWords()

    /// An empty request.
    package init() {}
    /// The entry of the catalogue.
    package static let operation = Operation<RetractNotice>(
        "notice.retract", "Take a notice back: cancel, correction, and order to erase.",
        right: .writeNotices, effect: .changes,
        fields: [
            RequestField("id", \.id, "the notice's number, or the id of one of its messages"),
            RequestField("statement", \.statement, "what was wrong, and what is right"),
            RequestField(
                "because", \.because,
                oneOf: NoticeTemplate.RetractionReason.allCases.map(\.rawValue),
                "why; may be left out where a recipient has reported a wrong person"),
            RequestField("preview", \.preview, "print what would be sent, and send nothing"),
        ] + wordFields
    ) {
        $0.id = "XA-TA-2027-000001"
        $0.statement = "Another person was meant."
        $0.because = "wrong-person"
        $0.words.approvedBy = "chief-2"
    }

    /// Carries the operation out.
    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> RetractionView {
        try await RetractionOffice(node: node).retract(self, by: principal)
    }
}

/// Keeps a notice of ours in force although a wrong person was reported.
package struct KeepNotice: Request {
    /// The notice's number, or the id of one of its messages.
    package var id = ""
    /// The reason; kept in the audit record.
    package var reason = ""
    /// The second officer; nil if none was named.
    package var approvedBy: String?

    /// An empty request.
    package init() {}
    /// The entry of the catalogue.
    package static let operation = Operation<KeepNotice>(
        "notice.keep", "Decide that a notice stays, though a country says: wrong person.",
        right: .approve, effect: .changes,
        fields: [
            RequestField("id", \.id, "the notice's number, or the id of one of its messages"),
            RequestField("reason", \.reason, "why; kept in the audit record"),
            RequestField("approvedBy", \.approvedBy, "the second officer"),
        ]
    ) {
        $0.id = "XA-TA-2027-000001"
        $0.reason = "A namesake was met."
        $0.approvedBy = "chief-2"
    }

    /// Carries the operation out.
    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> KeptView {
        try await RetractionOffice(node: node).keep(self, by: principal)
    }
}

/// Shows the recipients that have confirmed a correction or an order to erase of ours.
package struct ShowBoard: Request {
    /// The number of the order, or of the notice that it is about.
    package var id = ""

    /// An empty request.
    package init() {}
    /// The entry of the catalogue.
    package static let operation = Operation<ShowBoard>(
        "notice.board", "Who has confirmed a correction or an order to erase.",
        right: .list, effect: .reads,
        fields: [
            RequestField("id", \.id, "the number of the order, or of the notice it is about")
        ]
    ) {
        $0.id = "XA-TA-2027-000001"
    }

    /// Carries the operation out.
    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> Items<BoardView> {
        try await ConfirmationBoard(context: node.context.reading).show(self)
    }
}

/// Shows the totals of a joint operation as its members counted them.
package struct ShowTotals: Request {
    /// The number of the operation.
    package var id = ""

    /// An empty request.
    package init() {}
    /// The entry of the catalogue.
    package static let operation = Operation<ShowTotals>(
        "notice.totals",
        "What the members of an operation of ours counted (to publish: `statistics operation`).",
        right: .list, effect: .reads,
        fields: [
            RequestField("id", \.id, "the number of the operation")
        ]
    ) {
        $0.id = "XA-OP-2027-000001"
    }

    /// Carries the operation out.
    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> TotalsView {
        try await TotalsOffice(context: node.context).totals(self)
    }
}
