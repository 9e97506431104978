internal import COpenSSL
internal import Certificates
public import Notices

/// A client whose handshake was refused: what a log may say of a stranger. Nothing that the stranger could
/// write into a certificate is in it, but for two letters.
public struct RefusedClient: Sendable, Equatable {
    /// SHA-256 of the certificate.
    public let fingerprint: Digest
    /// Of the certificate's key; nil if it is not of the federation's profile.
    public let key: KeyID?
    /// The member that the certificate names; it proves nothing.
    public let claims: MemberCode?
    /// Whether the trust list has a member of that code, with another root.
    public let isListed: Bool

    public init(fingerprint: Digest, key: KeyID?, claims: MemberCode?, isListed: Bool) {
        self.fingerprint = fingerprint
        self.key = key
        self.claims = claims
        self.isListed = isListed
    }

    /// - Returns: nil if the client showed no certificate.
    init?(inVerification context: OpaquePointer, by trust: PeerTrust) {
        guard let leaf = X509_STORE_CTX_get0_cert(context),
            let bytes = try? der("i2d_X509", { i2d_X509(leaf, $0) })
        else { return nil }
        let certificate = try? Certificate(der: bytes)
        let claims = certificate?.member
        self.init(
            fingerprint: Digest(sha256: bytes), key: certificate?.keyID, claims: claims,
            isListed: claims.map { !trust.roots(of: $0).isEmpty } ?? false)
    }
}
