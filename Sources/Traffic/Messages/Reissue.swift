internal import Attachments
internal import Exchange
internal import Federation
internal import Notices
internal import Ports
internal import Station

/// Issues messages anew: queued ones under a signature that peers take no more, because its key was
/// revoked or has ended, and ones that were refused for a cause that has gone. The same statement,
/// in the same place of its thread, becomes a new message.
struct Reissue {
    let context: TrafficContext
    /// Codes of refusals that have lost their cause; messages refused with one of them are issued
    /// anew under any key.
    var refusedFor: Set<Code> = []

    struct Result: Sendable {
        let queued: [Delivery]
        let closed: [Delivery]
    }

    /// Replaces a message for the recipients that do not have it.
    ///
    /// - Returns: nil if its signature is good, nobody waits for it, or the key in use now is not
    ///   taken either: a new message would be no better than this one.
    func reissue(_ id: MessageID) async throws(HeliographError) -> Result? {
        guard let message = try await context.store.message(id) else { return nil }
        return try await context.threads.withLock([message.thread]) { () throws(HeliographError) in
            try await reissue(message)
        }
    }

    private func reissue(_ message: OutgoingMessage) async throws(HeliographError) -> Result? {
        let now = context.clock.now.flooredToSecond
        let id = message.id
        let isOver = !context.sealer.speaksForUs(message.signer, at: now)
        guard isOver || !refusedFor.isEmpty else { return nil }
        // A later statement of the thread says more than this one would.
        if !refusedFor.isEmpty,
            try await context.store.notices(NoticeFilter(thread: message.thread))
                .contains(where: { $0.sequence > message.sequence })
        {
            return nil
        }
        let waiting = try await context.store.deliveries(of: id).filter { delivery in
            if delivery.state == .refused, let code = delivery.lastCode {
                return refusedFor.contains(code) || isOver && code == .certificateUntrusted
            }
            return isOver && !delivery.state.isClosed
        }
        guard !waiting.isEmpty, message.expires > now else { return nil }
        let inner = try await context.station.body(of: message.inner)
        let signed = try context.sealer.content(of: inner, as: .notice)
        let content = try readingGrammar { () throws(GrammarRefusal) in
            try NoticeContent.read(signed[...])
        }
        let recipients = content.header.recipients.filter { recipient in
            waiting.contains { $0.recipient == recipient.member }
        }
        let (next, header, changes) = try newMessage(message, content, to: recipients, at: now)
        guard context.sealer.speaksForUs(next.signer, at: now) else { return nil }
        var all = changes
        for var decision in try await context.store.decisions(ofThread: message.thread)
        where decision.matter == .refusedDelivery && decision.settled == nil
            && waiting.contains(where: { $0.recipient.description == decision.subject })
        {
            decision.settled = now
            decision.settledBy = "node"
            all.append(.putDecision(decision))
        }
        var result = (queued: [Delivery](), closed: [Delivery]())
        for var delivery in waiting {
            delivery.state = .superseded
            delivery.changed = now
            result.closed.append(delivery)
            all.append(.putDelivery(delivery))
        }
        for recipient in header.recipients {
            let delivery = Delivery(
                id: next.id, recipient: recipient.member, thread: next.thread,
                sequence: next.sequence, precedence: recipient.precedence,
                deadline: recipient.deadline, created: now, expires: next.expires,
                state: .queued, changed: now)
            result.queued.append(delivery)
            all.append(.putDelivery(delivery))
        }
        all.append(
            context.station.audit(
                .disclosure, by: "node", about: .message(from: context.member, id: next.id),
                to: next.recipients,
                why: isOver
                    ? "issued anew for \(id): its signing key is not taken any more"
                    : "issued anew for \(id): the cause of its refusal is gone"))
        all += try await context.acceptances
            .evidence(for: [next], at: now, mayWait: false)
            .map { .keepEvidence($0) }
        try await context.store.commit(all)
        context.log(
            .warning, "issued-anew",
            ["id": .string(id.description), "as": .string(next.id.description)])
        return Result(queued: result.queued, closed: result.closed)
    }

    private func newMessage(
        _ message: OutgoingMessage, _ content: NoticeContent,
        to recipients: [NoticeHeader.Recipient], at now: Instant
    ) throws(HeliographError) -> (OutgoingMessage, NoticeHeader, [Change]) {
        let codes = recipients.map(\.member)
        let header = NoticeHeader(
            from: context.member, id: context.entropy.messageID(at: now),
            recipients: recipients.map { recipient in
                NoticeHeader.Recipient(
                    member: recipient.member,
                    precedence: recipient.deadline.map { Precedence(actBy: $0, at: now) }
                        ?? recipient.precedence,
                    deadline: recipient.deadline)
            },
            created: now, expires: message.expires, kind: message.kind,
            operation: message.operation, thread: message.thread, sequence: message.sequence,
            salt: context.entropy.bytes(16), attachments: content.header.attachments)
        guard var notice = try? JSON.parse(content.notice) else {
            throw HeliographError(.storeCorrupt, "A stored notice cannot be read.")
        }
        notice["to"] = .array(codes.map { .string($0.description) })
        let renewed = NoticeContent(
            header: header, notice: notice.encoded(), attachments: content.attachments)
        let signed = try context.sealer.signed(renewed.encoded(), as: .notice, at: now)
        let (record, change) = try context.station.newRecord(signed.der)
        let next = OutgoingMessage(
            id: header.id, thread: message.thread, sequence: message.sequence, kind: message.kind,
            operation: message.operation, created: now, expires: message.expires,
            contentDigest: context.sealer.digest(signed.der), recipients: codes,
            signer: signed.signer, inner: record)
        let changes: [Change] =
            [change, .insertMessage(next)]
            + AttachmentRecords(context: context.station).outgoing(header, at: now)
            + (try SealPress(context: context).firstSeal(next, header, signed.der)?.changes ?? [])
        return (next, header, changes)
    }
}
