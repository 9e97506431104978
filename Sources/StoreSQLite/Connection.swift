import CSQLite

/// One open database file and its prepared statements, which it alone owns.
///
/// Used on one thread at a time, by the store's own queue.
final class Connection {
    private let database: OpaquePointer
    private var statements: [String: OpaquePointer] = [:]
    /// The same, of those whose text would have to be put together to be found.
    private var writings: [Writing: OpaquePointer] = [:]
    /// The number of pages that the journal held after the last commit; SQLite writes it.
    private let pages: UnsafeMutablePointer<Int32>

    private init(adopting database: OpaquePointer) {
        self.database = database
        pages = .allocate(capacity: 1)
        pages.initialize(to: 0)
        // In place of SQLite's own hook, which moves the journal into the file by itself and
        // tells nobody when that fails.
        sqlite3_wal_hook(database, heliograph_note_journal, pages)
    }

    deinit {
        for statement in statements.values { sqlite3_finalize(statement) }
        for statement in writings.values { sqlite3_finalize(statement) }
        sqlite3_close_v2(database)
        pages.deallocate()
    }

    /// - Parameter path: of a file that exists; it may be empty.
    static func open(_ path: String) throws(SQLiteFailure) -> Connection {
        try open(path, SQLITE_OPEN_READWRITE)
    }

    /// Reads a file by itself: no journal beside it is looked at, played in or taken away.
    ///
    /// - Source: SQLite, "Uniform Resource Identifiers", `immutable`.
    static func openAlone(_ path: String) throws(SQLiteFailure) -> Connection {
        let plain = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/".utf8)
        let escaped = path.utf8.map { byte in
            if plain.contains(byte) { return String(UnicodeScalar(byte)) }
            let digits = String(byte, radix: 16)
            return "%" + (digits.count < 2 ? "0" : "") + digits
        }
        return try open(
            "file:\(escaped.joined())?immutable=1", SQLITE_OPEN_READONLY | SQLITE_OPEN_URI)
    }

    private static func open(
        _ path: String, _ access: Int32
    ) throws(SQLiteFailure) -> Connection {
        var database: OpaquePointer?
        let flags = access | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
        let result = sqlite3_open_v2(path, &database, flags, nil)
        guard let database else {
            throw SQLiteFailure(result: SQLITE_NOMEM, message: "no memory for a connection")
        }
        let connection = Connection(adopting: database)
        guard result == SQLITE_OK else {
            throw SQLiteFailure(result: result, message: String(cString: sqlite3_errmsg(database)))
        }
        return connection
    }

    /// True while a transaction is open; SQLite ends one by itself after some failures.
    var isInTransaction: Bool { sqlite3_get_autocommit(database) == 0 }

    /// All of it is kept, or nothing.
    func transaction<T>(_ body: () throws(SQLiteFailure) -> T) throws(SQLiteFailure) -> T {
        do {
            try run("BEGIN IMMEDIATE")
            let result = try body()
            try run("COMMIT")
            return result
        } catch {
            if isInTransaction { try? run("ROLLBACK") }
            throw error
        }
    }

    /// Runs a statement that gives no rows, or whose rows do not matter.
    func run(_ sql: String, _ values: [Value] = []) throws(SQLiteFailure) {
        try run(try prepared(sql), values)
    }

    /// - Parameter values: one for each column that is written.
    func run(_ writing: Writing, _ values: [Value]) throws(SQLiteFailure) {
        if let statement = writings[writing] { return try run(statement, values) }
        let statement = try prepare(writing.text(columnCount: values.count))
        writings[writing] = statement
        try run(statement, values)
    }

    private func run(_ statement: OpaquePointer, _ values: [Value]) throws(SQLiteFailure) {
        let execution = Execution(borrowing: statement, of: database)
        try execution.bind(values)
        while try execution.step() {}
    }

    /// So many pages of journal are moved into the file.
    static let journalPagesMax = 1_000

    /// Moves the journal into the file once it is long; a reader elsewhere, or a full disk, only
    /// puts that off.
    func settleJournal() throws(SQLiteFailure) {
        guard pages.pointee >= Self.journalPagesMax else { return }
        do {
            try run("PRAGMA wal_checkpoint(PASSIVE)")
        } catch {
            guard error.endsService else { return }
            throw error
        }
    }

    /// The number of rows that the last `run` changed.
    var changedCount: Int { Int(sqlite3_changes(database)) }

    /// The row that the last `INSERT` made.
    var insertedRow: Int64 { sqlite3_last_insert_rowid(database) }

    func query<T>(
        _ sql: String, _ values: [Value] = [],
        _ read: (inout Row) throws(SQLiteFailure) -> T
    ) throws(SQLiteFailure) -> [T] {
        let execution = Execution(borrowing: try prepared(sql), of: database)
        try execution.bind(values)
        var rows: [T] = []
        while try execution.step() {
            rows.append(try execution.withRow(read))
        }
        return rows
    }

    /// Runs every statement of a script, uncached.
    func script(_ sql: String) throws(SQLiteFailure) {
        let result = sqlite3_exec(database, sql, nil, nil, nil)
        guard result == SQLITE_OK else { throw failure(result) }
    }

    private func prepared(_ sql: String) throws(SQLiteFailure) -> OpaquePointer {
        if let statement = statements[sql] { return statement }
        let statement = try prepare(sql)
        statements[sql] = statement
        return statement
    }

    private func prepare(_ sql: String) throws(SQLiteFailure) -> OpaquePointer {
        var statement: OpaquePointer?
        let result = sqlite3_prepare_v3(
            database, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
        guard result == SQLITE_OK, let statement else { throw failure(result) }
        return statement
    }

    private func failure(_ result: Int32) -> SQLiteFailure {
        SQLiteFailure(result: result, message: String(cString: sqlite3_errmsg(database)))
    }
}

/// A statement that writes one row, by its parts.
struct Writing: Hashable {
    /// `INSERT`, perhaps with what to do about a row that is there.
    let verb: String
    /// `table (column, …)`.
    let target: String
    /// The clause after the values, or nothing.
    let clause: String

    func text(columnCount: Int) -> String {
        let marks = Array(repeating: "?", count: columnCount).joined(separator: ", ")
        return "\(verb) INTO \(target) VALUES (\(marks)) \(clause)"
    }
}
