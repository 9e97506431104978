internal import Exchange
internal import Federation
internal import Notices
internal import Ports

/// Takes a notice from an officer: judges it, signs one message a rendition, and stores everything
/// in one transaction before anybody hears of it.
struct Submission {
    let context: NodeContext

    struct Request: Sendable {
        let document: JSON
        /// Overrides the document's own `to`.
        let recipients: [MemberCode]?
        let author: String
        let approver: String?
        /// Sealed already; each stands in the document too.
        var attachments: [SealedAttachment] = []
        /// Why one officer releases it alone; nil if none does.
        var emergency: String?
        /// Why a supervisor lifts the human-rights block; nil if none does.
        var override: String?
        /// Why it is not the trip that another notice tells of; nil if nobody says so.
        var notTheSame: String?
    }

    struct Result: Sendable {
        let notice: Notice
        let warnings: [Fault]
        let messages: [OutgoingMessage]
        /// SHA-256 of the notice that each message carries: what its recipients find as `noticeDigest`.
        let noticeDigests: [MessageID: Digest]
        /// To be queued.
        let queued: [Delivery]
        /// Earlier ones that end here, unsent.
        let closed: [Delivery]
    }

    func submit(_ request: Request) async throws(HeliographError) -> Result {
        // What begins a thread has nothing before it that it could depend on: it is signed and sealed while
        // others read and write.
        let isOpening =
            request.document["sequence"]?.intValue == 1 && request.notTheSame == nil
        let first = isOpening ? try await opening(request) : nil
        let keys = try await locks(request, first)
        let (result, commit) = try await context.threads.withLock(keys) {
            () throws(HeliographError) in
            try await begin(request, first)
        }
        try await commit.durable()
        return result
    }

    /// The thread, and what two reports of one trip have in common: of two that come at once, the second
    /// must find the first.
    private func locks(
        _ request: Request, _ first: Draft?
    ) async throws(HeliographError) -> Set<String> {
        let notice: Notice
        if let first {
            notice = first.notice
        } else {
            notice = try await prepare(request.document, to: request.recipients).0
        }
        var keys: Set<String> = [notice.thread]
        if !notice.operation.isCancel, !notice.legs.isEmpty {
            // A number of a notice has no blank.
            keys.formUnion(notice.tripKeys.map { "\($0.field.rawValue) \($0.value)" })
        }
        return keys
    }

    private func opening(_ request: Request) async throws(HeliographError) -> Draft {
        let (notice, warnings) = try await prepare(request.document, to: request.recipients)
        try await checkRecipients(notice)
        var plan = try await begun(notice, request, after: [], trip: ([], nil))
        try await addShares(of: notice, to: notice.to, request, &plan)
        try addAcceptance(&plan)
        return Draft(notice: notice, warnings: warnings, plan: plan)
    }

    /// Reads what the notice depends on, and begins its commit: nobody else's may come in between.
    private func begin(
        _ request: Request, _ first: Draft?
    ) async throws(HeliographError) -> (Result, any PendingCommit) {
        let notice: Notice
        let warnings: [Fault]
        if let first {
            (notice, warnings) = (first.notice, first.warnings)
        } else {
            (notice, warnings) = try await prepare(request.document, to: request.recipients)
            try await checkRecipients(notice)
        }
        let thread = notice.thread
        let (history, earlier) = try await context.store.visit { store throws(HeliographError) in
            let history = try store.notices(NoticeFilter(thread: thread))
                .sorted { $0.sequence < $1.sequence }
            var earlier: [Delivery] = []
            for message in try store.messages(ofThread: thread) {
                earlier += try store.deliveries(of: message.id)
            }
            return (history, earlier)
        }
        try await checkTransition(notice, after: history)
        let trip = try await TripDesk(context: context).check(
            notice, by: request.author, notTheSame: request.notTheSame,
            at: context.clock.now.flooredToSecond)
        let plan: Plan
        if let first {
            plan = first.plan
        } else {
            plan = try await following(notice, request, after: history, trip, earlier)
        }
        let commit = await context.store.begin(plan.changes)
        let result = Result(
            notice: notice, warnings: warnings, messages: plan.messages,
            noticeDigests: plan.noticeDigests, queued: plan.queued, closed: plan.closed)
        return (result, commit)
    }

    /// What comes after earlier statements of its thread, or with a word on another trip.
    private func following(
        _ notice: Notice, _ request: Request, after history: [NoticeVersion],
        _ trip: (changes: [Change], why: String?), _ earlier: [Delivery]
    ) async throws(HeliographError) -> Plan {
        var plan = try await begun(notice, request, after: history, trip: trip)
        closeUnsent(earlier, isCancel: notice.operation.isCancel, &plan)
        try await addShares(of: notice, to: reached(notice, earlier), request, &plan)
        try await addCancelForDropped(notice, earlier, request, &plan)
        try addAcceptance(&plan)
        return plan
    }

    /// Who stands behind it, and the notice itself.
    private func begun(
        _ notice: Notice, _ request: Request, after history: [NoticeVersion],
        trip: (changes: [Change], why: String?)
    ) async throws(HeliographError) -> Plan {
        let now = context.clock.now.flooredToSecond
        let standing = try await ApprovalOffice(context: context).judge(
            notice, request, after: history, at: now)
        var plan = Plan(
            now: now,
            why: [standing.justification, trip.why].compactMap(\.self).joined(separator: "; "),
            changes: standing.changes + trip.changes)
        let (document, documentChange) = try context.newRecord(notice.json.encoded())
        plan.changes += [
            documentChange,
            .insertNotice(
                NoticeVersion(
                    thread: notice.thread, sequence: notice.sequence, kind: notice.kind.rawValue,
                    operation: notice.operation.rawValue, created: plan.now,
                    author: request.author, approver: request.approver, document: document)),
        ]
        return plan
    }

    /// A message for each rendition that policy makes.
    private func addShares(
        of notice: Notice, to recipients: [MemberCode], _ request: Request, _ plan: inout Plan
    ) async throws(HeliographError) {
        let policy = PolicyDesk(context: context)
        try await OnwardDesk(context: context).check(notice, to: recipients)
        for share in try await policy.shares(
            of: notice, to: recipients, override: try policy.override(request))
        where !share.recipients.isEmpty {
            try addMessage(notice, share, request, &plan)
        }
    }

    /// What begins a thread, ready to be kept.
    private struct Draft {
        let notice: Notice
        let warnings: [Fault]
        let plan: Plan
    }

    /// What is put together before it is committed.
    private struct Plan {
        let now: Instant
        /// For the audit record.
        let why: String
        var changes: [Change] = []
        var messages: [OutgoingMessage] = []
        var noticeDigests: [MessageID: Digest] = [:]
        var queued: [Delivery] = []
        var closed: [Delivery] = []
    }

    // MARK: - Judging

    /// The notice as it will be sent: with the recipients of the command, and naming every earlier
    /// message of its thread as superseded. Preview and submission share it.
    ///
    /// - Throws: `noticeInvalid` with every fault, or `notIssuer`.
    func prepare(
        _ document: JSON, to recipients: [MemberCode]?
    ) async throws(HeliographError)
        -> (Notice, warnings: [Fault])
    {
        var document = document
        if let recipients {
            document["to"] = .array(recipients.map { .string($0.description) })
        }
        if let thread = document["threadId"]?.stringValue, thread.utf8.count <= 80,
            let sequence = document["sequence"]?.intValue, sequence > 1
        {
            let earlier = try await context.store.messages(ofThread: thread)
            var superseded = document["supersedes"]?.arrayValue ?? []
            for id in earlier.map({ JSON.string($0.id.description) })
            where !superseded.contains(id) {
                superseded.append(id)
            }
            if !superseded.isEmpty { document["supersedes"] = .array(superseded) }
        }
        switch Notice.read(document, rules: context.authorRules) {
        case .valid(let notice, let warnings):
            guard notice.from == context.member else {
                throw HeliographError(.notIssuer, "`from` is not this member.")
            }
            return (notice, warnings)
        case .refused(let faults):
            throw HeliographError(
                .noticeInvalid, "The notice has \(faults.count) fault(s).", faults: faults)
        }
    }

    private func checkRecipients(_ notice: Notice) async throws(HeliographError) {
        guard Set(notice.to).count == notice.to.count, !notice.to.contains(context.member),
            !notice.to.isEmpty
        else {
            throw HeliographError(
                .recipientUnknown, "A recipient is named twice, is the sender, or is missing.")
        }
        let list = try await context.trust.currentList()
        for code in notice.to {
            guard let member = list.member(code) else {
                throw HeliographError(.recipientUnknown, "\(code) is not in the trust list.")
            }
            guard member.status == .active else {
                throw HeliographError(.recipientSuspended, "\(code) is suspended.")
            }
        }
    }

    private func checkTransition(
        _ notice: Notice, after history: [NoticeVersion]
    )
        async throws(HeliographError)
    {
        let operations = history.map { NoticeOperation(rawValue: $0.operation) }
        if let last = history.last, last.kind != notice.kind.rawValue {
            throw HeliographError(
                .transitionRefused,
                "\(notice.thread) is a \(last.kind), not a \(notice.kind.rawValue).")
        }
        var state = NoticeLifecycle.state(after: operations, kind: notice.kind, side: notice.side)
        if let last = history.last {
            state = try await aged(
                state, notice, notice.side, last: last.document, rules: context.authorRules)
        }
        let issuer = notice.side == .issuer ? state : try await issuerState(notice)
        if case .refused(let sentence) = NoticeLifecycle.check(
            notice.operation, kind: notice.kind, side: notice.side, in: state, issuer: issuer)
        {
            let code: Code =
                history.isEmpty && issuer == .none ? .threadUnknown : .transitionRefused
            throw HeliographError(code, sentence)
        }
        let sequence = (history.last?.sequence ?? 0) + 1
        guard notice.sequence == sequence else {
            throw HeliographError(
                .transitionRefused,
                "\(notice.thread) stands at \(sequence - 1); the next sequence is \(sequence).")
        }
    }

    /// Where the issuer's side of a thread stands by what has arrived here.
    private func issuerState(_ notice: Notice) async throws(HeliographError) -> NoticeState {
        guard let issuer = MemberCode(notice.thread.prefix(2)) else { return .none }
        let items = try await context.store.inbox(
            InboxFilter(thread: notice.thread, from: issuer, limit: 10_000)
        ).filter { $0.kind == notice.kind.rawValue }.sorted { $0.sequence < $1.sequence }
        guard let last = items.last else { return .none }
        let state = NoticeLifecycle.state(
            after: items.map { NoticeOperation(rawValue: $0.operation) }, kind: notice.kind,
            side: .issuer)
        return try await aged(
            state, notice, .issuer, last: last.notice, rules: context.recipientRules)
    }

    private func aged(
        _ state: NoticeState, _ notice: Notice, _ side: NoticeSide, last: RecordID,
        rules: NoticeRules
    ) async throws(HeliographError) -> NoticeState {
        var before: Notice?
        do throws(HeliographError) {
            before = Notice.read(try await context.body(of: last), rules: rules).notice
        } catch {
            guard error.code == .erased else { throw error }
        }
        return NoticeLifecycle.aged(
            state, kind: notice.kind, side: side, validUntil: before?.validUntil,
            at: context.clock.now)
    }

    // MARK: - What came before

    /// Nothing more is sent of an earlier version; what was never attempted just ends here.
    private func closeUnsent(_ earlier: [Delivery], isCancel: Bool, _ plan: inout Plan) {
        for var delivery in earlier where !delivery.state.isClosed {
            delivery.state = isCancel ? .cancelled : .superseded
            delivery.changed = plan.now
            plan.closed.append(delivery)
            plan.changes.append(.putDelivery(delivery))
        }
    }

    /// Whom the notice must reach: for a cancel, only those that something was ever sent to.
    private func reached(_ notice: Notice, _ earlier: [Delivery]) -> [MemberCode] {
        guard notice.operation.isCancel, !earlier.isEmpty else { return notice.to }
        let sent = Set(earlier.filter { $0.seal != nil }.map(\.recipient))
        return notice.to.filter { sent.contains($0) }
    }

    /// A recipient that an update drops is told that the notice is cancelled for it.
    private func addCancelForDropped(
        _ notice: Notice, _ earlier: [Delivery], _ request: Request, _ plan: inout Plan
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

    // MARK: - Messages

    /// One message: a rendition, signed once, and sealed for every recipient whose key is known.
    private func addMessage(
        _ notice: Notice, _ share: PolicyDesk.Share, _ request: Request, _ plan: inout Plan
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
        let (record, recordChange) = try context.newRecord(inner)
        let message = OutgoingMessage(
            id: id, thread: notice.thread, sequence: notice.sequence,
            kind: notice.kind.rawValue, operation: notice.operation.rawValue, created: now,
            expires: header.expires, contentDigest: context.sealer.digest(inner),
            recipients: recipients, signer: signed.signer, inner: record)
        plan.messages.append(message)
        plan.noticeDigests[id] = context.sealer.digest(content.notice)
        plan.changes += [recordChange, .insertMessage(message)]
        plan.changes += try SealPress(context: context).firstSeal(message, header, inner)
        for recipient in header.recipients {
            let delivery = Delivery(
                id: id, recipient: recipient.member, thread: notice.thread,
                sequence: notice.sequence, precedence: recipient.precedence,
                deadline: recipient.deadline, created: now, expires: header.expires,
                state: .queued, changed: now)
            plan.queued.append(delivery)
            plan.changes.append(.putDelivery(delivery))
        }
        plan.changes += AttachmentRecords(context: context).outgoing(header, at: now)
        plan.changes += context.index(notice, as: id)
        plan.changes.append(
            context.audit(
                .disclosure, by: request.author, from: context.member, id: id, to: recipients,
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

    /// A day after the last arrival, within the transport life of 30 days; never less than a day.
    private func expiry(of notice: Notice, to recipients: [MemberCode], at now: Instant) -> Instant
    {
        let longest = now + WireProtocol.lifeMax
        let deadlines = recipients.compactMap { notice.actBy(for: $0) }
        guard deadlines.count == recipients.count, let last = deadlines.max() else {
            return longest
        }
        return min(longest, max(now + .hours(24), last + .hours(26))).flooredToSecond
    }

    /// Our own signed word that the notice was taken in.
    private func addAcceptance(_ plan: inout Plan) throws(HeliographError) {
        let entries = plan.messages.flatMap { message in
            message.recipients.map { recipient in
                EvidenceEntry(
                    step: .accepted, by: context.member, from: context.member, id: message.id,
                    seal: 1, recipient: recipient, contentDigest: message.contentDigest,
                    at: plan.now)
            }
        }
        let countMax = WireProtocol.entriesMax
        for start in stride(from: 0, to: entries.count, by: countMax) {
            let some = Array(entries[start..<min(start + countMax, entries.count)])
            let der = try context.sealer.sign(
                EvidenceContent.encode(some), as: .evidence, at: plan.now)
            plan.changes.append(
                .keepEvidence(
                    EvidenceDocument(
                        digest: context.sealer.digest(der), der: der, entries: some,
                        kept: plan.now)))
        }
    }
}
