import CSQLite

/// One run of a prepared statement. Resets it when it goes, so that no read stays open and no
/// bound body outlives its use.
struct Execution: ~Copyable {
    private let statement: OpaquePointer
    private let database: OpaquePointer

    /// - Parameter statement: borrowed from the connection's cache, which keeps it alive.
    init(borrowing statement: OpaquePointer, of database: OpaquePointer) {
        self.statement = statement
        self.database = database
    }

    deinit {
        sqlite3_reset(statement)
        sqlite3_clear_bindings(statement)
    }

    func bind(_ values: [Value]) throws(SQLiteFailure) {
        for (offset, value) in values.enumerated() {
            let index = Int32(offset + 1)
            let result =
                switch value {
                case .integer(let number):
                    sqlite3_bind_int64(statement, index, number)
                case .text(let text):
                    heliograph_bind_text(statement, index, text, Int32(clamping: text.utf8.count))
                case .blob(let bytes) where bytes.isEmpty:
                    sqlite3_bind_zeroblob(statement, index, 0)
                case .blob(let bytes):
                    bytes.withUnsafeBytes {
                        heliograph_bind_blob(
                            statement, index, $0.baseAddress, Int32(clamping: $0.count))
                    }
                case .null:
                    sqlite3_bind_null(statement, index)
                }
            guard result == SQLITE_OK else { throw failure(result) }
        }
    }

    /// - Returns: true if there is a row to read.
    func step() throws(SQLiteFailure) -> Bool {
        switch sqlite3_step(statement) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default: throw failure(sqlite3_extended_errcode(database))
        }
    }

    func withRow<T>(_ read: (inout Row) throws(SQLiteFailure) -> T) throws(SQLiteFailure) -> T {
        var row = Row(borrowing: statement)
        return try read(&row)
    }

    private func failure(_ result: Int32) -> SQLiteFailure {
        SQLiteFailure(result: result, message: String(cString: sqlite3_errmsg(database)))
    }
}
