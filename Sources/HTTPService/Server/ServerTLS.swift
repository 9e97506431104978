import COpenSSL
import Certificates
import Notices
import Synchronization

/// The server's half of TLS; nothing is resumed.
///
/// `@unchecked Sendable`: the `SSL_CTX` is filled in `init` and not changed after it; OpenSSL
/// guards its reference count with atomics. It outlives every connection made from it, because
/// each of them holds this object.
final class ServerTLS: @unchecked Sendable {
    private let context: OpaquePointer  // SSL_CTX *
    /// True if a client that shows this chain, an `X509_STORE_CTX`, may finish its handshake.
    private let admits: (@Sendable (OpaquePointer) -> Bool)?

    /// Version 1.3 only, and a client certificate is demanded.
    ///
    /// - Parameter admits: asked in each handshake.
    init(
        _ identity: PeerIdentity, admits: @escaping @Sendable (OpaquePointer) -> Bool
    ) throws(HeliographError) {
        self.admits = admits
        context = try Self.makeContext()
        do throws(OpenSSLFailure) {
            try opensslOne("SSL_CTX_set_…_proto_version") {
                heliograph_ssl_ctx_demand_tls13(context)
            }
            try present(identity, in: context)
        } catch {
            throw error.asError(.keyUnusable, "The transport key cannot be used for TLS.")
        }
        SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nil)
        SSL_CTX_set_cert_verify_callback(
            context,
            { context, tls in
                guard let context, let tls else { return 0 }
                return Unmanaged<ServerTLS>.fromOpaque(tls).takeUnretainedValue()
                    .admits?(context) == true ? 1 : 0
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    /// Version 1.2 or 1.3; a client certificate may be shown if there are authorities of clients.
    init(
        _ certificate: HTTPCertificate, clientAuthorities: [UInt8]?
    ) throws(HeliographError) {
        admits = nil
        context = try Self.makeContext()
        do throws(OpenSSLFailure) {
            try opensslOne("SSL_CTX_set_…_proto_version") {
                heliograph_ssl_ctx_demand_tls12(context)
            }
            try Self.forEach(certificate.chain) { (x509, index) throws(OpenSSLFailure) in
                try opensslOne("SSL_CTX_use_certificate") {
                    index == 0
                        ? SSL_CTX_use_certificate(context, x509)
                        : heliograph_ssl_ctx_add_chain(context, x509)
                }
            }
            let pem = try MemoryBIO.holding(certificate.key)
            // A key with a passphrase is not asked for one: nobody is there to type it.
            let key = try openssl("PEM_read_bio_PrivateKey") {
                PEM_read_bio_PrivateKey(pem.raw, nil, { _, _, _, _ in -1 }, nil)
            }
            defer { EVP_PKEY_free(key) }
            try opensslOne("SSL_CTX_use_PrivateKey") { SSL_CTX_use_PrivateKey(context, key) }
            try opensslOne("SSL_CTX_check_private_key") { SSL_CTX_check_private_key(context) }
            guard let clientAuthorities else { return }
            let store = SSL_CTX_get_cert_store(context)
            try Self.forEach(clientAuthorities) { (x509, _) throws(OpenSSLFailure) in
                try opensslOne("X509_STORE_add_cert") { X509_STORE_add_cert(store, x509) }
                try opensslOne("SSL_CTX_add_client_CA") { SSL_CTX_add_client_CA(context, x509) }
            }
            SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nil)
        } catch {
            throw error.asError(
                .keyUnusable, "The certificate or the key of a listener cannot be used for TLS.")
        }
    }

    /// Gives each certificate of a PEM text to `body`, with its place; one at least.
    private static func forEach(
        _ pem: [UInt8], _ body: (OpaquePointer, Int) throws(OpenSSLFailure) -> Void
    ) throws(OpenSSLFailure) {
        let bio = try MemoryBIO.holding(pem)
        var next: OpaquePointer? = try openssl("PEM_read_bio_X509") {
            PEM_read_bio_X509(bio.raw, nil, nil, nil)
        }
        var index = 0
        while let x509 = next {
            defer { X509_free(x509) }
            try body(x509, index)
            index += 1
            next = PEM_read_bio_X509(bio.raw, nil, nil, nil)
        }
        // The end of the text is an error to OpenSSL.
        ERR_clear_error()
    }

    /// A context that tells connections of their handshakes.
    private static func makeContext() throws(HeliographError) -> OpaquePointer {
        let context: OpaquePointer
        do throws(OpenSSLFailure) {
            context = try openssl("SSL_CTX_new") { SSL_CTX_new(TLS_server_method()) }
        } catch {
            throw error.asError(.cryptoFailed, "TLS could not be set up.")
        }
        heliograph_ssl_ctx_refuse_resumption(context)
        heliograph_ssl_ctx_save_memory(context)
        // evhttp leaves us no other sign of a finished handshake, or of a refused one.
        SSL_CTX_set_info_callback(context) { ssl, event, _ in
            guard let ssl else { return }
            if event & SSL_CB_HANDSHAKE_DONE != 0 {
                connectionSlot.connection(of: ssl)?.handshakeEnded()
            } else if event & SSL_CB_ALERT != 0, event & SSL_CB_WRITE != 0 {
                connectionSlot.connection(of: ssl)?.saidNo()
            }
        }
        return context
    }

    deinit { SSL_CTX_free(context) }

    /// - Returns: an `SSL` that the caller owns; nil when memory is short.
    func makeConnection() -> OpaquePointer? { SSL_new(context) }
}

/// The TLS context for connections that come from now on; nil without TLS.
final class ServerTLSBox: Sendable {
    private let state: Mutex<ServerTLS?>

    init(_ tls: ServerTLS?) {
        state = Mutex(tls)
    }

    var current: ServerTLS? { state.withLock { $0 } }

    func replace(_ tls: ServerTLS?) {
        state.withLock { $0 = tls }
    }
}
