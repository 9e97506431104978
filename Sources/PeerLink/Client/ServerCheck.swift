import COpenSSL
import Certificates
import Notices
import Ports
import Synchronization

/// Makes sure that the far end of a new connection is exactly one member, and shows it who we are.
///
/// One per member and pool; lives as long as the pool, because its connections point to it.
final class ServerCheck: Sendable {
    let member: MemberCode
    /// The member's roots in PEM. curl tells pooled connections apart by them, so that a connection
    /// to one member is never used for another, even at the same address.
    let authorities: [UInt8]
    private let identity: PeerIdentity
    private let trust: PeerTrust
    private let clock: any Clock
    /// Why the last chain was refused.
    private let lastRefusal = Mutex<String?>(nil)

    init?(member: MemberCode, identity: PeerIdentity, trust: PeerTrust, clock: any Clock) {
        let roots = trust.roots(of: member)
        guard !roots.isEmpty else { return nil }
        self.member = member
        self.identity = identity
        self.trust = trust
        self.clock = clock
        authorities = roots.flatMap { pem(ofCertificate: $0.der) }
    }

    var refusal: String? { lastRefusal.withLock { $0 } }

    /// Prepares the `SSL_CTX` of one new connection.
    ///
    /// - Returns: false if our own key cannot be used.
    func prepare(_ context: OpaquePointer) -> Bool {
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
            reason = trust.refusal(ofServer: chain, as: member, at: clock.now)
        } else {
            reason = "its certificate is not of the federation's profile"
        }
        lastRefusal.withLock { $0 = reason }
        X509_STORE_CTX_set_error(
            verification, reason == nil ? X509_V_OK : X509_V_ERR_APPLICATION_VERIFICATION)
        return reason == nil
    }
}

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
