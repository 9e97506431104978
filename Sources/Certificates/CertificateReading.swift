internal import COpenSSL
package import Notices
import Synchronization

/// The result of reading a certificate that came along with a document.
///
/// OpenSSL 3.0 takes 0.12 ms to read a certificate, twice as long as to verify a signature, and the
/// same few come along with every message. So results are kept by the certificate's bytes. A result
/// does not say that the certificate may be trusted.
package enum CertificateReading: Sendable {
    case ofProfile(Certificate)
    /// A certificate, but none of the federation's profile.
    case foreign
    case unreadable

    /// The number of results kept, after which the cache starts empty again: anybody who can sign
    /// can send as many certificates as they like.
    static let keptMax = 2_048

    private static let kept = Mutex<[[UInt8]: CertificateReading]>([:])

    /// Reads the bytes, or takes the kept result for the same bytes.
    package init(der bytes: [UInt8]) {
        if let known = Self.kept.withLock({ $0[bytes] }) {
            self = known
            return
        }
        if let certificate = try? Certificate(der: bytes) {
            self = .ofProfile(certificate)
        } else if let raw = try? Certificate.decode(bytes) {
            X509_free(raw)
            self = .foreign
        } else {
            self = .unreadable
        }
        let reading = self
        Self.kept.withLock { kept in
            if kept.count >= Self.keptMax { kept = [:] }
            kept[bytes] = reading
        }
    }
}

extension Certificate {
    /// Reads a certificate as `init(der:)` does, or takes the kept result for the same bytes.
    ///
    /// - Throws: as `init(der:)`.
    package static func read(_ bytes: [UInt8]) throws(HeliographError) -> Certificate {
        if case .ofProfile(let certificate) = CertificateReading(der: bytes) { return certificate }
        return try Certificate(der: bytes)
    }
}
