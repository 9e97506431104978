internal import Exchange
internal import Federation
package import Notices
package import Ports
internal import Station

/// Takes a notice from an officer: judges it, signs one message a rendition, and stores everything
/// in one transaction before anybody hears of it.
package struct Submission {
    let context: TrafficContext

    /// - Parameter context: the node that sends.
    package init(context: TrafficContext) {
        self.context = context
    }

    /// The effect of a submission that was taken in.
    package struct Result: Sendable {
        /// The notice as it was sent.
        package let notice: Notice
        /// The faults that do not refuse it.
        package let warnings: [Fault]
        /// The messages, one for each rendition.
        package let messages: [OutgoingMessage]
        /// SHA-256 of the notice that each message carries; its recipients find it as
        /// `noticeDigest`.
        package let noticeDigests: [MessageID: Digest]
        /// The deliveries to be queued.
        package let queued: [Delivery]
        /// The parcels of flash deliveries that leave at once.
        package let express: [Parcel]
        /// Earlier deliveries that end here, unsent.
        package let closed: [Delivery]
    }

    /// Takes a notice in: judges, signs, seals and stores it in one transaction.
    ///
    /// - Returns: the effect, which is durable; the caller queues its deliveries.
    /// - Throws: the code of the rule that refuses it, or an error of the store; nothing was then
    ///   kept.
    package func submit(_ request: SubmissionRequest) async throws(HeliographError) -> Result {
        // The first statement of a thread depends on nothing before it: it is signed and sealed
        // while others read and write.
        let isOpening =
            request.document["sequence"]?.intValue == 1 && request.notTheSame == nil
        let first = isOpening ? try await opening(request) : nil
        let prepared: Prepared
        if let first {
            prepared = (first.notice, first.warnings)
        } else {
            prepared = try await prepare(request.document, to: request.recipients)
        }
        let (result, commit) = try await context.threads.withLock(locks(prepared.notice)) {
            () throws(HeliographError) in
            try await begin(request, prepared, first)
        }
        try await commit.durable()
        return result
    }

    /// The locks of a statement: its thread, and the keys that two reports of one trip have in
    /// common, so that of two that come at once the second finds the first.
    private func locks(_ notice: Notice) -> Set<String> {
        var keys: Set<String> = [notice.thread]
        if !notice.operation.isCancel, !notice.legs.isEmpty {
            // A number of a notice has no blank.
            keys.formUnion(notice.tripKeys.map { "\($0.field.rawValue) \($0.value)" })
        }
        // Of two certificates with one number, the second must find the first.
        if let number = notice.certificateNumber { keys.insert("certificate \(number)") }
        // The same holds for two entries in the directory.
        if notice.kind == .directory { keys.insert("directory entry") }
        return keys
    }

    private func opening(_ request: SubmissionRequest) async throws(HeliographError) -> Opening {
        let (notice, warnings) = try await prepare(request.document, to: request.recipients)
        try await checkRecipients(notice)
        var plan = try await begun(notice, request, after: [], trip: ([], nil))
        try await addRenditions(of: notice, to: notice.to, request, &plan)
        return Opening(notice: notice, warnings: warnings, plan: plan)
    }

    /// Reads the facts that the notice depends on, and begins its commit: no other commit may come
    /// in between.
    private func begin(
        _ request: SubmissionRequest, _ prepared: Prepared, _ first: Opening?
    ) async throws(HeliographError) -> (Result, any PendingCommit) {
        let thread = prepared.notice.thread
        let said = try await context.store.histories(ofThreads: [thread])[thread]
        var (notice, warnings) = prepared
        if first == nil {
            // Another statement may have come between: this one takes its place, too.
            if !supersedesAll(of: said, notice) {
                (notice, warnings) = try await prepare(request.document, to: request.recipients)
            }
            try await checkRecipients(notice)
        }
        let (history, earlier) = (said?.versions ?? [], said?.deliveries ?? [])
        try await checkTurn(notice, after: said)
        let trip = try await TripDesk(context: context).check(
            notice, by: request.author, notTheSame: request.notTheSame,
            at: context.clock.now.flooredToSecond)
        var plan: Plan
        if let first {
            plan = first.plan
        } else {
            plan = try await following(notice, request, after: history, trip, earlier)
        }
        if !history.isEmpty { try await addSettled(notice, by: request.author, &plan) }
        try await addAcceptance(&plan)
        let commit = await context.store.begin(plan.changes)
        let result = Result(
            notice: notice, warnings: warnings, messages: plan.messages,
            noticeDigests: plan.noticeDigests, queued: plan.queued, express: plan.leavingAtOnce,
            closed: plan.closed)
        return (result, commit)
    }

    /// Judges a statement as `submit` does, and keeps nothing: a question to an officer comes after
    /// what would refuse the answer.
    ///
    /// - Throws: every error of `submit` that the statement itself has.
    package func judge(_ request: SubmissionRequest) async throws(HeliographError) -> Prepared {
        let prepared = try await prepare(request.document, to: request.recipients)
        let notice = prepared.notice
        try await checkRecipients(notice)
        let said = try await context.store.histories(ofThreads: [notice.thread])[notice.thread]
        try await checkTurn(notice, after: said)
        _ = try await Approvals(context: context).judge(
            notice, request, after: said?.versions ?? [], at: context.clock.now.flooredToSecond)
        let policy = PolicyDesk(context: context)
        _ = try await policy.renditions(
            of: notice, to: notice.to, override: try policy.override(request))
        return prepared
    }

    /// Checks that the statement may follow what its thread holds, and that what it says is
    /// possible.
    private func checkTurn(
        _ notice: Notice, after said: ThreadHistory?
    ) async throws(HeliographError) {
        let history = said?.versions ?? []
        try await checkTransition(notice, after: history)
        try checkNotEnded(notice, for: ended(by: said))
        try await CertificateRegister(context: context).check(notice, after: history)
        try await TotalsDesk(context: context).check(notice)
        try await OutcomeDesk(context: context).check(notice, after: history)
        try await DirectoryDesk(context: context).check(notice)
    }

    /// True if the statement names every earlier message of its thread as superseded, or begins it.
    private func supersedesAll(of said: ThreadHistory?, _ notice: Notice) -> Bool {
        guard notice.sequence > 1, let said else { return true }
        let named = Set((notice.json["supersedes"]?.arrayValue ?? []).compactMap(\.stringValue))
        return said.messages.allSatisfy { named.contains($0.id.description) }
    }

    /// The members that a cancel of the thread may have reached.
    private func ended(by said: ThreadHistory?) -> Set<MemberCode> {
        guard let said else { return [] }
        let cancels = Set(
            said.messages.filter { $0.operation == NoticeOperation.cancel.rawValue }.map(\.id))
        return Set(
            said.deliveries.filter { cancels.contains($0.id) && $0.seal != nil }.map(\.recipient))
    }

    /// A plan after earlier statements of the thread, or with an officer's word on another trip.
    private func following(
        _ notice: Notice, _ request: SubmissionRequest, after history: [NoticeVersion],
        _ trip: (changes: [Change], why: String?), _ earlier: [Delivery]
    ) async throws(HeliographError) -> Plan {
        var plan = try await begun(notice, request, after: history, trip: trip)
        closeUnsent(earlier, isCancel: notice.operation.isCancel, &plan)
        try await addRenditions(of: notice, to: reached(notice, earlier), request, &plan)
        try await addCancelForDropped(notice, earlier, request, &plan)
        return plan
    }

    /// A plan with the approval and the notice itself.
    private func begun(
        _ notice: Notice, _ request: SubmissionRequest, after history: [NoticeVersion],
        trip: (changes: [Change], why: String?)
    ) async throws(HeliographError) -> Plan {
        let now = context.clock.now.flooredToSecond
        let approval = try await Approvals(context: context).judge(
            notice, request, after: history, at: now)
        var plan = Plan(
            now: now,
            why: [approval.justification, trip.why].compactMap(\.self).joined(separator: "; "),
            changes: approval.changes + trip.changes,
            moreKeys: try await CertificateRegister(context: context).keys(of: notice),
            sentAtOnce: await sentAtOnce(notice, at: now))
        let (document, documentChange) = try context.station.newRecord(notice.json.encoded())
        context.dutyMemory.note(notice, kept: document)
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

    /// Recipients whose flash deliveries would leave as soon as they are queued.
    private func sentAtOnce(_ notice: Notice, at now: Instant) async -> Set<MemberCode> {
        let urgent = notice.to.filter { notice.precedence(for: $0, at: now) == .flash }
        guard !urgent.isEmpty, (try? await Parcel.checkList(context)) != nil else { return [] }
        let active = await context.trust.activeCodes
        guard active.isSuperset(of: notice.to), active.contains(context.member) else { return [] }
        return await context.flashGate.open(among: urgent)
    }

    /// Adds a message for each rendition that policy makes.
    private func addRenditions(
        of notice: Notice, to recipients: [MemberCode], _ request: SubmissionRequest,
        _ plan: inout Plan
    ) async throws(HeliographError) {
        let policy = PolicyDesk(context: context)
        try await OnwardDesk(context: context).check(notice, to: recipients)
        for rendition in try await policy.renditions(
            of: notice, to: recipients, override: try policy.override(request))
        where !rendition.recipients.isEmpty {
            try addMessage(notice, rendition, request, &plan)
        }
    }

    /// The first statement of a thread, ready to be kept.
    private struct Opening {
        let notice: Notice
        let warnings: [Fault]
        let plan: Plan
    }

    /// The parts of a submission before it is committed.
    struct Plan {
        let now: Instant
        /// For the audit record.
        let why: String
        var changes: [Change] = []
        /// Keys by which its messages are found besides those of the notice.
        var moreKeys: [SearchKey] = []
        /// Recipients whose flash deliveries need not wait to be queued.
        var sentAtOnce: Set<MemberCode> = []
        var messages: [OutgoingMessage] = []
        var noticeDigests: [MessageID: Digest] = [:]
        var queued: [Delivery] = []
        /// The parcels of flash deliveries that leave at once.
        var leavingAtOnce: [Parcel] = []
        var closed: [Delivery] = []
    }
}
