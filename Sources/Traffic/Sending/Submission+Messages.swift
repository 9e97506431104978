internal import Attachments
internal import Exchange
internal import Federation
internal import Notices
internal import Ports
internal import Station

// What is put into the transaction that takes a notice in: messages, seals, deliveries, evidence, ends.

extension Submission {
    /// Nothing more is sent of an earlier version; what was never attempted just ends here.
    func closeUnsent(_ earlier: [Delivery], isCancel: Bool, _ plan: inout Plan) {
        for var delivery in earlier where !delivery.state.isClosed {
            delivery.state = isCancel ? .cancelled : .superseded
            delivery.changed = plan.now
            plan.closed.append(delivery)
            plan.changes.append(.putDelivery(delivery))
        }
    }

    /// Whom the notice must reach: for a cancel, only those that something was ever sent to.
    func reached(_ notice: Notice, _ earlier: [Delivery]) -> [MemberCode] {
        guard notice.operation.isCancel, !earlier.isEmpty else { return notice.to }
        let sent = Set(earlier.filter { $0.seal != nil }.map(\.recipient))
        return notice.to.filter { sent.contains($0) }
    }

    /// A recipient that an update drops is told that the notice is cancelled for it.
    func addCancelForDropped(
        _ notice: Notice, _ earlier: [Delivery], _ request: SubmissionRequest, _ plan: inout Plan
    ) async throws(HeliographError) {
        let sent = Set(earlier.filter { $0.seal != nil }.map(\.recipient))
        let dropped = sent.subtracting(notice.to).sorted()
        guard !dropped.isEmpty else { return }
        guard NoticeLifecycle.operations(of: notice.kind, on: notice.side).contains(.cancel) else {
            throw HeliographError(
                .transitionRefused,
                "An answer cannot be taken back from \(dropped[0]), which an earlier one reached.",
                next: "Send it to everybody that the earlier one was sent to.")
        }
        var document = notice.json
        document["operation"] = .string(NoticeOperation.cancel.rawValue)
        document["to"] = .array(dropped.map { .string($0.description) })
        switch Notice.read(document, rules: context.authorRules) {
        case .valid(let cancel, _):
            for share in try await PolicyDesk(context: context).shares(of: cancel, to: dropped) {
                try addMessage(cancel, share, request, &plan)
            }
        case .refused(let faults):
            throw HeliographError(
                .noticeInvalid, "The cancel for a dropped recipient is not valid.", faults: faults)
        }
    }

    /// One message: a rendition, signed once, and sealed for every recipient whose key is known.
    func addMessage(
        _ notice: Notice, _ share: PolicyDesk.Share, _ request: SubmissionRequest,
        _ plan: inout Plan
    ) throws(HeliographError) {
        let recipients = share.recipients
        let now = plan.now
        let id = context.entropy.messageID(at: now)
        let header = NoticeHeader(
            from: context.member, id: id,
            recipients: recipients.map {
                NoticeHeader.Recipient(
                    member: $0, precedence: notice.precedence(for: $0, at: now),
                    deadline: notice.actBy(for: $0)?.flooredToSecond)
            },
            created: now, expires: expiry(of: notice, to: recipients, at: now),
            kind: notice.kind.rawValue, operation: notice.operation.rawValue,
            thread: notice.thread, sequence: notice.sequence, salt: context.entropy.bytes(16),
            attachments: notice.operation.isCancel ? [] : request.attachments)
        let content = NoticeContent(
            header: header,
            notice: notice.rendition(for: recipients, removing: share.removing).encoded())
        let signed = try context.sealer.signed(content.encoded(), as: .notice, at: now)
        let inner = signed.der
        let (record, recordChange) = try context.node.newRecord(inner)
        let message = OutgoingMessage(
            id: id, thread: notice.thread, sequence: notice.sequence,
            kind: notice.kind.rawValue, operation: notice.operation.rawValue, created: now,
            expires: header.expires, contentDigest: context.sealer.digest(inner),
            recipients: recipients, signer: signed.signer, inner: record)
        plan.messages.append(message)
        plan.noticeDigests[id] = context.sealer.digest(content.notice)
        plan.changes += [recordChange, .insertMessage(message)]
        let pressed = try SealPress(context: context).firstSeal(message, header, inner)
        plan.changes += pressed?.changes ?? []
        for recipient in header.recipients {
            var delivery = Delivery(
                id: id, recipient: recipient.member, thread: notice.thread,
                sequence: notice.sequence, precedence: recipient.precedence,
                deadline: recipient.deadline, created: now, expires: header.expires,
                state: .queued, changed: now)
            if let pressed, plan.sentAtOnce.contains(recipient.member),
                let parcel = Parcel(express: pressed, to: recipient.member)
            {
                delivery.state = .sending
                delivery.seal = pressed.envelope.seal
                plan.express.append(parcel)
            }
            plan.queued.append(delivery)
            plan.changes.append(.putDelivery(delivery))
        }
        plan.changes += AttachmentRecords(context: context.node).outgoing(header, at: now)
        plan.changes += context.node.index(notice, and: plan.moreKeys, as: id)
        plan.changes.append(
            context.node.audit(
                .disclosure, by: request.author, about: .message(from: context.member, id: id),
                to: recipients,
                why: [plan.why, share.override].compactMap(\.self).joined(separator: "; ")))
        if let supervisor = share.supervisor {
            plan.changes += recipients.map { recipient in
                .putDecision(
                    Decision(
                        thread: notice.thread, sequence: notice.sequence, matter: .override,
                        subject: recipient.description, officer: supervisor,
                        reason: request.override ?? "", at: now))
            }
        }
    }

    /// What was refused of earlier statements is dealt with by this one, for whom it goes to; by a cancel, for all.
    func addSettled(
        _ notice: Notice, by officer: String, _ plan: inout Plan
    ) async throws(HeliographError) {
        for var decision in try await context.store.decisions(ofThread: notice.thread)
        where decision.matter == .refusedDelivery && decision.settled == nil {
            let isMeant = notice.to.contains { $0.description == decision.subject }
            guard notice.operation.isCancel || isMeant else { continue }
            decision.settled = plan.now
            decision.settledBy = officer
            plan.changes.append(.putDecision(decision))
        }
    }

    /// A day after the last arrival of anybody, or after what else it should be known by, within the
    /// transport life of 30 days; never less than a day.
    func expiry(of notice: Notice, to recipients: [MemberCode], at now: Instant) -> Instant {
        let longest = now + WireProtocol.lifeMax
        let ends = recipients.compactMap { recipient in
            notice.lastArrival(for: recipient).map { $0 + .hours(24) }
                ?? notice.actBy(for: recipient).map { $0 + .hours(26) }
        }
        guard ends.count == recipients.count, let last = ends.max() else { return longest }
        return min(longest, max(now + .hours(24), last)).flooredToSecond
    }

    /// Our own signed word that the notice was taken in: given once nothing can refuse it any more.
    func addAcceptance(_ plan: inout Plan) async throws(HeliographError) {
        plan.changes += try await context.acceptances.word(
            on: plan.messages, at: plan.now, alone: !plan.express.isEmpty, context
        ).map { .keepEvidence($0) }
    }
}
