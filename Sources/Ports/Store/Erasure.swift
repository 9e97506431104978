public import Notices

/// That the bodies of a received message are gone, and what stays as proof of them.
public struct Erasure: Hashable, Sendable {
    public let from: MemberCode
    public let id: MessageID
    /// The thread of the order that asked for it.
    public let order: String
    public let at: Instant
    /// The inner SignedData without its content: who signed which digest, and nothing of what it
    /// said. The salt that went with the content keeps it from being guessed.
    public let remains: [UInt8]

    public init(from: MemberCode, id: MessageID, order: String, at: Instant, remains: [UInt8]) {
        self.from = from
        self.id = id
        self.order = order
        self.at = at
        self.remains = remains
    }
}
