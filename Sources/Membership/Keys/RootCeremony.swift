internal import Certificates
public import Notices
internal import Station

/// The work with a member's root, on the machine where it is: no node, no network.
public struct RootCeremony: Sendable {
    /// The folder of `root.key` and `root.der`.
    public let folder: String

    /// - Parameter folder: of `root.key` and `root.der`; nothing is read yet.
    public init(folder: String) {
        self.folder = folder
    }

    /// The certificate that was made.
    public struct Certified: Sendable {
        /// Its key id.
        public let id: String
        /// The time at which it ends: after `days`, or with the root.
        public let ends: Instant
    }

    /// Certifies the issuing CA that a request asks for, and writes its certificate, DER.
    ///
    /// - Parameters:
    ///   - request: PKCS#10 in DER.
    ///   - days: the life of the certificate, at most the rest of the root's.
    /// - Throws: `keyMissing`, `keyExposed`, `keyUnusable`, `fileUnwritable`, or the fault of the
    ///   request.
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
