public import Federation
public import Notices

/// A signed document whose signature, type, signer and role have all been judged.
public struct VerifiedDocument: Sendable, Equatable {
    /// The signed content, bytes.
    public let content: [UInt8]
    /// The member that signed it.
    public let member: MemberCode
    /// The signing key.
    public let keyID: KeyID
    /// The time the signer states.
    public let signedAt: Instant

    /// Takes the fields as they are; a sealer makes it after verifying.
    public init(content: [UInt8], member: MemberCode, keyID: KeyID, signedAt: Instant) {
        self.content = content
        self.member = member
        self.keyID = keyID
        self.signedAt = signedAt
    }
}

/// The signatures on a trust list, counted before anyone decides whether the list may follow.
public struct TrustListSignatures: Sendable, Equatable {
    /// The list that was signed.
    public let list: TrustList
    /// SHA-256 of the content, without the signatures: anybody can take a signature away or change
    /// their order, and the list stays the same.
    public let digest: Digest
    /// The keys of the list's own `signers`.
    public let signers: Set<KeyID>
    /// Distinct public keys with a good signature on it, among the signers of the list before and
    /// its own.
    public let signedBy: Set<KeyID>

    /// Takes the fields as they are.
    public init(list: TrustList, digest: Digest, signers: Set<KeyID>, signedBy: Set<KeyID>) {
        self.list = list
        self.digest = digest
        self.signers = signers
        self.signedBy = signedBy
    }
}

/// The trust by which signatures are judged: the list in force, and the keys and revocations that
/// members announced.
public struct TrustView: Sendable, Equatable {
    /// The trust list in force.
    public let list: TrustList
    /// The newest bundle of each member, already verified.
    public let bundles: [KeyBundle]
    /// Revocation lists in DER by member, already verified.
    public let revocationLists: [MemberCode: [[UInt8]]]
    /// Keys of revoked certificates by member, as far as such a certificate was ever announced
    /// here.
    public let revokedKeys: [MemberCode: Set<KeyID>]

    /// Takes the documents as they are; the caller has verified them.
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
    /// This node's own member.
    var member: MemberCode { get }

    /// Replaces the trust by which signatures are judged.
    func adopt(_ trust: TrustView) throws(HeliographError)

    /// SHA-256 of bytes.
    func digest(_ bytes: [UInt8]) -> Digest

    /// Signs as this member with the signing key in use, and names that key.
    func signed(
        _ content: [UInt8], as type: DocumentType, at moment: Instant
    ) throws(HeliographError) -> SignedDocument

    /// True if peers would still accept a signature by this key of ours: the key is neither revoked
    /// nor out of time. A queued message under any other key is signed anew.
    func speaksForUs(_ signer: KeyID, at moment: Instant) -> Bool

    /// The content of a document of our own, read back from the store. Its form and arithmetic are
    /// checked; its signer is not judged, because certificates end and sent messages stay.
    func content(of document: [UInt8], as type: DocumentType) throws(HeliographError) -> [UInt8]

    /// A stored document without its content: the proof that stays once the content is erased.
    func withoutContent(
        _ document: [UInt8], as type: DocumentType
    ) throws(HeliographError) -> [UInt8]

    /// Judges a document with exactly one signer.
    ///
    /// - Parameter claimant: reads from the unverified content which member must have signed it.
    /// - Throws: `malformed`, `typeWrong`, `signatureInvalid`, `certificateUntrusted`, `roleWrong`,
    ///   `keyReused`, `memberUnknown`, or what `claimant` throws.
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

    /// Checks that every certificate that a member announces leads to its root. A certificate that
    /// is out of time or revoked may be announced, and is not used.
    ///
    /// - Throws: `certificateUntrusted`, `roleWrong`, `keyReused`, `memberUnknown`.
    func checkAnnounced(
        _ certificates: [[UInt8]], by member: MemberCode, at moment: Instant
    ) throws(HeliographError)

    /// The key to seal to for a member now; nil while none is known or valid.
    func encryptionKey(of member: MemberCode, at moment: Instant) -> KeyID?

    /// True if an envelope sealed to this key of a member may still be sent to it: the member
    /// announces the key, and the key is not revoked.
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
    /// Signs as this member with the signing key in use.
    public func sign(
        _ content: [UInt8], as type: DocumentType, at moment: Instant
    ) throws(HeliographError) -> [UInt8] {
        try signed(content, as: type, at: moment).der
    }
}

/// A document that was just signed, and the key that signed it.
public struct SignedDocument: Sendable, Equatable {
    /// CMS SignedData, DER.
    public let der: [UInt8]
    /// The signing key.
    public let signer: KeyID

    /// Takes the fields as they are.
    public init(der: [UInt8], signer: KeyID) {
        self.der = der
        self.signer = signer
    }
}

/// A certificate revocation list whose signature is good.
public struct VerifiedRevocationList: Sendable, Equatable {
    /// The key of the issuing CA that signed it.
    public let issuer: KeyID
    /// Its CRL number, which only rises.
    public let number: Int64
    /// The time by which the next list is due.
    public let nextUpdate: Instant
    /// Serial numbers in hexadecimal; entries are never unlearned.
    public let serials: Set<String>

    /// Takes the fields as they are; a sealer makes it after verifying.
    public init(issuer: KeyID, number: Int64, nextUpdate: Instant, serials: Set<String>) {
        self.issuer = issuer
        self.number = number
        self.nextUpdate = nextUpdate
        self.serials = serials
    }
}

/// Seals bodies for the store, and hashes values that must be found again.
public protocol Vault: Sendable {
    /// Seals a body under a data key of its own; the record opens under this id only.
    func seal(_ body: [UInt8], as id: RecordID) throws(HeliographError) -> SealedRecord
    /// Opens a record.
    ///
    /// - Throws: `storeCorrupt` if the record was altered, or belongs to another id.
    func open(_ record: SealedRecord, as id: RecordID) throws(HeliographError) -> [UInt8]
    /// The keyed hash of a value of one field, for a blind index.
    ///
    /// - Parameter value: already normalised.
    func blind(_ value: String, field: String) -> BlindValue
}
