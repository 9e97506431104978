internal import Attachments
internal import Exchange
internal import Notices
internal import Ports
internal import Station
internal import Traffic

/// Writing, sending, changing and cancelling notices of this member.
struct NoticeOffice {
    let node: any RunningNode

    private var context: TrafficContext { node.context }

    func send(_ command: Command, _ files: [HandedFile] = []) async throws(HeliographError) -> JSON
    {
        guard let document = command.arguments["document"] else {
            throw HeliographError(.usage, "There is no document.")
        }
        var sent = document
        if let thread = command.optional("supplement") {
            sent = try await TripDesk(context: context).supplement(document, thread)
        }
        let (to, author) = (try command.members("to"), try command.officer())
        guard
            !files.isEmpty || command.arguments["attachments"] != nil
                || !Notice.attachments(in: sent).isEmpty
        else { return try await submit(sent, to: to, by: author, command) }
        let office = AttachmentOffice(node: node)
        let added = try await office.add(command, files, to: sent)
        do throws(HeliographError) {
            let answer = try await submit(
                added.document, to: to, by: author, command, with: added.carried)
            if !added.carried.isEmpty { await context.attachmentBell.ring() }
            return answer
        } catch {
            // Whoever is told `store-failed` does not know whether it was kept; the next start does.
            if !error.code.isOfStore {
                await AttachmentPress(context: context.node).discard(added.sealed)
            }
            throw error
        }
    }

    private func submit(
        _ document: JSON, to recipients: [MemberCode]?, by author: String, _ command: Command,
        with attachments: [SealedAttachment] = []
    ) async throws(HeliographError) -> JSON {
        if let off = node.clocks.doubt {
            let minutes = abs(off.wholeSeconds) / 60
            throw HeliographError(
                .clockInDoubt,
                "This machine's clock is \(minutes) minutes "
                    + "\(off < .zero ? "ahead of" : "behind") those of its peers: they would refuse what it signs.",
                next:
                    "Have the clock set at once (`timedatectl`), then send again. If it cannot wait, call: "
                    + "`heliograph peers` has the telephones.")
        }
        let result = try await Submission(context: context).submit(
            SubmissionRequest(
                document: document, recipients: recipients, author: author,
                approver: command.optional("approvedBy"), attachments: attachments,
                emergency: command.optional("emergency"),
                override: command.optional("override"),
                notTheSame: command.optional("notTheSame")))
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
        return [
            "thread": .string(result.notice.thread),
            "sequence": .number(JSONNumber(result.notice.sequence)),
            "kind": .string(result.notice.kind.rawValue),
            "operation": .string(result.notice.operation.rawValue),
            "messages": .array(
                result.messages.map { message in
                    [
                        "id": .string(message.id.description),
                        "to": .array(message.recipients.map { .string($0.description) }),
                        "contentDigest": .string(message.contentDigest.description),
                        "noticeDigest": JSON(result.noticeDigests[message.id]?.description),
                        "expires": JSON(message.expires),
                    ]
                }),
            "deliveries": .array(
                result.queued.map { delivery in
                    let told = holdUps.told(of: delivery)
                    return [
                        "id": .string(delivery.id.description),
                        "to": .string(delivery.recipient.description),
                        "precedence": .string(delivery.precedence.rawValue),
                        "deadline": JSON(delivery.deadline),
                        "code": JSON(told.code?.rawValue),
                        "sentence": JSON(told.sentence),
                        "telephone": JSON(told.telephone),
                    ]
                }),
            "closed": .number(JSONNumber(result.closed.count)),
            "warnings": .array(result.warnings.map(\.json)),
        ]
    }

    /// A second report of a trip, as the next statement of the first: what `--supplement` would send.
    func merge(_ command: Command) async throws(HeliographError) -> JSON {
        guard let document = command.arguments["document"] else {
            throw HeliographError(.usage, "There is no document.")
        }
        let into = try command.text("into")
        return [
            "into": .string(into),
            "notice": try await TripDesk(context: context).supplement(document, into),
        ]
    }

    /// What a recipient would get, byte for byte.
    func preview(_ command: Command) async throws(HeliographError) -> JSON {
        guard let document = command.arguments["document"] else {
            throw HeliographError(.usage, "There is no document.")
        }
        guard let wanted = MemberCode(try command.text("to")) else {
            throw HeliographError(.usage, "`to` takes one code of two capital letters.")
        }
        let (notice, warnings) = try await Submission(context: context).prepare(
            document, to: nil)
        guard notice.to.contains(wanted) else {
            throw HeliographError(.recipientUnknown, "\(wanted) is not in `to`.")
        }
        let shares = try await PolicyDesk(context: context).shares(of: notice, to: notice.to)
        guard let share = shares.first(where: { $0.recipients.contains(wanted) }) else {
            throw HeliographError(.recipientUnknown, "\(wanted) gets nothing.")
        }
        let rendition = notice.rendition(for: share.recipients, removing: share.removing)
        return [
            "to": .string(wanted.description),
            "recipients": .array(share.recipients.map { .string($0.description) }),
            "removed": .array(share.removing.map { .string($0.description) }),
            "noticeDigest": .string(context.sealer.digest(rendition.encoded()).description),
            "precedence": .string(
                notice.precedence(for: wanted, at: context.clock.now).rawValue),
            "deadline": JSON(notice.actBy(for: wanted)),
            "notice": rendition,
            "warnings": .array(warnings.map(\.json)),
        ]
    }

    /// Ends a thread of ours everywhere.
    func cancel(_ command: Command) async throws(HeliographError) -> JSON {
        let author = try command.officer()
        let thread = try await context.node.thread(named: try command.text("id"))
        if let issuer = MemberCode(thread.prefix(2)), issuer != context.member {
            throw HeliographError(
                .notIssuer, "\(thread) is a notice of \(issuer): only \(issuer) can withdraw it.",
                next: "Tell \(issuer) what you know with `heliograph outcome \(thread)`, or call: "
                    + "`heliograph peers` has the telephone.")
        }
        let versions = try await context.store.notices(NoticeFilter(thread: thread))
        guard let last = versions.max(by: { $0.sequence < $1.sequence }) else {
            throw HeliographError(.notFound, "There is no notice of ours with that number or id.")
        }
        let notice = try await context.notice(last.document)
        let document = notice.successor(
            operation: .cancel, at: context.clock.now.flooredToSecond, superseding: [],
            reason: command.optional("reason") ?? "cancelled by the issuer")
        return try await submit(document, to: nil, by: author, command)
    }

    /// Passes a received notice on under a number of ours.
    func forward(_ command: Command) async throws(HeliographError) -> JSON {
        let author = try command.officer()
        let item = try await InboxOffice(node: node).item(try command.text("id"))
        guard let to = try command.members("to"), !to.isEmpty,
            let number = command.arguments["number"]?.intValue, (0...999_999).contains(number)
        else { throw HeliographError(.usage, "`to` or `number` is missing.") }
        let notice = try await context.notice(item.notice)
        guard Notice.forwardable.contains(notice.kind) else {
            let kinds = Notice.forwardable.map(\.rawValue).joined(separator: ", ")
            throw HeliographError(.usage, "Only these are passed on: \(kinds).")
        }
        let document = notice.forwarded(
            by: context.member, to: to, number: number, contentDigest: item.contentDigest,
            at: context.clock.now.flooredToSecond)
        return try await submit(document, to: nil, by: author, command)
    }

    /// Reports to the issuer what came of a notice that arrived here.
    func reportOutcome(_ command: Command) async throws(HeliographError) -> JSON {
        let author = try command.officer()
        let item = try await InboxOffice(node: node).item(try command.text("id"))
        let notice = try await context.notice(item.notice)
        let earlier = try await context.store.notices(NoticeFilter(thread: notice.thread))
        let document = NoticeTemplate.outcome(
            answering: notice, by: context.member,
            sequence: (earlier.map(\.sequence).max() ?? 0) + 1,
            operation: command.optional("operation") == "interim" ? .interim : .final,
            try report(command), at: context.clock.now.flooredToSecond)
        let sent = try await submit(document, to: nil, by: author, command)
        try await context.store.commit([
            .setInboxState(from: item.from, id: item.id, .actioned)
        ])
        return sent
    }

    private func report(_ command: Command) throws(HeliographError) -> NoticeTemplate.Report {
        let now = context.clock.now.flooredToSecond
        var report = NoticeTemplate.Report(
            result: try command.text("result"),
            at: try command.moment("at", now: now))
        report.port = command.optional("port")
        report.refusalBasis = command.optional("refusalBasis")
        report.note = command.optional("note")
        report.confirmation = command.optional("confirmation")
        report.identityConfirmedBy = (command.arguments["identifiedBy"]?.arrayValue ?? [])
            .compactMap(\.stringValue)
        if command.optional("returnedAt") != nil {
            var way: JSON = ["at": .string(try command.moment("returnedAt", now: now).description)]
            if let flight = command.optional("returnedOn") {
                guard let designator = FlightDesignator(flight) else {
                    throw HeliographError(
                        .usage, "`--returned-on` takes a flight such as ZZ10. Nothing was sent.")
                }
                way["carrier"] = .string(designator.carrier)
                way["service"] = .string(designator.service)
            }
            report.returnedOn = way
        } else if command.optional("returnedOn") != nil {
            throw HeliographError(
                .usage, "`--returned-on` needs `--returned-at` beside it. Nothing was sent.")
        }
        return report
    }

    static func json(_ version: NoticeVersion) -> JSON {
        [
            "thread": .string(version.thread),
            "sequence": .number(JSONNumber(version.sequence)),
            "kind": .string(version.kind),
            "operation": .string(version.operation),
            "created": JSON(version.created),
            "author": .string(version.author),
            "approver": JSON(version.approver),
        ]
    }
}
