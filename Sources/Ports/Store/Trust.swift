public import Notices

/// A trust list that was accepted; all are kept.
public struct StoredTrustList: Hashable, Sendable {
    public let version: Int
    /// SHA-256 of the signed content.
    public let digest: Digest
    public let der: [UInt8]
    public let accepted: Instant

    public init(version: Int, digest: Digest, der: [UInt8], accepted: Instant) {
        self.version = version
        self.digest = digest
        self.der = der
        self.accepted = accepted
    }
}

/// Two lists for one version, signed by someone who could: the proof, both as they came.
public struct StoredFork: Hashable, Sendable {
    /// The version that there are two of.
    public let version: Int
    /// The list that is in force here with this version.
    public let heldDigest: Digest
    public let held: [UInt8]
    /// The list that cannot stand beside it: of the same version, or one that follows another.
    public let otherDigest: Digest
    public let other: [UInt8]
    public let seen: Instant
    /// When somebody said that it was dealt with, and who; the proof stays.
    public var settled: Instant?
    public var settledBy: String?

    public init(
        version: Int, heldDigest: Digest, held: [UInt8], otherDigest: Digest, other: [UInt8],
        seen: Instant, settled: Instant? = nil, settledBy: String? = nil
    ) {
        self.version = version
        self.heldDigest = heldDigest
        self.held = held
        self.otherDigest = otherDigest
        self.other = other
        self.seen = seen
        self.settled = settled
        self.settledBy = settledBy
    }
}

/// A member's announced keys.
public struct StoredKeyBundle: Hashable, Sendable {
    public let member: MemberCode
    public let version: Int64
    public let der: [UInt8]
    public let accepted: Instant

    public init(member: MemberCode, version: Int64, der: [UInt8], accepted: Instant) {
        self.member = member
        self.version = version
        self.der = der
        self.accepted = accepted
    }
}

/// The certificate revocation list of one issuing CA.
public struct StoredRevocationList: Hashable, Sendable {
    public let member: MemberCode
    /// The issuing CA's key.
    public let issuer: KeyID
    public let number: Int64
    public let der: [UInt8]
    public let accepted: Instant

    public init(member: MemberCode, issuer: KeyID, number: Int64, der: [UInt8], accepted: Instant) {
        self.member = member
        self.issuer = issuer
        self.number = number
        self.der = der
        self.accepted = accepted
    }
}

/// A peer's signed word of what it holds of ours.
public struct StoredProbe: Hashable, Sendable {
    public let member: MemberCode
    /// The version of our key bundle there.
    public let keyBundle: Int64
    /// The version of the trust list there.
    public let trustList: Int
    /// When the peer signed it.
    public let at: Instant
    public let der: [UInt8]

    public init(member: MemberCode, keyBundle: Int64, trustList: Int, at: Instant, der: [UInt8]) {
        self.member = member
        self.keyBundle = keyBundle
        self.trustList = trustList
        self.at = at
        self.der = der
    }
}

/// How often a peer has sealed to one encryption key of ours.
public struct KeyUse: Hashable, Sendable {
    public let key: KeyID
    public let member: MemberCode
    public let count: Int
    public let last: Instant

    public init(key: KeyID, member: MemberCode, count: Int, last: Instant) {
        self.key = key
        self.member = member
        self.count = count
        self.last = last
    }
}

/// What is known of a peer's reachability.
public struct PeerRow: Hashable, Sendable {
    public let member: MemberCode
    /// The last time it answered us or called us.
    public var lastContact: Instant?
    /// The last time that we did not reach it, and why.
    public var lastFailure: Instant?
    public var lastCode: Code?

    /// Why it cannot be reached now: nil if it answered since.
    public var failure: Code? {
        guard let lastFailure else { return nil }
        if let lastContact, lastContact >= lastFailure { return nil }
        return lastCode
    }

    public init(
        member: MemberCode, lastContact: Instant? = nil, lastFailure: Instant? = nil,
        lastCode: Code? = nil
    ) {
        self.member = member
        self.lastContact = lastContact
        self.lastFailure = lastFailure
        self.lastCode = lastCode
    }
}
