internal import Attachments
internal import Exchange
internal import Federation
internal import Notices
internal import Ports
internal import Station

// The changes by a message that was believed: its bodies, its place in its thread, the agencies
// that are to have it.

extension Reception {
    func file(
        _ opened: MessageOpening.Opened, _ bytes: [UInt8], _ beside: FilingView,
        _ batch: inout ReceptionBatch
    ) throws(HeliographError) {
        let frame = opened.frame
        let header = opened.content.header
        let key = ThreadKey(issuer: header.from, thread: header.thread)
        let isCancel = opened.notice.operation.isCancel
        let stored = beside.ground(of: opened)
        let thread = batch.threads[key] ?? stored.thread
        let filing = ThreadFiling.decide(
            highest: thread?.highestSequence, isCancelled: thread?.isCancelled ?? false,
            sequence: header.sequence, isCancel: isCancel)
        if filing == .afterCancel, header.sequence > thread?.highestSequence ?? 0 {
            context.peerLog.log(
                .alarm, "statement-after-cancel", of: header.from,
                ["id": .string(header.id.description), "thread": .string(header.thread)])
        }
        if isSaidOtherwise(opened, stored.same, beside, batch) {
            context.peerLog.log(
                .alarm, "statement-twice", of: header.from,
                [
                    "id": .string(header.id.description), "thread": .string(header.thread),
                    "sequence": .number(JSONNumber(header.sequence)),
                ])
        }
        let (envelope, envelopeChange) = try context.station.newRecord(bytes)
        let (inner, innerChange) = try context.station.newRecord(opened.inner)
        let (notice, noticeChange) = try context.station.newRecord(opened.content.notice)
        context.dutyMemory.note(opened.notice, kept: notice)
        // Filed whole or not at all, since nothing below fails: the rest of the request is
        // committed anyway.
        closeEarlier(filing, header, stored.open, &batch)
        let own = header.recipients.first { $0.member == context.member }
        let now = batch.now
        batch.items.append(
            ReceptionBatch.Item(
                from: header.from, id: header.id, contentDigest: frame.contentDigest,
                thread: header.thread, sequence: header.sequence,
                notice: context.sealer.digest(opened.content.notice)
            ) { evidence in
                InboxItem(
                    from: header.from, id: header.id, contentDigest: frame.contentDigest,
                    seal: frame.seal, thread: header.thread, sequence: header.sequence,
                    kind: header.kind, operation: header.operation,
                    precedence: own?.precedence ?? .routine, deadline: own?.deadline,
                    created: header.created, expires: header.expires, received: now,
                    state: filing.inboxState, envelope: envelope, inner: inner, notice: notice,
                    evidence: evidence)
            })
        batch.steps += [
            .change(envelopeChange), .change(innerChange), .change(noticeChange),
            .item(batch.items.count - 1),
            .change(
                context.station.audit(
                    .collection, by: "node", about: .message(from: header.from, id: header.id),
                    why: "received")),
        ]
        if let key = frame.recipients.first(where: { $0.member == context.member })?.keyID {
            batch.steps.append(.change(.noteKeyUse(key, by: header.from, at: now)))
        }
        if !header.attachments.isEmpty {
            batch.hasAttachments = true
            batch.steps += AttachmentRecords(context: context.station).incoming(header, at: now)
                .map { .change($0) }
        }
        // A national system would take a withdrawn notice for a new one.
        let targets =
            filing == .afterCancel
            ? [] : context.routes.targets(of: opened.notice.kind, from: header.from)
        for target in targets {
            batch.steps.append(
                .change(
                    .putHandover(
                        Handover(
                            from: header.from, id: header.id, target: target, queued: batch.now))))
        }
        batch.steps += context.station.index(opened.notice, as: header.id).map { .change($0) }
        batch.steps += Consequence(context: context).tasks(after: opened.notice, at: now)
            .map { .change($0) }
        if filing == .current || filing == .tombstone {
            let next = ThreadState(
                issuer: header.from, thread: header.thread,
                highestSequence: max(header.sequence, thread?.highestSequence ?? 0),
                isCancelled: isCancel, current: header.id)
            batch.threads[key] = next
            batch.steps.append(.change(.putThread(next)))
        }
    }

    /// True if another statement with this number and sequence is here already: two nodes speak for
    /// one member, or a node that was set back says again what it does not remember. A statement
    /// that was issued anew says the same.
    private func isSaidOtherwise(
        _ opened: MessageOpening.Opened, _ stored: [InboxItem], _ beside: FilingView,
        _ batch: ReceptionBatch
    ) -> Bool {
        let header = opened.content.header
        let digest = context.sealer.digest(opened.content.notice)
        let isInBatch = batch.items.contains {
            $0.from == header.from && $0.thread == header.thread
                && $0.sequence == header.sequence && $0.notice != digest
        }
        if isInBatch { return true }
        for item in stored {
            // One that was erased says nothing any more.
            guard let held = try? context.station.body(item.notice, beside.bodies[item.notice])
            else { continue }
            if held != opened.content.notice { return true }
        }
        return false
    }

    private func closeEarlier(
        _ filing: ThreadFiling, _ header: NoticeHeader, _ stored: [InboxItem],
        _ batch: inout ReceptionBatch
    ) {
        let closed: InboxState
        switch filing {
        case .current: closed = .superseded
        case .tombstone: closed = .cancelled
        case .history, .afterCancel: return
        }
        var earlier = batch.items.filter { $0.from == header.from && $0.thread == header.thread }
            .map(\.id)
        earlier += stored.map(\.id)
        for id in earlier {
            batch.steps.append(
                .change(.setInboxState(from: header.from, id: id, closed)))
        }
    }
}
