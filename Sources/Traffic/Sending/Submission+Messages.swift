internal import Attachments
internal import Exchange
internal import Federation
internal import Notices
internal import Ports
internal import Station

// The parts of the transaction that takes a notice in: messages, seals, deliveries, evidence, ends.

extension Submission {
    /// Ends the open deliveries of earlier versions: nothing more is sent of them.
    func closeUnsent(_ earlier: [Delivery], isCancel: Bool, _ plan: inout Plan) {
        for var delivery in earlier where !delivery.state.isClosed {
            delivery.state = isCancel ? .cancelled : .superseded
            delivery.changed = plan.now
            plan.closed.append(delivery)
            plan.changes.append(.putDelivery(delivery))
        }
    }

    /// The members that the notice must reach: for a cancel, only those that something was ever
    /// sent to.
    func reached(_ notice: Notice, _ earlier: [Delivery]) -> [MemberCode] {
        guard notice.operation.isCancel, !earlier.isEmpty else { return notice.to }
        let sent = Set(earlier.filter { $0.seal != nil }.map(\.recipient))
        return notice.to.filter { sent.contains($0) }
    }

    /// Adds a cancel for the recipients that an update drops.
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
            for rendition in try await PolicyDesk(context: context).renditions(
                of: cancel, to: dropped)
            {
                try addMessage(cancel, rendition, request, &plan)
            }
        case .refused(let faults):
            throw HeliographError(
                .noticeInvalid, "The cancel for a dropped recipient is not valid.", faults: faults)
        }
    }

    /// Adds one message: a rendition, signed once, and sealed for every recipient whose key is
    /// known.
    func addMessage(
        _ notice: Notice, _ rendition: PolicyDesk.Rendition, _ request: SubmissionRequest,
        _ plan: inout Plan
    ) throws(HeliographError) {
        let recipients = rendition.recipients
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
            notice: notice.rendition(for: recipients, removing: rendition.removing).encoded())
        let signed = try context.sealer.signed(content.encoded(), as: .notice, at: now)
        let inner = signed.der
        let (record, recordChange) = try context.station.newRecord(inner)
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
                let parcel = Parcel(leavingAtOnce: pressed, to: recipient.member)
            {
                delivery.state = .sending
                delivery.seal = pressed.envelope.seal
                plan.leavingAtOnce.append(parcel)
            }
            plan.queued.append(delivery)
            plan.changes.append(.putDelivery(delivery))
        }
        plan.changes += AttachmentRecords(context: context.station).outgoing(header, at: now)
        plan.changes += context.station.index(notice, and: plan.moreKeys, as: id)
        plan.changes.append(
            context.station.audit(
                .disclosure, by: request.author, about: .message(from: context.member, id: id),
                to: recipients,
                why: [plan.why, rendition.override].compactMap(\.self).joined(separator: "; ")))
        if let supervisor = rendition.supervisor {
            plan.changes += recipients.map { recipient in
                .putDecision(
                    Decision(
                        thread: notice.thread, sequence: notice.sequence, matter: .override,
                        subject: recipient.description, officer: supervisor,
                        reason: request.override ?? "", at: now))
            }
        }
    }

    /// Settles refusals of earlier statements, for the recipients of this one; a cancel settles all
    /// of them.
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

    /// The expiry of a message: a day after the last arrival, or after the time by which its
    /// recipient must act; within the transport life of 30 days, and never less than a day.
    func expiry(of notice: Notice, to recipients: [MemberCode], at now: Instant) -> Instant {
        let longest = now + WireProtocol.lifeMax
        let ends = recipients.compactMap { recipient in
            notice.lastArrival(for: recipient).map { $0 + .hours(24) }
                ?? notice.actBy(for: recipient).map { $0 + .hours(26) }
        }
        guard ends.count == recipients.count, let last = ends.max() else { return longest }
        return min(longest, max(now + .hours(24), last)).flooredToSecond
    }

    /// Adds our own signed evidence that the notice was taken in: last, when nothing can refuse it
    /// any more.
    func addAcceptance(_ plan: inout Plan) async throws(HeliographError) {
        plan.changes += try await context.acceptances.evidence(
            for: plan.messages, at: plan.now, mayWait: plan.leavingAtOnce.isEmpty
        ).map { .keepEvidence($0) }
    }
}
