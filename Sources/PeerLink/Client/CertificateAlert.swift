import Synchronization

/// The far end's TLS alert against our certificate, on the new connections of one transfer.
///
/// In TLS 1.3 a client has finished its handshake before its certificate is judged. So a refusal
/// comes as an alert with the first read, when a request may already be on its way that nobody
/// reads.
final class CertificateAlert: Sendable {
    private let number = Mutex<UInt8?>(nil)

    /// Keeps the alert if it is about a certificate.
    func note(_ alert: UInt8) {
        guard Self.name(of: alert) != nil else { return }
        number.withLock { $0 = alert }
    }

    /// The alert's name in RFC 8446; nil if no such alert came.
    var name: String? { number.withLock { $0 }.flatMap(Self.name) }

    /// - Source: RFC 8446 section 6.2. Not `certificate_required`: we always show one.
    private static func name(of alert: UInt8) -> String? {
        switch alert {
        case 42: "bad_certificate"
        case 43: "unsupported_certificate"
        case 44: "certificate_revoked"
        case 45: "certificate_expired"
        case 46: "certificate_unknown"
        case 48: "unknown_ca"
        case 49: "access_denied"
        default: nil
        }
    }
}
