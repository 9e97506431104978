/// The choice of the cells of a table that are withheld.
struct Suppression {
    private let table: CountTable
    /// By row, then by column; the last row has the totals of the columns.
    private var withheld: [[Bool]]
    private let values: [[Int]]

    init(_ table: CountTable) {
        self.table = table
        values =
            table.cells + [table.columns.indices.map { table.columnTotal($0) }]
        withheld = values.map { row in row.map { (1..<CountTable.threshold).contains($0) } }
    }

    func isWithheld(_ row: Int, _ column: Int) -> Bool { withheld[row][column] }

    private var totals: Int { table.rows.count }

    /// Withholds more cells until no withheld one can be worked out. Every step withholds one more,
    /// so that it ends.
    mutating func run() {
        while addForSums() || addForCycles() {}
    }

    // MARK: Sums

    /// Withholds more where the withheld cells of one sum are too small together.
    ///
    /// The withheld cells of a printed sum must come to the threshold, and to more than one for
    /// each: if three of them come to three, each is one.
    private mutating func addForSums() -> Bool {
        if table.dividesRows {
            for row in values.indices {
                let places = table.columns.indices.map { (row, $0) }
                if addForSum(places, total: nil) { return true }
            }
        }
        for column in table.columns.indices where !withheld[totals][column] {
            let places = table.rows.indices.map { ($0, column) }
            if addForSum(places, total: (totals, column)) { return true }
        }
        return false
    }

    private mutating func addForSum(
        _ places: [(row: Int, column: Int)], total: (row: Int, column: Int)?
    ) -> Bool {
        let hidden = places.filter { withheld[$0.row][$0.column] }
        guard !hidden.isEmpty else { return false }
        let sum = hidden.reduce(0) { $0 + values[$1.row][$1.column] }
        let hasZero = hidden.contains { values[$0.row][$0.column] == 0 }
        if sum >= CountTable.threshold, sum > hidden.count || hasZero { return false }
        let open = places.filter { !withheld[$0.row][$0.column] }
        let filled = open.filter { values[$0.row][$0.column] > 0 }
        // Withholds all cells that are as small: the choice of one would say something about the
        // others.
        if let least = filled.map({ values[$0.row][$0.column] }).min() {
            for place in filled where values[place.row][place.column] == least {
                withheld[place.row][place.column] = true
            }
            return true
        }
        guard let next = total ?? open.first else { return false }
        withheld[next.row][next.column] = true
        return true
    }

    // MARK: Cycles

    /// A sum as a node of the graph.
    private enum Sum: Hashable {
        case row(Int)
        case column(Int)
        /// Cells of rows that have no total hang here.
        case free
    }

    private struct Edge: Hashable {
        let row: Int
        let column: Int
    }

    private func ends(_ edge: Edge) -> (Sum, Sum) {
        (table.dividesRows ? .row(edge.row) : .free, .column(edge.column))
    }

    private var edges: [Edge] {
        values.indices.flatMap { row in
            table.columns.indices.map { Edge(row: row, column: $0) }
        }
    }

    private mutating func addForCycles() -> Bool {
        for edge in edges where withheld[edge.row][edge.column] {
            let path = cheapestPath(around: edge)
            let more = path.filter { !withheld[$0.row][$0.column] }
            guard !more.isEmpty else { continue }
            for next in more { withheld[next.row][next.column] = true }
            return true
        }
        return false
    }

    /// The cost of withholding a cell: nothing if it is withheld already, else its count; an empty
    /// cell is taken last.
    private func cost(_ edge: Edge) -> Int {
        if withheld[edge.row][edge.column] { return 0 }
        let value = values[edge.row][edge.column]
        return value > 0 ? value : 1_000_000_000
    }

    /// The cheapest path from one end of an edge to the other by other edges; empty if there is
    /// none.
    private func cheapestPath(around edge: Edge) -> [Edge] {
        let (start, goal) = ends(edge)
        var reached: [Sum: (cost: Int, by: Edge?)] = [start: (0, nil)]
        var done: Set<Sum> = []
        while let node = nearest(reached, done) {
            if node == goal { break }
            done.insert(node)
            let base = reached[node]?.cost ?? 0
            for next in edges(at: node) where next != edge {
                let (one, two) = ends(next)
                let other = one == node ? two : one
                let sum = base + cost(next)
                if reached[other].map({ sum < $0.cost }) ?? true { reached[other] = (sum, next) }
            }
        }
        var path: [Edge] = []
        var node = goal
        while node != start, let by = reached[node]?.by {
            path.append(by)
            let (one, two) = ends(by)
            node = one == node ? two : one
        }
        return path
    }

    private func nearest(
        _ reached: [Sum: (cost: Int, by: Edge?)], _ done: Set<Sum>
    ) -> Sum? {
        reached.filter { !done.contains($0.key) }.min {
            ($0.value.cost, place($0.key)) < ($1.value.cost, place($1.key))
        }?.key
    }

    /// A fixed order of nodes, so that the same table is always published in the same way.
    private func place(_ sum: Sum) -> Int {
        switch sum {
        case .free: 0
        case .row(let row): 1 + row
        case .column(let column): 2 + values.count + column
        }
    }

    private func edges(at sum: Sum) -> [Edge] {
        switch sum {
        case .free: edges
        case .row(let row): table.columns.indices.map { Edge(row: row, column: $0) }
        case .column(let column): values.indices.map { Edge(row: $0, column: column) }
        }
    }
}
