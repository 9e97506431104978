internal import COpenSSL
public import Certificates
internal import Federation
internal import Notices

/// A private key with the certificates that speak for it.
public struct SigningIdentity: Sendable {
    /// The private half of the certificate's key.
    public let key: PrivateKey
    /// The certificate that a verifier judges the signature by.
    public let certificate: Certificate
    /// The issuing CA, so that a reader needs only the member's root.
    public let issuers: [Certificate]

    /// Puts the three together; the caller has checked that they match.
    public init(key: PrivateKey, certificate: Certificate, issuers: [Certificate]) {
        self.key = key
        self.certificate = certificate
        self.issuers = issuers
    }
}

/// Builds and reads CMS SignedData (RFC 5652 section 5) of the federation's profile.
enum SignedData {
    /// Signs content as one type of document, in DER.
    ///
    /// - Parameters:
    ///   - signers: one, or several for a trust list.
    ///   - moment: the signingTime attribute.
    static func sign(
        _ content: [UInt8], as type: DocumentType, by signers: [SigningIdentity], at moment: Instant
    ) throws(OpenSSLFailure) -> [UInt8] {
        let flags = UInt32(CMS_BINARY | CMS_PARTIAL | CMS_USE_KEYID | CMS_NOCERTS)
        let document = CMSDocument(
            adopting: try openssl("CMS_sign") { CMS_sign(nil, nil, nil, nil, flags) })
        let object = try openssl("OBJ_txt2obj") { OBJ_txt2obj(type.oid, 1) }
        defer { ASN1_OBJECT_free(object) }
        try opensslOne("CMS_set1_eContentType") { CMS_set1_eContentType(document.raw, object) }
        for signer in signers {
            for certificate in [signer.certificate] + signer.issuers {
                // OpenSSL refuses a certificate that the document has already; no second copy is
                // needed.
                _ = CMS_add1_cert(document.raw, certificate.raw)
            }
            try add(signer, to: document, at: moment)
        }
        let bio = try MemoryBIO.holding(content)
        try opensslOne("CMS_final") {
            CMS_final(document.raw, bio.raw, nil, UInt32(CMS_BINARY))
        }
        return try document.encoded()
    }

    /// Adds one more signature to a document, leaving content and other signatures as they are.
    static func cosign(
        _ document: [UInt8], by signer: SigningIdentity, at moment: Instant
    )
        throws(OpenSSLFailure) -> [UInt8]
    {
        let parsed = try CMSDocument.decode(document)
        for certificate in [signer.certificate] + signer.issuers {
            _ = CMS_add1_cert(parsed.raw, certificate.raw)
        }
        // The digest is taken from the signature in the document, because the content is not read
        // again.
        let info = try add(
            signer, to: parsed, at: moment, flags: UInt32(CMS_REUSE_DIGEST | CMS_PARTIAL))
        try opensslOne("CMS_SignerInfo_sign") { CMS_SignerInfo_sign(info) }
        return try parsed.encoded()
    }

    @discardableResult
    private static func add(
        _ signer: SigningIdentity, to document: borrowing CMSDocument, at moment: Instant,
        flags: UInt32 = 0
    ) throws(OpenSSLFailure) -> OpaquePointer {
        let raw = document.raw
        let info = try openssl("CMS_add1_signer") {
            CMS_add1_signer(
                raw, signer.certificate.raw, signer.key.raw, EVP_sha256(),
                flags | UInt32(CMS_USE_KEYID | CMS_CADES | CMS_NOSMIMECAP | CMS_NOCERTS))
        }
        let time = try openssl("ASN1_TIME_set") {
            ASN1_TIME_set(nil, time_t(moment.milliseconds / 1_000))
        }
        defer { ASN1_TIME_free(time) }
        try opensslOne("CMS_signed_add1_attr_by_NID") {
            CMS_signed_add1_attr_by_NID(info, NID_pkcs9_signingTime, time.pointee.type, time, -1)
        }
        return info
    }
}
