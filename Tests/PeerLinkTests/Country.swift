import Certificates
import Federation
import Notices
import PeerLink
import TestKit

/// A fictional member with its root, its issuing CA and a transport certificate.
struct Country {
    let member: MemberCode
    let root: CertificateIssuer
    let issuing: CertificateIssuer
    let identity: PeerIdentity

    static let now = Specimen.epoch
    /// Certificates of the past end here.
    static let yesterday = now - .days(1)

    /// - Parameter issuingEnd: when the issuing CA ends.
    init(_ code: String, issuingEnd: Instant = now + .days(90)) throws {
        member = Specimen.member(code)
        let (rootKey, issuingKey) = (try PrivateKey.generate(), try PrivateKey.generate())
        root = try CertificateIssuer(
            certificate: try CertificateIssuer.selfSigned(
                .root, member: member, key: rootKey,
                validity: Validity(from: Self.now - .days(400), to: Self.now + .days(4_000))),
            key: rootKey)
        issuing = try CertificateIssuer(
            certificate: try root.issue(
                .issuing, member: member, subject: issuingKey,
                validity: Validity(from: Self.now - .days(200), to: issuingEnd)),
            key: issuingKey)
        identity = try Self.identity(of: member, by: issuing)
    }

    /// Another transport identity under the same issuing CA.
    func identity(role: KeyRole = .transport, until end: Instant) throws -> PeerIdentity {
        try Self.identity(of: member, by: issuing, role: role, until: end)
    }

    static func identity(
        of member: MemberCode, by issuer: CertificateIssuer,
        role: KeyRole = .transport, until end: Instant = now + .days(30)
    ) throws -> PeerIdentity {
        let key = try PrivateKey.generate()
        let certificate = try issuer.issue(
            .leaf(role), member: member, subject: key,
            validity: Validity(from: now - .days(60), to: end))
        return try PeerIdentity(
            certificate: certificate, authorities: [issuer.certificate], key: key)
    }

    /// The best forgery from public certificates: the transport certificate with the forger's own
    /// key in it. Its signature therefore does not fit.
    func forgedIdentity() throws -> PeerIdentity {
        let genuine = identity.certificate
        let key = try PrivateKey.generate()
        var der = genuine.der
        for (old, new) in [
            (try identity.key.publicKeyInfo(), try key.publicKeyInfo()),
            (genuine.keyID.bytes, try key.keyID().bytes),
        ] {
            let start = der.indices.first { der[$0...].starts(with: old) }
            guard let start, old.count == new.count else { continue }
            der.replaceSubrange(start..<start + old.count, with: new)
        }
        return try PeerIdentity(
            certificate: try Certificate(der: der), authorities: identity.authorities, key: key)
    }

    func trust(revoking revoked: [Certificate] = []) throws -> MemberTrust {
        let list = try issuing.revocationList(
            revoked.map { ($0, Self.now) }, number: 1,
            validity: Validity(at: Self.now, for: .days(7)))
        return try MemberTrust(
            member: member, roots: [root.certificate], revocationLists: [list])
    }
}
