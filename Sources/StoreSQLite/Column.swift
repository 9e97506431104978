import Exchange
import Notices
import Ports

/// One column of a row: its name, what is written into it, and how it is read.
struct Column<Row, Field>: Sendable {
    let name: String
    /// nil for a column that the store fills by itself.
    let write: (@Sendable (Row) -> Value)?
    let read: @Sendable (inout StoreSQLite.Row) throws(SQLiteFailure) -> Field
}

/// A column that is written for the sake of an index, and never read.
struct DerivedColumn<Row>: Sendable {
    let name: String
    let write: @Sendable (Row) -> Value

    init(_ name: String, _ write: @escaping @Sendable (Row) -> Value) {
        self.name = name
        self.write = write
    }
}

/// The kinds of columns of a type of row.
enum Columns<Row> {
    typealias Get<Field> = @Sendable (Row) -> Field

    static func text(_ name: String, _ get: @escaping Get<String>) -> Column<Row, String> {
        Column(name: name, write: { .text(get($0)) }, read: { $0.text() })
    }

    static func optionalText(
        _ name: String, _ get: @escaping Get<String?>
    ) -> Column<Row, String?> {
        Column(name: name, write: { .text(get($0)) }) { row throws(SQLiteFailure) in
            try row.optionalText()
        }
    }

    static func blob(_ name: String, _ get: @escaping Get<[UInt8]>) -> Column<Row, [UInt8]> {
        Column(name: name, write: { .blob(get($0)) }, read: { $0.blob() })
    }

    static func count(_ name: String, _ get: @escaping Get<Int>) -> Column<Row, Int> {
        Column(name: name, write: { .count(get($0)) }) { row throws(SQLiteFailure) in
            try row.count()
        }
    }

    static func optionalCount(_ name: String, _ get: @escaping Get<Int?>) -> Column<Row, Int?> {
        Column(name: name, write: { .count(get($0)) }) { row throws(SQLiteFailure) in
            try row.optionalCount()
        }
    }

    static func integer(_ name: String, _ get: @escaping Get<Int64>) -> Column<Row, Int64> {
        Column(name: name, write: { .integer(get($0)) }, read: { $0.integer() })
    }

    /// A number that the store gives.
    static func given(_ name: String) -> Column<Row, Int64> {
        Column(name: name, write: nil, read: { $0.integer() })
    }

    static func flag(_ name: String, _ get: @escaping Get<Bool>) -> Column<Row, Bool> {
        Column(name: name, write: { .integer(get($0) ? 1 : 0) }, read: { $0.flag() })
    }

    static func at(_ name: String, _ get: @escaping Get<Instant>) -> Column<Row, Instant> {
        Column(name: name, write: { .at(get($0)) }, read: { $0.instant() })
    }

    static func optionalAt(
        _ name: String, _ get: @escaping Get<Instant?>
    ) -> Column<Row, Instant?> {
        Column(name: name, write: { .at(get($0)) }) { row throws(SQLiteFailure) in
            try row.optionalInstant()
        }
    }

    static func id(_ name: String, _ get: @escaping Get<MessageID>) -> Column<Row, MessageID> {
        Column(name: name, write: { .id(get($0)) }) { row throws(SQLiteFailure) in
            try row.messageID()
        }
    }

    static func record(_ name: String, _ get: @escaping Get<RecordID>) -> Column<Row, RecordID> {
        Column(name: name, write: { .record(get($0)) }) { row throws(SQLiteFailure) in
            try row.recordID()
        }
    }

    static func optionalRecord(
        _ name: String, _ get: @escaping Get<RecordID?>
    ) -> Column<Row, RecordID?> {
        let write: @Sendable (Row) -> Value = { get($0).map { .record($0) } ?? .null }
        return Column(name: name, write: write) { row throws(SQLiteFailure) in
            try row.unlessNull { row throws(SQLiteFailure) in try row.recordID() }
        }
    }

    static func digest(_ name: String, _ get: @escaping Get<Digest>) -> Column<Row, Digest> {
        Column(name: name, write: { .digest(get($0)) }) { row throws(SQLiteFailure) in
            try row.digest()
        }
    }

    static func optionalDigest(
        _ name: String, _ get: @escaping Get<Digest?>
    ) -> Column<Row, Digest?> {
        Column(name: name, write: { .digest(get($0)) }) { row throws(SQLiteFailure) in
            try row.optionalDigest()
        }
    }

    static func key(_ name: String, _ get: @escaping Get<KeyID>) -> Column<Row, KeyID> {
        Column(name: name, write: { .blob(get($0).bytes) }) { row throws(SQLiteFailure) in
            try row.keyID()
        }
    }

    static func keys(_ name: String, _ get: @escaping Get<[KeyID]>) -> Column<Row, [KeyID]> {
        Column(name: name, write: { .keyIDs(get($0)) }) { row throws(SQLiteFailure) in
            try row.keyIDs()
        }
    }

    static func member(
        _ name: String, _ get: @escaping Get<MemberCode>
    ) -> Column<Row, MemberCode> {
        Column(name: name, write: { .member(get($0)) }) { row throws(SQLiteFailure) in
            try row.member()
        }
    }

    static func members(
        _ name: String, _ get: @escaping Get<[MemberCode]>
    ) -> Column<Row, [MemberCode]> {
        Column(name: name, write: { .members(get($0)) }) { row throws(SQLiteFailure) in
            try row.members()
        }
    }

    static func precedence(
        _ name: String, _ get: @escaping Get<Precedence>
    ) -> Column<Row, Precedence> {
        Column(name: name, write: { .precedence(get($0)) }) { row throws(SQLiteFailure) in
            try row.precedence()
        }
    }

    static func optionalCode(_ name: String, _ get: @escaping Get<Code?>) -> Column<Row, Code?> {
        Column(name: name, write: { .code(get($0)) }) { row throws(SQLiteFailure) in
            try row.optionalCode()
        }
    }

    /// A word of a closed set.
    static func word<Word: RawRepresentable<String> & Sendable>(
        _ name: String, _ get: @escaping Get<Word>
    ) -> Column<Row, Word> {
        Column(name: name, write: { .text(get($0).rawValue) }) { row throws(SQLiteFailure) in
            try row.word()
        }
    }

    /// Words of a closed set, each once, with blanks between them.
    static func words<Word: RawRepresentable<String> & Hashable & Sendable>(
        _ name: String, _ get: @escaping Get<Set<Word>>
    ) -> Column<Row, Set<Word>> {
        let write: @Sendable (Row) -> Value = {
            .text(get($0).map(\.rawValue).sorted().joined(separator: " "))
        }
        return Column(name: name, write: write) { row throws(SQLiteFailure) in
            try row.words()
        }
    }

    /// Texts without blanks, in their order.
    static func texts(_ name: String, _ get: @escaping Get<[String]>) -> Column<Row, [String]> {
        Column(name: name, write: { .text(get($0).joined(separator: " ")) }) {
            $0.text().split(separator: " ").map(String.init)
        }
    }

    /// The number of a user of this machine.
    static func optionalUser(
        _ name: String, _ get: @escaping Get<UInt32?>
    ) -> Column<Row, UInt32?> {
        Column(name: name, write: { .count(get($0).map(Int.init)) }) {
            row throws(SQLiteFailure) in try row.optionalUser()
        }
    }

    static func subject(
        _ name: String, _ get: @escaping Get<AuditSubject>
    ) -> Column<Row, AuditSubject> {
        Column(name: name, write: { .text(get($0).description) }) { row throws(SQLiteFailure) in
            try row.subject()
        }
    }
}
