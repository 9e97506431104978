import COpenSSL
import Certificates
import HTTPService
import Notices
import Ports
import Synchronization

/// Makes sure that the far end of a new connection is exactly one member, and presents our
/// certificate.
///
/// There is one per member, until the member's trust changes. The TLS contexts of its connections
/// hold it.
final class ServerCheck: Sendable {
    let member: MemberCode
    /// The member's roots in PEM, under a line with its code and the number of the trust. curl
    /// tells pooled connections apart by these bytes. So a connection to one member is never used
    /// for another, even at the same address and with the same root, and a connection that a former
    /// trust judged is not used again.
    let authorities: [UInt8]
    private let identity: PeerIdentity
    /// The trust by which the check was made.
    private let made: PeerTrust
    /// The trust in force at the moment of a handshake.
    private let trust: TrustBox
    /// The reason why the last chain was refused.
    private let lastRefusal = Mutex<String?>(nil)

    /// Makes a check from the trust in force.
    ///
    /// - Parameter number: of the trust, among those of its pool.
    /// - Returns: nil if the trust has no root of the member.
    init?(
        member: MemberCode, identity: PeerIdentity, trust: TrustBox, number: Int
    ) {
        let made = trust.current.only(member)
        let roots = made.roots(of: member)
        guard !roots.isEmpty else { return nil }
        self.member = member
        self.identity = identity
        self.made = made
        self.trust = trust
        authorities =
            Array("\(member), trust \(number)\n".utf8)
            + roots.flatMap { pem(ofCertificate: $0.der) }
    }

    /// True if this trust judges the member as the check does.
    func agrees(with trust: PeerTrust) -> Bool { trust.only(member).isSame(as: made) }

    var refusal: String? { lastRefusal.withLock { $0 } }

    /// Prepares the `SSL_CTX` of one new connection.
    ///
    /// - Parameter alert: receives the far end's alert against our certificate.
    /// - Returns: false if our own key cannot be used.
    func prepare(_ context: OpaquePointer, _ alert: CertificateAlert) -> Bool {
        guard checkSlot.attach(self, to: context), alertSlot.attach(alert, to: context) else {
            return false
        }
        SSL_CTX_set_info_callback(context) { ssl, event, value in
            guard event & SSL_CB_ALERT != 0, event & SSL_CB_READ != 0, let ssl else { return }
            alertSlot.alert(of: SSL_get_SSL_CTX(ssl))?.note(UInt8(truncatingIfNeeded: value))
        }
        guard heliograph_ssl_ctx_demand_tls13(context) == 1 else { return false }
        heliograph_ssl_ctx_refuse_resumption(context)
        do {
            try present(identity, in: context)
        } catch {
            return false
        }
        SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nil)
        SSL_CTX_set_cert_verify_callback(
            context,
            { context, check in
                guard let context, let check else { return 0 }
                return Unmanaged<ServerCheck>.fromOpaque(check).takeUnretainedValue()
                    .accepts(context) ? 1 : 0
            }, Unmanaged.passUnretained(self).toOpaque())
        return true
    }

    private func accepts(_ verification: OpaquePointer) -> Bool {
        let reason: String?
        if let chain = PeerChain(inVerification: verification) {
            reason = trust.current.refusal(ofServer: chain, as: member, at: trust.clock.now)
        } else {
            reason = "its certificate is not of the federation's profile"
        }
        lastRefusal.withLock { $0 = reason }
        X509_STORE_CTX_set_error(
            verification, reason == nil ? X509_V_OK : X509_V_ERR_APPLICATION_VERIFICATION)
        return reason == nil
    }
}

/// A slot of an `SSL_CTX` that retains one of our objects for as long as the context lives.
private struct ContextSlot {
    private let index = CRYPTO_get_ex_new_index(
        CRYPTO_EX_INDEX_SSL_CTX, 0, nil, nil, nil,
        { _, held, _, _, _, _ in
            guard let held else { return }
            Unmanaged<AnyObject>.fromOpaque(held).release()
        })

    /// The context holds `object` from here on.
    func attach(_ object: some AnyObject, to context: OpaquePointer) -> Bool {
        let held = Unmanaged<AnyObject>.passRetained(object)
        guard SSL_CTX_set_ex_data(context, index, held.toOpaque()) == 1 else {
            held.release()
            return false
        }
        return true
    }

    /// The `CertificateAlert` that was attached.
    func alert(of context: OpaquePointer?) -> CertificateAlert? {
        guard let context, let held = SSL_CTX_get_ex_data(context, index) else { return nil }
        return Unmanaged<CertificateAlert>.fromOpaque(held).takeUnretainedValue()
    }
}

private let checkSlot = ContextSlot()
private let alertSlot = ContextSlot()

/// A certificate in the text form that curl reads.
func pem(ofCertificate der: [UInt8]) -> [UInt8] {
    var text = [UInt8](repeating: 0, count: (der.count + 2) / 3 * 4 + 1)
    let count = Int(EVP_EncodeBlock(&text, der, Int32(der.count)))
    var lines = Array("-----BEGIN CERTIFICATE-----\n".utf8)
    for start in stride(from: 0, to: count, by: 64) {
        lines += text[start..<min(start + 64, count)] + [0x0A]
    }
    return lines + Array("-----END CERTIFICATE-----\n".utf8)
}
