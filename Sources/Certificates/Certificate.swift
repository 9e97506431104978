internal import COpenSSL
public import Federation
public import Notices

/// An X.509 certificate of the federation, read once.
///
/// `@unchecked Sendable`: we never change the `X509` after `init`; OpenSSL guards its reference
/// count with atomics and its cached extensions with a lock.
public final class Certificate: @unchecked Sendable {
    /// OpenSSL's object, which this certificate frees; valid as long as the certificate lives.
    package let raw: OpaquePointer  // X509 *

    /// The certificate's bytes, as they were given.
    public let der: [UInt8]
    /// SHA-256 of `der`.
    public let fingerprint: Digest
    /// Recomputed from the public key, not taken from the certificate.
    public let keyID: KeyID
    /// The member in the URI SAN `heliograph:XB`; nil unless there is exactly one.
    public let member: MemberCode?
    /// The role in the certificate policies; nil unless there is exactly one.
    public let role: KeyRole?
    /// True if it may certify others: basicConstraints has CA:TRUE.
    public let isAuthority: Bool
    /// The start of its validity.
    public let notBefore: Instant
    /// The end of its validity.
    public let notAfter: Instant

    /// Reads a certificate.
    ///
    /// - Throws: `certificateUntrusted` unless the bytes are exactly one DER certificate with an EC
    ///   P-256 key whose subject key identifier is our key id.
    public init(der bytes: [UInt8]) throws(HeliographError) {
        raw = try Certificate.decode(bytes)
        der = bytes
        fingerprint = Digest(sha256: bytes)
        guard let key = X509_get0_pubkey(raw), isP256(key) else {
            X509_free(raw)
            throw HeliographError(.certificateUntrusted, "A certificate's key is not EC P-256.")
        }
        do throws(HeliographError) {
            keyID = makeKeyID(publicKeyInfo: try publicKeyDER(key))
        } catch {
            X509_free(raw)
            throw error
        }
        member = Certificate.member(of: raw)
        role = Certificate.role(of: raw)
        isAuthority = X509_check_ca(raw) == 1
        guard let from = instant(of: X509_get0_notBefore(raw)),
            let to = instant(of: X509_get0_notAfter(raw)),
            Certificate.subjectKeyIdentifier(of: raw) == keyID.bytes
        else {
            X509_free(raw)
            throw HeliographError(
                .certificateUntrusted,
                "A certificate's dates or subject key identifier are not as the profile says.")
        }
        notBefore = from
        notAfter = to
    }

    deinit { X509_free(raw) }

    /// The serial number: the content octets of its DER in hexadecimal.
    public var serial: String {
        guard let number = X509_get0_serialNumber(raw) else { return "" }
        let count = Int(ASN1_STRING_length(number))
        return hexadecimal(UnsafeBufferPointer(start: ASN1_STRING_get0_data(number), count: count))
    }

    /// The id of the key that signed it, as its authority key identifier states; nil if it has
    /// none.
    public var issuerKeyID: KeyID? {
        Certificate.octets(of: X509_get0_authority_key_id(raw)).flatMap { KeyID(bytes: $0) }
    }

    /// The certificate in PEM, for files that the `openssl` tool reads.
    ///
    /// - Throws: `cryptoFailed` if OpenSSL cannot write it.
    public func pem() throws(HeliographError) -> [UInt8] {
        do throws(OpenSSLFailure) {
            let bio = try MemoryBIO.empty()
            try opensslOne("PEM_write_bio_X509") { PEM_write_bio_X509(bio.raw, raw) }
            return bio.contents()
        } catch {
            throw error.asError(.cryptoFailed, "A certificate could not be written out.")
        }
    }

    /// True if this certificate names `issuer` as its issuer and the issuer's key signed it.
    public func isIssued(by issuer: Certificate) -> Bool {
        ERR_clear_error()
        guard X509_check_issued(issuer.raw, raw) == X509_V_OK,
            let key = X509_get0_pubkey(issuer.raw)
        else { return false }
        return X509_verify(raw, key) == 1
    }

    /// True if `certificate` names this one as its issuer, by name and key id. The signature is not
    /// verified here.
    public func isNamedAsIssuer(of certificate: Certificate) -> Bool {
        X509_check_issued(raw, certificate.raw) == X509_V_OK
    }

    /// True if `key` is the private half of this certificate's key.
    public func matches(_ key: PrivateKey) -> Bool {
        ERR_clear_error()
        return X509_check_private_key(raw, key.raw) == 1
    }

    static func decode(_ bytes: [UInt8]) throws(HeliographError) -> OpaquePointer {
        do throws(OpenSSLFailure) {
            return try bytes.withUnsafeBufferPointer { buffer throws(OpenSSLFailure) in
                var cursor = buffer.baseAddress
                let x509 = try openssl("d2i_X509") { d2i_X509(nil, &cursor, buffer.count) }
                guard let start = buffer.baseAddress, cursor == start + buffer.count else {
                    X509_free(x509)
                    throw OpenSSLFailure(operation: "d2i_X509", reasons: ["bytes follow"])
                }
                return x509
            }
        } catch {
            throw error.asError(.certificateUntrusted, "A certificate cannot be read.")
        }
    }

    private static func subjectKeyIdentifier(of raw: OpaquePointer) -> [UInt8]? {
        octets(of: X509_get0_subject_key_id(raw))
    }

    private static func octets(of id: UnsafePointer<ASN1_OCTET_STRING>?) -> [UInt8]? {
        guard let id else { return nil }
        let count = Int(ASN1_STRING_length(id))
        return Array(UnsafeBufferPointer(start: ASN1_STRING_get0_data(id), count: count))
    }

    private static func member(of raw: OpaquePointer) -> MemberCode? {
        guard let found = X509_get_ext_d2i(raw, NID_subject_alt_name, nil, nil) else { return nil }
        let names = OpaquePointer(found)
        defer { GENERAL_NAMES_free(names) }
        guard heliograph_general_names_count(names) == 1,
            let name = heliograph_general_name_at(names, 0), name.pointee.type == GEN_URI,
            let uri = name.pointee.d.uniformResourceIdentifier
        else { return nil }
        let count = Int(ASN1_STRING_length(uri))
        let bytes = UnsafeBufferPointer(start: ASN1_STRING_get0_data(uri), count: count)
        let text = String(decoding: bytes, as: UTF8.self)
        guard text.hasPrefix("heliograph:") else { return nil }
        return MemberCode(text.dropFirst("heliograph:".count))
    }

    private static func role(of raw: OpaquePointer) -> KeyRole? {
        guard let found = X509_get_ext_d2i(raw, NID_certificate_policies, nil, nil) else {
            return nil
        }
        let policies = OpaquePointer(found)
        defer { CERTIFICATEPOLICIES_free(policies) }
        guard heliograph_policies_count(policies) == 1,
            let policy = heliograph_policy_at(policies, 0)
        else { return nil }
        let oid = objectIdentifierText(policy.pointee.policyid)
        return KeyRole.allCases.first { $0.policyOID == oid }
    }
}

/// An object identifier in dotted form; empty if there is none or its text has 128 bytes or more.
package func objectIdentifierText(_ object: OpaquePointer?) -> String {
    guard let object else { return "" }
    var text = [CChar](repeating: 0, count: 128)
    let count = OBJ_obj2txt(&text, Int32(text.count), object, 1)
    guard count > 0, count < text.count else { return "" }
    return String(decoding: text.prefix(Int(count)).map(UInt8.init(bitPattern:)), as: UTF8.self)
}

/// An `ASN1_TIME` as an instant, to the second; nil if it is none.
package func instant(of time: UnsafeRawPointer?) -> Instant? {
    var parts = tm()
    guard let time, ASN1_TIME_to_tm(time.assumingMemoryBound(to: ASN1_TIME.self), &parts) == 1,
        let date = CivilDate(
            year: Int(parts.tm_year) + 1900, month: Int(parts.tm_mon) + 1, day: Int(parts.tm_mday))
    else { return nil }
    let seconds =
        date.daysSinceEpoch * 86_400 + Int(parts.tm_hour) * 3_600 + Int(parts.tm_min) * 60
        + Int(parts.tm_sec)
    return Instant(seconds: Int64(seconds))
}
