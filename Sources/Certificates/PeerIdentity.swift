public import Notices

/// This node's identity in TLS: its transport key, and the certificates from it up to, and without,
/// its root.
public struct PeerIdentity: Sendable {
    /// The certificate of the transport key.
    public let certificate: Certificate
    /// The issuing CA, which the far side needs to reach our root.
    public let authorities: [Certificate]
    /// The transport key.
    public let key: PrivateKey

    /// - Throws: `keyUnusable` if the key is not the certificate's.
    public init(
        certificate: Certificate, authorities: [Certificate], key: PrivateKey
    ) throws(HeliographError) {
        guard certificate.matches(key) else {
            throw HeliographError(
                .keyUnusable, "The transport key and its certificate do not belong together.")
        }
        self.certificate = certificate
        self.authorities = authorities
        self.key = key
    }
}
