internal import Certificates
internal import Federation
package import Notices

/// The form that a list must have before it is proposed, signed or put in force. A list that is in
/// force is read in any form: a member that was listed by another rule stays a member.
extension TrustList {
    /// The most that a list's `issued` may be ahead of this clock.
    static let issuedAheadMax = Duration.hours(24)

    /// Checks the times, the endpoints and the certificates of the list.
    ///
    /// - Throws: `listMalformed` with the first fault, `keyReused` for a key that stands twice.
    package func checkForm(at now: Instant) throws(HeliographError) {
        guard issued <= now + Self.issuedAheadMax else {
            throw HeliographError(
                .listMalformed,
                "The list says that it was issued at \(issued), which is days ahead.",
                next: "Check this machine's clock with `timedatectl`; then ask the secretariat.")
        }
        for member in members {
            for endpoint in member.endpoints {
                guard let fault = Member.fault(ofEndpoint: endpoint) else { continue }
                throw HeliographError(
                    .listMalformed,
                    "An endpoint of \(member.code) is no endpoint. \(fault.sentence)",
                    next: "Have the secretariat put it right. \(fault.next)")
            }
        }
        var owners: [KeyID: String] = [:]
        for signer in signers {
            try take(
                signer.certificate, as: .listSigner, of: nil,
                called: "the signer \(ShownText.foreign(signer.name))", &owners)
        }
        for member in members {
            for root in member.roots {
                try take(root, as: .root, of: member.code, called: "\(member.code)", &owners)
            }
        }
    }

    private func take(
        _ der: [UInt8], as profile: CertificateProfile, of member: MemberCode?,
        called name: String, _ owners: inout [KeyID: String]
    ) throws(HeliographError) {
        let certificate: Certificate
        do throws(HeliographError) {
            certificate = try Certificate.read(der)
        } catch {
            throw Self.unusable(name, error.sentence)
        }
        if let fault = certificate.fault(as: profile, of: member) {
            throw Self.unusable(name, fault)
        }
        // A member may have one root key in two certificates, when the root's dates change.
        guard let owner = owners.updateValue(name, forKey: certificate.keyID), owner != name else {
            return
        }
        throw HeliographError(
            .keyReused, "One key stands for \(owner) and for \(name).",
            next: "Have \(name) make a key of its own, and the secretariat draft the list anew.")
    }

    private static func unusable(_ name: String, _ reason: String) -> HeliographError {
        HeliographError(
            .listMalformed, "The certificate of \(name) in the list cannot be used.",
            next: "Have the secretariat put it right; nothing was taken from this list.",
            detail: [reason])
    }
}
