public import Federation
public import Notices

/// A signed document whose signature, type, signer and role have all been judged.
public struct VerifiedDocument: Sendable, Equatable {
    public let content: [UInt8]
    public let member: MemberCode
    /// The signing key.
    public let keyID: KeyID
    /// The time the signer states.
    public let signedAt: Instant

    public init(content: [UInt8], member: MemberCode, keyID: KeyID, signedAt: Instant) {
        self.content = content
        self.member = member
        self.keyID = keyID
        self.signedAt = signedAt
    }
}

/// What a trust list's signatures are worth, before anyone decides whether it may follow.
public struct TrustListSignatures: Sendable, Equatable {
    public let list: TrustList
    /// SHA-256 of the list itself, the content: who signed it, and in what order, is no part of
    /// what a list is, and anybody can take a signature away.
    public let digest: Digest
    /// The keys of the list's own `signers`.
    public let signers: Set<KeyID>
    /// Distinct public keys with a good signature on it, of those given and of its own.
    public let signedBy: Set<KeyID>

    public init(list: TrustList, digest: Digest, signers: Set<KeyID>, signedBy: Set<KeyID>) {
        self.list = list
        self.digest = digest
        self.signers = signers
        self.signedBy = signedBy
    }
}

/// Everything that signatures are judged by: the list in force and what members announced.
public struct TrustView: Sendable, Equatable {
    public let list: TrustList
    /// The newest bundle of each member, already verified.
    public let bundles: [KeyBundle]
    /// Revocation lists in DER by member, already verified.
    public let revocationLists: [MemberCode: [[UInt8]]]
    /// The keys of certificates that those lists revoke, as far as such a certificate was ever announced here.
    public let revokedKeys: [MemberCode: Set<KeyID>]

    public init(
        list: TrustList, bundles: [KeyBundle], revocationLists: [MemberCode: [[UInt8]]],
        revokedKeys: [MemberCode: Set<KeyID>] = [:]
    ) {
        self.revokedKeys = revokedKeys
        self.list = list
        self.bundles = bundles
        self.revocationLists = revocationLists
    }
}

/// Signs, verifies, seals and opens. All cryptography of messages is behind this port.
public protocol Sealer: Sendable {
    var member: MemberCode { get }

    /// Replaces what signatures are judged by.
    func adopt(_ trust: TrustView) throws(HeliographError)

    func digest(_ bytes: [UInt8]) -> Digest

    /// Signs as this member, with the signing key in use, and says which that was.
    func signed(
        _ content: [UInt8], as type: DocumentType, at moment: Instant
    ) throws(HeliographError) -> SignedDocument

    /// Whether peers would still take a signature by this key of ours: it is neither revoked nor out
    /// of time. What is queued under one that is not is signed anew.
    func speaksForUs(_ signer: KeyID, at moment: Instant) -> Bool

    /// The content of a document of our own, read back from the store: its form and arithmetic
    /// are checked, its signer is not judged, because certificates end and what we sent stays.
    func content(of document: [UInt8], as type: DocumentType) throws(HeliographError) -> [UInt8]

    /// A document of the store without its content: what stays as proof once the content is erased.
    func withoutContent(
        _ document: [UInt8], as type: DocumentType
    ) throws(HeliographError) -> [UInt8]

    /// Judges a document with exactly one signer.
    ///
    /// - Parameter claimant: reads from the unverified content who must have signed it.
    /// - Throws: `malformed`, `typeWrong`, `signatureInvalid`, `certificateUntrusted`,
    ///   `roleWrong`, `keyReused`, `memberUnknown`, or what `claimant` throws.
    func verify(
        _ document: [UInt8], as type: DocumentType, at moment: Instant,
        claimant: (_ content: [UInt8]) throws(HeliographError) -> MemberCode
    ) throws(HeliographError) -> VerifiedDocument

    /// Reads a trust list and finds out which keys really signed it.
    ///
    /// - Parameter known: signers of the list before it.
    func signatures(
        onTrustList document: [UInt8], known: [TrustList.Signer]
    )
        throws(HeliographError) -> TrustListSignatures

    /// Reads a revocation list that an issuing CA of the member signed.
    func verifyRevocationList(
        _ list: [UInt8], of member: MemberCode, issuers: [[UInt8]], at moment: Instant
    ) throws(HeliographError) -> VerifiedRevocationList

    /// Whether every certificate that a member announces leads to its root; one that is out of time
    /// or revoked may stand there, and is not used.
    ///
    /// - Throws: `certificateUntrusted`, `roleWrong`, `keyReused`, `memberUnknown`.
    func checkAnnounced(
        _ certificates: [[UInt8]], by member: MemberCode, at moment: Instant
    ) throws(HeliographError)

    /// The key to seal to for a member now; nil while none is known or valid.
    func encryptionKey(of member: MemberCode, at moment: Instant) -> KeyID?

    /// Whether what is sealed to this key of a member may still be sent to it: the member announces
    /// the key, and it is not revoked.
    func isAnnounced(_ key: KeyID, of member: MemberCode, at moment: Instant) -> Bool

    /// Seals bytes, each recipient by the key that `encryptionKey` named.
    func seal(
        _ plaintext: [UInt8], to keys: [(member: MemberCode, key: KeyID)]
    )
        throws(HeliographError) -> [UInt8]

    /// Opens an envelope whose frame has been verified.
    ///
    /// - Parameter keys: the key ids of the frame header; the envelope must have these and no
    ///   others, and exactly one of them must be this member's.
    /// - Throws: `malformed`, `keyStale`, `openFailed`.
    func open(_ envelope: [UInt8], sealedTo keys: [KeyID]) throws(HeliographError) -> [UInt8]
}

extension Sealer {
    /// Signs as this member, with the signing key in use.
    public func sign(
        _ content: [UInt8], as type: DocumentType, at moment: Instant
    ) throws(HeliographError) -> [UInt8] {
        try signed(content, as: type, at: moment).der
    }
}

/// A document that was just signed.
public struct SignedDocument: Sendable, Equatable {
    public let der: [UInt8]
    public let signer: KeyID

    public init(der: [UInt8], signer: KeyID) {
        self.der = der
        self.signer = signer
    }
}

public struct VerifiedRevocationList: Sendable, Equatable {
    public let issuer: KeyID
    public let number: Int64
    public let nextUpdate: Instant
    /// Serial numbers in hexadecimal; entries are never unlearned.
    public let serials: Set<String>

    public init(issuer: KeyID, number: Int64, nextUpdate: Instant, serials: Set<String>) {
        self.issuer = issuer
        self.number = number
        self.nextUpdate = nextUpdate
        self.serials = serials
    }
}

/// Seals bodies for the store, and hashes what must be found again.
public protocol Vault: Sendable {
    func seal(_ body: [UInt8], as id: RecordID) throws(HeliographError) -> SealedRecord
    /// - Throws: `storeCorrupt` if the record was altered, or belongs to another id.
    func open(_ record: SealedRecord, as id: RecordID) throws(HeliographError) -> [UInt8]
    /// - Parameter value: already normalised.
    func blind(_ value: String, field: String) -> BlindValue
}
