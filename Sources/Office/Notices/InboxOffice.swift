internal import Attachments
internal import Exchange
internal import Federation
internal import Notices
internal import Ports
internal import Station
internal import Traffic

/// What has arrived: what lands next first.
struct InboxOffice {
    let node: any RunningNode

    private var context: TrafficContext { node.context }

    func list(_ command: Command) async throws(HeliographError) -> JSON {
        let context = context.reading
        var filter = InboxFilter(limit: 10_000)
        if let wanted = command.optional("state") {
            guard let state = InboxState(rawValue: wanted) else {
                let states = InboxState.allCases.map(\.rawValue).joined(separator: ", ")
                throw HeliographError(
                    .usage, "There is no inbox state `\(wanted)`.", next: "Take one of \(states).")
            }
            filter.states = [state]
        }
        let board = AttachmentBoard(
            try await context.store.attachments(
                AttachmentFilter(recipient: context.member, limit: 100_000)))
        let items = try await context.store.inbox(filter)
        return .items(
            try await StandingDesk(context: context).ordered(items).map { item, standing in
                var json = Self.json(item, standing)
                board.count(item.id, from: item.from, to: context.member, in: &json)
                return json
            })
    }

    /// One notice. Its content is shown to a named officer only, who is logged, and whose reading
    /// is evidenced to the issuer.
    func show(_ command: Command) async throws(HeliographError) -> JSON {
        let item = try await item(try command.text("id"))
        var object = try await json(item)
        object["notice"] = .null
        object["noticeDigest"] = .null
        let rows = try await context.store.attachments(
            AttachmentFilter(from: item.from, id: item.id, recipient: context.member))
        AttachmentBoard(rows).count(item.id, from: item.from, to: context.member, in: &object)
        object["attachmentList"] = try await list(
            rows, of: item, isOpen: command.optional("as") != nil)
        guard command.optional("as") != nil else { return object }
        let notice = try await consult(item, by: try command.officer())
        object["notice"] = try parse(notice)
        object["noticeDigest"] = .string(context.sealer.digest(notice).description)
        object["state"] = .string((item.state == .new ? .read : item.state).rawValue)
        return object
    }

    /// - Parameter isOpen: whether the officer is shown the notice, and with it what its files are.
    private func list(
        _ rows: [AttachmentDelivery], of item: InboxItem, isOpen: Bool
    ) async throws(HeliographError) -> JSON {
        guard !rows.isEmpty else { return .array([]) }
        let named =
            isOpen
            ? try await AttachmentRecords(context: context.node).header(of: item.inner).attachments
            : []
        var list: [JSON] = []
        for row in rows {
            let (held, code) = await node.fetcher.progress(row)
            list.append(
                row.json(
                    held: held, code: row.state == .waiting ? code : nil,
                    digest: named.first { $0.sealed == row.sealed }?.digest))
        }
        return .array(list)
    }

    /// The page for the officer at the border, as plain text.
    func card(_ command: Command) async throws(HeliographError) -> JSON {
        let item = try await item(try command.text("id"))
        let bytes = try await consult(item, by: try command.officer())
        let card = try await CardDesk(context: context).card(of: item, bytes)
        return card.page.json
    }

    /// Opens a stored notice for an officer: audit entry, state, and *retrieved* for the issuer, in
    /// one transaction, before anything is shown.
    func consult(
        _ item: InboxItem, by officer: String, why: String = "inbox"
    ) async throws(HeliographError)
        -> [UInt8]
    {
        let bytes = try await context.node.body(of: item.notice)
        let now = context.clock.now
        var changes = [
            context.node.audit(
                .consultation, by: officer, about: .message(from: item.from, id: item.id), why: why)
        ]
        if item.state == .new {
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
        if item.state == .new, await node.isServing { await node.courier.wake() }
        return bytes
    }

    /// By message id; or by notice number, the version that holds.
    ///
    /// A number belongs to the member it begins with, so nobody else's message stands in for it. An
    /// id that two members used is asked for as `XA/ID`.
    func item(_ text: String) async throws(HeliographError) -> InboxItem {
        let parts = text.split(separator: "/", maxSplits: 1)
        if let id = MessageID(parts.last ?? "") {
            var items = try await context.store.inboxItems(id: id)
            if parts.count == 2 { items = items.filter { $0.from.description == parts[0] } }
            if items.count > 1 {
                let senders = items.map { "\($0.from)/\(id)" }.joined(separator: " or ")
                throw HeliographError(
                    .usage, "Two members used this id.", next: "Ask for \(senders).")
            }
            if let item = items.first { return item }
        } else if let issuer = MemberCode(text.prefix(2)) {
            let own = try await context.store.inbox(InboxFilter(thread: text, from: issuer))
            if let item = own.max(by: { $0.sequence < $1.sequence }) { return item }
            // Reports on a notice of ours carry its number.
            let others = try await context.store.inbox(InboxFilter(thread: text))
            if let item = others.max(by: { $0.received < $1.received }) { return item }
        }
        throw HeliographError(.notFound, "Nothing with that id or number has arrived.")
    }

    private func parse(_ notice: [UInt8]) throws(HeliographError) -> JSON {
        do throws(JSONFault) {
            return try JSON.parse(notice)
        } catch {
            throw HeliographError(.storeCorrupt, "A stored notice cannot be read.")
        }
    }

    /// One received notice as a list shows it.
    private func json(_ item: InboxItem) async throws(HeliographError) -> JSON {
        Self.json(item, try await StandingDesk(context: context).standing(of: item))
    }

    private static func json(_ item: InboxItem, _ standing: Standing) -> JSON {
        [
            "id": .string(item.id.description),
            "from": .string(item.from.description),
            "kind": .string(item.kind),
            "operation": .string(item.operation),
            "thread": .string(item.thread),
            "sequence": .number(JSONNumber(item.sequence)),
            "precedence": .string(item.precedence.rawValue),
            "deadline": JSON(item.deadline),
            "created": JSON(item.created),
            "received": JSON(item.received),
            "expires": JSON(item.expires),
            "state": .string(item.state.rawValue),
            "seal": .number(JSONNumber(item.seal)),
            "contentDigest": .string(item.contentDigest.description),
            "standing": .string(standing.rawValue),
        ]
    }
}
