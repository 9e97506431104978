public import Exchange
public import Notices

/// A signed evidence document, of ours or of a peer; it holds ids and times, never a name.
public struct EvidenceDocument: Hashable, Sendable {
    /// SHA-256 of `der`.
    public let digest: Digest
    /// The SignedData as it was signed.
    public let der: [UInt8]
    /// The entries that it holds, in their order.
    public let entries: [EvidenceEntry]
    /// The moment when it was made here or taken in.
    public let kept: Instant

    /// Takes the fields as they are.
    public init(digest: Digest, der: [UInt8], entries: [EvidenceEntry], kept: Instant) {
        self.digest = digest
        self.der = der
        self.entries = entries
        self.kept = kept
    }
}

/// Evidence of ours on its way to the member that it answers.
public struct EvidenceDispatch: Hashable, Sendable {
    /// SHA-256 of the document.
    public let digest: Digest
    /// The member that it answers.
    public let to: MemberCode
    /// Its urgency: that of the message that it answers.
    public let precedence: Precedence
    /// The moment when it was queued.
    public let queued: Instant
    /// The moment when the addressee said that it holds it.
    public var acknowledged: Instant?

    /// Takes the fields as they are.
    public init(
        digest: Digest, to: MemberCode, precedence: Precedence, queued: Instant,
        acknowledged: Instant? = nil
    ) {
        self.digest = digest
        self.to = to
        self.precedence = precedence
        self.queued = queued
        self.acknowledged = acknowledged
    }
}
