package import Asking
package import Notices
package import Station
internal import Traffic

/// Lists the last statement of each thread of ours.
package struct ListNotices: Request {
    package init() {}
    package static let name = "notice.list"
    package static let summary = "List the notices of ours."
    package static let right = Right.readNotices
    package static let effect = OperationEffect.reads
    package static let fields: [RequestField<ListNotices>] = []
    package static var example: ListNotices { ListNotices() }

    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> Items<NoticeLineView> {
        let office = OwnNoticeOffice(
            context: node.context.reading, isServing: await node.isServing)
        return try await office.list()
    }
}

/// Shows the whole life of a thread of ours; its words to a named officer, who is recorded.
package struct ShowNotice: Request {
    /// The notice's number, or the id of one of its messages.
    package var id = ""

    package init() {}
    package static let name = "notice.show"
    package static let summary = "Print the whole life of a notice of ours, and what it says."
    package static let right = Right.readNotices
    package static let effect = OperationEffect.reads
    package static let fields: [RequestField<ShowNotice>] = [
        RequestField("id", \.id, "the notice's number, or the id of one of its messages")
    ]
    package static var example: ShowNotice {
        var request = ShowNotice()
        request.id = "XA-TA-2027-000001"
        return request
    }

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
    /// What the next statement says, such as `update`.
    package var operation = ""

    package init() {}
    package static let name = "notice.successor"
    package static let verb = "notice new"
    package static let summary = "Print an empty notice to fill in, or an example."
    package static let right = Right.writeNotices
    package static let effect = OperationEffect.reads
    package static let fields: [RequestField<WriteSuccessor>] = [
        RequestField("id", \.id, "the notice's number, or the id of one of its messages"),
        RequestField("operation", \.operation, "what the next statement says, such as `update`"),
    ]
    package static var example: WriteSuccessor {
        var request = WriteSuccessor()
        request.id = "XA-TA-2027-000001"
        request.operation = "update"
        return request
    }

    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> SuccessorView {
        let office = OwnNoticeOffice(
            context: node.context, isServing: await node.isServing)
        return try await office.successor(self, by: principal)
    }
}

/// Approves what one officer released in an emergency.
package struct ApproveRelease: Request {
    /// The notice's number, or the id of one of its messages.
    package var id = ""

    package init() {}
    package static let name = "notice.approve"
    package static let summary = "Approve what one officer released in an emergency."
    package static let right = Right.approve
    package static let effect = OperationEffect.changes
    package static let fields: [RequestField<ApproveRelease>] = [
        RequestField("id", \.id, "the notice's number, or the id of one of its messages")
    ]
    package static var example: ApproveRelease {
        var request = ApproveRelease()
        request.id = "XA-TA-2027-000001"
        return request
    }

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
    /// What was wrong, and what is right.
    package var statement = ""
    /// The reason code; nil where a recipient has reported a wrong person.
    package var because: String?
    /// True to print what would be sent, and send nothing.
    package var preview = false
    package var words = ReleaseWords()

    package init() {}
    package static let name = "notice.retract"
    package static let summary = "Take a notice back: cancel, correction, and order to erase."
    package static let right = Right.writeNotices
    package static let effect = OperationEffect.changes
    package static let fields: [RequestField<RetractNotice>] =
        [
            RequestField("id", \.id, "the notice's number, or the id of one of its messages"),
            RequestField("statement", \.statement, "what was wrong, and what is right"),
            RequestField(
                "because", \.because, "why: wrong-person, data-wrong, unlawful or out-of-date"),
            RequestField("preview", \.preview, "print what would be sent, and send nothing"),
        ] + wordFields
    package static var example: RetractNotice {
        var request = RetractNotice()
        request.id = "XA-TA-2027-000001"
        request.statement = "Another person was meant."
        request.because = "wrong-person"
        request.words.approvedBy = "chief-2"
        return request
    }

    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> RetractionView {
        try await RetractionOffice(node: node).retract(self, by: principal)
    }
}

/// Finds that a notice of ours stands though a wrong person was reported.
package struct KeepNotice: Request {
    /// The notice's number, or the id of one of its messages.
    package var id = ""
    /// Why; kept in the audit record.
    package var reason = ""
    /// The second officer; nil if none was named.
    package var approvedBy: String?

    package init() {}
    package static let name = "notice.keep"
    package static let summary = "Find that a notice stands though a wrong person was reported."
    package static let right = Right.approve
    package static let effect = OperationEffect.changes
    package static let fields: [RequestField<KeepNotice>] = [
        RequestField("id", \.id, "the notice's number, or the id of one of its messages"),
        RequestField("reason", \.reason, "why; kept in the audit record"),
        RequestField("approvedBy", \.approvedBy, "the second officer"),
    ]
    package static var example: KeepNotice {
        var request = KeepNotice()
        request.id = "XA-TA-2027-000001"
        request.reason = "A namesake was met."
        request.approvedBy = "chief-2"
        return request
    }

    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> KeptView {
        try await RetractionOffice(node: node).keep(self, by: principal)
    }
}

/// Shows who has confirmed a correction or an order to erase of ours.
package struct ShowBoard: Request {
    /// The number of the order, or of the notice that it is about.
    package var id = ""

    package init() {}
    package static let name = "notice.board"
    package static let summary = "Who has confirmed a correction or an order to erase."
    package static let right = Right.readNotices
    package static let effect = OperationEffect.reads
    package static let fields: [RequestField<ShowBoard>] = [
        RequestField("id", \.id, "the number of the order, or of the notice it is about")
    ]
    package static var example: ShowBoard {
        var request = ShowBoard()
        request.id = "XA-TA-2027-000001"
        return request
    }

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

    package init() {}
    package static let name = "notice.totals"
    package static let summary =
        "What the members of an operation of ours counted (to publish: `statistics operation`)."
    package static let right = Right.readNotices
    package static let effect = OperationEffect.reads
    package static let fields: [RequestField<ShowTotals>] = [
        RequestField("id", \.id, "the number of the operation")
    ]
    package static var example: ShowTotals {
        var request = ShowTotals()
        request.id = "XA-OP-2027-000001"
        return request
    }

    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> TotalsView {
        try await TotalsOffice(context: node.context).totals(self)
    }
}
