public import Notices

/// The name of a sealed body in the store: 16 random bytes.
public struct RecordID: Hashable, Sendable, CustomStringConvertible {
    public let bytes: [UInt8]

    /// - Returns: nil unless there are 16 bytes.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 16 else { return nil }
        self.bytes = Array(bytes)
    }

    public var description: String { hexadecimal(bytes) }
}

/// A body sealed at rest, and its data key wrapped under the node's storage key.
public struct SealedRecord: Hashable, Sendable {
    /// AES key wrap (RFC 3394) of the record's own data key.
    public let wrappedKey: [UInt8]
    /// Nonce, AES-256-GCM ciphertext and tag.
    public let body: [UInt8]

    public init(wrappedKey: [UInt8], body: [UInt8]) {
        self.wrappedKey = wrappedKey
        self.body = body
    }
}

/// A keyed hash of a normalised value, by which a store can be searched without knowing it.
public struct BlindValue: Hashable, Sendable {
    /// 32 bytes of HMAC-SHA-256.
    public let bytes: [UInt8]

    public init(bytes: [UInt8]) {
        self.bytes = bytes
    }
}

/// "This message has this value in this field", blind.
public struct BlindIndexEntry: Hashable, Sendable {
    public let value: BlindValue
    /// What kind of value: `name`, `document`.
    public let field: String
    public let from: MemberCode
    public let id: MessageID

    public init(value: BlindValue, field: String, from: MemberCode, id: MessageID) {
        self.value = value
        self.field = field
        self.from = from
        self.id = id
    }
}
