internal import COpenSSL
public import Notices

/// A key with its certificate, ready to sign certificates below it.
public struct CertificateIssuer: Sendable {
    /// The issuer's own certificate.
    public let certificate: Certificate
    /// The private half of the certificate's key.
    public let key: PrivateKey

    /// Joins a certificate with its key.
    ///
    /// - Throws: `keyUnusable` if the key is not the certificate's.
    public init(certificate: Certificate, key: PrivateKey) throws(HeliographError) {
        guard certificate.matches(key) else {
            throw HeliographError(.keyUnusable, "A key and its certificate do not belong together.")
        }
        self.certificate = certificate
        self.key = key
    }

    /// A self-signed certificate: a member's root, or a trust list signer.
    ///
    /// - Parameter member: nil for a list signer.
    /// - Throws: `cryptoFailed` if OpenSSL cannot make it.
    public static func selfSigned(
        _ profile: CertificateProfile, member: MemberCode?, key: PrivateKey, validity: Validity
    ) throws(HeliographError) -> Certificate {
        try make(profile, member: member, subject: key.raw, validity: validity, by: nil, key)
    }

    /// A certificate for the public half of `subject`, signed by this issuer.
    ///
    /// - Throws: `cryptoFailed` if OpenSSL cannot make it.
    public func issue(
        _ profile: CertificateProfile, member: MemberCode, subject: PrivateKey, validity: Validity
    ) throws(HeliographError) -> Certificate {
        try issue(profile, member: member, subject: subject.raw, validity: validity)
    }

    func issue(
        _ profile: CertificateProfile, member: MemberCode, subject: OpaquePointer,
        validity: Validity
    ) throws(HeliographError) -> Certificate {
        try Self.make(
            profile, member: member, subject: subject, validity: validity, by: certificate, key)
    }

    private static func make(
        _ profile: CertificateProfile, member: MemberCode?, subject: OpaquePointer,
        validity: Validity, by issuer: Certificate?, _ signer: PrivateKey
    ) throws(HeliographError) -> Certificate {
        let keyID = makeKeyID(publicKeyInfo: try publicKeyDER(subject))
        let bytes: [UInt8]
        do throws(OpenSSLFailure) {
            let x509 = try openssl("X509_new") { X509_new() }
            defer { X509_free(x509) }
            try opensslOne("X509_set_version") { X509_set_version(x509, 2) }
            try setRandomSerial(of: x509)
            try setName(X509_get_subject_name(x509), profile.commonName(member))
            if let issuer {
                try opensslOne("X509_set_issuer_name") {
                    X509_set_issuer_name(x509, X509_get_subject_name(issuer.raw))
                }
            } else {
                try setName(X509_get_issuer_name(x509), profile.commonName(member))
            }
            try setTime(X509_getm_notBefore(x509), validity.from)
            try setTime(X509_getm_notAfter(x509), validity.to)
            try opensslOne("X509_set_pubkey") { X509_set_pubkey(x509, subject) }
            try addSubjectKeyIdentifier(keyID, to: x509)
            if let policy = profile.policyOID { try addPolicy(policy, to: x509) }
            try addExtensions(profile.extensions(member), to: x509, issuer: issuer?.raw ?? x509)
            guard X509_sign(x509, signer.raw, EVP_sha256()) > 0 else {
                throw OpenSSLFailure.drain("X509_sign")
            }
            bytes = try der("i2d_X509") { i2d_X509(x509, $0) }
        } catch {
            throw error.asError(.cryptoFailed, "A certificate could not be made.")
        }
        return try Certificate(der: bytes)
    }

    private static func setRandomSerial(of x509: OpaquePointer) throws(OpenSSLFailure) {
        // 16 random octets with the top bit clear: positive, and at most 20 octets (RFC 5280).
        var octets = randomBytes(16)
        octets[0] = octets[0] & 0x7F | 0x40
        let number = try openssl("BN_bin2bn") { BN_bin2bn(octets, Int32(octets.count), nil) }
        defer { BN_free(number) }
        try openssl("BN_to_ASN1_INTEGER") {
            BN_to_ASN1_INTEGER(number, X509_get_serialNumber(x509))
        }
    }

    private static func addSubjectKeyIdentifier(
        _ keyID: KeyID, to x509: OpaquePointer
    )
        throws(OpenSSLFailure)
    {
        let octets = try openssl("ASN1_OCTET_STRING_new") { ASN1_OCTET_STRING_new() }
        defer { ASN1_OCTET_STRING_free(octets) }
        try opensslOne("ASN1_OCTET_STRING_set") {
            ASN1_OCTET_STRING_set(octets, keyID.bytes, Int32(keyID.bytes.count))
        }
        try opensslOne("X509_add1_ext_i2d") {
            X509_add1_ext_i2d(x509, NID_subject_key_identifier, octets, 0, 0)
        }
    }

    /// The one policy of RFC 5280 section 4.2.1.4; the text form would need a configuration file.
    private static func addPolicy(_ oid: String, to x509: OpaquePointer) throws(OpenSSLFailure) {
        let policies = try openssl("sk_POLICYINFO_new") { heliograph_policies_new() }
        defer { CERTIFICATEPOLICIES_free(policies) }
        let policy = try openssl("POLICYINFO_new") { POLICYINFO_new() }
        guard heliograph_policies_push(policies, policy) > 0 else {
            POLICYINFO_free(policy)
            throw OpenSSLFailure.drain("sk_POLICYINFO_push")
        }
        policy.pointee.policyid = try openssl("OBJ_txt2obj") { OBJ_txt2obj(oid, 1) }
        try opensslOne("X509_add1_ext_i2d") {
            X509_add1_ext_i2d(
                x509, NID_certificate_policies, UnsafeMutableRawPointer(policies), 0, 0)
        }
    }

    private static func addExtensions(
        _ extensions: [(name: String, value: String)], to x509: OpaquePointer,
        issuer: OpaquePointer
    ) throws(OpenSSLFailure) {
        var context = X509V3_CTX()
        X509V3_set_ctx(&context, issuer, x509, nil, nil, 0)
        for (name, value) in [("authorityKeyIdentifier", "keyid:always")] + extensions {
            let made = try openssl("X509V3_EXT_conf " + name) {
                X509V3_EXT_nconf(nil, &context, name, value)
            }
            defer { X509_EXTENSION_free(made) }
            try opensslOne("X509_add_ext") { X509_add_ext(x509, made, -1) }
        }
    }
}

func setName(_ name: OpaquePointer?, _ commonName: String) throws(OpenSSLFailure) {
    try opensslOne("X509_NAME_add_entry_by_txt") {
        X509_NAME_add_entry_by_txt(
            name, "CN", MBSTRING_FLAG | 0, commonName, Int32(commonName.utf8.count), -1, 0)
    }
}

func setTime(_ time: UnsafeMutablePointer<ASN1_TIME>?, _ moment: Instant) throws(OpenSSLFailure) {
    try openssl("ASN1_TIME_set") { ASN1_TIME_set(time, time_t(moment.milliseconds / 1_000)) }
}
