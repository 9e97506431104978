internal import COpenSSL
internal import Certificates
public import Notices

/// A client whose certificate was refused: what a log may say of a stranger. Nothing that the stranger could
/// write into a certificate is in it, but for two letters.
public struct RefusedClient: Sendable, Equatable {
    public enum Stage: Sendable {
        /// No root of the list fits.
        case handshake
        /// A known root fits, but the member is suspended or removed, or the certificate has ended or is revoked:
        /// it asked for more than the cure.
        case request
    }

    public let stage: Stage
    /// SHA-256 of the certificate.
    public let fingerprint: Digest
    /// Of the certificate's key; nil if it is not of the federation's profile.
    public let key: KeyID?
    /// The member that the certificate names; it proves nothing.
    public let claims: MemberCode?
    /// Whether the trust list has a member of that code, with another root.
    public let isListed: Bool

    public init(
        _ stage: Stage, fingerprint: Digest, key: KeyID?, claims: MemberCode?, isListed: Bool
    ) {
        self.stage = stage
        self.fingerprint = fingerprint
        self.key = key
        self.claims = claims
        self.isListed = isListed
    }

    /// Of a connection that is open.
    init(asking chain: PeerChain) {
        self.init(
            .request, fingerprint: chain.leaf.fingerprint, key: chain.leaf.keyID,
            claims: chain.leaf.member, isListed: true)
    }

    /// - Returns: nil if the client showed no certificate.
    init?(inVerification context: OpaquePointer, by trust: PeerTrust) {
        guard let leaf = X509_STORE_CTX_get0_cert(context),
            let bytes = try? der("i2d_X509", { i2d_X509(leaf, $0) })
        else { return nil }
        let certificate = try? Certificate(der: bytes)
        let claims = certificate?.member
        self.init(
            .handshake, fingerprint: Digest(sha256: bytes), key: certificate?.keyID, claims: claims,
            isListed: claims.map { !trust.roots(of: $0).isEmpty } ?? false)
    }
}
