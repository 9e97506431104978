import CSQLite
import Exchange
import Notices
import Ports

/// The row that a statement stands on, read from left to right.
///
/// Whatever does not parse is damage: nothing else writes these files.
struct Row {
    private let statement: OpaquePointer
    private var column: Int32 = 0

    init(borrowing statement: OpaquePointer) {
        self.statement = statement
    }

    private mutating func advance() -> Int32 {
        defer { column += 1 }
        return column
    }

    /// Reads the next column with `read`, or skips it and gives nil if it holds NULL.
    mutating func unlessNull<T>(
        _ read: (inout Row) throws(SQLiteFailure) -> T
    ) throws(SQLiteFailure) -> T? {
        guard sqlite3_column_type(statement, column) != SQLITE_NULL else {
            column += 1
            return nil
        }
        return try read(&self)
    }

    private mutating func parsed<T>(
        _ parse: (inout Row) throws(SQLiteFailure) -> T?
    ) throws(SQLiteFailure) -> T {
        let index = column
        guard let value = try parse(&self) else { throw .unreadable(column: index) }
        return value
    }

    mutating func integer() -> Int64 { sqlite3_column_int64(statement, advance()) }

    mutating func count() throws(SQLiteFailure) -> Int {
        try parsed { Int(exactly: $0.integer()) }
    }

    mutating func optionalCount() throws(SQLiteFailure) -> Int? {
        try unlessNull { row throws(SQLiteFailure) in try row.count() }
    }

    mutating func flag() -> Bool { integer() != 0 }

    mutating func text() -> String {
        let index = advance()
        guard let bytes = sqlite3_column_text(statement, index) else { return "" }
        let count = Int(sqlite3_column_bytes(statement, index))
        return String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
    }

    mutating func optionalText() throws(SQLiteFailure) -> String? { try unlessNull { $0.text() } }

    mutating func blob() -> [UInt8] {
        let index = advance()
        guard let bytes = sqlite3_column_blob(statement, index) else { return [] }
        return Array(
            UnsafeRawBufferPointer(
                start: bytes, count: Int(sqlite3_column_bytes(statement, index))))
    }

    mutating func instant() -> Instant { Instant(milliseconds: integer()) }

    mutating func optionalInstant() throws(SQLiteFailure) -> Instant? {
        try unlessNull { $0.instant() }
    }

    mutating func messageID() throws(SQLiteFailure) -> MessageID {
        try parsed { MessageID(bytes: $0.blob()) }
    }

    mutating func recordID() throws(SQLiteFailure) -> RecordID {
        try parsed { RecordID(bytes: $0.blob()) }
    }

    mutating func digest() throws(SQLiteFailure) -> Digest {
        try parsed { Digest(bytes: $0.blob()) }
    }

    mutating func optionalDigest() throws(SQLiteFailure) -> Digest? {
        try unlessNull { row throws(SQLiteFailure) in try row.digest() }
    }

    mutating func keyID() throws(SQLiteFailure) -> KeyID { try parsed { KeyID(bytes: $0.blob()) } }

    /// Key ids one behind the other.
    mutating func keyIDs() throws(SQLiteFailure) -> [KeyID] {
        try parsed { row in
            let bytes = row.blob()
            guard bytes.count.isMultiple(of: KeyID.byteCount) else { return nil }
            return stride(from: 0, to: bytes.count, by: KeyID.byteCount).compactMap {
                KeyID(bytes: bytes[$0..<($0 + KeyID.byteCount)])
            }
        }
    }

    mutating func member() throws(SQLiteFailure) -> MemberCode {
        try parsed { MemberCode($0.text()) }
    }

    mutating func members() throws(SQLiteFailure) -> [MemberCode] {
        try parsed { row in
            let words = row.text().split(separator: " ")
            let members = words.compactMap { MemberCode($0) }
            return members.count == words.count ? members : nil
        }
    }

    mutating func precedence() throws(SQLiteFailure) -> Precedence {
        try parsed { row in
            let rank = row.integer()
            return Precedence.allCases.first { $0.rank == rank }
        }
    }

    /// A word of a closed set.
    mutating func word<T: RawRepresentable<String>>(
        _ type: T.Type = T.self
    ) throws(SQLiteFailure) -> T {
        try parsed { T(rawValue: $0.text()) }
    }

    mutating func words<T: RawRepresentable<String> & Hashable>(
        _ type: T.Type = T.self
    ) throws(SQLiteFailure) -> Set<T> {
        try parsed { row in
            let words = row.text().split(separator: " ")
            let known = words.compactMap { T(rawValue: String($0)) }
            return known.count == words.count ? Set(known) : nil
        }
    }

    mutating func optionalUser() throws(SQLiteFailure) -> UInt32? {
        try unlessNull { row throws(SQLiteFailure) in
            try row.parsed { UInt32(exactly: $0.integer()) }
        }
    }

    mutating func subject() throws(SQLiteFailure) -> AuditSubject {
        try parsed { AuditSubject($0.text()) }
    }

    mutating func optionalCode() throws(SQLiteFailure) -> Code? {
        try unlessNull { row throws(SQLiteFailure) in try row.word(Code.self) }
    }
}
