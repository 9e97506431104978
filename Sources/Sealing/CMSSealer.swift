public import Certificates
public import Federation
public import Notices
public import Ports
import Synchronization

/// A private key that opens messages sealed to this member, with its certificate.
public struct OpeningKey: Sendable {
    /// The private half of the certificate's key.
    public let key: PrivateKey
    /// The encryption certificate; its key id finds the recipient in an envelope.
    public let certificate: Certificate

    /// Puts both together; the caller has checked that they match.
    public init(key: PrivateKey, certificate: Certificate) {
        self.key = key
        self.certificate = certificate
    }
}

/// The sealer of a real node: CMS by OpenSSL, every document through the gate first.
public final class CMSSealer: Sealer {
    /// The member whose node this is.
    public let member: MemberCode
    private let keys: Mutex<Keys>
    let trust = Mutex(Trust())
    let judged = Mutex(JudgedChains())

    /// This member's own keys, replaced as a whole.
    private struct Keys: Sendable {
        let signing: SigningIdentity
        /// Keys that open envelopes: the key in use first, then those still draining.
        let opening: [OpeningKey]
        /// Every certificate that this member has signed with.
        let signers: [Certificate]
    }

    /// A sealer that trusts nobody until `adopt`.
    public init(member: MemberCode, signing: SigningIdentity, opening: [OpeningKey]) {
        self.member = member
        keys = Mutex(
            Keys(signing: signing, opening: opening, signers: [signing.certificate]))
    }

    /// Signs and opens with other keys of this member from now on.
    ///
    /// - Parameter signers: every certificate that this member ever signed with.
    public func use(signing: SigningIdentity, opening: [OpeningKey], signers: [Certificate]) {
        keys.withLock { $0 = Keys(signing: signing, opening: opening, signers: signers) }
    }

    /// Judges by this trust list, these bundles and revocation lists from now on.
    ///
    /// - Throws: `certificateUntrusted` or `malformed` if a root or a revocation list cannot be
    ///   read; the former trust then stays.
    public func adopt(_ view: TrustView) throws(HeliographError) {
        let adopted = try Trust(view, after: trust.withLock { $0 })
        trust.withLock { trust in
            let former = trust
            trust = adopted
            judged.withLock { $0.forget { adopted.members[$0] !== former.members[$0] } }
        }
    }

    /// The SHA-256 of these bytes, by OpenSSL.
    public func digest(_ bytes: [UInt8]) -> Digest { Digest(sha256: bytes) }

    /// Signs as this member, with the signing key in use, and names that key.
    ///
    /// - Throws: `cryptoFailed` if OpenSSL or the token does not sign.
    public func signed(
        _ content: [UInt8], as type: DocumentType, at moment: Instant
    ) throws(HeliographError) -> SignedDocument {
        let signing = keys.withLock { $0.signing }
        do throws(OpenSSLFailure) {
            return SignedDocument(
                der: try SignedData.sign(content, as: type, by: [signing], at: moment),
                signer: signing.certificate.keyID)
        } catch {
            throw error.asError(.cryptoFailed, "A document could not be signed.")
        }
    }

    /// The content of a document of our own, read back from the store. Its form and arithmetic are
    /// checked. Its signer is not judged: certificates end, and old documents stay.
    public func content(
        of document: [UInt8], as type: DocumentType
    ) throws(HeliographError)
        -> [UInt8]
    {
        try Self.ownContent(of: document, as: type)
    }

    /// A document of the store without its content: the proof that stays once the content is
    /// erased.
    public func withoutContent(
        _ document: [UInt8], as type: DocumentType
    ) throws(HeliographError) -> [UInt8] {
        try SignedData.withoutContent(document, as: type)
    }

    /// The content of a document of our own, as `content(of:as:)` reads it, for callers without a
    /// sealer.
    public static func ownContent(
        of document: [UInt8], as type: DocumentType
    ) throws(HeliographError) -> [UInt8] {
        try SignedData.check(document, as: type).content
    }

    /// Judges a document with exactly one signer.
    ///
    /// - Parameter claimant: reads from the unverified content which member must have signed it.
    /// - Throws: `malformed`, `typeWrong`, `signatureInvalid`, `certificateUntrusted`, `roleWrong`,
    ///   `keyReused`, `memberUnknown`, or an error of `claimant`.
    public func verify(
        _ document: [UInt8], as type: DocumentType, at moment: Instant,
        claimant: (_ content: [UInt8]) throws(HeliographError) -> MemberCode
    ) throws(HeliographError) -> VerifiedDocument {
        let checked = try SignedData.check(document, as: type)
        let member = try claimant(checked.content)
        guard let memberTrust = trust.withLock({ $0.members[member] }) else {
            throw HeliographError(.memberUnknown, "The signer is not an active member.")
        }
        guard let signature = checked.signatures.first, checked.signatures.count == 1 else {
            throw HeliographError(.signatureInvalid, "A document has not exactly one signer.")
        }
        try judge(signature.certificate, checked.certificates, .signing, memberTrust, at: moment)
        return VerifiedDocument(
            content: checked.content, member: member, keyID: signature.certificate.keyID,
            signedAt: signature.signedAt)
    }

    /// Reads a trust list and finds the keys with a good signature on it.
    ///
    /// - Parameter known: signers of the list before it.
    public func signatures(
        onTrustList document: [UInt8], known: [TrustList.Signer]
    )
        throws(HeliographError) -> TrustListSignatures
    {
        try TrustListSigning.signatures(on: document, known: known)
    }

    /// The first key of the member's bundle that may be sealed to now; nil if none is known or
    /// valid.
    public func encryptionKey(of member: MemberCode, at moment: Instant) -> KeyID? {
        let current = trust.withLock { $0 }
        return current.announced[member]?.encryption.first {
            isGood($0, of: member, current, at: moment)
        }?
        .keyID
    }

    /// True if the member announces this key and its certificate holds at the moment: an envelope
    /// sealed to the key may still be sent.
    public func isAnnounced(_ key: KeyID, of member: MemberCode, at moment: Instant) -> Bool {
        let current = trust.withLock { $0 }
        return current.announced[member]?.encryption.contains {
            $0.keyID == key && isGood($0, of: member, current, at: moment)
        } ?? false
    }

    private func isGood(
        _ certificate: Certificate, of member: MemberCode, _ current: Trust, at moment: Instant
    ) -> Bool {
        guard let memberTrust = current.members[member],
            current.claims.conflict(of: certificate.keyID, for: member, as: .leaf(.encryption))
                == nil
        else { return false }
        let verdict = verdict(
            certificate, current.announced[member]?.issuers ?? [], .encryption, memberTrust,
            at: moment)
        if case .trusted = verdict { return true } else { return false }
    }

    /// True if peers still accept a signature by this key of ours: its certificate is neither
    /// revoked nor out of time.
    public func speaksForUs(_ signer: KeyID, at moment: Instant) -> Bool {
        let known = keys.withLock { $0.signers }
        guard let certificate = known.first(where: { $0.keyID == signer }) else { return false }
        let revoked = trust.withLock { $0.members[member]?.revocationLists ?? [] }
        return moment < certificate.notAfter && !revoked.contains { $0.revokes(certificate) }
    }

    /// Seals bytes to the announced key of each recipient.
    ///
    /// - Throws: `peerKeysUnknown` if a key is not announced; `cryptoFailed` if OpenSSL cannot
    ///   seal.
    public func seal(
        _ plaintext: [UInt8], to keys: [(member: MemberCode, key: KeyID)]
    )
        throws(HeliographError) -> [UInt8]
    {
        var certificates: [Certificate] = []
        let known = trust.withLock { $0.announced }
        for (member, key) in keys {
            guard let certificate = known[member]?.encryption.first(where: { $0.keyID == key })
            else {
                throw HeliographError(
                    .peerKeysUnknown, "A recipient's encryption key is not known.")
            }
            certificates.append(certificate)
        }
        do throws(OpenSSLFailure) {
            return try AuthEnvelopedData.seal(plaintext, to: certificates)
        } catch {
            throw error.asError(.cryptoFailed, "A message could not be sealed.")
        }
    }

    /// Opens an envelope whose frame has been verified; the gate checks its form first.
    ///
    /// - Parameter keys: the key ids of the frame header; the envelope must have exactly these, and
    ///   one of them must be this node's.
    /// - Throws: `malformed`, `headerMismatch`, `keyStale`, `openFailed`.
    public func open(_ envelope: [UInt8], sealedTo keys: [KeyID]) throws(HeliographError) -> [UInt8]
    {
        let found: [KeyID]
        do throws(GateRefusal) {
            found = try EnvelopeGate().check(envelope[...])
        } catch {
            throw error.asError
        }
        guard Set(found) == Set(keys), found.count == keys.count else {
            throw HeliographError(
                .headerMismatch, "The envelope's recipients are not those of its header.")
        }
        let mine = self.keys.withLock { $0.opening }.filter { found.contains($0.certificate.keyID) }
        guard let own = mine.first else {
            throw HeliographError(
                .keyStale, "The message is sealed to a key that is not held here.")
        }
        guard mine.count == 1 else {
            throw HeliographError(.headerMismatch, "Two recipients of the envelope are this node.")
        }
        do throws(OpenSSLFailure) {
            return try AuthEnvelopedData.open(
                envelope, with: own.key, certificate: own.certificate)
        } catch {
            throw error.asError(.openFailed, "A message does not open.")
        }
    }
}
