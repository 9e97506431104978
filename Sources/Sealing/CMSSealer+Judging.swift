internal import Certificates
internal import Federation
internal import Notices
internal import Synchronization

// The judgement whether a certificate speaks for a member in a role, by the trust in force.

extension CMSSealer {
    func judge(
        _ certificate: Certificate, _ others: [Certificate], _ role: KeyRole,
        _ memberTrust: MemberTrust, at moment: Instant
    ) throws(HeliographError) {
        switch verdict(certificate, others, role, memberTrust, at: moment) {
        case .trusted:
            let claims = trust.withLock { $0.claims }
            if let conflict = claims.conflict(
                over: certificate, with: others, for: memberTrust.member, as: role)
            {
                throw HeliographError(
                    .keyReused, "A signer's key is not the signer's for this.", detail: [conflict])
            }
        case .wrongRole:
            throw HeliographError(.roleWrong, "A certificate may not sign this.")
        case .outOfTime:
            throw HeliographError(.certificateUntrusted, "A signer's certificate is out of time.")
        case .revoked:
            throw HeliographError(.certificateUntrusted, "A signer's certificate is revoked.")
        case .offProfile(let reason):
            throw HeliographError(
                .certificateUntrusted,
                "A signer's certificate is not as the certificate table says.", detail: [reason])
        case .untrusted(let reason):
            throw HeliographError(
                .certificateUntrusted, "A signer's certificate does not lead to the member's root.",
                detail: [reason])
        }
    }

    /// The verdict on a chain. A good verdict is remembered until the chain ends or the trust in
    /// the member changes.
    func verdict(
        _ certificate: Certificate, _ others: [Certificate], _ role: KeyRole,
        _ memberTrust: MemberTrust, at moment: Instant
    ) -> ChainVerdict {
        let place = JudgedChains.Place(
            member: memberTrust.member, role: role, fingerprint: certificate.fingerprint,
            others: others.map(\.fingerprint))
        if let until = judged.withLock({ $0.end(of: place, at: moment) }) {
            return .trusted(until: until)
        }
        let verdict = memberTrust.judge(certificate, with: others, role: role, at: moment)
        if case .trusted(let until) = verdict {
            // A verdict by trust that was replaced meanwhile is not remembered.
            trust.withLock { trust in
                guard trust.members[memberTrust.member] === memberTrust else { return }
                judged.withLock { $0.note(place, from: moment, until: until) }
            }
        }
        return verdict
    }
}
