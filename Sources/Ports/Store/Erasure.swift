public import Notices

/// The proof that stays of a received message whose bodies were erased.
public struct Erasure: Hashable, Sendable {
    /// The member that issued the message.
    public let from: MemberCode
    /// The id of the message.
    public let id: MessageID
    /// The thread of the order that asked for it.
    public let order: String
    /// The moment when its bodies were erased.
    public let at: Instant
    /// The inner SignedData without its content: who signed which digest, and nothing of what it
    /// said. The salt that went with the content keeps it from being guessed.
    public let remains: [UInt8]

    /// Takes the fields as they are.
    public init(from: MemberCode, id: MessageID, order: String, at: Instant, remains: [UInt8]) {
        self.from = from
        self.id = id
        self.order = order
        self.at = at
        self.remains = remains
    }
}
