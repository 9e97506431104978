package import Asking
internal import Exchange
internal import Federation
package import Notices
internal import Ports
package import Station
internal import Traffic

/// Lists the deliveries, the newest first.
package struct ListOutbox: Request {
    /// Only this kind of notice; nil for all.
    package var kind: String?
    /// Only deliveries to this member; nil for all.
    package var to: MemberCode?
    /// When it was queued.
    package var queued = ListPeriod()
    /// Only deliveries in this state; nil for all.
    package var state: String?
    /// Only this precedence; nil for all.
    package var precedence: String?
    /// Whether deliveries that ended unsent are shown.
    package var holding = Holding()
    /// True to show no names, also to an officer.
    package var numbers = false
    /// The part of the list.
    package var paging = Paging()

    /// An empty request.
    package init() {}
    /// The entry of the catalogue.
    package static let operation = Operation<ListOutbox>(
        "outbox.list", verb: "outbox", "List what we sent: who has it and who has not.",
        right: .list, effect: .reads,
        fields: [
            .kind(\.kind), RequestField("to", \.to, "only what goes to this member"),
            .since(\.queued.since, "only what was queued on this day (UTC) or time, or later"),
            .until(\.queued.until, "only what was queued on this day (UTC) or time, or earlier"),
            RequestField(
                "state", \.state, oneOf: DeliveryState.allCases.map(\.rawValue),
                "only deliveries in this state"),
            .precedence(\.precedence), .live(\.holding.live),
            .withdrawn(\.holding.withdrawn), .numbers(\.numbers), .limit(\.paging.limit),
            .page(\.paging.page),
        ])

    /// Carries the operation out.
    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> Page<ListedDeliveryView> {
        let office = OutboxOffice(
            context: node.context.reading, isServing: await node.isServing)
        return try await office.list(
            self,
            GlanceDesk.of(
                principal, opening: [.readNotices], numbersOnly: numbers, node.context))
    }
}

/// Shows one message of ours with its deliveries, seals and evidence.
package struct ShowMessage: Request {
    /// The notice's number, or the id of one of its messages.
    package var id = ""

    /// An empty request.
    package init() {}
    /// The entry of the catalogue.
    package static let operation = Operation<ShowMessage>(
        "outbox.show", verb: "outbox",
        "One message of ours: deliveries, seals, evidence (all its notice said: `notice show`).",
        right: .list, effect: .reads,
        fields: [
            RequestField("id", \.id, "the notice's number, or the id of one of its messages")
        ]
    ) {
        $0.id = "XA-TA-2027-000001"
    }

    /// Carries the operation out.
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

    /// An empty request.
    package init() {}
    /// The entry of the catalogue.
    package static let operation = Operation<RetryMessage>(
        "outbox.retry", "Try every open delivery of a message now.",
        right: .writeNotices, effect: .changes,
        fields: [
            RequestField("id", \.id, "the notice's number, or the id of one of its messages")
        ]
    ) {
        $0.id = "XA-TA-2027-000001"
    }

    /// Carries the operation out.
    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> RetriedView {
        let office = OutboxOffice(
            context: node.context.reading, isServing: await node.isServing)
        let message = try await office.context.station.message(named: id, for: .acting)
        let retried = try await RefusalDesk(node: node).retry(message.id)
        await node.duties.wake()
        return RetriedView(retried: retried)
    }
}

/// Lists the hand-overs to national systems that wait or were given up.
package struct ListHandovers: Request {
    /// An empty request.
    package init() {}
    /// The entry of the catalogue.
    package static let operation = Operation<ListHandovers>(
        "handover.list", verb: "handover",
        "Notices that wait for the national system, or were given up.",
        right: .observe, effect: .reads,
        fields: [])

    /// Carries the operation out.
    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> Items<HandoverView> {
        try await HandoverOffice(store: node.context.store, clock: node.context.clock).list()
    }
}

/// Tries hand-overs again that wait or were given up.
package struct RetryHandovers: Request {
    /// An empty request.
    package init() {}
    /// The entry of the catalogue.
    package static let operation = Operation<RetryHandovers>(
        "handover.retry", "Hand over again what was given up.",
        right: .administer, effect: .changes,
        fields: [])

    /// Carries the operation out.
    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> RetriedView {
        let retried = try await HandoverOffice(store: node.context.store, clock: node.context.clock)
            .retry()
        await node.dropFolder?.wake()
        return retried
    }
}
