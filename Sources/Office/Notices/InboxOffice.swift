internal import Asking
internal import Attachments
internal import Exchange
internal import Federation
internal import Notices
internal import Ports
internal import Station
internal import Traffic

/// The inbox: the notice whose traveller lands next comes first.
struct InboxOffice {
    let node: any RunningNode

    private var context: TrafficContext { node.context }

    /// The most items that one list looks at.
    private static let lookedAtMax = 10_000

    /// - Parameter glances: opens the notices for an officer; nil shows numbers alone.
    func list(
        _ request: ListInbox, _ glances: GlanceDesk?
    ) async throws(HeliographError) -> InboxPageView {
        try request.arrived.check()
        try request.holding.check()
        let context = context.reading
        var filter = InboxFilter(
            from: request.from, kind: request.kind,
            receivedFrom: request.arrived.since?.first, limit: Self.lookedAtMax)
        filter.states = request.state.flatMap { InboxState(rawValue: $0) }.map { [$0] }
        let board = AttachmentBoard(
            try await context.store.attachments(
                AttachmentFilter(recipient: context.member, limit: 100_000)))
        let found = try await context.store.inbox(filter)
        let items = found.filter {
            request.arrived.contains($0.received)
                && (request.precedence ?? $0.precedence.rawValue) == $0.precedence.rawValue
        }
        let ordered = try await StandingDesk(context: context).ordered(items)
        let shown = ordered.filter { request.holding.shows(ended: $0.standing.isEnded) }
        let cut = request.paging.cut(
            shown, isNamed: glances != nil, ended: ordered.count { $0.standing.isEnded },
            isWhole: found.count < Self.lookedAtMax)
        // Nobody here has seen yet that these were taken back.
        var unread: [String] = []
        for (item, _) in ordered
        where item.operation == NoticeOperation.cancel.rawValue && item.state == .new
            && !unread.contains(item.thread)
        {
            unread.append(item.thread)
        }
        let notices =
            try await glances?.open(
                cut.items.map { ($0.item.thread, $0.item.notice) }, for: "names in the inbox")
            ?? [:]
        return InboxPageView(
            page: Page(
                cut.with(
                    cut.items.map { item, standing in
                        ListedArrivalView(
                            line: InboxLineView(
                                item, standing,
                                board.rows(of: item.id, from: item.from, to: context.member)),
                            glance: notices[item.notice].map {
                                GlanceView($0, landing: $0.landing(in: context.member))
                            } ?? .nothing)
                    })), withdrawnUnread: unread)
    }

    /// One notice. Only a named officer sees its content. That officer is logged, and the issuer
    /// gets evidence of the reading.
    func show(
        _ request: ShowArrival, by principal: Principal
    ) async throws(HeliographError) -> ArrivalView {
        let item = try await context.station.arrival(named: request.id)
        let standing = try await StandingDesk(context: context).standing(of: item)
        let rows = try await context.store.attachments(
            AttachmentFilter(from: item.from, id: item.id, recipient: context.member))
        let opening = try principal.opening(.readInbox, for: request.reason, usual: "inbox")
        let isOpen = opening != nil
        let list = try await list(rows, of: item, isOpen: isOpen)
        var notice: [UInt8]?
        if let opening {
            notice = try await consult(
                item, by: opening.officer, why: opening.why,
                isForRecords: !principal.may(.readInbox))
        }
        // The officer sees the state that this reading has just brought about.
        var shown = item
        if principal.may(.readInbox), isOpen, item.state == .new { shown.state = .read }
        return ArrivalView(
            line: InboxLineView(shown, standing, rows), attachmentList: list,
            notice: try notice.map(parse),
            noticeDigest: notice.map { context.sealer.digest($0) })
    }

    /// The attachments of a notice and their progress.
    ///
    /// - Parameter isOpen: true if the officer sees the notice, and with it the digests of its
    ///   files.
    private func list(
        _ rows: [AttachmentDelivery], of item: InboxItem, isOpen: Bool
    ) async throws(HeliographError) -> [AttachmentStateView] {
        guard !rows.isEmpty else { return [] }
        let named =
            isOpen
            ? try await AttachmentRecords(context: context.station).header(of: item.inner)
                .attachments
            : []
        var list: [AttachmentStateView] = []
        for row in rows {
            let (held, code) = await node.fetcher.progress(row)
            list.append(
                AttachmentStateView(
                    row, held: held, code: row.state == .waiting ? code : nil,
                    digest: named.first { $0.sealed == row.sealed }?.digest))
        }
        return list
    }

    /// The page for the officer at the border, as plain text and in its parts.
    func card(
        _ request: ShowCard, by principal: Principal
    ) async throws(HeliographError) -> CardView {
        let item = try await context.station.arrival(named: request.id)
        let bytes = try await consult(item, by: try principal.officer())
        return CardView(try await CardDesk(context: context).card(of: item, bytes).page)
    }

    /// Opens a stored notice for an officer: audit entry, state, and *retrieved* for the issuer, in
    /// one transaction, before anything is shown.
    ///
    /// - Parameter isForRecords: true if nobody acts on what is read; the issuer is not told then.
    func consult(
        _ item: InboxItem, by officer: String, why: String = "inbox", isForRecords: Bool = false
    ) async throws(HeliographError)
        -> [UInt8]
    {
        let bytes = try await context.station.body(of: item.notice)
        let now = context.clock.now
        var changes = [
            context.station.audit(
                .consultation, by: officer, about: .message(from: item.from, id: item.id), why: why)
        ]
        let isRetrieved = item.state == .new && !isForRecords
        if isRetrieved {
            let entry = EvidenceEntry(
                step: .retrieved, by: context.member, from: item.from, id: item.id,
                seal: item.seal, recipient: context.member, contentDigest: item.contentDigest,
                at: now.flooredToSecond)
            let der = try context.sealer.sign(
                EvidenceContent.encode([entry]), as: .evidence, at: now)
            let digest = context.sealer.digest(der)
            changes += [
                .setInboxState(from: item.from, id: item.id, .read),
                .keepEvidence(
                    EvidenceDocument(digest: digest, der: der, entries: [entry], kept: now)),
                .putEvidenceDispatch(
                    EvidenceDispatch(
                        digest: digest, to: item.from, precedence: item.precedence, queued: now)),
            ]
        }
        try await context.store.commit(changes)
        if isRetrieved, await node.isServing { await node.courier.wake() }
        return bytes
    }

    private func parse(_ notice: [UInt8]) throws(HeliographError) -> Document {
        do throws(JSONFault) {
            return Document(try JSON.parse(notice))
        } catch {
            throw HeliographError(.storeCorrupt, "A stored notice cannot be read.")
        }
    }
}

extension InboxLineView {
    /// An item as a list shows it.
    ///
    /// - Parameter attachments: the attachments that the message names.
    init(_ item: InboxItem, _ standing: Standing, _ attachments: [AttachmentDelivery]) {
        self.init(
            id: item.id, from: item.from, kind: item.kind, operation: item.operation,
            thread: item.thread, sequence: item.sequence, precedence: item.precedence,
            deadline: item.deadline, created: item.created, received: item.received,
            expires: item.expires, state: item.state, seal: item.seal,
            contentDigest: item.contentDigest, standing: standing,
            attachments: attachments.count,
            attachmentsArrived: attachments.count { $0.state == .arrived })
    }
}
