import COpenSSL
public import Certificates
import Notices

/// Changes something in a certificate or a revocation list and signs it anew, as an issuing CA does
/// that errs or helps a thief.
public enum Bent {
    /// The digest of a signature.
    public enum Digest: Sendable { case sha256, sha384, sha512 }

    /// One change to a genuine document.
    public enum Change: Sendable {
        /// Takes the extension with this OpenSSL short name out.
        case without(String)
        /// Puts an extension in, in place of one of the same name.
        case with(String, String)
        /// Puts an extension in beside the others.
        case also(String, String)
        /// Signs with another digest.
        case signedWith(Digest)
        /// Sets the version as people count it: 3 for X.509 v3.
        case version(Int)
    }

    /// A bent certificate.
    ///
    /// - Parameter issuer: signs it.
    /// - Throws: an error if the result cannot be read as a certificate of the profile.
    public static func certificate(
        _ genuine: Certificate, _ changes: [Change], by issuer: CertificateIssuer
    ) throws -> Certificate {
        try Certificate(der: bytes(genuine, changes, by: issuer))
    }

    /// A bent certificate in DER, also one that cannot be read as a certificate of the profile.
    public static func bytes(
        _ genuine: Certificate, _ changes: [Change], by issuer: CertificateIssuer
    ) throws -> [UInt8] {
        guard let x509 = X509_dup(genuine.raw) else { throw Failure.openssl }
        defer { X509_free(x509) }
        var digest = Digest.sha256
        X509_set_issuer_name(x509, X509_get_subject_name(issuer.certificate.raw))
        for change in [.with("authorityKeyIdentifier", "keyid:always")] + changes {
            switch change {
            case .without(let name): remove(name, from: x509)
            case .with(let name, let value):
                remove(name, from: x509)
                try add(name, value, to: x509, by: issuer)
            case .also(let name, let value): try add(name, value, to: x509, by: issuer)
            case .signedWith(let wanted): digest = wanted
            case .version(let number): X509_set_version(x509, number - 1)
            }
        }
        guard X509_sign(x509, issuer.key.raw, method(digest)) > 0 else { throw Failure.openssl }
        return try der("i2d_X509") { i2d_X509(x509, $0) }
    }

    /// A bent revocation list.
    ///
    /// - Parameters:
    ///   - entry: an extension of the first entry.
    public static func revocationList(
        _ genuine: RevocationList, _ changes: [Change], entry: (name: String, value: String)? = nil,
        by issuer: CertificateIssuer
    ) throws -> RevocationList {
        guard let crl = X509_CRL_dup(genuine.raw) else { throw Failure.openssl }
        defer { X509_CRL_free(crl) }
        var digest = Digest.sha256
        for change in changes {
            switch change {
            case .also(let name, let value):
                let made = try made(name, value, for: nil, by: issuer)
                defer { X509_EXTENSION_free(made) }
                X509_CRL_add_ext(crl, made, -1)
            case .signedWith(let wanted): digest = wanted
            default: throw Failure.openssl
            }
        }
        if let entry, let entries = X509_CRL_get_REVOKED(crl),
            let first = heliograph_revoked_at(entries, 0)
        {
            let made = try made(entry.name, entry.value, for: nil, by: issuer)
            defer { X509_EXTENSION_free(made) }
            X509_REVOKED_add_ext(first, made, -1)
        }
        guard X509_CRL_sign(crl, issuer.key.raw, method(digest)) > 0 else { throw Failure.openssl }
        return try RevocationList(der: try der("i2d_X509_CRL") { i2d_X509_CRL(crl, $0) })
    }

    enum Failure: Error { case openssl }

    private static func method(_ digest: Digest) -> OpaquePointer? {
        switch digest {
        case .sha256: EVP_sha256()
        case .sha384: EVP_sha384()
        case .sha512: EVP_sha512()
        }
    }

    private static func remove(_ name: String, from x509: OpaquePointer) {
        let place = X509_get_ext_by_NID(x509, OBJ_txt2nid(name), -1)
        if place >= 0 { X509_EXTENSION_free(X509_delete_ext(x509, place)) }
    }

    private static func add(
        _ name: String, _ value: String, to x509: OpaquePointer, by issuer: CertificateIssuer
    ) throws {
        let made = try made(name, value, for: x509, by: issuer)
        defer { X509_EXTENSION_free(made) }
        X509_add_ext(x509, made, -1)
    }

    private static func made(
        _ name: String, _ value: String, for x509: OpaquePointer?, by issuer: CertificateIssuer
    ) throws -> OpaquePointer {
        var context = X509V3_CTX()
        X509V3_set_ctx(&context, issuer.certificate.raw, x509, nil, nil, 0)
        guard let made = X509V3_EXT_nconf(nil, &context, name, value) else { throw Failure.openssl }
        return made
    }
}
