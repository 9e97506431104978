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

    /// Every delivery, the newest first.
    func list() async throws(HeliographError) -> Items<DeliveryView> {
        let board = AttachmentBoard(
            try await context.store.attachments(
                AttachmentFilter(from: context.member, limit: 100_000)))
        let holdUps = try await HoldUpDesk(context: context, isServing: isServing)
        let deliveries = try await context.store.deliveries(limit: 10_000)
        let messages = try await context.store.messages(Set(deliveries.map(\.id)))
        return Items(deliveries.map { view($0, messages[$0.id], board, holdUps) })
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
