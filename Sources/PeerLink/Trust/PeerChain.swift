import COpenSSL
package import Certificates
import Notices

/// The certificates that the far end of a connection showed.
package struct PeerChain: Sendable {
    /// Certificates besides the leaf that are looked at, at most.
    static let othersMax = 4

    let leaf: Certificate
    let others: [Certificate]

    /// - Returns: nil unless the leaf is a certificate of the federation's profile.
    init?(leaf: OpaquePointer?, others: OpaquePointer?) {
        guard let leaf, let certificate = Self.certificate(leaf) else { return nil }
        self.leaf = certificate
        var found: [Certificate] = []
        if let others {
            for index in 0..<min(heliograph_x509_stack_count(others), Int32(Self.othersMax + 1)) {
                guard let other = heliograph_x509_stack_at(others, index),
                    let certificate = Self.certificate(other),
                    certificate.fingerprint != self.leaf.fingerprint
                else { continue }
                found.append(certificate)
            }
        }
        self.others = found
    }

    /// Takes certificates that are read already.
    package init(leaf: Certificate, others: [Certificate]) {
        self.leaf = leaf
        self.others = others
    }

    /// The chain that the far end showed in a finished handshake.
    init?(ofConnection ssl: OpaquePointer) {
        let leaf = SSL_get1_peer_certificate(ssl)
        defer { X509_free(leaf) }
        self.init(leaf: leaf, others: SSL_get_peer_cert_chain(ssl))
    }

    /// The chain that a handshake asks to have verified.
    init?(inVerification context: OpaquePointer) {
        self.init(
            leaf: X509_STORE_CTX_get0_cert(context),
            others: X509_STORE_CTX_get0_untrusted(context))
    }

    /// A moment at which every certificate of the chain was valid, if there was one.
    var latestStart: Instant {
        others.map(\.notBefore).reduce(leaf.notBefore, max)
    }

    private static func certificate(_ raw: OpaquePointer) -> Certificate? {
        guard let bytes = try? der("i2d_X509", { i2d_X509(raw, $0) }) else { return nil }
        return try? Certificate(der: bytes)
    }
}
