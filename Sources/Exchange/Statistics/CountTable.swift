/// A table of counts for publication: small counts are withheld, and enough others with them that
/// no withheld count can be worked out from the printed ones.
///
/// Each suppressed cell is an edge between the sums that it stands in: its row's and its column's;
/// the totals are parts of sums like any cell. A cell can be worked out exactly if and only if its
/// edge is on no cycle of suppressed ones.
///
/// - Source: D. Gusfield, "A graph theoretic approach to statistical data security", SIAM J.
///   Comput. 17 (1988); the threshold and the sums by the usual practice of statistical offices
///   (FCSM Statistical Policy Working Paper 22). ADR 0022.
public struct CountTable: Sendable, Hashable {
    /// The smallest count that is printed; counts from 1 to one less are withheld.
    public static let threshold = 5

    /// Names of the rows.
    public let rows: [String]
    /// Names of the columns.
    public let columns: [String]
    /// Counts by row, then by column; none negative.
    public let cells: [[Int]]
    /// True if the columns divide what a row counts; then rows have totals, which are published.
    public let dividesRows: Bool

    /// Takes a count for each row and column; any other shape is a bug of the caller.
    public init(rows: [String], columns: [String], cells: [[Int]], dividesRows: Bool) {
        precondition(
            cells.count == rows.count && cells.allSatisfy { $0.count == columns.count },
            "a table has a cell for each row and column")
        self.rows = rows
        self.columns = columns
        self.cells = cells
        self.dividesRows = dividesRows
    }

    /// The sum of a row's counts.
    public func rowTotal(_ row: Int) -> Int { cells[row].reduce(0, +) }
    /// The sum of a column's counts.
    public func columnTotal(_ column: Int) -> Int { cells.reduce(0) { $0 + $1[column] } }

    /// The table as it may be printed; nil is withheld.
    public struct Published: Sendable, Hashable {
        /// Counts by row, then by column; nil is withheld.
        public let cells: [[Int?]]
        /// Sums by column; nil is withheld.
        public let columnTotals: [Int?]
    }

    /// Chooses the counts to withhold; the same table always gives the same choice.
    public func published() -> Published {
        var suppression = Suppression(self)
        suppression.run()
        return Published(
            cells: rows.indices.map { row in
                columns.indices.map { column in
                    suppression.isWithheld(row, column) ? nil : cells[row][column]
                }
            },
            columnTotals: columns.indices.map { column in
                suppression.isWithheld(rows.count, column) ? nil : columnTotal(column)
            })
    }
}

extension CountTable {
    /// Puts rows with small totals together as `others`, so that every printed total is `threshold`
    /// at least.
    ///
    /// - Returns: nil if all of them together are too few.
    public func pooled(as others: String = "others") -> CountTable? {
        let order = rows.indices.sorted {
            (rowTotal($0), rows[$0]) < (rowTotal($1), rows[$1])
        }
        var pool: [Int] = []
        var sum = 0
        for row in order where rowTotal(row) > 0 {
            // Takes one more row if the pool is still too small, or has only one row and thereby is
            // no pool.
            let isSmall = rowTotal(row) < Self.threshold
            guard isSmall || (!pool.isEmpty && sum < Self.threshold) else { break }
            pool.append(row)
            sum += rowTotal(row)
        }
        guard pool.isEmpty || sum >= Self.threshold else { return nil }
        let kept = rows.indices.filter { !pool.contains($0) && rowTotal($0) > 0 }
        guard !kept.isEmpty || !pool.isEmpty else { return nil }
        var (names, counts) = (kept.map { rows[$0] }, kept.map { cells[$0] })
        if !pool.isEmpty {
            names.append(others)
            counts.append(
                columns.indices.map { column in pool.reduce(0) { $0 + cells[$1][column] } })
        }
        return CountTable(rows: names, columns: columns, cells: counts, dividesRows: dividesRows)
    }
}
