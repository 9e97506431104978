internal import Certificates
public import Notices
internal import Station

/// What is done with a member's root, on the machine where it is: no node, no network.
public struct RootCeremony: Sendable {
    /// Holds `root.key` and `root.der`.
    public let folder: String

    public init(folder: String) {
        self.folder = folder
    }

    /// A certificate that was made.
    public struct Certified: Sendable {
        public let id: String
        public let ends: Instant
    }

    /// Certifies the issuing CA that a request asks for, and writes its certificate, DER.
    public func certify(
        _ request: [UInt8], days: Int, to file: String, at now: Instant
    ) throws(HeliographError) -> Certified {
        let root = try KeyFolder(folder).load("root")
        guard let member = root.certificate.member, root.certificate.isAuthority else {
            throw HeliographError(.keyUnusable, "root.der is not a member's root.")
        }
        let end = min(now + .days(Int64(days)), root.certificate.notAfter)
        let certificate = try root.certify(
            CertificateRequest(bytes: request), .issuing, member: member,
            validity: Validity(from: now - .minutes(5), to: end))
        try Files.write(certificate.der, to: file, mode: 0o644)
        return Certified(id: certificate.keyID.description, ends: certificate.notAfter)
    }
}
