internal import Certificates
internal import Federation
public import Notices
public import Ports
internal import Synchronization

// Announcements of members, judged before any of them is kept.

extension CMSSealer {
    /// Reads a revocation list that an issuing CA of the member signed.
    ///
    /// - Parameter issuers: certificates in DER among which the signing CA is sought.
    /// - Throws: `malformed`, `memberUnknown`, `certificateUntrusted`.
    public func verifyRevocationList(
        _ list: [UInt8], of member: MemberCode, issuers: [[UInt8]], at moment: Instant
    ) throws(HeliographError) -> VerifiedRevocationList {
        let parsed = try RevocationList(der: list)
        if let fault = parsed.fault(at: moment) {
            throw HeliographError(
                .malformed, "A revocation list is not one that may be used.", detail: [fault])
        }
        guard let memberTrust = trust.withLock({ $0.members[member] }) else {
            throw HeliographError(.memberUnknown, "The issuer is not an active member.")
        }
        for bytes in issuers {
            guard let issuer = try? Certificate.read(bytes), issuer.isAuthority,
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

    /// Checks that every certificate of a bundle leads to the member's root. A certificate that is
    /// out of time or revoked passes, and is not used.
    ///
    /// - Throws: `certificateUntrusted`, `roleWrong`, `keyReused`, `memberUnknown`.
    public func checkAnnounced(
        _ certificates: [[UInt8]], by member: MemberCode, at moment: Instant
    ) throws(HeliographError) {
        let current = trust.withLock { $0 }
        guard let memberTrust = current.members[member] else {
            throw HeliographError(.memberUnknown, "The announcer is not an active member.")
        }
        var parsed: [Certificate] = []
        for bytes in certificates { parsed.append(try Certificate.read(bytes)) }
        try Self.checkOwn(parsed, of: member, current.claims)
        let authorities = parsed.filter(\.isAuthority)
        for certificate in parsed {
            let verdict: ChainVerdict
            if certificate.isAuthority {
                verdict = memberTrust.judgeAuthority(certificate, at: moment)
            } else if let role = certificate.role {
                verdict = memberTrust.judge(certificate, with: authorities, role: role, at: moment)
            } else {
                verdict = .wrongRole
            }
            switch verdict {
            case .trusted, .outOfTime, .revoked: continue
            case .wrongRole:
                throw HeliographError(.roleWrong, "An announced certificate has no role of a leaf.")
            case .offProfile(let reason):
                throw HeliographError(
                    .certificateUntrusted,
                    "An announced certificate is not as the certificate table says.",
                    detail: [reason])
            case .untrusted(let reason):
                throw HeliographError(
                    .certificateUntrusted,
                    "An announced certificate does not lead to the member's root.",
                    detail: [reason])
            }
        }
    }

    /// Refuses a key that stands for another member or in another role: a public key stands for one
    /// member in one role, for ever.
    private static func checkOwn(
        _ announced: [Certificate], of member: MemberCode, _ claims: KeyClaims
    ) throws(HeliographError) {
        var uses: [KeyID: CertificateProfile] = [:]
        for certificate in announced {
            guard let use = certificate.announcedUse else { continue }
            if let conflict = claims.conflict(of: certificate.keyID, for: member, as: use) {
                throw HeliographError(
                    .keyReused, "\(member) announced a key that it may not use so.",
                    detail: [conflict])
            }
            guard uses.updateValue(use, forKey: certificate.keyID) ?? use == use else {
                throw HeliographError(.keyReused, "\(member) announced one key in two roles.")
            }
        }
    }
}
