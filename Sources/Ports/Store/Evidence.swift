public import Exchange
public import Notices

/// A signed evidence document, of ours or of a peer; it holds ids and times, never a name.
public struct EvidenceDocument: Hashable, Sendable {
    /// SHA-256 of `der`.
    public let digest: Digest
    public let der: [UInt8]
    public let entries: [EvidenceEntry]
    /// When it was made here or taken in.
    public let kept: Instant

    public init(digest: Digest, der: [UInt8], entries: [EvidenceEntry], kept: Instant) {
        self.digest = digest
        self.der = der
        self.entries = entries
        self.kept = kept
    }
}

/// Evidence of ours on its way to the member that it answers.
public struct EvidenceDispatch: Hashable, Sendable {
    public let digest: Digest
    public let to: MemberCode
    public let precedence: Precedence
    public let queued: Instant
    /// When the addressee said that it holds it.
    public var acknowledged: Instant?

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
