internal import Exchange
internal import Notices
internal import Station

/// Statistics as the public may have them: no count that points at somebody, and none by which such a count
/// could be worked out.
struct PublishedStatistics {
    private let statistics: WarningStatistics

    init(_ statistics: WarningStatistics) {
        self.statistics = statistics
    }

    private typealias Division = KeyPath<WarningCounts, [WarningCounts.Count]>

    func json(under heading: JSON) -> JSON {
        var json = heading
        json["threshold"] = .number(JSONNumber(CountTable.threshold))
        let sent = statistics.pairs.map { ($0.peer.description, $0.sent) }
        let received = statistics.pairs.map { ($0.peer.description, $0.received) }
        let tables = (Self.table(sent), Self.table(received))
        json["sent"] = tables.0
        json["received"] = tables.1
        json["reciprocity"] = Self.reciprocity(tables.0, tables.1)
        return json
    }

    /// Of countries that stand by themselves in both directions; the rest would need what is withheld.
    private static func reciprocity(_ sent: JSON, _ received: JSON) -> JSON {
        func totals(_ table: JSON) -> [(peer: String, warnings: JSON)] {
            (table["rows"]?.arrayValue ?? []).compactMap { row in
                guard let peer = row["peer"]?.stringValue, peer != Self.others,
                    let warnings = row["warnings"]
                else { return nil }
                return (peer, warnings)
            }
        }
        let other = totals(received)
        return .array(
            totals(sent).compactMap { peer, warnings in
                other.first { $0.peer == peer }.map {
                    ["peer": .string(peer), "sent": warnings, "received": $0.warnings]
                }
            })
    }

    private static let others = "others"

    /// One direction: its rows, and all of them together. Null if it is too little in all.
    private static func table(_ rows: [(name: String, counts: WarningCounts)]) -> JSON {
        // Rows are put together by what they count in all, so that it is the same in every division.
        guard let pooled = table(of: \.deliveries, rows).pooled(as: others) else { return .null }
        let small = rows.filter { row in !pooled.rows.contains(row.name) }
        let members = pooled.rows.map { name -> [WarningCounts] in
            let own = rows.filter { $0.name == name }
            return (own.isEmpty ? small : own).map(\.counts)
        }
        let divisions: [(name: String, path: Division)] = [
            ("delivery", \.deliveries), ("outcomes", \.outcomes), ("refusals", \.refusals),
        ]
        let names = pooled.rows
        var printed = names.indices.map { row -> JSON in
            [
                "peer": .string(names[row]),
                "warnings": .number(JSONNumber(pooled.rowTotal(row))),
                "medianLeadMinutes": .null,
            ]
        }
        var total: JSON = [
            "warnings": .number(JSONNumber(names.indices.reduce(0) { $0 + pooled.rowTotal($1) })),
            "medianLeadMinutes": .null,
        ]
        for (name, path) in divisions {
            let columns = Set(members.flatMap(\.self).flatMap { $0[keyPath: path] }.map(\.what))
                .sorted()
            let table = CountTable(
                rows: names, columns: columns,
                cells: members.map { counts in columns.map { sum(counts, path, $0) } },
                dividesRows: true)
            let shown = table.published()
            for row in names.indices {
                printed[row][name] = cells(columns, shown.cells[row])
            }
            total[name] = cells(columns, shown.columnTotals)
            guard path == \.deliveries else { continue }
            for row in names.indices where hasAllOfLead(columns, shown.cells[row]) {
                printed[row]["medianLeadMinutes"] = lead(members[row])
            }
            if hasAllOfLead(columns, shown.columnTotals) {
                total["medianLeadMinutes"] = lead(members.flatMap(\.self))
            }
        }
        return ["rows": .array(printed), "total": total]
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

    private static func cells(_ columns: [String], _ counts: [Int?]) -> JSON {
        .array(
            zip(columns, counts).map { ["what": .string($0), "count": JSON($1)] })
    }

    /// Whether it is printed how many journeys have a lead time: that there is a median tells of them that
    /// they come to the threshold.
    private static func hasAllOfLead(_ columns: [String], _ counts: [Int?]) -> Bool {
        let timed = [WarningRecord.Delivery.inTime, .late].map(\.rawValue)
        return zip(columns, counts).allSatisfy { !timed.contains($0) || $1 != nil }
    }

    /// A median of fewer would be one journey's.
    private static func lead(_ counts: [WarningCounts]) -> JSON {
        let minutes = counts.flatMap(\.leadMinutes).sorted()
        guard minutes.count >= CountTable.threshold else { return .null }
        return .number(JSONNumber(minutes[(minutes.count - 1) / 2]))
    }
}
