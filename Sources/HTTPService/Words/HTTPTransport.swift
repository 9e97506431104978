package import Certificates

/// What stands between a server and its far ends.
package enum HTTPTransport: Sendable {
    /// TLS 1.3, and every client shows a certificate.
    ///
    /// - Parameter admits: judges the chain that a client shows, an `X509_STORE_CTX`; asked on the
    ///   server's threads. It sets that object's error besides.
    case mutualTLS(PeerIdentity, admits: @Sendable (OpaquePointer) -> Bool)
    /// TLS 1.2 or 1.3 for programs.
    ///
    /// - Parameter clientAuthorities: certificates in PEM. A client may show a certificate that one
    ///   of them issued; with any other it fails in its handshake. nil asks for none.
    case tls(HTTPCertificate, clientAuthorities: [UInt8]?)
    /// Nothing: whoever can read the line reads all. For a UNIX socket and for loopback alone.
    case plain
}

/// A server's certificate, of any authority.
package struct HTTPCertificate: Sendable {
    /// The certificate and those that lead to its root, PEM.
    package let chain: [UInt8]
    /// Its key, PEM, unencrypted.
    package let key: [UInt8]

    /// Takes the fields as they are; the server's start reads them.
    package init(chain: [UInt8], key: [UInt8]) {
        self.chain = chain
        self.key = key
    }
}

/// Where a server listens.
package enum HTTPPlace: Sendable {
    /// A numeric address, `127.0.0.1`, `::`. Port 0 takes any that is free.
    case tcp(host: String, port: UInt16)
    /// A socket in the file system, removed when the server stops. Its mode says who may connect.
    case unix(path: String, mode: UInt32 = 0o600)
}
