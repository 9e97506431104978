internal import Asking
internal import Exchange
internal import Federation
internal import Notices
internal import Ports
internal import Station
internal import Traffic

/// The statements of this member in a thread: their words, their recipients, the readings and the
/// answers.
/// An officer who reads the words is recorded.
struct OwnNoticeOffice {
    let context: TrafficContext
    /// True if a node runs that sends.
    let isServing: Bool

    /// Members of a document that differ in every statement.
    private static let ownToEach: Set<String> = [
        "operation", "createdAt", "sequence", "supersedes", "change", "approvals", "precedence",
        "deadline",
    ]
    /// States of a recipient's side that are not its last answer.
    private static let unanswered: Set<NoticeState> = [.none, .accepted, .partial]

    /// The whole life of a thread of ours: every statement, message and delivery, and each country.
    /// A named officer also gets the words of the last statement and what they changed.
    func show(
        _ request: ShowNotice, by principal: Principal
    ) async throws(HeliographError) -> NoticeView {
        let versions = try await versions(request.id)
        guard let last = versions.last, let kind = NoticeKind(rawValue: last.kind) else {
            throw await context.station.noNotice(named: request.id)
        }
        let outbox = OutboxOffice(context: context, isServing: isServing)
        let holdUps = try await HoldUpDesk(context: context, isServing: isServing)
        let messages = try await context.store.messages(ofThread: last.thread)
        let decisions = try await context.store.decisions(ofThread: last.thread)
        var history: [VersionView] = []
        for version in versions {
            var sent: [MessageView] = []
            for message in messages where message.sequence == version.sequence {
                sent.append(try await outbox.view(message, holdUps))
            }
            history.append(
                VersionView(
                    statement: StatementView(version),
                    release: ReleaseView(decisions, sequence: version.sequence), messages: sent))
        }
        let countries = try await self.countries(messages, kind)
        let state = try await state(versions, kind, countries)
        var words: NoticeWordsView?
        let opening = try principal.opening(
            .readNotices, for: request.reason, usual: "notice of ours shown")
        if let opening {
            try await consulted(
                last, messages, decisions, by: opening.officer, why: opening.why)
            words = try await self.words(of: last, among: versions)
        }
        return NoticeView(
            thread: last.thread, kind: last.kind, state: state.rawValue, sequence: last.sequence,
            countries: countries.map(\.view), history: history, notice: words?.notice,
            card: words?.card, changes: words?.changes)
    }

    /// The most statements that one list looks at.
    private static let lookedAtMax = 10_000

    /// The last statement of each thread, with the state of the thread, the newest first.
    ///
    /// - Parameter glances: opens the notices for an officer; nil shows numbers alone.
    func list(
        _ request: ListNotices, _ glances: GlanceDesk? = nil
    ) async throws(HeliographError) -> Page<NoticeLineView> {
        try request.made.check()
        try request.holding.check()
        let statements = try await context.store.notices(
            NoticeFilter(kind: request.kind, limit: Self.lookedAtMax))
        let threads = Dictionary(grouping: statements, by: \.thread).values
            .map { $0.sorted { $0.sequence < $1.sequence } }
            .filter { versions in
                guard let last = versions.last else { return false }
                return request.made.contains(last.created)
                    && (request.author ?? last.author) == last.author
            }
            .sorted { left, right in
                guard let left = left.last, let right = right.last else { return false }
                return (right.created, left.thread) < (left.created, right.thread)
            }
        // The last days of all statements are read together.
        _ = try await StandingDesk(context: context).standings(ofThreads: threads)
        var found: [(last: NoticeVersion, said: NoticeVersion, state: NoticeState)] = []
        for versions in threads {
            guard let last = versions.last, let kind = NoticeKind(rawValue: last.kind) else {
                continue
            }
            let isQuestion = NoticeLifecycle.transitions(of: kind).contains {
                $0.to == .open || $0.to == .verifying
            }
            let countries =
                isQuestion
                ? try await countries(
                    try await context.store.messages(ofThread: last.thread), kind) : []
            let state = try await state(versions, kind, countries)
            if (request.state ?? state.rawValue) == state.rawValue {
                found.append((last, versions.lastWords ?? last, state))
            }
        }
        let shown = found.filter { request.holding.shows(ended: $0.state.isOver) }
        let cut = request.paging.cut(
            shown, isNamed: glances != nil, ended: found.count { $0.state.isOver },
            isWhole: statements.count < Self.lookedAtMax)
        let notices =
            try await glances?.open(
                cut.items.map { ($0.said.thread, $0.said.document) }, for: "names of our notices")
            ?? [:]
        return Page(
            cut.with(
                cut.items.map {
                    NoticeLineView(
                        statement: StatementView($0.last), state: $0.state.rawValue,
                        glance: notices[$0.said.document].map {
                            GlanceView($0, landing: $0.firstLeg)
                        } ?? .nothing)
                }))
    }

    /// The words of a statement, its page, and the changes that it made.
    func words(
        of version: NoticeVersion, among versions: [NoticeVersion]
    ) async throws(HeliographError) -> NoticeWordsView {
        let notice = try await context.notice(version.document)
        let page = try await CardDesk(context: context)
            .card(notice, of: version, among: versions).page
        var changes: [DifferenceView] = []
        if let before = versions.last(where: { $0.sequence < version.sequence }) {
            let earlier = try await context.notice(before.document)
            changes = notice.json.differences(from: earlier.json, leavingOut: Self.ownToEach).map {
                DifferenceView(
                    pointer: $0.pointer, before: AnyValue(json: $0.before ?? .null),
                    after: AnyValue(json: $0.after ?? .null))
            }
        }
        return NoticeWordsView(
            notice: Document(notice.json), card: page.text(), changes: changes)
    }

    /// Records the officer who has read a statement. An officer must have read a release before
    /// approving it.
    private func consulted(
        _ version: NoticeVersion, _ messages: [OutgoingMessage], _ decisions: [Decision],
        by officer: String, why: String
    ) async throws(HeliographError) {
        let now = context.clock.now.flooredToSecond
        var changes = messages.filter { $0.sequence == version.sequence }.map { message in
            context.station.audit(
                .consultation, by: officer,
                about: .message(from: context.member, id: message.id),
                why: why)
        }
        let waits = decisions.contains {
            $0.matter == .emergency && $0.settled == nil && $0.sequence == version.sequence
        }
        if waits {
            changes.append(
                .putDecision(
                    Decision(
                        thread: version.thread, sequence: version.sequence, matter: .read,
                        subject: officer, officer: officer, reason: "", at: now)))
        }
        if !changes.isEmpty { try await context.store.commit(changes) }
    }

    /// The next statement of a thread, to be edited: the last one with an empty reason.
    ///
    /// - Throws: `notFound`; `transitionRefused`, naming the operations that may follow.
    func successor(
        _ request: WriteSuccessor, by principal: Principal
    ) async throws(HeliographError) -> SuccessorView {
        let officer = try principal.officer()
        let versions = try await versions(request.id)
        guard let last = versions.last, let kind = NoticeKind(rawValue: last.kind) else {
            throw await context.station.noNotice(named: request.id)
        }
        let operation = NoticeOperation(rawValue: request.next)
        let side = NoticeSide(of: context.member, in: last.thread)
        let notice = try await context.notice(last.document)
        let state = try await StandingDesk(context: context).state(
            after: versions.map { NoticeOperation(rawValue: $0.operation) }, kind, side,
            last: last.document)
        let allowed = NoticeLifecycle.transitions(of: kind).filter {
            $0.side == side && $0.from == state
        }.map(\.operation)
        guard allowed.contains(operation) else {
            let names = allowed.map(\.rawValue).joined(separator: ", ")
            throw HeliographError(
                .transitionRefused,
                "\(last.thread) is \(state.rawValue); `\(operation.rawValue)` "
                    + "does not follow that.",
                next: names.isEmpty
                    ? "Nothing follows it any more: write a new notice."
                    : "What may follow: \(names).")
        }
        let messages = try await context.store.messages(ofThread: last.thread)
        try await consulted(last, messages, [], by: officer, why: "notice of ours shown")
        var document = notice.successor(
            operation: operation, at: context.clock.now.flooredToSecond, superseding: [], reason: ""
        )
        if document["change"] != nil { document["change"] = ["reason": .null] }
        return SuccessorView(notice: Document(document))
    }

    private func versions(_ text: String) async throws(HeliographError) -> [NoticeVersion] {
        let thread = try await context.station.thread(named: text)
        return try await context.store.notices(NoticeFilter(thread: thread))
            .sorted { $0.sequence < $1.sequence }
    }

    // MARK: Countries

    /// The delivery, the reading and the answer of one country.
    private struct CountrySide {
        let member: MemberCode
        /// The delivery of the newest statement for this country.
        let delivery: Delivery
        let readAt: Instant?
        let answer: InboxItem?
        let result: String?
        /// The state of the country's own side of the thread.
        let state: NoticeState

        var view: CountryView {
            CountryView(
                member: member, sequence: delivery.sequence, state: delivery.state,
                deliveredAt: delivery.deliveredAt, readAt: readAt, answer: answer?.operation,
                result: result, answerKind: answer?.kind, answerId: answer?.id,
                answeredAt: answer?.received)
        }
    }

    private func countries(
        _ messages: [OutgoingMessage], _ kind: NoticeKind
    ) async throws(HeliographError) -> [CountrySide] {
        var newest: [MemberCode: Delivery] = [:]
        for message in messages {
            for delivery in try await context.store.deliveries(of: message.id)
            where newest[delivery.recipient].map({ $0.sequence <= delivery.sequence }) ?? true {
                newest[delivery.recipient] = delivery
            }
        }
        var found: [CountrySide] = []
        for (member, delivery) in newest.sorted(by: { $0.key < $1.key }) {
            let answers = try await context.store.inbox(
                InboxFilter(thread: delivery.thread, from: member, limit: 10_000)
            ).sorted { $0.sequence < $1.sequence }
            let read = try await context.store.evidenceEntries(
                from: context.member, id: delivery.id
            )
            .filter { $0.step == .retrieved && $0.recipient == member && $0.by == member }
            .map(\.at).min()
            found.append(
                CountrySide(
                    member: member, delivery: delivery, readAt: read, answer: answers.last,
                    result: try await result(of: answers.last),
                    state: NoticeLifecycle.state(
                        after: answers.filter { $0.kind == kind.rawValue }
                            .map { NoticeOperation(rawValue: $0.operation) },
                        kind: kind, side: .recipient)))
        }
        return found
    }

    /// The code of an answer's result. A code names nobody, so that a person at the node sees it
    /// without opening the answer; a text that is no code is left out.
    private func result(of answer: InboxItem?) async throws(HeliographError) -> String? {
        guard let answer,
            let code = try await context.noticeUnlessErased(answer.notice)?.json["result"]?
                .stringValue,
            CodeWords.words(code, of: "result") != nil
        else { return nil }
        return code
    }

    /// The state of the thread. A question is *answered* once every country has given its last
    /// answer.
    private func state(
        _ versions: [NoticeVersion], _ kind: NoticeKind, _ countries: [CountrySide]
    ) async throws(HeliographError) -> NoticeState {
        guard let last = versions.last else { return .none }
        let side = NoticeSide(of: context.member, in: last.thread)
        let state = try await StandingDesk(context: context).state(
            after: versions.map { NoticeOperation(rawValue: $0.operation) }, kind, side,
            last: last.document)
        let isQuestion = side == .issuer && (state == .open || state == .verifying)
        guard isQuestion, !countries.isEmpty,
            countries.allSatisfy({ !Self.unanswered.contains($0.state) })
        else { return state }
        return .answered
    }
}

extension NoticeState {
    /// True once the thread asks nothing of anybody: withdrawn, past its last day, or closed.
    fileprivate var isOver: Bool {
        [.cancelled, .expired, .lapsed, .closed].contains(self)
    }
}
