internal import Exchange
internal import Notices
internal import Ports
internal import Station
internal import Traffic

/// A joint operation's totals, worked out again from what each member counted.
struct OperationStatistics {
    let context: TrafficContext

    private static let itemsMax = 10_000

    /// The figures of one member, by name.
    private typealias Counts = [(what: String, count: Int)]

    /// The figures of every member, and the differences from the totals of the lead.
    ///
    /// - Throws: `notFound` unless some member has counted something in that operation.
    func show(
        _ request: CountOperation
    ) async throws(HeliographError) -> OperationStatisticsView {
        let thread = try await context.station.thread(named: request.number)
        let isPublic = request.publish
        guard let lead = MemberCode(thread.prefix(2)), try await knows(thread, of: lead) else {
            throw HeliographError(
                .notFound, "No operation \(ShownText.brief(request.number)) is known here.",
                next: "`heliograph notice list --kind operation` shows the operations of ours with "
                    + "their numbers; `heliograph inbox --kind operation` shows those of others.")
        }
        let stated = try await stated(thread, by: lead)
        var counted: [MemberCode: Counts] = [:]
        if lead == context.member {
            for count in try await TotalsDesk(context: context).counts(thread) {
                counted[count.member] = Self.counts(count.statistics)
            }
        }
        // The lead's own figures stand in its totals alone; every other member knows the totals
        // alone.
        for (member, counts) in stated where counted[member] == nil {
            if member == lead || lead != context.member { counted[member] = counts }
        }
        let members = counted.keys.sorted()
        guard !members.isEmpty else {
            throw HeliographError(
                .notFound, "Nobody has counted anything in the operation \(thread) yet.",
                next: lead == context.member
                    ? "Each member sends what it counted; `heliograph notice totals \(thread)` "
                        + "shows who has."
                    : "\(lead) leads it and sends the totals: `heliograph peers` has the "
                        + "telephone.")
        }
        var names: [String] = []
        for (what, _) in members.flatMap({ counted[$0] ?? [] }) where !names.contains(what) {
            names.append(what)
        }
        let cells = members.map { member in
            names.map { what in counted[member]?.first { $0.what == what }?.count ?? 0 }
        }
        let differences = differences(stated, counted, names)
        let table = CountTable(
            rows: members.map(\.description), columns: names, cells: cells, dividesRows: false)
        return OperationStatisticsView(
            number: thread, lead: lead, asOf: context.clock.now.flooredToSecond,
            published: isPublic, threshold: isPublic ? CountTable.threshold : nil,
            agrees: lead == context.member && !stated.isEmpty ? differences.isEmpty : nil,
            // Differences would give withheld counts away.
            differences: isPublic ? [] : differences, rows: rows(table, isPublic))
    }

    private func rows(_ table: CountTable, _ isPublic: Bool) -> [OperationRowView] {
        let shown = table.published()
        var rows: [OperationRowView] = []
        for (column, what) in table.columns.enumerated() {
            for (row, member) in table.rows.enumerated() {
                rows.append(
                    OperationRowView(
                        what: what, member: member,
                        count: isPublic ? shown.cells[row][column] : table.cells[row][column]))
            }
            rows.append(
                OperationRowView(
                    what: what, member: "all",
                    count: isPublic ? shown.columnTotals[column] : table.columnTotal(column)))
        }
        return rows
    }

    /// The figures in which the lead's last totals differ from the member's own.
    private func differences(
        _ stated: [MemberCode: Counts], _ counted: [MemberCode: Counts], _ names: [String]
    ) -> [CountDifferenceView] {
        guard !stated.isEmpty else { return [] }
        var found: [CountDifferenceView] = []
        for member in Set(stated.keys).union(counted.keys).sorted() {
            for what in names {
                let said = counted[member]?.first { $0.what == what }?.count ?? 0
                let total = stated[member]?.first { $0.what == what }?.count ?? 0
                if said != total {
                    found.append(
                        CountDifferenceView(
                            member: member, what: what, counted: said, stated: total))
                }
            }
        }
        return found
    }

    // MARK: Statements

    /// True if a statement of that operation is here.
    private func knows(
        _ thread: String, of lead: MemberCode
    ) async throws(HeliographError) -> Bool {
        guard thread.split(separator: "-").dropFirst().first == "OP" else { return false }
        return lead == context.member
            ? try await !context.store.notices(NoticeFilter(thread: thread, limit: 1)).isEmpty
            : try await !context.store.inbox(
                InboxFilter(thread: thread, from: lead, limit: 1)
            ).isEmpty
    }

    /// The figures of each member in the lead's last totals.
    private func stated(
        _ thread: String, by lead: MemberCode
    ) async throws(HeliographError) -> [MemberCode: Counts] {
        let document: JSON?
        if lead == context.member {
            document = try await last(
                try await context.store.notices(NoticeFilter(thread: thread, limit: Self.itemsMax))
                    .map { ($0.sequence, $0.document) })
        } else {
            document = try await last(
                try await context.store.inbox(
                    InboxFilter(thread: thread, from: lead, limit: Self.itemsMax)
                ).map { ($0.sequence, $0.notice) })
        }
        var stated: [MemberCode: Counts] = [:]
        for entry in document?["byCountry"]?.arrayValue ?? [] {
            guard let member = entry["member"]?.stringValue.flatMap({ MemberCode($0) }) else {
                continue
            }
            stated[member] = Self.counts(entry["statistics"])
        }
        return stated
    }

    private func last(
        _ statements: [(sequence: Int, record: RecordID)]
    ) async throws(HeliographError) -> JSON? {
        guard let last = statements.max(by: { $0.sequence < $1.sequence }) else { return nil }
        return try? JSON.parse(try await context.station.body(of: last.record))
    }

    /// Reads the figures of a stored statement. Today's schema may refuse one that an earlier
    /// schema let in.
    private static func counts(_ json: JSON?) -> Counts {
        (json?.objectValue ?? [:]).compactMap { key, value in
            value.intValue.map { (key, min(max(0, $0), countMax)) }
        }
    }

    private static let countMax = 100_000_000
}
