internal import COpenSSL
public import Notices

/// A request to certify a key (PKCS#10, RFC 2986). The request leaves a machine so that the private
/// key does not have to.
public struct CertificateRequest: Sendable {
    /// The request in DER.
    public let bytes: [UInt8]

    /// Asks for a certificate of this profile. The key signs the request, to prove that the asker
    /// holds it.
    ///
    /// - Throws: `cryptoFailed` if OpenSSL cannot make the request.
    public static func make(
        _ profile: CertificateProfile, member: MemberCode, key: PrivateKey
    ) throws(HeliographError) -> CertificateRequest {
        do throws(OpenSSLFailure) {
            let request = try openssl("X509_REQ_new") { X509_REQ_new() }
            defer { X509_REQ_free(request) }
            try opensslOne("X509_REQ_set_version") { X509_REQ_set_version(request, 0) }
            try setName(X509_REQ_get_subject_name(request), profile.commonName(member))
            try opensslOne("X509_REQ_set_pubkey") { X509_REQ_set_pubkey(request, key.raw) }
            guard X509_REQ_sign(request, key.raw, EVP_sha256()) > 0 else {
                throw OpenSSLFailure.drain("X509_REQ_sign")
            }
            return CertificateRequest(bytes: try der("i2d_X509_REQ") { i2d_X509_REQ(request, $0) })
        } catch {
            throw error.asError(.cryptoFailed, "A certificate request could not be made.")
        }
    }

    /// A request that came from elsewhere; it is verified when it is certified.
    public init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The place from which a request comes.
    private static let source =
        "Take the file issuing-….csr in the folder `keys` of the member's node: `heliograph keys "
        + "stage issuing` writes it there."

    /// The public key of the request, once its signature has verified.
    ///
    /// - Throws: `keyUnusable` unless it is one whole request, signed by its own P-256 key.
    func withPublicKey<T>(
        _ body: (OpaquePointer) throws(HeliographError) -> T
    ) throws(HeliographError) -> T {
        let request: OpaquePointer
        do throws(OpenSSLFailure) {
            request = try bytes.withUnsafeBufferPointer { buffer throws(OpenSSLFailure) in
                var cursor = buffer.baseAddress
                let parsed = try openssl("d2i_X509_REQ") {
                    d2i_X509_REQ(nil, &cursor, buffer.count)
                }
                guard let start = buffer.baseAddress, cursor == start + buffer.count else {
                    X509_REQ_free(parsed)
                    throw OpenSSLFailure(operation: "d2i_X509_REQ", reasons: ["bytes follow"])
                }
                return parsed
            }
        } catch {
            let failure = error.asError(.keyUnusable, "The file is no certificate request.")
            throw HeliographError(
                failure.code, failure.sentence,
                next: failure.code == .keyUnusable ? Self.source : failure.next,
                detail: failure.detail)
        }
        defer { X509_REQ_free(request) }
        guard let key = X509_REQ_get0_pubkey(request), X509_REQ_verify(request, key) == 1,
            isP256(key)
        else {
            throw HeliographError(
                .keyUnusable, "The certificate request is not signed by the key it asks for.",
                next: Self.source)
        }
        return try body(key)
    }
}

extension CertificateIssuer {
    /// A certificate for the key of a request, signed by this issuer. The request's own name and
    /// attributes are ignored: the profile alone decides the content.
    ///
    /// - Throws: `keyUnusable` unless it is one whole request, signed by its own P-256 key.
    public func certify(
        _ request: CertificateRequest, _ profile: CertificateProfile, member: MemberCode,
        validity: Validity
    ) throws(HeliographError) -> Certificate {
        try request.withPublicKey { subject throws(HeliographError) in
            try issue(profile, member: member, subject: subject, validity: validity)
        }
    }
}
