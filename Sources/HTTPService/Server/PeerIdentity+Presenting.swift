import COpenSSL
package import Certificates
import Notices

/// Puts certificate, authorities and key into a TLS context; OpenSSL takes references of its own.
package func present(_ identity: PeerIdentity, in context: OpaquePointer) throws(OpenSSLFailure) {
    try opensslOne("SSL_CTX_use_certificate") {
        SSL_CTX_use_certificate(context, identity.certificate.raw)
    }
    for authority in identity.authorities {
        try opensslOne("SSL_CTX_add1_chain_cert") {
            heliograph_ssl_ctx_add_chain(context, authority.raw)
        }
    }
    try opensslOne("SSL_CTX_use_PrivateKey") {
        SSL_CTX_use_PrivateKey(context, identity.key.raw)
    }
}
