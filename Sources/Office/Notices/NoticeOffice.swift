internal import Asking
internal import Attachments
internal import Exchange
internal import Federation
internal import Notices
internal import Ports
internal import Station
internal import Traffic

/// Writes, sends, changes and cancels notices of this member.
struct NoticeOffice {
    let node: any RunningNode

    private var context: TrafficContext { node.context }

    func send(
        _ request: SendNotice, by principal: Principal, _ files: [HandedFile] = []
    ) async throws(HeliographError) -> SentView {
        var sent = request.document.json
        if let thread = request.supplement {
            sent = try await TripDesk(context: context).supplement(sent, thread)
        }
        let author = try principal.officer()
        if request.words.override != nil, request.words.approvedBy == nil {
            try principal.check(.override)
        }
        guard
            !files.isEmpty || request.attachments != nil || !Notice.attachments(in: sent).isEmpty
        else {
            return try await submit(sent, to: request.to?.codes, by: author, request.words)
        }
        let office = AttachmentOffice(node: node)
        let added = try await office.add(
            files, described: request.attachments?.items ?? [], to: sent)
        do throws(HeliographError) {
            let answer = try await submit(
                added.document, to: request.to?.codes, by: author, request.words,
                with: added.carried)
            if !added.carried.isEmpty { await context.attachmentBell.ring() }
            return answer
        } catch {
            // After a fault of the store the message may or may not be kept; only the next start
            // can tell, so its files stay.
            if !error.code.isOfStore {
                await AttachmentPress(context: context.station).discard(added.sealed)
            }
            throw error
        }
    }

    /// Sends a statement that the node has written itself.
    ///
    /// - Parameter supplement: the number of the notice to which the statement adds; nil for a
    ///   notice of its own.
    func send(
        _ document: JSON, by principal: Principal, _ words: ReleaseWords, supplement: String? = nil
    ) async throws(HeliographError) -> SentView {
        var request = SendNotice()
        request.document = Document(document)
        request.words = words
        request.supplement = supplement
        return try await send(request, by: principal)
    }

    /// Judges a statement, and sends nothing.
    private func judge(
        _ document: JSON, by author: String, _ words: ReleaseWords
    ) async throws(HeliographError) -> SentView {
        SentView(
            judged: try await Submission(context: context).judge(
                SubmissionRequest(
                    document: document, recipients: nil, author: author,
                    approver: words.approvedBy, attachments: [], emergency: words.emergency,
                    override: words.override, notTheSame: words.notTheSame)))
    }

    private func submit(
        _ document: JSON, to recipients: [MemberCode]?, by author: String, _ words: ReleaseWords,
        with attachments: [SealedAttachment] = []
    ) async throws(HeliographError) -> SentView {
        if let off = node.clocks.doubt {
            let minutes = abs(off.wholeSeconds) / 60
            throw HeliographError(
                .clockInDoubt,
                "This machine's clock is \(minutes) minutes "
                    + "\(off < .zero ? "ahead of" : "behind") those of its peers: they would "
                    + "refuse what it signs.",
                next:
                    "Have the clock set at once (`timedatectl`), then send again. If it cannot "
                    + "wait, call: `heliograph peers` has the telephones.")
        }
        let result = try await Submission(context: context).submit(
            SubmissionRequest(
                document: document, recipients: recipients, author: author,
                approver: words.approvedBy, attachments: attachments,
                emergency: words.emergency, override: words.override,
                notTheSame: words.notTheSame))
        await node.queued(result.queued, express: result.express, closed: result.closed)
        let holdUps = try await HoldUpDesk(node: node)
        context.log(
            .info, "submitted",
            [
                "kind": .string(result.notice.kind.rawValue),
                "operation": .string(result.notice.operation.rawValue),
                "messages": .number(JSONNumber(result.messages.count)),
                "deliveries": .number(JSONNumber(result.queued.count)),
            ])
        return SentView(result, holdUps)
    }

    /// A second report of a trip as the next statement of the first: the one that `--supplement`
    /// would send.
    func merge(_ request: MergeReport) async throws(HeliographError) -> MergedView {
        MergedView(
            into: request.into,
            notice: Document(
                try await TripDesk(context: context).supplement(
                    request.document.json, request.into)))
    }

    /// The notice as one recipient would get it, byte for byte.
    func preview(_ request: PreviewNotice) async throws(HeliographError) -> PreviewView {
        guard let wanted = MemberCode(request.to) else {
            throw HeliographError(
                .usage,
                "`--to` takes one code of two capital letters; it is "
                    + "`\(ShownText.brief(request.to))`." + Country.suggestion(for: request.to))
        }
        let (notice, warnings) = try await Submission(context: context).prepare(
            request.document.json, to: nil)
        guard notice.to.contains(wanted) else {
            let to = notice.to.map(\.description).joined(separator: ", ")
            throw HeliographError(
                .recipientUnknown, "\(wanted) is no recipient of this notice: `to` is \(to).",
                next: "Write `--to \(notice.to.first?.description ?? "")`, or add \(wanted) to the "
                    + "list `to` in the file of the notice.")
        }
        let renditions = try await PolicyDesk(context: context).renditions(
            of: notice, to: notice.to)
        guard let shown = renditions.first(where: { $0.recipients.contains(wanted) }) else {
            throw HeliographError(.recipientUnknown, "\(wanted) gets nothing.")
        }
        let rendition = notice.rendition(for: shown.recipients, removing: shown.removing)
        return PreviewView(
            to: wanted, recipients: shown.recipients, removed: shown.removing.map(\.description),
            noticeDigest: context.sealer.digest(rendition.encoded()),
            precedence: notice.precedence(for: wanted, at: context.clock.now),
            deadline: notice.actBy(for: wanted), notice: Document(rendition), warnings: warnings,
            card: Notice.kept(rendition.encoded(), rules: context.recipientRules).map {
                NoticeCard(notice: $0, reader: wanted, now: context.clock.now).page.text()
            })
    }

    /// Ends a thread of ours everywhere.
    func cancel(
        _ request: CancelNotice, by principal: Principal
    ) async throws(HeliographError) -> SentView {
        let author = try principal.officer()
        let thread = try await context.station.thread(named: request.id, for: .acting)
        if let issuer = MemberCode(thread.prefix(2)), issuer != context.member {
            throw HeliographError(
                .notIssuer, "\(thread) is a notice of \(issuer): only \(issuer) can withdraw it.",
                next: "Tell \(issuer) what came of it: `heliograph outcome \(thread) --result CODE "
                    + "--at now --as OFFICER`; `heliograph help outcome` has the codes. Or call "
                    + "\(issuer): `heliograph peers` has the telephone.")
        }
        let versions = try await context.store.notices(NoticeFilter(thread: thread))
        guard let last = versions.max(by: { $0.sequence < $1.sequence }) else {
            throw await context.station.noNotice(named: request.id)
        }
        let notice = try await context.notice(last.document)
        let document = notice.successor(
            operation: .cancel, at: context.clock.now.flooredToSecond, superseding: [],
            reason: request.reason ?? "cancelled by the issuer")
        return try await submit(document, to: nil, by: author, request.words)
    }

    /// Passes a received notice on under a number of ours.
    func forward(
        _ request: ForwardNotice, by principal: Principal
    ) async throws(HeliographError) -> SentView {
        let author = try principal.officer()
        let item = try await context.station.arrival(named: request.id, for: .acting)
        guard !request.to.codes.isEmpty else {
            throw HeliographError(.usage, "`to` is missing.")
        }
        let notice = try await context.notice(item.notice)
        guard Notice.forwardable.contains(notice.kind) else {
            let kinds = Notice.forwardable.map(\.rawValue).joined(separator: ", ")
            throw HeliographError(
                .usage, "A notice of the kind \(notice.kind.rawValue) is not passed on.",
                next: "Only these kinds are passed on: \(kinds).")
        }
        let document = notice.forwarded(
            by: context.member, to: request.to.codes, number: request.number,
            contentDigest: item.contentDigest, at: context.clock.now.flooredToSecond)
        return try await submit(document, to: nil, by: author, request.words)
    }

    /// Sends a report to the issuer on the outcome of a notice that arrived here.
    func reportOutcome(
        _ request: ReportOutcome, by principal: Principal
    ) async throws(HeliographError) -> SentView {
        let author = try principal.officer()
        let item = try await context.station.arrival(named: request.id, for: .acting)
        let notice = try await context.notice(item.notice)
        let earlier = try await context.store.notices(NoticeFilter(thread: notice.thread))
        let document = NoticeTemplate.outcome(
            answering: notice, by: context.member,
            sequence: (earlier.map(\.sequence).max() ?? 0) + 1,
            operation: request.interim ? .interim : .final,
            try report(request), at: context.clock.now.flooredToSecond)
        let sent: SentView
        do throws(HeliographError) {
            if request.check { return try await judge(document, by: author, request.words) }
            sent = try await submit(document, to: nil, by: author, request.words)
        } catch  where error.code == .noticeInvalid {
            // The officer gave words, and no file.
            throw HeliographError(
                error.code, error.sentence,
                next: "Correct the option of each place that is named: `/at` is `--at`.",
                detail: error.detail, faults: error.faults)
        }
        try await context.store.commit([
            .setInboxState(from: item.from, id: item.id, .actioned)
        ])
        return sent
    }

    private func report(
        _ request: ReportOutcome
    ) throws(HeliographError) -> NoticeTemplate.Report {
        let now = context.clock.now.flooredToSecond
        var report = NoticeTemplate.Report(
            result: request.result, at: request.at.instant(now: now))
        report.port = request.port
        report.refusalBasis = request.refusalBasis
        report.note = request.note
        report.confirmation = request.confirmation
        report.identityConfirmedBy = request.identifiedBy.items
        if let returnedAt = request.returnedAt {
            var way: JSON = ["at": .string(returnedAt.instant(now: now).description)]
            if let flight = request.returnedOn {
                guard let designator = FlightDesignator(flight) else {
                    throw HeliographError(
                        .usage,
                        "`--returned-on` takes a flight such as ZZ10; it is "
                            + "`\(ShownText.brief(flight))`. Nothing was sent.")
                }
                way["carrier"] = .string(designator.carrier)
                way["service"] = .string(designator.service)
            }
            report.returnedOn = way
        } else if request.returnedOn != nil {
            throw HeliographError(
                .usage, "`--returned-on` needs `--returned-at` beside it. Nothing was sent.")
        }
        return report
    }
}
