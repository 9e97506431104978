internal import COpenSSL
internal import Certificates
public import Notices

/// A client whose certificate was refused, as a log may describe it. It holds no text that the
/// stranger could write into a certificate, except for a code of two letters.
public struct RefusedClient: Sendable, Equatable {
    /// The moment of the refusal.
    public enum Stage: Sendable {
        /// In the handshake: the chain reaches no root of the trust list.
        case handshake
        /// At a request: a known root fits, but the member is suspended or removed, or the
        /// certificate has expired or is revoked, and the client asked for more than `hello` and
        /// trust lists.
        case request
    }

    /// The moment of the refusal.
    public let stage: Stage
    /// SHA-256 of the certificate.
    public let fingerprint: Digest
    /// The id of the certificate's key; nil if the certificate is not of the federation's profile.
    public let key: KeyID?
    /// The member that the certificate names, unproven; nil if it names none.
    public let claims: MemberCode?
    /// True if the trust list has a member of that code. After a failed handshake its root is
    /// another one.
    public let isListed: Bool

    /// Takes the fields as they are.
    public init(
        _ stage: Stage, fingerprint: Digest, key: KeyID?, claims: MemberCode?, isListed: Bool
    ) {
        self.stage = stage
        self.fingerprint = fingerprint
        self.key = key
        self.claims = claims
        self.isListed = isListed
    }

    /// The client of an open connection, refused at a request.
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
