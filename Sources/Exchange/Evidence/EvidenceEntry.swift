public import Notices

/// A step in a message's life that somebody signs for.
public enum EvidenceStep: String, Sendable, CaseIterable {
    /// Our own node took the notice from the officer.
    case accepted
    /// A relay has custody. Never closes a delivery.
    case relayed
    /// Verified, decrypted, validated and durably stored by the recipient.
    case delivered
    /// An officer of the recipient opened it.
    case retrieved
    /// Final only when the recipient itself says so.
    case refused
    /// A relay gave a message back before passing it on.
    case recalled
    /// The recipient erased it.
    case deleted
}

/// One line of an evidence document: one member's statement about one step of one message.
public struct EvidenceEntry: Sendable, Hashable {
    /// The step that happened.
    public let step: EvidenceStep
    /// The member that states it.
    public let by: MemberCode
    /// The sender of the message.
    public let from: MemberCode
    /// The message that the entry is about.
    public let id: MessageID
    /// The number of the message's encryption; 1, 2, …
    public let seal: Int
    /// The recipient whose delivery the entry is about.
    public let recipient: MemberCode
    /// SHA-256 of the message's inner SignedData.
    public let contentDigest: Digest
    /// The time of the step by the clock of `by`; whole seconds on the wire.
    public let at: Instant
    /// The reason of a refusal; nil for every other step.
    public let code: Code?
    /// SHA-256 of a ciphertext, if the entry is about this attachment of the message and says
    /// nothing of the message itself; nil for every other entry.
    public let attachment: Digest?

    /// Takes the fields as they are; the grammar checks an entry of a peer.
    public init(
        step: EvidenceStep, by: MemberCode, from: MemberCode, id: MessageID, seal: Int,
        recipient: MemberCode, contentDigest: Digest, at: Instant, code: Code? = nil,
        attachment: Digest? = nil
    ) {
        self.step = step
        self.by = by
        self.from = from
        self.id = id
        self.seal = seal
        self.recipient = recipient
        self.contentDigest = contentDigest
        self.at = at
        self.code = code
        self.attachment = attachment
    }
}
