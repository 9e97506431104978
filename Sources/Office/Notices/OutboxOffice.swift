internal import Asking
internal import Exchange
internal import Notices
internal import Ports
internal import Station
internal import Traffic

/// The outbox: the recipients that have a message, those that do not, and the cause.
struct OutboxOffice {
    let context: TrafficContext
    /// True if a node runs that sends.
    let isServing: Bool

    /// The most deliveries that one list looks at.
    private static let lookedAtMax = 10_000

    /// The deliveries, the newest first.
    ///
    /// - Parameter glances: opens the notices for an officer; nil shows numbers alone.
    func list(
        _ request: ListOutbox, _ glances: GlanceDesk?
    ) async throws(HeliographError) -> Page<ListedDeliveryView> {
        try request.queued.check()
        try request.holding.check()
        let board = AttachmentBoard(
            try await context.store.attachments(
                AttachmentFilter(from: context.member, limit: 100_000)))
        let holdUps = try await HoldUpDesk(context: context, isServing: isServing)
        let deliveries = try await context.store.deliveries(limit: Self.lookedAtMax)
        let messages = try await context.store.messages(Set(deliveries.map(\.id)))
        let found = deliveries.filter {
            (request.kind ?? messages[$0.id]?.kind) == messages[$0.id]?.kind
                && (request.to ?? $0.recipient) == $0.recipient
                && (request.state ?? $0.state.rawValue) == $0.state.rawValue
                && (request.precedence ?? $0.precedence.rawValue) == $0.precedence.rawValue
                && request.queued.contains($0.created)
        }
        let shown = found.filter { request.holding.shows(ended: $0.state.isWithdrawn) }
        let cut = request.paging.cut(
            shown, isNamed: glances != nil, ended: found.count { $0.state.isWithdrawn },
            isWhole: deliveries.count < Self.lookedAtMax)
        let opened = try await glances?.statements(of: cut.items, for: "names in the outbox") ?? [:]
        return Page(
            cut.with(
                cut.items.map { delivery in
                    ListedDeliveryView(
                        delivery: view(delivery, messages[delivery.id], board, holdUps),
                        glance: opened[
                            StatementKey(thread: delivery.thread, sequence: delivery.sequence)
                        ].map {
                            GlanceView(
                                $0, landing: $0.landing(in: delivery.recipient) ?? $0.firstLeg)
                        } ?? .nothing)
                }))
    }

    /// One message, with its deliveries, seals and evidence.
    func show(_ request: ShowMessage) async throws(HeliographError) -> SentMessageView {
        let message = try await context.station.message(named: request.id)
        let holdUps = try await HoldUpDesk(context: context, isServing: isServing)
        // An erased body has no digest any more.
        let signed = try? await PolicyDesk(context: context).signedNotice(message)
        let attachments = try await context.store.attachments(
            AttachmentFilter(from: context.member, id: message.id))
        return SentMessageView(
            message: try await view(message, holdUps),
            noticeDigest: signed.map { context.sealer.digest($0.encoded()) },
            attachmentList: attachments.map {
                AttachmentStateView($0, held: nil, code: nil, digest: nil)
            },
            evidence: try await context.store.evidenceEntries(
                from: context.member, id: message.id))
    }

    /// A message as the history of its thread shows it.
    func view(
        _ message: OutgoingMessage, _ holdUps: HoldUpDesk
    ) async throws(HeliographError) -> MessageView {
        let deliveries = try await context.store.deliveries(of: message.id)
        let envelopes = try await context.store.envelopes(of: message.id)
        let board = AttachmentBoard(
            try await context.store.attachments(
                AttachmentFilter(from: context.member, id: message.id)))
        return MessageView(
            id: message.id, thread: message.thread, sequence: message.sequence,
            kind: message.kind, operation: message.operation, created: message.created,
            expires: message.expires, contentDigest: message.contentDigest,
            to: message.recipients,
            seals: envelopes.map { envelope in
                SealView(
                    seal: envelope.seal, to: envelope.recipients, digest: envelope.digest,
                    bytes: envelope.byteCount, made: envelope.made)
            },
            deliveries: deliveries.map { view($0, message, board, holdUps) })
    }

    private func view(
        _ delivery: Delivery, _ message: OutgoingMessage?, _ board: AttachmentBoard,
        _ holdUps: HoldUpDesk
    ) -> DeliveryView {
        let told = holdUps.told(of: delivery)
        let attachments = board.rows(
            of: delivery.id, from: context.member, to: delivery.recipient)
        return DeliveryView(
            id: delivery.id, to: delivery.recipient, thread: delivery.thread,
            sequence: delivery.sequence, kind: message?.kind, operation: message?.operation,
            precedence: delivery.precedence, deadline: delivery.deadline, state: delivery.state,
            changed: delivery.changed, deliveredAt: delivery.deliveredAt,
            inTime: inTime(delivery), failedAttempts: delivery.attempts,
            nextAttempt: delivery.state.isClosed ? nil : delivery.nextAttempt, code: told.code,
            sentence: told.sentence, telephone: told.telephone, expires: delivery.expires,
            attachments: attachments.count,
            attachmentsArrived: attachments.count { $0.state == .arrived })
    }

    /// True if the delivery arrived before its deadline; nil while that is open, or without a
    /// deadline.
    private func inTime(_ delivery: Delivery) -> Bool? {
        guard let deadline = delivery.deadline else { return nil }
        if let delivered = delivery.deliveredAt { return delivered <= deadline }
        return context.clock.now > deadline ? false : nil
    }
}

extension DeliveryState {
    /// True for a delivery that ended unsent, because its notice was withdrawn or replaced.
    fileprivate var isWithdrawn: Bool {
        switch self {
        case .cancelled, .superseded: true
        case .queued, .sending, .relayed, .delivered, .retrieved, .refused, .expiredUndelivered:
            false
        }
    }
}
