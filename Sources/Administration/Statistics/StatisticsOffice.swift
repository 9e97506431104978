internal import Asking
internal import Exchange
internal import Notices
internal import Ports
internal import Station
internal import Traffic

/// The outcomes of warnings, by country and direction, counted from the store alone.
struct StatisticsOffice {
    let context: TrafficContext

    /// The most statements of one kind that are counted.
    static let rowsMax = 100_000

    private static let warnings: [NoticeKind] = [.greenNotice, .travelAlert, .groupAlert]

    /// A period of days in UTC, both included; nil has no end.
    struct Period {
        let from: CivilDate?
        let to: CivilDate?

        func contains(_ moment: Instant) -> Bool {
            let day = moment.utcDate
            return from.map { $0 <= day } ?? true && to.map { day <= $0 } ?? true
        }
    }

    /// Counts a period.
    ///
    /// - Throws: `usage` for a text that is no day.
    func show(_ request: CountWarnings) async throws(HeliographError) -> StatisticsView {
        let period = try period(request)
        let now = context.clock.now.flooredToSecond
        let (records, isComplete) = try await records(period)
        let statistics = WarningStatistics(records, at: now)
        if request.publish {
            return .published(
                PublishedStatistics(statistics).view(
                    of: context.member, period, at: now, isComplete: isComplete))
        }
        return .own(
            OwnStatisticsView(
                member: context.member, asOf: now, from: period.from?.description,
                to: period.to?.description, complete: isComplete,
                pairs: statistics.pairs.map { pair in
                    PairView(
                        peer: pair.peer, sent: WarningCountsView(pair.sent),
                        received: WarningCountsView(pair.received),
                        reciprocity: ReciprocityView(
                            sent: pair.sent.warnings, received: pair.received.warnings,
                            heardPercent: pair.sent.answeredPercent,
                            toldPercent: pair.received.answeredPercent))
                },
                sent: WarningCountsView(statistics.sent),
                received: WarningCountsView(statistics.received),
                records: request.records ? records.map { Document($0.json) } : nil))
    }

    private func period(_ request: CountWarnings) throws(HeliographError) -> Period {
        var days: [String: CivilDate] = [:]
        for (key, text) in [("since", request.since), ("until", request.until)] {
            guard let text else { continue }
            guard let day = CivilDate(iso8601: text) else {
                throw HeliographError(
                    .usage,
                    "`--\(key)` takes a day YYYY-MM-DD; it is `\(ShownText.brief(text))`.",
                    next: "Write the year first: `--\(key) "
                        + "\(CivilDate(asOnForm: text)?.description ?? "2027-01-21")`.")
            }
            days[key] = day
        }
        if let from = days["since"], let to = days["until"], to < from {
            throw HeliographError(
                .usage, "`--until` \(to) is before `--since` \(from).",
                next: "Exchange the two days: `--since \(to) --until \(from)`.")
        }
        return Period(from: days["since"], to: days["until"])
    }

    // MARK: Gathering

    private func records(
        _ period: Period
    ) async throws(HeliographError) -> (records: [WarningRecord], isComplete: Bool) {
        var records: [WarningRecord] = []
        var isComplete = true
        let heard = try await outcomesHeard(&isComplete)
        let said = try await outcomesSaid(&isComplete)
        for kind in Self.warnings {
            let versions = try await context.store.notices(
                NoticeFilter(kind: kind.rawValue, limit: Self.rowsMax))
            let items = try await context.store.inbox(
                InboxFilter(kind: kind.rawValue, limit: Self.rowsMax))
            isComplete = isComplete && max(versions.count, items.count) < Self.rowsMax
            records += try await sent(kind, versions, heard, period)
            records += try await received(kind, items, said, period)
        }
        return (
            records.sorted {
                ($0.direction.rawValue, $0.thread, $0.peer) < (
                    $1.direction.rawValue, $1.thread, $1.peer
                )
            }, isComplete
        )
    }

    private func sent(
        _ kind: NoticeKind, _ versions: [NoticeVersion], _ heard: [Report.Key: Report],
        _ period: Period
    ) async throws(HeliographError) -> [WarningRecord] {
        var records: [WarningRecord] = []
        let threads = Dictionary(grouping: versions) { $0.thread }
        for (thread, versions) in threads.sorted(by: { $0.key < $1.key })
        where NoticeSide(of: context.member, in: thread) == .issuer {
            let history = versions.sorted { $0.sequence < $1.sequence }
            guard let first = history.first, period.contains(first.created) else { continue }
            let arrivals = try await arrivals(
                history.last { $0.operation != NoticeOperation.cancel.rawValue }?.document)
            let said = try await context.store.histories(ofThreads: [thread])[thread]
            let (messages, deliveries) = (said?.messages ?? [], said?.deliveries ?? [])
            let cancels = Set(
                messages.filter { $0.operation == NoticeOperation.cancel.rawValue }.map(\.id))
            for (peer, own) in Dictionary(grouping: deliveries, by: \.recipient)
                .sorted(by: { $0.key < $1.key })
            {
                let last = own.max { ($0.sequence, $0.created) < ($1.sequence, $1.created) }
                let told = own.filter { !cancels.contains($0.id) }
                let refused = told.filter { $0.state == .refused }.max { $0.changed < $1.changed }
                let delivered = told.compactMap(\.deliveredAt).min()
                let report = heard[Report.Key(thread: thread, member: peer)]
                records.append(
                    WarningRecord(
                        direction: .sent, peer: peer, thread: thread, kind: kind.rawValue,
                        began: first.created, delivered: delivered, arrival: arrivals[peer],
                        isCancelled: last.map { cancels.contains($0.id) } ?? false,
                        refusal: delivered == nil ? refused?.lastCode?.rawValue : nil,
                        outcome: report?.result, outcomeAt: report?.at))
            }
        }
        return records
    }

    private func received(
        _ kind: NoticeKind, _ items: [InboxItem], _ said: [Report.Key: Report], _ period: Period
    ) async throws(HeliographError) -> [WarningRecord] {
        var records: [WarningRecord] = []
        let threads = Dictionary(grouping: items) { Report.Key(thread: $0.thread, member: $0.from) }
        for (key, items) in threads.sorted(by: {
            ($0.key.thread, $0.key.member) < ($1.key.thread, $1.key.member)
        }) where NoticeSide(of: key.member, in: key.thread) == .issuer {
            let history = items.sorted { $0.sequence < $1.sequence }
            let told = history.filter { $0.operation != NoticeOperation.cancel.rawValue }
            guard let began = told.map(\.received).min(), period.contains(began) else { continue }
            let arrivals = try await arrivals(told.last?.notice)
            let report = said[Report.Key(thread: key.thread, member: context.member)]
            records.append(
                WarningRecord(
                    direction: .received, peer: key.member, thread: key.thread,
                    kind: kind.rawValue, began: began, delivered: began,
                    arrival: arrivals[context.member],
                    isCancelled: history.last?.operation == NoticeOperation.cancel.rawValue,
                    refusal: nil, outcome: report?.result, outcomeAt: report?.at))
        }
        return records
    }

    /// The landing of the first person of a statement in each country.
    ///
    /// - Returns: an empty list for a statement that was erased.
    private func arrivals(
        _ record: RecordID?
    ) async throws(HeliographError) -> [MemberCode: Instant] {
        guard let record else { return [:] }
        let facts = try await context.dutyMemory.facts(of: record, context)
        return (facts?.arrivals ?? [:]).compactMapValues { $0.map(\.at).min() }
    }

    // MARK: Outcomes

    /// The last report on a warning.
    private struct Report {
        struct Key: Hashable {
            let thread: String
            let member: MemberCode
        }

        let sequence: Int
        let result: String
        let at: Instant
    }

    private func outcomesHeard(
        _ isComplete: inout Bool
    ) async throws(HeliographError) -> [Report.Key: Report] {
        let items = try await context.store.inbox(
            InboxFilter(kind: NoticeKind.outcome.rawValue, limit: Self.rowsMax))
        isComplete = isComplete && items.count < Self.rowsMax
        var reports: [Report.Key: Report] = [:]
        for item in items {
            try await take(
                item.notice, Report.Key(thread: item.thread, member: item.from), item.sequence,
                item.received, &reports)
        }
        return reports
    }

    private func outcomesSaid(
        _ isComplete: inout Bool
    ) async throws(HeliographError) -> [Report.Key: Report] {
        let versions = try await context.store.notices(
            NoticeFilter(kind: NoticeKind.outcome.rawValue, limit: Self.rowsMax))
        isComplete = isComplete && versions.count < Self.rowsMax
        var reports: [Report.Key: Report] = [:]
        for version in versions {
            try await take(
                version.document, Report.Key(thread: version.thread, member: context.member),
                version.sequence, version.created, &reports)
        }
        return reports
    }

    private func take(
        _ record: RecordID, _ key: Report.Key, _ sequence: Int, _ at: Instant,
        _ reports: inout [Report.Key: Report]
    ) async throws(HeliographError) {
        if let known = reports[key], known.sequence > sequence { return }
        let bytes: [UInt8]
        do throws(HeliographError) {
            bytes = try await context.station.body(of: record)
        } catch {
            guard error.code == .erased else { throw error }
            return
        }
        guard let result = (try? JSON.parse(bytes))?["result"]?.stringValue else { return }
        reports[key] = Report(sequence: sequence, result: result, at: at)
    }
}

extension WarningCountsView {
    /// The counts of one direction.
    init(_ counts: WarningCounts) {
        func views(_ counts: [WarningCounts.Count]) -> [CountView] {
            counts.map { CountView(what: $0.what, count: $0.count) }
        }
        self.init(
            warnings: counts.warnings, delivery: views(counts.deliveries),
            outcomes: views(counts.outcomes), refusals: views(counts.refusals),
            wrongPerson: counts.outcome("wrong-person"), noFeedback: counts.outcome("no-feedback"),
            lead: LeadView(
                count: counts.leadMinutes.count, medianMinutes: counts.medianLead,
                leastMinutes: counts.leadMinutes.first, mostMinutes: counts.leadMinutes.last))
    }
}
