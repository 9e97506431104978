public import Notices

/// A trust list that was accepted; all are kept.
public struct StoredTrustList: Hashable, Sendable {
    /// Its version.
    public let version: Int
    /// SHA-256 of the signed content.
    public let digest: Digest
    /// The list as it was signed.
    public let der: [UInt8]
    /// The moment when it was put in force here.
    public let accepted: Instant

    /// Takes the fields as they are.
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
    /// The list as it was signed.
    public let held: [UInt8]
    /// The list that cannot stand beside it: of the same version, or one that follows another.
    public let otherDigest: Digest
    /// The list as it was signed.
    public let other: [UInt8]
    /// The moment when the other list came.
    public let seen: Instant
    /// The moment when somebody said that it was dealt with, and who; the proof stays.
    public var settled: Instant?
    /// The person who said so.
    public var settledBy: String?

    /// Takes the fields as they are.
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
    /// The member whose keys they are.
    public let member: MemberCode
    /// The version of the bundle.
    public let version: Int64
    /// The bundle as it was signed.
    public let der: [UInt8]
    /// The moment when it was taken in.
    public let accepted: Instant

    /// Takes the fields as they are.
    public init(member: MemberCode, version: Int64, der: [UInt8], accepted: Instant) {
        self.member = member
        self.version = version
        self.der = der
        self.accepted = accepted
    }
}

/// The certificate revocation list of one issuing CA.
public struct StoredRevocationList: Hashable, Sendable {
    /// The member that the CA belongs to.
    public let member: MemberCode
    /// The issuing CA's key.
    public let issuer: KeyID
    /// The number of the list; a later one is higher.
    public let number: Int64
    /// The list as it was signed.
    public let der: [UInt8]
    /// The moment when it was taken in.
    public let accepted: Instant

    /// Takes the fields as they are.
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
    /// The peer.
    public let member: MemberCode
    /// The version of our key bundle there.
    public let keyBundle: Int64
    /// The version of the trust list there.
    public let trustList: Int
    /// The moment when the peer signed it.
    public let at: Instant
    /// The probe as it was signed.
    public let der: [UInt8]

    /// Takes the fields as they are.
    public init(member: MemberCode, keyBundle: Int64, trustList: Int, at: Instant, der: [UInt8]) {
        self.member = member
        self.keyBundle = keyBundle
        self.trustList = trustList
        self.at = at
        self.der = der
    }
}

/// The number of times that a peer has sealed to one encryption key of ours.
public struct KeyUse: Hashable, Sendable {
    /// Our encryption key.
    public let key: KeyID
    /// The peer.
    public let member: MemberCode
    /// Messages of that peer under that key.
    public let count: Int
    /// The moment when the last of them came.
    public let last: Instant

    /// Takes the fields as they are.
    public init(key: KeyID, member: MemberCode, count: Int, last: Instant) {
        self.key = key
        self.member = member
        self.count = count
        self.last = last
    }
}

/// The record of a peer's reachability.
public struct PeerRow: Hashable, Sendable {
    /// The peer.
    public let member: MemberCode
    /// The last time it answered us or called us.
    public var lastContact: Instant?
    /// The last time that we did not reach it, and why.
    public var lastFailure: Instant?
    /// Why the last attempt failed.
    public var lastCode: Code?

    /// Why it cannot be reached now: nil if it answered since.
    public var failure: Code? {
        guard let lastFailure else { return nil }
        if let lastContact, lastContact >= lastFailure { return nil }
        return lastCode
    }

    /// A value that is nil is not known, and leaves what is kept.
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
