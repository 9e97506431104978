internal import Asking
internal import Exchange
internal import Federation
internal import Notices
internal import Ports
internal import Station
internal import Traffic

/// Carries an order to erase out, and answers corrections.
struct ErasureOffice {
    let node: any RunningNode

    private var context: TrafficContext { node.context }

    /// Erases everything that an order names, for good. The bodies go first, then their keys; then
    /// *deleted* is signed, and the answer is sent. A second call completes the work that a crash
    /// interrupted.
    ///
    /// - Throws: `notFound`, `transitionRefused` for a notice that is no order, and every error of
    ///   a submission.
    func erase(
        _ request: EraseNotice, by principal: Principal
    ) async throws(HeliographError) -> ErasedView {
        let officer = try principal.officer()
        let order = try await order(request.id, .erasure)
        // The order comes from the issuer of the notice; the rules have checked that on arrival.
        guard let about = order.about else {
            throw HeliographError(.usage, "The order names no notice.")
        }
        let items = try await context.store.inbox(
            InboxFilter(thread: about.thread, from: order.from, limit: 10_000)
        ).filter { about.sequence == nil || $0.sequence == about.sequence }
        guard !request.preview else {
            var held: [MessageID] = []
            for (from, id) in items.map({ ($0.from, $0.id) })
            where try await context.store.erasure(from: from, id: id) == nil { held.append(id) }
            return ErasedView(
                order: order.thread, issuer: order.from, about: about.thread, erased: held,
                answer: nil)
        }
        try await takeAway(items, order, by: officer)
        try await context.store.shred()
        try await testify(items, order)
        let sent = try await answer(order, copies: items.count, by: principal, request.words)
        return ErasedView(
            order: order.thread, issuer: order.from, about: about.thread,
            erased: items.map(\.id), answer: sent)
    }

    /// Confirms a correction: everybody in this member works by the corrected words.
    func confirm(
        _ request: ConfirmCorrection, by principal: Principal
    ) async throws(HeliographError) -> SentView {
        _ = try principal.officer()
        return try await answer(
            try await order(request.id, .correction), copies: 0, by: principal, request.words)
    }

    private func order(
        _ id: String, _ kind: NoticeKind
    ) async throws(HeliographError) -> Notice {
        let item = try await context.station.arrival(named: id, for: .acting)
        guard item.kind == kind.rawValue, item.operation != NoticeOperation.cancel.rawValue else {
            throw HeliographError(
                .transitionRefused,
                Self.isNoOrder(item, kind),
                next: "`heliograph tasks` shows each \(Self.named(kind)) that waits, with its "
                    + "number.")
        }
        let notice = try await context.notice(item.notice)
        return notice
    }

    private static func named(_ kind: NoticeKind) -> String {
        kind == .erasure ? "order to erase" : kind.rawValue
    }

    /// The reason why an item is not carried out, in one sentence.
    private static func isNoOrder(_ item: InboxItem, _ kind: NoticeKind) -> String {
        guard item.kind != kind.rawValue else {
            return "The \(named(kind)) \(item.thread) was withdrawn by \(item.from)."
        }
        let phrase = NoticeKind(rawValue: item.kind)?.phraseInside ?? item.kind
        return "\(item.thread) is no \(named(kind)): it is \(phrase)."
    }

    private func takeAway(
        _ items: [InboxItem], _ order: Notice, by officer: String
    ) async throws(HeliographError) {
        let now = context.clock.now
        var changes: [Change] = []
        let waiting = try await context.store.handovers(.pending, limit: 100_000)
        for item in items where try await context.store.erasure(from: item.from, id: item.id) == nil
        {
            let remains = try context.sealer.withoutContent(
                try await context.station.body(of: item.inner), as: .notice)
            changes += [item.envelope, item.inner, item.notice].map(Change.eraseRecord)
            changes += [
                .insertErasure(
                    Erasure(
                        from: item.from, id: item.id, order: order.thread, at: now,
                        remains: remains)),
                .unindex(from: item.from, id: item.id),
                .setInboxState(from: item.from, id: item.id, .closed),
                context.station.audit(
                    .erasure, by: officer, about: .message(from: item.from, id: item.id),
                    why: "ordered by \(order.thread)"),
            ]
            for var handover in waiting where handover.from == item.from && handover.id == item.id {
                handover.state = .dead
                handover.lastCode = .erased
                changes.append(.putHandover(handover))
            }
        }
        // Another content that came under one of these ids was kept sealed, as proof.
        for conflict in try await context.store.conflicts(limit: 100_000)
        where items.contains(where: { $0.from == conflict.from && $0.id == conflict.id }) {
            changes.append(.eraseRecord(conflict.envelope))
        }
        if !changes.isEmpty { try await context.store.commit(changes) }
    }

    /// Signs *deleted* for every erased message that has no such evidence yet, and queues it for
    /// the issuer.
    private func testify(_ items: [InboxItem], _ order: Notice) async throws(HeliographError) {
        let now = context.clock.now
        var entries: [EvidenceEntry] = []
        for item in items {
            let known = try await context.store.evidenceEntries(from: item.from, id: item.id)
            guard !known.contains(where: { $0.step == .deleted }) else {
                continue
            }
            entries.append(
                EvidenceEntry(
                    step: .deleted, by: context.member, from: item.from, id: item.id,
                    seal: item.seal, recipient: context.member, contentDigest: item.contentDigest,
                    at: now.flooredToSecond))
        }
        let countMax = WireProtocol.entriesMax
        for start in stride(from: 0, to: entries.count, by: countMax) {
            let some = Array(entries[start..<min(start + countMax, entries.count)])
            let der = try context.sealer.sign(EvidenceContent.encode(some), as: .evidence, at: now)
            let digest = context.sealer.digest(der)
            try await context.store.commit([
                .keepEvidence(
                    EvidenceDocument(digest: digest, der: der, entries: some, kept: now)),
                .putEvidenceDispatch(
                    EvidenceDispatch(
                        digest: digest, to: order.from, precedence: .priority, queued: now)),
            ])
        }
        if await node.isServing { await node.courier.wake() }
    }

    private func answer(
        _ order: Notice, copies: Int, by principal: Principal, _ words: ReleaseWords
    ) async throws(HeliographError) -> SentView {
        let own = try await context.store.notices(NoticeFilter(thread: order.thread))
        let document = NoticeTemplate.confirmation(
            of: order, by: context.member, sequence: (own.map(\.sequence).max() ?? 0) + 1,
            copies: copies, at: context.clock.now.flooredToSecond)
        return try await NoticeOffice(node: node).send(document, by: principal, words)
    }
}
