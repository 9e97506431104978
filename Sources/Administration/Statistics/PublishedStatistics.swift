internal import Exchange
internal import Notices
internal import Station

/// Statistics as the public may have them. No count points at somebody, and nobody can work such a
/// count out.
struct PublishedStatistics {
    private let statistics: WarningStatistics

    init(_ statistics: WarningStatistics) {
        self.statistics = statistics
    }

    private typealias Division = KeyPath<WarningCounts, [WarningCounts.Count]>

    /// The two tables, and the countries that have a row of their own in both.
    func view(
        of member: MemberCode, _ period: StatisticsOffice.Period, at now: Instant,
        isComplete: Bool
    ) -> PublishedStatisticsView {
        let sent = Self.table(statistics.pairs.map { ($0.peer.description, $0.sent) })
        let received = Self.table(statistics.pairs.map { ($0.peer.description, $0.received) })
        return PublishedStatisticsView(
            member: member, asOf: now, from: period.from?.description,
            to: period.to?.description, complete: isComplete, threshold: CountTable.threshold,
            sent: sent, received: received, reciprocity: Self.reciprocity(sent, received))
    }

    /// The countries with a row of their own in both directions. The others would need withheld
    /// counts.
    private static func reciprocity(
        _ sent: PublishedTableView?, _ received: PublishedTableView?
    ) -> [PublishedReciprocityView] {
        (sent?.rows ?? []).compactMap { row in
            guard row.peer != others,
                let other = (received?.rows ?? []).first(where: { $0.peer == row.peer })
            else { return nil }
            return PublishedReciprocityView(
                peer: row.peer, sent: row.warnings, received: other.warnings)
        }
    }

    private static let others = "others"

    /// One direction: its rows, and their total. Nil if all rows together are too few.
    private static func table(
        _ rows: [(name: String, counts: WarningCounts)]
    ) -> PublishedTableView? {
        // Small rows are pooled by their sum, so that every division pools the same rows.
        guard let pooled = table(of: \.deliveries, rows).pooled(as: others) else { return nil }
        let small = rows.filter { row in !pooled.rows.contains(row.name) }
        let members = pooled.rows.map { name -> [WarningCounts] in
            let own = rows.filter { $0.name == name }
            return (own.isEmpty ? small : own).map(\.counts)
        }
        let delivery = shown(\.deliveries, pooled.rows, members)
        let outcomes = shown(\.outcomes, pooled.rows, members)
        let refusals = shown(\.refusals, pooled.rows, members)
        let printed = pooled.rows.indices.map { row in
            PublishedRowView(
                peer: pooled.rows[row], warnings: pooled.rowTotal(row),
                medianLeadMinutes: lead(members[row], delivery.rows[row]),
                delivery: delivery.rows[row], outcomes: outcomes.rows[row],
                refusals: refusals.rows[row])
        }
        return PublishedTableView(
            rows: printed,
            total: PublishedTotalView(
                warnings: printed.reduce(0) { $0 + $1.warnings },
                medianLeadMinutes: lead(members.flatMap(\.self), delivery.total),
                delivery: delivery.total, outcomes: outcomes.total, refusals: refusals.total))
    }

    /// One division of a direction: a list of counts for each row, and for all rows together.
    private static func shown(
        _ path: Division, _ names: [String], _ members: [[WarningCounts]]
    ) -> (rows: [[WithheldView]], total: [WithheldView]) {
        let columns = Set(members.flatMap(\.self).flatMap { $0[keyPath: path] }.map(\.what))
            .sorted()
        let shown = CountTable(
            rows: names, columns: columns,
            cells: members.map { counts in columns.map { sum(counts, path, $0) } },
            dividesRows: true
        ).published()
        func views(_ counts: [Int?]) -> [WithheldView] {
            zip(columns, counts).map { WithheldView(what: $0, count: $1) }
        }
        return (shown.cells.map(views), views(shown.columnTotals))
    }

    private static func table(
        of path: Division, _ rows: [(name: String, counts: WarningCounts)]
    ) -> CountTable {
        let columns = Set(rows.flatMap { $0.counts[keyPath: path] }.map(\.what)).sorted()
        return CountTable(
            rows: rows.map(\.name), columns: columns,
            cells: rows.map { row in columns.map { sum([row.counts], path, $0) } },
            dividesRows: true)
    }

    private static func sum(_ counts: [WarningCounts], _ path: Division, _ what: String) -> Int {
        counts.reduce(0) { sum, one in
            sum + (one[keyPath: path].first { $0.what == what }?.count ?? 0)
        }
    }

    /// The median lead time in minutes; nil if it would give a journey away.
    /// The median of fewer journeys than the threshold would show single ones. A median also tells
    /// that at least so many journeys have a lead time, so it is printed only beside their number.
    private static func lead(_ counts: [WarningCounts], _ delivery: [WithheldView]) -> Int? {
        let timed = [WarningRecord.Delivery.inTime, .late].map(\.rawValue)
        guard delivery.allSatisfy({ !timed.contains($0.what) || $0.count != nil }) else {
            return nil
        }
        let minutes = counts.flatMap(\.leadMinutes).sorted()
        guard minutes.count >= CountTable.threshold else { return nil }
        return minutes[(minutes.count - 1) / 2]
    }
}
