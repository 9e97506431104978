internal import Asking
internal import Notices
internal import Ports
internal import Station
internal import Traffic

/// The drafts that imports propose: officers look at them, change, send or discard them.
struct DraftOffice {
    let node: any RunningNode

    private var context: TrafficContext { node.context }
    private var desk: DraftDesk { node.drafts }

    /// The member of the sent document that names its draft. It stays in this country.
    private static let mark = "domesticDraft"

    /// Every draft, without the words in it.
    func list() async throws(HeliographError) -> Items<DraftView> {
        try await desk.lock.withLock { () throws(HeliographError) in
            Items(try await desk.all().map { DraftView($0) })
        }
    }

    /// The whole draft, and every fault that keeps it from being sent. The officer is logged.
    func show(
        _ request: ShowDraft, by principal: Principal
    ) async throws(HeliographError) -> OpenedDraftView {
        let officer = try principal.officer()
        return try await desk.lock.withLock { () throws(HeliographError) in
            let draft = try await open(request.number, for: .looking)
            try await log(.consultation, draft, by: officer, "draft shown")
            return shown(draft)
        }
    }

    /// Puts an officer's text in the place of a draft, or fills in the person of a travel document.
    func change(
        _ request: ChangeDraft, by principal: Principal
    ) async throws(HeliographError) -> OpenedDraftView {
        let officer = try principal.officer()
        return try await desk.lock.withLock { () throws(HeliographError) in
            var draft = try await open(request.number)
            guard var document = draft.document else { throw closed(draft) }
            if let person = request.person?.json {
                document["person"] = (document["person"] ?? [:]).filled(in: person)
            } else if let other = request.document?.json, other["type"] == document["type"] {
                document = other
                // The number stays, because officers find the draft by it.
                document["alertNo"] = .string(draft.number)
                document["threadId"] = .string(draft.number)
            } else {
                throw HeliographError(.usage, "There is no travel alert to put in its place.")
            }
            draft.write(document, rules: context.authorRules, at: context.clock.now)
            try await log(.alteration, draft, by: officer, "draft changed")
            try await desk.keep(draft)
            return shown(draft)
        }
    }

    /// Sends the draft as `notice send` would, created now.
    func send(
        _ request: SendDraft, by principal: Principal
    ) async throws(HeliographError) -> SentView {
        let officer = try principal.officer()
        return try await desk.lock.withLock { () throws(HeliographError) in
            var draft = try await desk.draft(numbered: request.number)
            let mark = JSON.string(draft.name.description)
            let now = context.clock.now.flooredToSecond
            if draft.state == .open, let earlier = try await statement(draft.number) {
                if earlier[Self.mark] == mark {
                    // The draft was sent before, and the power went before that was noted.
                    draft.close(.sent, by: officer, at: now)
                    try await desk.keep(draft)
                } else {
                    // An officer has taken the number for another notice.
                    draft.number = NoticeTemplate.noticeNumber(
                        context.member, .travelAlert, now, try await desk.freeNumber(at: now))
                    try await desk.keep(draft)
                }
            }
            guard draft.state == .open, var document = draft.document else { throw closed(draft) }
            try await checkSubject(of: draft)
            document["alertNo"] = .string(draft.number)
            document["threadId"] = .string(draft.number)
            document["createdAt"] = .string(now.description)
            document[Self.mark] = mark
            let sent: SentView
            do throws(HeliographError) {
                sent = try await NoticeOffice(node: node).send(
                    document, by: principal, request.words, supplement: request.supplement)
            } catch {
                throw Self.named(error, draft)
            }
            draft.close(.sent, by: officer, at: now)
            try await desk.keep(draft)
            return sent
        }
    }

    func discard(
        _ request: DiscardDraft, by principal: Principal
    ) async throws(HeliographError) -> DraftView {
        let officer = try principal.officer()
        try Approvals.checkReason(request.reason)
        return try await desk.lock.withLock { () throws(HeliographError) in
            var draft = try await open(request.number)
            try await log(.erasure, draft, by: officer, "draft discarded")
            draft.close(
                .discarded, by: officer, at: context.clock.now.flooredToSecond,
                reason: request.reason)
            try await desk.keep(draft)
            return DraftView(draft)
        }
    }

    // MARK: Parts

    /// The refusal with the commands that correct the draft: its officer has no file of it yet.
    private static func named(_ error: HeliographError, _ draft: Draft) -> HeliographError {
        guard error.code == .noticeInvalid else { return error }
        let isEmpty = error.faults.contains { $0.code == .fieldEmpty }
        return HeliographError(
            error.code, "\(draft.number) was not sent. " + error.sentence,
            next:
                "Save the notice of `heliograph draft show \(draft.number) --json --as OFFICER`, "
                + "write what is named, then "
                + "`heliograph draft change \(draft.number) FILE --as OFFICER`."
                + (isEmpty
                    ? " What is the same in every notice can stand in `noticeDefaults` of the "
                        + "configuration."
                    : ""),
            detail: error.detail, faults: error.faults)
    }

    /// Refuses a draft whose subject was withdrawn or suspended.
    /// A proposal repeats the words of another notice of ours about the person, so it holds only as
    /// long as that notice.
    private func checkSubject(of draft: Draft) async throws(HeliographError) {
        guard let subject = draft.subject else { return }
        let versions = try await context.store.notices(NoticeFilter(thread: subject))
            .sorted { $0.sequence < $1.sequence }
        let standing = try await StandingDesk(context: context).standing(of: versions)
        guard standing == .withdrawn || standing == .suspended else { return }
        throw HeliographError(
            .transitionRefused,
            "The draft was made from \(subject), which has been \(standing.rawValue) since. "
                + "Nothing was sent.",
            next:
                "Discard it: "
                + "`heliograph draft discard \(draft.number) --reason TEXT --as OFFICER`. "
                + "If the person must be warned of all the same, write a new notice.")
    }

    private func open(
        _ number: String, for purpose: NamingPurpose = .acting
    ) async throws(HeliographError) -> Draft {
        let draft = try await desk.draft(numbered: number, for: purpose)
        guard draft.state == .open else { throw closed(draft) }
        return draft
    }

    private func closed(_ draft: Draft) -> HeliographError {
        HeliographError(.draftClosed, "\(draft.number) is \(draft.state.rawValue).")
    }

    /// The first statement of this node under a number; nil if there is none.
    private func statement(_ thread: String) async throws(HeliographError) -> JSON? {
        guard
            let first = try await context.store.notices(NoticeFilter(thread: thread))
                .min(by: { $0.sequence < $1.sequence })
        else { return nil }
        return try? JSON.parse(try await context.station.body(of: first.document))
    }

    private func log(
        _ operation: AuditEntry.Operation, _ draft: Draft, by officer: String, _ what: String
    ) async throws(HeliographError) {
        try await context.store.commit([
            context.station.audit(
                operation, by: officer, about: .draft(draft.number), why: what)
        ])
    }

    private func shown(_ draft: Draft) -> OpenedDraftView {
        // The draft is judged as if it were sent now.
        var document = draft.document ?? [:]
        document["createdAt"] = .string(context.clock.now.flooredToSecond.description)
        var rules = context.authorRules
        rules.unknownMembers = .judged
        let verdict = Notice.read(document, rules: rules)
        return OpenedDraftView(
            draft: DraftView(draft), notice: draft.document.map { Document($0) },
            faults: verdict.faults, warnings: verdict.warnings)
    }
}

extension DraftView {
    /// A draft as a list shows it, without the words in it.
    init(_ draft: Draft) {
        self.init(
            number: draft.number, source: draft.source, origin: draft.origin,
            state: draft.state, created: draft.created, officer: draft.officer,
            to: draft.to, deadline: draft.deadline, subject: draft.subject,
            agreement: draft.agreement, closed: draft.closed, closedBy: draft.closedBy,
            reason: draft.reason)
    }
}
