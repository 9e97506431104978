package import Certificates

/// What stands between a server and its far ends.
package enum HTTPTransport: Sendable {
    /// TLS 1.3, and every client shows a certificate.
    ///
    /// - Parameter admits: judges the chain that a client shows, an `X509_STORE_CTX`; asked on the
    ///   server's threads. It sets that object's error besides.
    case mutualTLS(PeerIdentity, admits: @Sendable (OpaquePointer) -> Bool)
}
