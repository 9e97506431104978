internal import Attachments
internal import Exchange
internal import Federation
internal import Notices
internal import Ports
internal import Station
internal import Traffic

/// Puts together everything on a notice's page that is not in the notice: its standing, the
/// reports, the files that are here, and the telephone.
struct CardDesk {
    let context: TrafficContext

    /// The page of a received notice.
    func card(of item: InboxItem, _ bytes: [UInt8]) async throws(HeliographError) -> NoticeCard {
        guard let notice = Notice.kept(bytes, rules: context.recipientRules) else {
            throw HeliographError(.storeCorrupt, "A stored notice cannot be read.")
        }
        var card = NoticeCard(notice: notice, reader: context.member, now: context.clock.now)
        card.standing = try await standing(of: item)
        card.precedence = item.precedence
        card.deadline = item.deadline
        card.reports = try await ownReports(on: item.thread)
        card.files = try await files(of: item, notice)
        card.fileCommand =
            "heliograph inbox attachment \(item.thread) 1 --out FILE --as OFFICER"
        card.call = await call(item.from)
        card.id = item.id.description
        return card
    }

    /// The page of a notice of ours.
    ///
    /// - Parameter notice: the words of the statement.
    func card(
        _ notice: Notice, of version: NoticeVersion, among versions: [NoticeVersion]
    ) async throws(HeliographError) -> NoticeCard {
        var card = NoticeCard(notice: notice, reader: context.member, now: context.clock.now)
        if let last = versions.last, last.sequence > version.sequence {
            card.standing =
                last.operation == NoticeOperation.cancel.rawValue
                ? .withdrawn(reason: try await reason(of: last.document))
                : .replaced(by: last.sequence)
        } else {
            switch try await StandingDesk(context: context).standing(of: versions) {
            case .suspended: card.standing = .suspended
            case .expired: card.standing = .expired
            case .holds, .withdrawn, .replaced, .closed: break
            }
        }
        card.reports = try await reportsHere(on: version.thread)
        card.files = Notice.attachments(in: notice.json).enumerated().map { index, entry in
            NoticeCard.File(number: index + 1, entry, state: "goes along")
        }
        return card
    }

    /// The standing of a received statement, with the reason if it does not hold.
    private func standing(of item: InboxItem) async throws(HeliographError) -> NoticeCard.Standing {
        switch try await StandingDesk(context: context).standing(of: item) {
        case .closed: return .closed
        case .holds: return .holds
        case .suspended: return .suspended
        case .expired: return .expired
        case .withdrawn, .replaced: break
        }
        let thread = try await context.store.inbox(
            InboxFilter(thread: item.thread, from: item.from, limit: 10_000))
        let later = thread.filter { $0.kind == item.kind }.max { $0.sequence < $1.sequence }
        if item.state == .superseded, let later { return .replaced(by: later.sequence) }
        let cancel = thread.last { $0.operation == NoticeOperation.cancel.rawValue }
        guard let cancel else { return .withdrawn(reason: nil) }
        return .withdrawn(reason: try await reason(of: cancel.notice))
    }

    private func reason(of record: RecordID) async throws(HeliographError) -> String? {
        try await context.noticeUnlessErased(record)?.json.at(pointer: "/change/reason")?
            .stringValue
    }

    /// The reports of this member on a notice of another.
    private func ownReports(on thread: String) async throws(HeliographError) -> [Notice] {
        var reports: [Notice] = []
        for version in try await context.store.notices(NoticeFilter(thread: thread))
            .sorted(by: { $0.sequence < $1.sequence })
        where version.kind == NoticeKind.outcome.rawValue {
            if let report = try await context.noticeUnlessErased(version.document) {
                reports.append(report)
            }
        }
        return reports
    }

    /// The reports of others on a notice of ours.
    private func reportsHere(on thread: String) async throws(HeliographError) -> [Notice] {
        var reports: [Notice] = []
        for item in try await context.store.inbox(InboxFilter(thread: thread, limit: 10_000))
            .sorted(by: { $0.received < $1.received })
        where item.kind == NoticeKind.outcome.rawValue {
            if let report = try await context.noticeUnlessErased(item.notice) {
                reports.append(report)
            }
        }
        return reports
    }

    private func files(
        of item: InboxItem, _ notice: Notice
    ) async throws(HeliographError) -> [NoticeCard.File] {
        let entries = Notice.attachments(in: notice.json)
        guard !entries.isEmpty else { return [] }
        let rows = try await context.store.attachments(
            AttachmentFilter(from: item.from, id: item.id, recipient: context.member))
        let named = try await AttachmentRecords(context: context.station).header(of: item.inner)
            .attachments
        return entries.enumerated().map { index, entry in
            let sealed = named.first { $0.digest.description == entry["sha256"]?.stringValue }?
                .sealed
            let row = rows.first { $0.sealed == sealed }
            let state =
                switch row?.state {
                case .arrived: "is here"
                case .waiting: "is on its way"
                case .failed, .expired: "did not arrive"
                case .withdrawn: "was withdrawn"
                case nil: "was not sent along"
                }
            return NoticeCard.File(number: index + 1, entry, state: state)
        }
    }

    private func call(_ member: MemberCode) async -> String? {
        guard let listed = await context.trust.list?.member(member) else { return nil }
        let hours = listed.contact.hours == "24x7" ? "day and night" : listed.contact.hours
        return "\(listed.contact.telephone) (\(listed.authority), \(hours))"
    }
}

extension CardView {
    /// The page as it is printed, and the same page in parts.
    init(_ page: CardPage) {
        self.init(
            card: page.text(), banner: page.banner,
            sections: page.sections.filter { !$0.rows.isEmpty }.map { section in
                CardSectionView(
                    heading: section.heading,
                    rows: section.rows.map {
                        CardRowView(label: $0.label, text: $0.text, depth: $0.depth)
                    })
            })
    }
}
