import Exchange
import Notices
import Ports

/// A value for a parameter of a statement: instants as milliseconds, ids and digests as bytes,
/// words of a closed set as their text.
enum Value {
    case integer(Int64)
    case text(String)
    case blob([UInt8])
    case null

    static func count(_ number: Int) -> Value { .integer(Int64(number)) }
    static func count(_ number: Int?) -> Value { number.map { .integer(Int64($0)) } ?? .null }
    static func text(_ text: String?) -> Value { text.map { .text($0) } ?? .null }
    static func at(_ instant: Instant) -> Value { .integer(instant.milliseconds) }
    static func at(_ instant: Instant?) -> Value {
        instant.map { .integer($0.milliseconds) } ?? .null
    }
    static func id(_ id: MessageID) -> Value { .blob(id.bytes) }
    static func record(_ id: RecordID) -> Value { .blob(id.bytes) }
    static func digest(_ digest: Digest) -> Value { .blob(digest.bytes) }
    static func digest(_ digest: Digest?) -> Value { digest.map { .blob($0.bytes) } ?? .null }
    static func member(_ member: MemberCode) -> Value { .text(member.description) }
    static func code(_ code: Code?) -> Value { .text(code?.rawValue) }

    /// `XB XC`, in the order given.
    static func members(_ members: [MemberCode]) -> Value {
        .text(members.map(\.description).joined(separator: " "))
    }

    static func keyIDs(_ keys: [KeyID]) -> Value { .blob(keys.flatMap(\.bytes)) }

    /// The rank, so that the order of the column is the order of sending.
    static func precedence(_ precedence: Precedence) -> Value { .count(precedence.rank) }
}
