internal import Exchange
internal import Federation
package import Notices
internal import Ports
internal import Station

// The conditions of a notice before it is taken in: valid, ours, to members that are there, and in
// its turn.

extension Submission {
    /// A notice that was read and judged by itself, with the faults that do not refuse it.
    package typealias Prepared = (notice: Notice, warnings: [Fault])

    /// The notice as it will be sent: with the recipients of the command, and naming every earlier
    /// message of its thread as superseded. Preview and submission share it.
    ///
    /// - Throws: `noticeInvalid` with every fault, or `notIssuer`.
    package func prepare(
        _ document: JSON, to recipients: [MemberCode]?
    ) async throws(HeliographError) -> Prepared {
        var document = document
        try checkSender(document)
        if let recipients {
            try await checkMembers(recipients)
            document["to"] = .array(recipients.map { .string($0.description) })
        }
        let policy = PolicyDesk(context: context)
        var rules = policy.authorRules
        // A notice that is passed on has another author's words; a cancel needs none of its own.
        let isOwnWord =
            document["forwardOf"] == nil
            && document["operation"]?.stringValue != NoticeOperation.cancel.rawValue
        rules.unknownMembers = isOwnWord ? .judged : .warned
        if let kind = document["type"]?.stringValue.flatMap({ NoticeKind(rawValue: $0) }),
            let to = document["to"]?.arrayValue, to.count <= WireProtocol.recipientsMax
        {
            let named = to.compactMap { $0.stringValue.flatMap { MemberCode($0) } }
            let posts = try await policy.posts(
                for: document, kind: kind, to: named, rules: rules)
            if !posts.isEmpty {
                document["to"] = .array(to + posts.map { .string($0.description) })
            }
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
        switch Notice.read(document, rules: rules) {
        case .valid(let notice, let warnings):
            return (notice, warnings)
        case .refused(let faults):
            throw HeliographError.invalid(faults)
        }
    }

    /// Refuses a notice of another country before it is judged: judged as ours it would have faults
    /// that it does not have.
    private func checkSender(_ document: JSON) throws(HeliographError) {
        guard let from = document["from"]?.stringValue.flatMap({ MemberCode($0) }),
            from != context.member
        else { return }
        let (own, thread) = (context.member, document["threadId"]?.stringValue ?? "")
        let named = document["type"]?.stringValue.flatMap { NoticeKind(rawValue: $0) }
        let kind = (named ?? .travelAlert).rawValue
        throw HeliographError(
            .notIssuer,
            "The notice is from \(from), and this is the node of \(own).",
            next: thread.hasPrefix(own.description + "-")
                ? "The number is one of \(own): if the notice is \(own)'s, write `\"from\": "
                    + "\"\(own)\"` in its file."
                : "Send it at the node of \(from): put its data folder behind `--dir`. Or write a "
                    + "notice of \(own)'s own: `heliograph notice new "
                    + "\(kind) --to XB`.")
    }

    /// Refuses recipients of the command that are no members, with the members.
    private func checkMembers(_ codes: [MemberCode]) async throws(HeliographError) {
        guard let list = await context.trust.list else { return }
        for code in codes where list.member(code) == nil {
            throw HeliographError.noMember(code, in: list, as: .recipientUnknown)
        }
    }

    func checkRecipients(_ notice: Notice) async throws(HeliographError) {
        guard Set(notice.to).count == notice.to.count, !notice.to.contains(context.member),
            !notice.to.isEmpty
        else {
            throw HeliographError(
                .recipientUnknown, "A recipient is named twice, is the sender, or is missing.")
        }
        let list = try await context.trust.currentList()
        for code in notice.to {
            guard let member = list.member(code) else {
                throw HeliographError.noMember(code, in: list, as: .recipientUnknown)
            }
            guard member.status == .active else {
                throw HeliographError(.recipientSuspended, "\(code) is suspended.")
            }
        }
    }

    func checkTransition(
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
        try await checkNumberIsFree(notice, history)
        var state = NoticeLifecycle.state(after: operations, kind: notice.kind, side: notice.side)
        if let last = history.last {
            state = try await aged(
                state, notice, notice.side, last: last.document)
        }
        let issuer = notice.side == .issuer ? state : try await issuerState(notice)
        switch NoticeLifecycle.check(
            notice.operation, kind: notice.kind, side: notice.side, in: state, issuer: issuer)
        {
        case .refused(let sentence):
            let code: Code =
                history.isEmpty && issuer == .none ? .threadUnknown : .transitionRefused
            guard code == .transitionRefused else { throw HeliographError(code, sentence) }
            if notice.operation.isCancel, state == .cancelled {
                throw HeliographError(
                    code, "\(notice.thread) is cancelled already. Nothing was sent.",
                    next: "There is nothing more to do: `heliograph notice show \(notice.thread)` "
                        + "shows which country has the cancel.")
            }
            throw HeliographError(
                code, "\(notice.thread): \(sentence)",
                next: notice.side == .issuer
                    ? "`heliograph notice show \(notice.thread)` shows its life."
                    : "`heliograph inbox \(notice.thread)` shows the notice.")
        case .allowed(let next):
            try checkStaysPast(notice, after: operations, as: next)
        }
        let sequence = (history.last?.sequence ?? 0) + 1
        guard notice.sequence == sequence else {
            throw HeliographError(
                .transitionRefused,
                "\(notice.thread) stands at \(sequence - 1); the next sequence is \(sequence).")
        }
    }

    /// Refuses a first statement whose number was used before: it is either the same again, or
    /// another notice's.
    private func checkNumberIsFree(
        _ notice: Notice, _ history: [NoticeVersion]
    ) async throws(HeliographError) {
        guard notice.sequence == 1, notice.side == .issuer, let first = history.first,
            notice.operation == NoticeOperation(rawValue: first.operation)
        else { return }
        let isSame = try await context.noticeUnlessErased(first.document)?.json == notice.json
        throw HeliographError(
            isSame ? .alreadySent : .transitionRefused,
            isSame
                ? "This very notice was sent before, as \(notice.thread)/1."
                : "The number \(notice.thread) is taken by another notice.",
            next: isSame
                ? "`heliograph notice show \(notice.thread)` says who has it."
                : "Give it a number that is free (`heliograph notice list` shows those that are "
                    + "taken), or follow the other one: "
                    + "`heliograph notice new \(notice.kind.rawValue) --follows "
                    + "\(notice.thread) --operation OPERATION --as OFFICER`.")
    }

    /// Refuses a statement to a country that was told that the notice has ended: it keeps the
    /// notice ended, whatever comes later in its thread.
    func checkNotEnded(_ notice: Notice, for ended: Set<MemberCode>) throws(HeliographError) {
        guard !notice.operation.isCancel, let member = notice.to.first(where: ended.contains) else {
            return
        }
        throw HeliographError(
            .transitionRefused,
            "\(member) was told that \(notice.thread) has ended, and would not take it up again. "
                + "Nothing was sent.",
            next: "Leave \(member) out of `to`, and tell \(member) with a new notice.")
    }

    /// Refuses a statement that would bring back a notice that time has ended, by leaving its last
    /// day out.
    private func checkStaysPast(
        _ notice: Notice, after operations: [NoticeOperation], as next: NoticeState
    ) throws(HeliographError) {
        let isOld = NoticeLifecycle.ageing(of: notice.kind).contains {
            $0.side == notice.side && $0.to == next
        }
        guard isOld else { return }
        let stands = NoticeLifecycle.aged(
            NoticeLifecycle.state(
                after: operations + [notice.operation], kind: notice.kind, side: notice.side),
            kind: notice.kind, side: notice.side, validUntil: notice.validUntil,
            at: context.clock.now)
        guard stands != next else { return }
        throw HeliographError(
            .transitionRefused,
            "\(notice.thread) is \(next.rawValue) and stays so.",
            next: "Leave `validUntil` as it was, or issue a new notice.")
    }

    /// The state of the issuer's side of a thread by the statements that have arrived here.
    func issuerState(_ notice: Notice) async throws(HeliographError) -> NoticeState {
        guard let issuer = MemberCode(notice.thread.prefix(2)) else { return .none }
        let items = try await context.store.inbox(
            InboxFilter(thread: notice.thread, from: issuer, limit: 10_000)
        ).filter { $0.kind == notice.kind.rawValue }.sorted { $0.sequence < $1.sequence }
        guard let last = items.last else { return .none }
        let state = NoticeLifecycle.state(
            after: items.map { NoticeOperation(rawValue: $0.operation) }, kind: notice.kind,
            side: .issuer)
        return try await aged(state, notice, .issuer, last: last.notice)
    }

    func aged(
        _ state: NoticeState, _ notice: Notice, _ side: NoticeSide, last: RecordID
    ) async throws(HeliographError) -> NoticeState {
        let before = try await context.noticeUnlessErased(last)
        return NoticeLifecycle.aged(
            state, kind: notice.kind, side: side, validUntil: before?.validUntil,
            at: context.clock.now)
    }
}
