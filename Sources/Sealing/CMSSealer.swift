public import Certificates
public import Federation
public import Notices
public import Ports
import Synchronization

/// A private key that opens what peers seal to this member, with its certificate.
public struct OpeningKey: Sendable {
    public let key: PrivateKey
    public let certificate: Certificate

    public init(key: PrivateKey, certificate: Certificate) {
        self.key = key
        self.certificate = certificate
    }
}

/// The sealer of a real node: CMS by OpenSSL, every document through the gate first.
public final class CMSSealer: Sealer {
    public let member: MemberCode
    private let signing: SigningIdentity
    /// The key in force first, then those still draining.
    private let opening: [OpeningKey]
    private let trust = Mutex(Trust())

    /// What `adopt` leaves behind, replaced as a whole.
    private struct Trust: Sendable {
        var members: [MemberCode: MemberTrust] = [:]
        /// Per member, encryption certificates in the order of its bundle, with their issuers.
        var encryption: [MemberCode: [Certificate]] = [:]
        var issuers: [MemberCode: [Certificate]] = [:]
    }

    public init(member: MemberCode, signing: SigningIdentity, opening: [OpeningKey]) {
        self.member = member
        self.signing = signing
        self.opening = opening
    }

    public func adopt(_ view: TrustView) throws(HeliographError) {
        var next = Trust()
        for listed in view.list.members where listed.status == .active {
            var roots: [Certificate] = []
            for root in listed.roots { roots.append(try Certificate(der: root)) }
            var lists: [RevocationList] = []
            for list in view.revocationLists[listed.code] ?? [] {
                lists.append(try RevocationList(der: list))
            }
            next.members[listed.code] = try MemberTrust(
                member: listed.code, roots: roots, revocationLists: lists)
        }
        for bundle in view.bundles where next.members[bundle.member] != nil {
            // A certificate that does not hold is passed over here and judged again at each use.
            let certificates = bundle.certificates.compactMap { try? Certificate(der: $0) }
            next.encryption[bundle.member] = certificates.filter { $0.role == .encryption }
            next.issuers[bundle.member] = certificates.filter(\.isAuthority)
        }
        let adopted = next
        trust.withLock { $0 = adopted }
    }

    public func digest(_ bytes: [UInt8]) -> Digest { Digest(sha256: bytes) }

    public func sign(
        _ content: [UInt8], as type: DocumentType, at moment: Instant
    )
        throws(HeliographError) -> [UInt8]
    {
        do throws(OpenSSLFailure) {
            return try SignedData.sign(content, as: type, by: [signing], at: moment)
        } catch {
            throw error.asError(.cryptoFailed, "A document could not be signed.")
        }
    }

    public func content(
        of document: [UInt8], as type: DocumentType
    ) throws(HeliographError)
        -> [UInt8]
    {
        try SignedData.check(document, as: type).content
    }

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

    public func signatures(
        onTrustList document: [UInt8], known: [TrustList.Signer]
    )
        throws(HeliographError) -> TrustListSignatures
    {
        try TrustListSigning.signatures(on: document, known: known)
    }

    public func verifyRevocationList(
        _ list: [UInt8], of member: MemberCode, issuers: [[UInt8]], at moment: Instant
    ) throws(HeliographError) -> VerifiedRevocationList {
        let parsed = try RevocationList(der: list)
        guard let memberTrust = trust.withLock({ $0.members[member] }) else {
            throw HeliographError(.memberUnknown, "The issuer is not an active member.")
        }
        for bytes in issuers {
            guard let issuer = try? Certificate(der: bytes), issuer.isAuthority,
                case .trusted = memberTrust.judgeAuthority(issuer, at: moment),
                parsed.isSigned(by: issuer)
            else { continue }
            return VerifiedRevocationList(
                issuer: issuer.keyID, number: parsed.number, nextUpdate: parsed.nextUpdate,
                serials: parsed.revokedSerials)
        }
        throw HeliographError(
            .certificateUntrusted, "No issuing CA of the member signed the revocation list.")
    }

    public func encryptionKey(of member: MemberCode, at moment: Instant) -> KeyID? {
        let current = trust.withLock { $0 }
        guard let memberTrust = current.members[member] else { return nil }
        return current.encryption[member]?.first { certificate in
            let verdict = memberTrust.judge(
                certificate, with: current.issuers[member] ?? [], role: .encryption, at: moment)
            if case .trusted = verdict { return true } else { return false }
        }?.keyID
    }

    public func seal(
        _ plaintext: [UInt8], to keys: [(member: MemberCode, key: KeyID)]
    )
        throws(HeliographError) -> [UInt8]
    {
        var certificates: [Certificate] = []
        let known = trust.withLock { $0.encryption }
        for (member, key) in keys {
            guard let certificate = known[member]?.first(where: { $0.keyID == key }) else {
                throw HeliographError(.keyMissing, "A recipient's encryption key is not known.")
            }
            certificates.append(certificate)
        }
        do throws(OpenSSLFailure) {
            return try AuthEnvelopedData.seal(plaintext, to: certificates)
        } catch {
            throw error.asError(.cryptoFailed, "A message could not be sealed.")
        }
    }

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
        let mine = opening.filter { found.contains($0.certificate.keyID) }
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

    private func judge(
        _ certificate: Certificate, _ others: [Certificate], _ role: KeyRole,
        _ memberTrust: MemberTrust, at moment: Instant
    ) throws(HeliographError) {
        switch memberTrust.judge(certificate, with: others, role: role, at: moment) {
        case .trusted:
            return
        case .wrongRole:
            throw HeliographError(.roleWrong, "A certificate may not sign this.")
        case .outOfTime:
            throw HeliographError(.certificateUntrusted, "A signer's certificate is out of time.")
        case .revoked:
            throw HeliographError(.certificateUntrusted, "A signer's certificate is revoked.")
        case .untrusted(let reason):
            throw HeliographError(
                .certificateUntrusted, "A signer's certificate does not lead to the member's root.",
                detail: [reason])
        }
    }
}
