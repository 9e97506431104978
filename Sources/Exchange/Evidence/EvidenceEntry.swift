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

/// One line of an evidence document: who says what about which message.
public struct EvidenceEntry: Sendable, Hashable {
    public let step: EvidenceStep
    public let by: MemberCode
    public let from: MemberCode
    public let id: MessageID
    /// Which encryption of the message; 1, 2, …
    public let seal: Int
    public let recipient: MemberCode
    public let contentDigest: Digest
    public let at: Instant
    /// Why it was refused; nil for every other step.
    public let code: Code?
    /// SHA-256 of a ciphertext: the entry is about this attachment of the message, and says nothing
    /// of the message itself; nil for every other entry.
    public let attachment: Digest?

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
