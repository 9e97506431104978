public import Notices

/// The name of a sealed body in the store: 16 bytes, the time first and random after it.
public struct RecordID: Hashable, Sendable, CustomStringConvertible {
    /// The 16 bytes.
    public let bytes: [UInt8]

    /// - Returns: nil unless there are 16 bytes.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 16 else { return nil }
        self.bytes = Array(bytes)
    }

    /// The name as 32 lowercase hexadecimal digits.
    public var description: String { hexadecimal(bytes) }
}

/// A body sealed at rest, and its data key wrapped under the node's storage key.
public struct SealedRecord: Hashable, Sendable {
    /// AES key wrap (RFC 3394) of the record's own data key.
    public let wrappedKey: [UInt8]
    /// Nonce, AES-256-GCM ciphertext and tag.
    public let body: [UInt8]

    /// Takes the fields as they are.
    public init(wrappedKey: [UInt8], body: [UInt8]) {
        self.wrappedKey = wrappedKey
        self.body = body
    }
}

/// A keyed hash of a normalised value, by which a store can be searched without knowing it.
public struct BlindValue: Hashable, Sendable {
    /// 32 bytes of HMAC-SHA-256.
    public let bytes: [UInt8]

    /// Takes the 32 bytes as they are.
    public init(bytes: [UInt8]) {
        self.bytes = bytes
    }
}

/// "This message has this value in this field", blind.
public struct BlindIndexEntry: Hashable, Sendable {
    /// The keyed hash of the value.
    public let value: BlindValue
    /// The kind of value: `name`, `document`.
    public let field: String
    /// The member that issued the message.
    public let from: MemberCode
    /// The id of the message.
    public let id: MessageID

    /// Takes the fields as they are.
    public init(value: BlindValue, field: String, from: MemberCode, id: MessageID) {
        self.value = value
        self.field = field
        self.from = from
        self.id = id
    }
}
