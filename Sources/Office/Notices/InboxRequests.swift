package import Asking
package import Notices
package import Station
internal import Traffic

/// Lists what has arrived: what lands next first.
package struct ListInbox: Request {
    /// Only items in this state; nil for all.
    package var state: String?

    package init() {}
    package static let name = "inbox.list"
    package static let verb = "inbox"
    package static let summary = "What has arrived; what lands next first."
    package static let right = Right.readInbox
    package static let effect = OperationEffect.reads
    package static let fields: [RequestField<ListInbox>] = [
        RequestField("state", \.state, "only new, read, actioned, closed, cancelled or superseded")
    ]
    package static var example: ListInbox { ListInbox() }

    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> Items<InboxLineView> {
        try await InboxOffice(node: node).list(self)
    }
}

/// Shows one received notice; its words to a named officer, who is recorded and whose reading is evidenced.
package struct ShowArrival: Request {
    /// The notice's number, or its message id.
    package var id = ""

    package init() {}
    package static let name = "inbox.show"
    package static let verb = "inbox"
    package static let summary =
        "Show what has arrived; its words to a named officer, which the issuer is told."
    package static let right = Right.readInbox
    package static let effect = OperationEffect.reads
    package static let fields: [RequestField<ShowArrival>] = [
        RequestField("id", \.id, "the notice's number, or its message id")
    ]
    package static var example: ShowArrival {
        var request = ShowArrival()
        request.id = "XB-TA-2027-000001"
        return request
    }

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

    package init() {}
    package static let name = "inbox.card"
    package static let summary = "The page for the officer at the border."
    package static let right = Right.readInbox
    package static let effect = OperationEffect.reads
    package static let fields: [RequestField<ShowCard>] = [
        RequestField("id", \.id, "the notice's number, or its message id")
    ]
    package static var example: ShowCard {
        var request = ShowCard()
        request.id = "XB-TA-2027-000001"
        return request
    }

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
    /// Its number on the card, or the beginning of its SHA-256.
    package var digest = ""

    package init() {}
    package static let name = "inbox.attachment"
    package static let summary = "Take one attachment of a received notice out."
    package static let right = Right.readInbox
    package static let effect = OperationEffect.reads
    package static let fields: [RequestField<TakeAttachment>] = [
        RequestField("id", \.id, "the notice's number, or its message id"),
        RequestField(
            "digest", \.digest, "its number on the card, or 8 digits or more of its SHA-256"),
    ]
    package static var example: TakeAttachment {
        var request = TakeAttachment()
        request.id = "XB-TA-2027-000001"
        request.digest = "1"
        return request
    }

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
    package var words = ReleaseWords()

    package init() {}
    package static let name = "notice.erase"
    package static let summary = "Carry an order to erase out, and confirm it."
    package static let right = Right.keepRecords
    package static let effect = OperationEffect.changes
    package static let fields: [RequestField<EraseNotice>] =
        [
            RequestField("id", \.id, "the number of the order")
        ] + wordFields
    package static var example: EraseNotice {
        var request = EraseNotice()
        request.id = "XB-ER-2027-000001"
        return request
    }

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
    package var words = ReleaseWords()

    package init() {}
    package static let name = "notice.confirm"
    package static let summary = "Confirm a correction that came here."
    package static let right = Right.keepRecords
    package static let effect = OperationEffect.changes
    package static let fields: [RequestField<ConfirmCorrection>] =
        [
            RequestField("id", \.id, "the number of the correction")
        ] + wordFields
    package static var example: ConfirmCorrection {
        var request = ConfirmCorrection()
        request.id = "XB-CN-2027-000001"
        return request
    }

    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> SentView {
        try await ErasureOffice(node: node).confirm(self, by: principal)
    }
}

/// Lists what officers must still do, the earliest due first.
package struct ListTasks: Request {
    package init() {}
    package static let name = "tasks"
    package static let summary = "What officers must still do, the earliest due first."
    package static let right = Right.readInbox
    package static let effect = OperationEffect.reads
    package static let fields: [RequestField<ListTasks>] = []
    package static var example: ListTasks { ListTasks() }

    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> Items<TaskView> {
        try await TaskOffice(context: node.context.reading, drafts: node.drafts).list()
    }
}
