import Exchange
import TestKit
import Testing

@Suite("Tables of small counts")
struct CountTableTests {
    private func table(_ cells: [[Int]], dividesRows: Bool = true) -> CountTable {
        CountTable(
            rows: cells.indices.map { "R\($0)" },
            columns: (cells.first ?? []).indices.map { "C\($0)" },
            cells: cells, dividesRows: dividesRows)
    }

    /// Withheld values that follow from the printed sums, found by elimination. This judge shares
    /// no idea with the code under test, which uses graphs.
    private func determined(_ table: CountTable) -> [(Int, Int)] {
        let shown = table.published()
        var unknowns: [[Int]: Int] = [:]
        func unknown(_ row: Int, _ column: Int) -> Int? {
            let value =
                row == table.rows.count ? shown.columnTotals[column] : shown.cells[row][column]
            guard value == nil else { return nil }
            return unknowns[[row, column], default: unknowns.count]
        }
        let places = (0...table.rows.count).flatMap { row in
            table.columns.indices.map { [row, $0] }
        }
        for place in places {
            let value =
                place[0] == table.rows.count
                ? shown.columnTotals[place[1]] : shown.cells[place[0]][place[1]]
            if value == nil { unknowns[place] = unknowns.count }
        }
        var rows: [[Double]] = []
        func add(_ terms: [(row: Int, column: Int, sign: Double)]) {
            var row = [Double](repeating: 0, count: unknowns.count)
            for term in terms {
                if let index = unknown(term.row, term.column) { row[index] += term.sign }
            }
            if row.contains(where: { $0 != 0 }) { rows.append(row) }
        }
        for column in table.columns.indices {
            add(
                table.rows.indices.map { ($0, column, 1) }
                    + [(table.rows.count, column, -1)])
        }
        if table.dividesRows {
            for row in 0...table.rows.count {
                add(table.columns.indices.map { (row, $0, 1) })
            }
        }
        // Reduced to echelon form: a row with one entry left determines its unknown.
        var pivot = 0
        for column in 0..<unknowns.count where pivot < rows.count {
            guard
                let found = (pivot..<rows.count).first(where: { abs(rows[$0][column]) > 1e-9 })
            else { continue }
            rows.swapAt(pivot, found)
            let scale = rows[pivot][column]
            rows[pivot] = rows[pivot].map { $0 / scale }
            for other in rows.indices where other != pivot && abs(rows[other][column]) > 1e-9 {
                let factor = rows[other][column]
                for index in rows[other].indices {
                    rows[other][index] -= factor * rows[pivot][index]
                }
            }
            pivot += 1
        }
        var known: [(Int, Int)] = []
        for row in rows {
            let entries = row.indices.filter { abs(row[$0]) > 1e-9 }
            if entries.count == 1,
                let place = unknowns.first(where: { $0.value == entries[0] })?.key
            {
                known.append((place[0], place[1]))
            }
        }
        return known
    }

    @Test("a small count is withheld, a zero and a large one are not")
    func primary() {
        let shown = table([[0, 4, 100, 50], [10, 20, 30, 40], [7, 8, 9, 10]]).published()
        #expect(shown.cells[0][0] == 0)
        #expect(shown.cells[0][1] == nil)
        #expect(shown.cells[0].count { $0 == nil } >= 2)
        #expect(shown.cells[1].contains(40) || shown.cells[2].contains(10))
    }

    @Test("nothing is withheld where nothing is small")
    func untouched() {
        let whole = table([[5, 0], [10, 20]])
        #expect(whole.published().cells == [[5, 0], [10, 20]])
        #expect(whole.published().columnTotals == [15, 20])
    }

    @Test("columns without row totals are each protected by themselves")
    func columns() {
        let shown = table([[3, 50], [12, 60], [20, 70]], dividesRows: false).published()
        #expect(shown.cells.map { $0[0] } == [nil, nil, 20])
        #expect(shown.cells.map { $0[1] } == [50, 60, 70])
        #expect(shown.columnTotals == [35, 180])
        // Two counts that add up to two would each be one, so a third is withheld.
        let ones = table([[1], [1], [9]], dividesRows: false).published()
        #expect(ones.cells == [[nil], [nil], [nil]])
        #expect(ones.columnTotals == [11])
        let few = table([[1], [1]], dividesRows: false).published()
        #expect(few.columnTotals == [nil])
    }

    @Test("ones that come to as many as they are do not hide each other", arguments: 1...9)
    func ones(count: Int) {
        let rows = [[Int]](repeating: [1], count: count)
        for more in [[[9]], [[9], [30]], [[0], [9]], []] as [[[Int]]] {
            let shown = table(rows + more, dividesRows: false).published()
            let cells = rows + more
            let hidden = cells.indices.filter { shown.cells[$0][0] == nil }
            let sum = hidden.reduce(0) { $0 + cells[$1][0] }
            let hasZero = hidden.contains { cells[$0][0] == 0 }
            #expect(hidden.count >= count)
            #expect(
                shown.columnTotals == [nil]
                    || sum >= CountTable.threshold && (sum > hidden.count || hasZero),
                "\(count) ones and \(more)")
        }
    }

    @Test("small rows are put together until they are enough")
    func pooled() throws {
        let pool = try #require(table([[2, 1], [6, 5], [1, 0], [9, 9], [0, 0]]).pooled())
        #expect(pool.rows == ["R3", "others"])
        #expect(pool.cells == [[9, 9], [9, 6]])
        #expect(table([[1, 1], [1, 0]]).pooled() == nil)
        #expect(table([[0, 0]]).pooled() == nil)
        #expect(table([[6, 0]]).pooled()?.rows == ["R0"])
    }

    @Test(
        "no withheld count can be worked out from what is printed",
        arguments: 0..<300 as Range<UInt64>)
    func protected(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let rows = Int.random(in: 1...6, using: &random)
        let columns = Int.random(in: 2...6, using: &random)
        let cells = (0..<rows).map { _ in
            (0..<columns).map { _ in
                Int.random(in: 0...(Bool.random(using: &random) ? 4 : 40), using: &random)
            }
        }
        let divides = Bool.random(using: &random)
        let whole = table(cells, dividesRows: divides)
        guard let table = divides ? whole.pooled() : whole else { return }
        let shown = table.published()
        for (row, values) in table.cells.enumerated() {
            for (column, value) in values.enumerated() where (1..<5).contains(value) {
                #expect(shown.cells[row][column] == nil, "seed \(seed)")
            }
        }
        #expect(determined(table).isEmpty, "seed \(seed): \(determined(table)) of \(table.cells)")
        if divides {
            for row in shown.cells.indices {
                let hidden = table.columns.indices.filter { shown.cells[row][$0] == nil }
                let sum = hidden.reduce(0) { $0 + table.cells[row][$1] }
                #expect(hidden.isEmpty || sum >= 5, "seed \(seed)")
            }
        }
    }

    @Test("the same table is always published in the same way")
    func steady() {
        let cells = [[1, 7, 9, 0], [8, 8, 2, 6], [5, 1, 1, 30]]
        #expect(table(cells).published() == table(cells).published())
    }
}
