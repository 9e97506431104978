import Certificates
import Federation
import Notices
import Sealing

extension FuzzTarget {
    /// The documents that OpenSSL parses: behind the gate, and as few as possible without it.
    static let signedDocuments: [FuzzTarget] =
        DocumentType.allCases.map { type in
            FuzzTarget("signed-\(type.rawValue)", bytesMax: 65_536) { bytes in
                _ = try? CMSSealer.ownContent(of: bytes, as: type)
            }
        } + [
            FuzzTarget("envelope") { bytes in
                guard let keys = try? EnvelopeGate().check(bytes[...]) else { return }
                holds(Set(keys).count == keys.count, "the gate let a recipient in twice")
            },
            FuzzTarget("certificate") { bytes in
                guard let certificate = try? Certificate(der: bytes) else { return }
                holds(certificate.der == bytes, "a certificate was altered")
                _ = certificate.serial
                _ = try? certificate.pem()
                let profiles: [CertificateProfile] =
                    [.root, .issuing, .listSigner] + KeyRole.allCases.map { .leaf($0) }
                let fitting = profiles.filter {
                    certificate.fault(as: $0, of: $0 == .listSigner ? nil : certificate.member)
                        == nil
                }
                holds(fitting.count <= 1, "a certificate has two places in the table")
            },
            FuzzTarget("revocation-list", bytesMax: 65_536) { bytes in
                _ = try? RevocationList(der: bytes).fault(at: Instant(seconds: 1_800_000_000))
            },
        ]
}
