package import Asking
package import Notices
internal import Ports
package import Station
internal import Traffic

/// Lists every delivery, the newest first.
package struct ListOutbox: Request {
    package init() {}
    package static let name = "outbox.list"
    package static let verb = "outbox"
    package static let summary = "Who has it and who has not."
    package static let right = Right.readNotices
    package static let effect = OperationEffect.reads
    package static let fields: [RequestField<ListOutbox>] = []
    package static var example: ListOutbox { ListOutbox() }

    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> Items<DeliveryView> {
        let office = OutboxOffice(
            context: node.context.reading, isServing: await node.isServing)
        return try await office.list()
    }
}

/// Shows one message of ours with its deliveries, seals and evidence.
package struct ShowMessage: Request {
    /// The notice's number, or the id of one of its messages.
    package var id = ""

    package init() {}
    package static let name = "outbox.show"
    package static let verb = "outbox"
    package static let summary = "Show one message of ours with its deliveries, seals and evidence."
    package static let right = Right.readNotices
    package static let effect = OperationEffect.reads
    package static let fields: [RequestField<ShowMessage>] = [
        RequestField("id", \.id, "the notice's number, or the id of one of its messages")
    ]
    package static var example: ShowMessage {
        var request = ShowMessage()
        request.id = "XA-TA-2027-000001"
        return request
    }

    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> SentMessageView {
        let office = OutboxOffice(
            context: node.context.reading, isServing: await node.isServing)
        return try await office.show(self)
    }
}

/// Tries every open delivery of a message now, and issues refused ones anew.
package struct RetryMessage: Request {
    /// The notice's number, or the id of one of its messages.
    package var id = ""

    package init() {}
    package static let name = "outbox.retry"
    package static let summary = "Try every open delivery of a message now."
    package static let right = Right.writeNotices
    package static let effect = OperationEffect.changes
    package static let fields: [RequestField<RetryMessage>] = [
        RequestField("id", \.id, "the notice's number, or the id of one of its messages")
    ]
    package static var example: RetryMessage {
        var request = RetryMessage()
        request.id = "XA-TA-2027-000001"
        return request
    }

    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> RetriedView {
        let office = OutboxOffice(
            context: node.context.reading, isServing: await node.isServing)
        let message = try await office.message(id)
        let retried = try await RefusalDesk(node: node).retry(message.id)
        await node.duties.wake()
        return RetriedView(retried: retried)
    }
}

/// Lists the hand-overs to national systems that wait or were given up.
package struct ListHandovers: Request {
    package init() {}
    package static let name = "handover.list"
    package static let verb = "handover"
    package static let summary = "Notices that wait for the national system, or were given up."
    package static let right = Right.observe
    package static let effect = OperationEffect.reads
    package static let fields: [RequestField<ListHandovers>] = []
    package static var example: ListHandovers { ListHandovers() }

    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> Items<HandoverView> {
        try await HandoverOffice(context: node.context).list()
    }
}

/// Tries hand-overs again that wait or were given up.
package struct RetryHandovers: Request {
    package init() {}
    package static let name = "handover.retry"
    package static let summary = "Hand over again what was given up."
    package static let right = Right.administer
    package static let effect = OperationEffect.changes
    package static let fields: [RequestField<RetryHandovers>] = []
    package static var example: RetryHandovers { RetryHandovers() }

    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> RetriedView {
        let retried = try await HandoverOffice(context: node.context).retry()
        await node.dropFolder?.wake()
        return retried
    }
}
