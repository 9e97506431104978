internal import Asking
internal import Exchange
internal import Notices
internal import Ports
internal import Station
internal import Traffic

/// Takes a notice of ours back from every member that has it, or finds that it stands.
struct RetractionOffice {
    let node: any RunningNode

    private var context: TrafficContext { node.context }

    /// The most running numbers that are tried for a correction or an order.
    private static let numbersMax = 1_000
    /// The running numbers that are looked at together.
    private static let numbersPerRead = 50

    /// Cancels a thread, and sends a correction and an order to erase to every member that got
    /// something of it. Each is a statement of its own; a second call sends those that a crash left
    /// out.
    ///
    /// - Throws: `nothingToRetract`, and every error of a submission.
    func retract(
        _ request: RetractNotice, by principal: Principal
    ) async throws(HeliographError) -> RetractionView {
        _ = try principal.officer()
        let stated = try stated(request)
        let thread = try await context.station.thread(named: request.id, for: .acting)
        let reached = try await reached(thread)
        guard !reached.isEmpty else {
            throw HeliographError(.nothingToRetract, "Nobody holds anything of \(thread).")
        }
        let now = context.clock.now.flooredToSecond
        let office = NoticeOffice(node: node)
        let last = try await context.store.notices(NoticeFilter(thread: thread))
            .max { $0.sequence < $1.sequence }
        guard let last else {
            throw await context.station.noNotice(named: request.id)
        }
        let notice = try await context.notice(last.document)
        let isReported = try await context.store.decisions(ofThread: thread)
            .contains { $0.matter == .wrongPerson }
        guard let reason = stated ?? (isReported ? .wrongPerson : nil) else {
            throw HeliographError(
                .usage,
                "Why \(thread) is taken back is not said, and nobody has reported a wrong "
                    + "person. Nothing was sent.",
                next: "Say it: `--because CODE`, one of \(Self.reasons).")
        }
        var documents: [JSON] = []
        let made = try await Confirmations(context: context).orders(about: thread).map(\.kind)
        for kind in [NoticeKind.erasure, .correction] where !made.contains(kind) {
            documents.append(
                NoticeTemplate.retraction(
                    kind, of: notice, to: reached,
                    number: try await freeNumber(kind, like: thread, at: now),
                    reason: reason, statement: request.statement, at: now))
        }
        if request.preview { return .preview(documents.map { Document($0) }) }
        var sent: [SentView] = []
        if last.operation != NoticeOperation.cancel.rawValue {
            var cancel = CancelNotice()
            cancel.id = thread
            cancel.reason = reason.words
            cancel.words = request.words
            sent.append(try await office.cancel(cancel, by: principal))
        }
        for document in documents {
            sent.append(try await office.send(document, by: principal, request.words))
        }
        try await settle(thread, principal, "taken back")
        return .sent(sent)
    }

    private static let reasons = NoticeTemplate.RetractionReason.allCases.map(\.rawValue)
        .joined(separator: ", ")

    /// The reason that the officer gave.
    ///
    /// - Returns: nil if the officer gave none.
    private func stated(
        _ request: RetractNotice
    ) throws(HeliographError) -> NoticeTemplate.RetractionReason? {
        guard let code = request.because else { return nil }
        guard let reason = NoticeTemplate.RetractionReason(rawValue: code) else {
            throw HeliographError(
                .usage, "`--because` is none of \(Self.reasons). Nothing was sent.")
        }
        return reason
    }

    /// Closes the reports of a wrong person: an officer has found that the notice is right, and
    /// that the reports mean somebody else.
    func keep(
        _ request: KeepNotice, by principal: Principal
    ) async throws(HeliographError) -> KeptView {
        try Approvals.checkReason(request.reason)
        switch FourEyes.judge(
            .two, author: try principal.officer(), approver: request.approvedBy,
            isEmergency: false, isFlash: false, mode: context.fourEyes)
        {
        case .refused(let code): throw HeliographError(code, code.meaning)
        case .alone, .approved, .emergency, .unapproved: break
        }
        let thread = try await context.station.thread(named: request.id, for: .acting)
        let settled = try await settle(thread, principal, "found to stand: \(request.reason)")
        guard settled > 0 else {
            throw HeliographError(.nothingToRetract, "No report of a wrong person is open.")
        }
        return KeptView(thread: thread, settled: settled)
    }

    @discardableResult
    private func settle(
        _ thread: String, _ principal: Principal, _ what: String
    ) async throws(HeliographError) -> Int {
        let officer = try principal.officer()
        let now = context.clock.now.flooredToSecond
        var changes: [Change] = []
        for var decision in try await context.store.decisions(ofThread: thread)
        where decision.matter == .wrongPerson && decision.settled == nil {
            decision.settled = now
            decision.settledBy = officer
            changes += [
                .putDecision(decision),
                context.station.audit(
                    .alteration, by: officer, about: .thread(thread),
                    why: "report of a wrong person by \(decision.subject): \(what)"),
            ]
        }
        if !changes.isEmpty { try await context.store.commit(changes) }
        return changes.count { if case .putDecision = $0 { true } else { false } }
    }

    /// Every member to which a message of the thread was ever sealed.
    private func reached(_ thread: String) async throws(HeliographError) -> [MemberCode] {
        let messages = try await context.store.messages(ofThread: thread)
        let deliveries = try await context.store.deliveries(of: Set(messages.map(\.id)))
        return Set(deliveries.values.joined().filter { $0.seal != nil }.map(\.recipient)).sorted()
    }

    /// The running number of the notice itself if it is free; otherwise the next free one.
    private func freeNumber(
        _ kind: NoticeKind, like thread: String, at now: Instant
    ) async throws(HeliographError) -> Int {
        let wanted = thread.split(separator: "-").dropFirst(3).first.flatMap { Int($0) } ?? 1
        let numbers = (0..<Self.numbersMax).map { (wanted + $0) % 1_000_000 }
        for some in numbers.portions(Self.numbersPerRead) {
            let names = some.map { NoticeTemplate.noticeNumber(context.member, kind, now, $0) }
            let taken = try await context.store.notices(ofThreads: Set(names))
            for (number, name) in zip(some, names) where taken[name] == nil { return number }
        }
        throw HeliographError(.transitionRefused, "No number near \(wanted) is free.")
    }
}
