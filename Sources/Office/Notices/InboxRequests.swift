package import Asking
internal import Exchange
internal import Federation
package import Notices
package import Station
internal import Traffic

/// Lists the inbox: the notice whose traveller lands next comes first.
package struct ListInbox: Request {
    /// Only this kind of notice; nil for all.
    package var kind: String?
    /// Only what this member sent; nil for all.
    package var from: MemberCode?
    /// When it arrived.
    package var arrived = ListPeriod()
    /// Only items in this state; nil for all.
    package var state: String?
    /// Only this precedence; nil for all.
    package var precedence: String?
    /// Whether items that no longer hold are shown.
    package var holding = Holding()
    /// True to show no names, also to an officer.
    package var numbers = false
    /// The part of the list.
    package var paging = Paging()

    /// An empty request.
    package init() {}
    /// The entry of the catalogue.
    package static let operation = Operation<ListInbox>(
        "inbox.list", verb: "inbox", "What has arrived; what lands next first.",
        right: .list, effect: .reads,
        fields: [
            .kind(\.kind), RequestField("from", \.from, "only what this member sent"),
            .since(\.arrived.since, "only what arrived on this day (UTC) or time, or later"),
            .until(\.arrived.until, "only what arrived on this day (UTC) or time, or earlier"),
            RequestField(
                "state", \.state, oneOf: InboxState.allCases.map(\.rawValue),
                "only items in this state"),
            .precedence(\.precedence), .live(\.holding.live),
            .withdrawn(\.holding.withdrawn), .numbers(\.numbers), .limit(\.paging.limit),
            .page(\.paging.page),
        ])

    /// Carries the operation out.
    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> InboxPageView {
        try await InboxOffice(node: node).list(
            self,
            GlanceDesk.of(
                principal, opening: [.readInbox], numbersOnly: numbers, node.context))
    }
}

/// Shows one received notice. Only a named officer sees its words; the reading is recorded and
/// evidenced.
package struct ShowArrival: Request {
    /// The notice's number, or its message id.
    package var id = ""
    /// The reason, for whoever may open notices for the records alone.
    package var reason: String?

    /// An empty request.
    package init() {}
    /// The entry of the catalogue.
    package static let operation = Operation<ShowArrival>(
        "inbox.show", verb: "inbox",
        "Show what has arrived; its words to a named officer, which the issuer is told.",
        right: .list, effect: .reads,
        fields: [
            RequestField("id", \.id, "the notice's number, or its message id"),
            RequestField("reason", \.reason, "why it is opened, for the records"),
        ]
    ) {
        $0.id = "XB-TA-2027-000001"
    }

    /// Carries the operation out.
    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> ArrivalView {
        try await InboxOffice(node: node).show(self, by: principal)
    }
}

/// Shows the page for the officer at the border.
package struct ShowCard: Request {
    /// The notice's number, or its message id.
    package var id = ""

    /// An empty request.
    package init() {}
    /// The entry of the catalogue.
    package static let operation = Operation<ShowCard>(
        "inbox.card", "The page for the officer at the border.",
        right: .readInbox, effect: .reads,
        fields: [
            RequestField("id", \.id, "the notice's number, or its message id")
        ]
    ) {
        $0.id = "XB-TA-2027-000001"
    }

    /// Carries the operation out.
    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> CardView {
        try await InboxOffice(node: node).card(self, by: principal)
    }
}

/// Writes one attachment of a received notice into the file that was handed over.
package struct TakeAttachment: Request {
    /// The notice's number, or its message id.
    package var id = ""
    /// The number of the attachment on the card, or the beginning of its SHA-256.
    package var digest = ""

    /// An empty request.
    package init() {}
    /// The entry of the catalogue.
    package static let operation = Operation<TakeAttachment>(
        "inbox.attachment", "Take one attachment of a received notice out.",
        right: .readInbox, effect: .reads,
        fields: [
            RequestField("id", \.id, "the notice's number, or its message id"),
            RequestField(
                "digest", \.digest, "its number on the card, or 8 digits or more of its SHA-256"),
        ]
    ) {
        $0.id = "XB-TA-2027-000001"
        $0.digest = "1"
    }

    /// Carries the operation out.
    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> AttachmentView {
        try await AttachmentOffice(node: node).export(self, by: principal, files)
    }
}

/// Carries an order to erase out, and confirms it.
package struct EraseNotice: ReleaseRequest {
    /// The number of the order, or its message id.
    package var id = ""
    /// True to name what would be erased, and erase nothing.
    package var preview = false
    /// The words of officers beside the answer.
    package var words = ReleaseWords()

    /// An empty request.
    package init() {}
    /// The entry of the catalogue.
    package static let operation = Operation<EraseNotice>(
        "notice.erase", "Carry an order to erase out, and confirm it.",
        right: .keepRecords, effect: .changes,
        fields: [
            RequestField("id", \.id, "the number of the order"),
            RequestField("preview", \.preview, "name what would be erased, and erase nothing"),
        ] + wordFields
    ) {
        $0.id = "XB-ER-2027-000001"
    }

    /// Carries the operation out.
    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> ErasedView {
        try await ErasureOffice(node: node).erase(self, by: principal)
    }
}

/// Confirms a correction that came here.
package struct ConfirmCorrection: ReleaseRequest {
    /// The number of the correction, or its message id.
    package var id = ""
    /// The words of officers beside the answer.
    package var words = ReleaseWords()

    /// An empty request.
    package init() {}
    /// The entry of the catalogue.
    package static let operation = Operation<ConfirmCorrection>(
        "notice.confirm", "Confirm a correction that came here.",
        right: .keepRecords, effect: .changes,
        fields: [
            RequestField("id", \.id, "the number of the correction")
        ] + wordFields
    ) {
        $0.id = "XB-CN-2027-000001"
    }

    /// Carries the operation out.
    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> SentView {
        try await ErasureOffice(node: node).confirm(self, by: principal)
    }
}

/// Lists the tasks of officers, the earliest due first.
package struct ListTasks: Request {
    /// True to show no names, also to an officer.
    package var numbers = false

    /// An empty request.
    package init() {}
    /// The entry of the catalogue.
    package static let operation = Operation<ListTasks>(
        "tasks", "What officers must still do, the earliest due first.",
        right: .list, effect: .reads,
        fields: [.numbers(\.numbers)])

    /// Carries the operation out.
    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> Items<TaskView> {
        try await TaskOffice(context: node.context.reading, drafts: node.drafts).list(
            GlanceDesk.of(
                principal, opening: [.readInbox, .readNotices, .screen], numbersOnly: numbers,
                node.context), for: principal.name)
    }
}
