/// A type of row and its table: every column stands in one list, from which the statements that
/// read and write it are made.
struct RowCodec<Row: Sendable>: Sendable {
    let table: String
    /// As a SELECT names them: in the order in which `read` takes them.
    let columns: String
    /// `table (column, …)`: all that a new row is written into.
    let target: String
    /// Reads a row of a SELECT of `columns`.
    let read: @Sendable (inout StoreSQLite.Row) throws(SQLiteFailure) -> Row
    private let written: [String]
    private let writers: [@Sendable (Row) -> Value]

    /// - Parameters:
    ///   - table: its name.
    ///   - make: the row's own initialiser, whose parameters the columns follow.
    ///   - columns: one for each parameter.
    ///   - derived: more columns, which are written only.
    init<each Field>(
        _ table: String, _ make: @escaping @Sendable (repeat each Field) -> Row,
        _ columns: repeat Column<Row, each Field>,
        derived: [DerivedColumn<Row>] = []
    ) {
        var names: [String] = []
        var written: [String] = []
        var writers: [@Sendable (Row) -> Value] = []
        func note(_ name: String, _ write: (@Sendable (Row) -> Value)?) {
            names.append(name)
            guard let write else { return }
            written.append(name)
            writers.append(write)
        }
        repeat note((each columns).name, (each columns).write)
        self.table = table
        self.columns = names.joined(separator: ", ")
        // No key paths here: the runtime cannot make one in a function with a pack of types.
        self.written = written + derived.map { $0.name }
        self.writers = writers + derived.map { $0.write }
        target = "\(table) (\(self.written.joined(separator: ", ")))"
        let readers = (repeat (each columns).read)
        read = { row throws(SQLiteFailure) in make(repeat try (each readers)(&row)) }
    }

    /// The values that are written, in the order of `target`.
    func values(of row: Row) -> [Value] { writers.map { $0(row) } }

    /// `table (extra, …, column, …)`, for a row that belongs to another.
    func target(after extra: [String]) -> String {
        "\(table) (\((extra + written).joined(separator: ", ")))"
    }

    /// The clause for a row that is there already: every column but these takes the new value.
    ///
    /// - Parameter form: of the new value, given the column's name.
    func inPlace(
        keeping kept: Set<String>, _ form: (String) -> String = { "excluded.\($0)" }
    ) -> String {
        let parts = written.filter { !kept.contains($0) }.map { "\($0) = \(form($0))" }
        return "ON CONFLICT DO UPDATE SET " + parts.joined(separator: ", ")
    }
}

/// A row that is kept as it is.
protocol StoredRow: Sendable {
    static var codec: RowCodec<Self> { get }
}

extension Connection {
    /// A new row; fails if its key is there.
    func insert<Row: StoredRow>(_ row: Row) throws(SQLiteFailure) {
        try write("INSERT", row)
    }

    /// Replaces the row with the same key.
    func put<Row: StoredRow>(_ row: Row) throws(SQLiteFailure) {
        try write("INSERT OR REPLACE", row)
    }

    /// - Parameter clause: what follows the values, or nothing.
    func write<Row: StoredRow>(
        _ verb: String, _ row: Row, then clause: String = ""
    ) throws(SQLiteFailure) {
        let codec = Row.codec
        try run(
            Writing(verb: verb, target: codec.target, clause: clause), codec.values(of: row))
    }

    /// Rows of one table.
    ///
    /// - Parameter rest: what follows `SELECT columns FROM table`.
    func query<Row: StoredRow>(
        _ type: Row.Type = Row.self, _ rest: String, _ values: [Value] = []
    ) throws(SQLiteFailure) -> [Row] {
        let codec = Row.codec
        return try query("SELECT \(codec.columns) FROM \(codec.table) \(rest)", values, codec.read)
    }
}
