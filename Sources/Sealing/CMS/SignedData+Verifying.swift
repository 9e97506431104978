internal import COpenSSL
internal import Certificates
internal import Federation
internal import Notices

/// One signature whose arithmetic is right; it is not judged yet for whom its key speaks.
struct CheckedSignature {
    let certificate: Certificate
    let signedAt: Instant
}

/// A SignedData that has passed the gate and OpenSSL.
struct CheckedDocument {
    let content: [UInt8]
    let signatures: [CheckedSignature]
    let certificates: [Certificate]
}

extension SignedData {
    /// Checks form, digest and signatures of a document.
    ///
    /// A signature whose certificate is neither embedded nor in `known` is left out. A document
    /// with one signer then has none, which is `signatureInvalid`.
    ///
    /// - Parameter known: reads from the content, which is not verified yet, the certificates that
    ///   the caller holds or that the content names, such as trust list signers.
    /// - Throws: `malformed` from the gate, `signatureInvalid` from OpenSSL, or what `known`
    ///   throws.
    static func check(
        _ bytes: [UInt8], as type: DocumentType,
        known: (_ content: [UInt8]) throws(HeliographError) -> [Certificate] = { _ in [] }
    )
        throws(HeliographError) -> CheckedDocument
    {
        let passed: SignedDataGate.Passed
        do throws(GateRefusal) {
            passed = try SignedDataGate(type: type).check(bytes[...])
        } catch {
            throw error.asError
        }
        let content = Array(passed.content)
        let known = try known(content)
        let certificates = try read(passed.certificates, ignoringForeign: type.hasSeveralSigners)
        let checked: CheckedDocument
        do throws(OpenSSLFailure) {
            let document = try CMSDocument.decode(passed.bare)
            let signatures = try checkSigners(
                document, content: content, candidates: known + certificates,
                ignoringUnknown: type.hasSeveralSigners)
            guard !signatures.isEmpty else {
                throw OpenSSLFailure(operation: "CMS_SignerInfo_verify", reasons: ["no signer"])
            }
            checked = CheckedDocument(
                content: content, signatures: signatures, certificates: certificates)
        } catch {
            throw error.asError(.signatureInvalid, "A signature does not verify.")
        }
        if !type.hasSeveralSigners { try refuseUnrelated(checked) }
        return checked
    }

    /// The embedded certificates of the profile.
    ///
    /// - Parameter ignoringForeign: true for a trust list, which may carry the certificates of
    ///   every key that signed it.
    private static func read(
        _ embedded: [ArraySlice<UInt8>], ignoringForeign: Bool
    ) throws(HeliographError) -> [Certificate] {
        var found: [Certificate] = []
        for bytes in embedded {
            switch CertificateReading(der: Array(bytes)) {
            case .ofProfile(let certificate): found.append(certificate)
            case .foreign where ignoringForeign: continue
            case .foreign, .unreadable:
                throw GateRefusal("an embedded certificate cannot be used").asError
            }
        }
        return found
    }

    /// Refuses certificates that no signer needs. No signature covers the embedded certificates, so
    /// with an unneeded one anybody could change the bytes of a document. Needed are the signer's
    /// own and those of its issuing CA.
    private static func refuseUnrelated(_ document: CheckedDocument) throws(HeliographError) {
        let signers = document.signatures.map(\.certificate)
        for certificate in document.certificates {
            let isSigner = signers.contains { $0.fingerprint == certificate.fingerprint }
            guard isSigner || signers.contains(where: certificate.isNamedAsIssuer(of:)) else {
                throw GateRefusal(
                    "an embedded certificate is neither the signer's nor its issuer's"
                )
                .asError
            }
        }
    }

    private static func checkSigners(
        _ document: borrowing CMSDocument, content: [UInt8], candidates: [Certificate],
        ignoringUnknown: Bool
    ) throws(OpenSSLFailure) -> [CheckedSignature] {
        let raw = document.raw
        let infos = try openssl("CMS_get0_SignerInfos") { CMS_get0_SignerInfos(raw) }
        let digest = Digest(sha256: content)
        var signatures: [CheckedSignature] = []
        for index in 0..<heliograph_signer_infos_count(infos) {
            guard let info = heliograph_signer_info_at(infos, index) else { continue }
            // One key may stand in several certificates; the signature names the one it means.
            for certificate in candidates where CMS_SignerInfo_cert_cmp(info, certificate.raw) == 0
            {
                do throws(OpenSSLFailure) {
                    signatures.append(try checkSigner(info, certificate, digest))
                    break
                } catch {
                    // In a trust list one bad signature must not void the others.
                    guard ignoringUnknown else { throw error }
                }
            }
        }
        return signatures
    }

    private static func checkSigner(
        _ info: OpaquePointer, _ certificate: Certificate, _ digest: Digest
    ) throws(OpenSSLFailure) -> CheckedSignature {
        CMS_SignerInfo_set1_signer_cert(info, certificate.raw)
        try opensslOne("CMS_SignerInfo_verify") { CMS_SignerInfo_verify(info) }
        guard let found = attribute(info, NID_pkcs9_messageDigest, V_ASN1_OCTET_STRING),
            octets(of: OpaquePointer(found)) == digest.bytes
        else {
            throw OpenSSLFailure(operation: "messageDigest", reasons: ["the content was altered"])
        }
        try checkSigningCertificate(info, certificate)
        guard let signedAt = signingTime(of: info) else {
            throw OpenSSLFailure(operation: "signingTime", reasons: ["it cannot be read"])
        }
        return CheckedSignature(certificate: certificate, signedAt: signedAt)
    }

    /// The signingCertificateV2 attribute names the very certificate the signature was judged by.
    ///
    /// - Source: RFC 5035 section 3.
    private static func checkSigningCertificate(
        _ info: OpaquePointer, _ certificate: Certificate
    )
        throws(OpenSSLFailure)
    {
        guard
            let found = attribute(info, NID_id_smime_aa_signingCertificateV2, V_ASN1_SEQUENCE)
        else { throw OpenSSLFailure(operation: "signingCertificateV2", reasons: ["missing"]) }
        let bytes = octets(of: OpaquePointer(found))
        let value = try bytes.withUnsafeBufferPointer { buffer throws(OpenSSLFailure) in
            var cursor = buffer.baseAddress
            return try openssl("d2i_ESS_SIGNING_CERT_V2") {
                d2i_ESS_SIGNING_CERT_V2(nil, &cursor, buffer.count)
            }
        }
        defer { ESS_SIGNING_CERT_V2_free(value) }
        let chain = try openssl("sk_X509_new") { heliograph_x509_stack_new() }
        defer { heliograph_x509_stack_free(chain) }
        heliograph_x509_stack_push(chain, certificate.raw)
        guard OSSL_ESS_check_signing_certs(nil, value, chain, 1) > 0 else {
            throw OpenSSLFailure.drain("OSSL_ESS_check_signing_certs")
        }
    }

    private static func attribute(
        _ info: OpaquePointer, _ nid: Int32, _ type: Int32
    )
        -> UnsafeMutableRawPointer?
    {
        CMS_signed_get0_data_by_OBJ(info, OBJ_nid2obj(nid), -3, type)
    }

    private static func octets(of string: OpaquePointer) -> [UInt8] {
        let string = UnsafePointer<ASN1_STRING>(string)
        return Array(
            UnsafeBufferPointer(
                start: ASN1_STRING_get0_data(string), count: Int(ASN1_STRING_length(string))))
    }

    private static func signingTime(of info: OpaquePointer) -> Instant? {
        let found =
            attribute(info, NID_pkcs9_signingTime, V_ASN1_UTCTIME)
            ?? attribute(info, NID_pkcs9_signingTime, V_ASN1_GENERALIZEDTIME)
        return instant(of: found.map { UnsafeRawPointer($0) })
    }
}
