/// A table of counts that is to be published: small counts are withheld, and enough others with them
/// that no withheld one can be worked out from what is printed.
///
/// Each suppressed cell is an edge between the sums that it stands in: its row's and its column's, the
/// totals being parts of sums like any cell. A cell can be worked out exactly if and only if its edge is
/// on no cycle of suppressed ones.
///
/// - Source: D. Gusfield, "A graph theoretic approach to statistical data security", SIAM J. Comput. 17
///   (1988); the threshold and the sums by the usual practice of statistical offices (FCSM Statistical
///   Policy Working Paper 22). ADR 0022.
public struct CountTable: Sendable, Hashable {
    /// Counts from 1 to one less are withheld.
    public static let threshold = 5

    public let rows: [String]
    public let columns: [String]
    /// By row, then by column; none negative.
    public let cells: [[Int]]
    /// Whether the columns divide what a row counts, so that rows have totals, which are published.
    public let dividesRows: Bool

    public init(rows: [String], columns: [String], cells: [[Int]], dividesRows: Bool) {
        precondition(
            cells.count == rows.count && cells.allSatisfy { $0.count == columns.count },
            "a table has a cell for each row and column")
        self.rows = rows
        self.columns = columns
        self.cells = cells
        self.dividesRows = dividesRows
    }

    public func rowTotal(_ row: Int) -> Int { cells[row].reduce(0, +) }
    public func columnTotal(_ column: Int) -> Int { cells.reduce(0) { $0 + $1[column] } }

    /// What may be printed; nil is withheld.
    public struct Published: Sendable, Hashable {
        public let cells: [[Int?]]
        public let columnTotals: [Int?]
    }

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
    /// Rows whose totals are small are put together as `others`, so that every total that is printed
    /// stands for `threshold` at least.
    ///
    /// - Returns: nil if there is too little in all of them together.
    public func pooled(as others: String = "others") -> CountTable? {
        let order = rows.indices.sorted {
            (rowTotal($0), rows[$0]) < (rowTotal($1), rows[$1])
        }
        var pool: [Int] = []
        var sum = 0
        for row in order where rowTotal(row) > 0 {
            // One more if what is together is still too little, or is but one and thereby no pool.
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
