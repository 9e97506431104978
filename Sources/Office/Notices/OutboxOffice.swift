internal import Exchange
internal import Notices
internal import Ports
internal import Station
internal import Traffic

/// Who has it, who has not, and why.
struct OutboxOffice {
    let context: TrafficContext
    /// Whether a node runs that sends.
    let isServing: Bool

    /// Every delivery, the newest first.
    func list() async throws(HeliographError) -> JSON {
        var items: [JSON] = []
        let board = AttachmentBoard(
            try await context.store.attachments(
                AttachmentFilter(from: context.member, limit: 100_000)))
        let holdUps = try await HoldUpDesk(context: context, isServing: isServing)
        let deliveries = try await context.store.deliveries(limit: 10_000)
        let messages = try await context.store.messages(Set(deliveries.map(\.id)))
        for delivery in deliveries {
            items.append(json(delivery, messages[delivery.id], board, holdUps))
        }
        return .items(items)
    }

    /// One message, with its deliveries, seals and evidence.
    func show(_ command: Command) async throws(HeliographError) -> JSON {
        var object = try await json(
            try await message(command), try await HoldUpDesk(context: context, isServing: isServing)
        )
        guard let id = object["id"]?.stringValue.flatMap({ MessageID($0) }) else {
            throw HeliographError(.internalFault, "A message has lost its id.")
        }
        object["noticeDigest"] = .null
        if let sent = try await context.store.message(id) {
            // A body that was erased has no digest to show any more.
            let signed = try? await PolicyDesk(context: context).signedNotice(sent)
            object["noticeDigest"] = JSON(
                signed.map { context.sealer.digest($0.encoded()).description })
        }
        object["attachmentList"] = .array(
            try await context.store.attachments(
                AttachmentFilter(from: context.member, id: id)
            ).map { $0.json(held: nil, code: nil, digest: nil) })
        object["evidence"] = .array(
            try await context.store.evidenceEntries(from: context.member, id: id).map(\.json))
        return object
    }

    func message(_ command: Command) async throws(HeliographError) -> OutgoingMessage {
        let text = try command.text("id")
        if let id = MessageID(text), let message = try await context.store.message(id) {
            return message
        }
        guard let last = try await context.store.messages(ofThread: text).last else {
            throw HeliographError(.notFound, "There is no message of ours with that id or number.")
        }
        return last
    }

    func json(
        _ message: OutgoingMessage, _ holdUps: HoldUpDesk
    ) async throws(HeliographError) -> JSON {
        let deliveries = try await context.store.deliveries(of: message.id)
        let envelopes = try await context.store.envelopes(of: message.id)
        let board = AttachmentBoard(
            try await context.store.attachments(
                AttachmentFilter(from: context.member, id: message.id)))
        return [
            "id": .string(message.id.description),
            "thread": .string(message.thread),
            "sequence": .number(JSONNumber(message.sequence)),
            "kind": .string(message.kind),
            "operation": .string(message.operation),
            "created": JSON(message.created),
            "expires": JSON(message.expires),
            "contentDigest": .string(message.contentDigest.description),
            "to": .array(message.recipients.map { .string($0.description) }),
            "seals": .array(
                envelopes.map { envelope in
                    [
                        "seal": .number(JSONNumber(envelope.seal)),
                        "to": .array(envelope.recipients.map { .string($0.description) }),
                        "digest": .string(envelope.digest.description),
                        "bytes": .number(JSONNumber(envelope.byteCount)),
                        "made": JSON(envelope.made),
                    ]
                }),
            "deliveries": .array(deliveries.map { json($0, message, board, holdUps) }),
        ]
    }

    private func json(
        _ delivery: Delivery, _ message: OutgoingMessage?, _ board: AttachmentBoard,
        _ holdUps: HoldUpDesk
    ) -> JSON {
        let told = holdUps.told(of: delivery)
        var json: JSON = [
            "id": .string(delivery.id.description),
            "to": .string(delivery.recipient.description),
            "thread": .string(delivery.thread),
            "sequence": .number(JSONNumber(delivery.sequence)),
            "kind": JSON(message?.kind),
            "operation": JSON(message?.operation),
            "precedence": .string(delivery.precedence.rawValue),
            "deadline": JSON(delivery.deadline),
            "state": .string(delivery.state.rawValue),
            "changed": JSON(delivery.changed),
            "deliveredAt": JSON(delivery.deliveredAt),
            "inTime": inTime(delivery),
            "failedAttempts": .number(JSONNumber(delivery.attempts)),
            "nextAttempt": JSON(delivery.state.isClosed ? nil : delivery.nextAttempt),
            "code": JSON(told.code?.rawValue),
            "sentence": JSON(told.sentence),
            "telephone": JSON(told.telephone),
            "expires": JSON(delivery.expires),
        ]
        board.count(delivery.id, from: context.member, to: delivery.recipient, in: &json)
        return json
    }

    /// Whether it arrived before its deadline; null while that is open, or without a deadline.
    private func inTime(_ delivery: Delivery) -> JSON {
        guard let deadline = delivery.deadline else { return .null }
        if let delivered = delivery.deliveredAt { return .bool(delivered <= deadline) }
        return context.clock.now > deadline ? .bool(false) : .null
    }
}
