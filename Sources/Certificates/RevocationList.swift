internal import COpenSSL
public import Notices

/// The certificate revocation list of one issuing CA.
///
/// `@unchecked Sendable`: we never change the `X509_CRL` after `init`, and OpenSSL guards its
/// caches with a lock.
public final class RevocationList: @unchecked Sendable {
    /// OpenSSL's object, which this list frees; valid as long as the list lives.
    package let raw: OpaquePointer  // X509_CRL *

    /// The list's bytes, as they were given.
    public let der: [UInt8]
    /// The CRL number (RFC 5280 section 5.2.3), from 0; it only rises from list to list.
    public let number: Int64
    /// The list's thisUpdate.
    public let issued: Instant
    /// The list's nextUpdate: the time when the next list is due.
    public let nextUpdate: Instant
    /// Serial numbers of the revoked certificates, as `Certificate.serial` prints them.
    public let revokedSerials: Set<String>

    /// Reads a list.
    ///
    /// - Throws: `malformed` unless the bytes are exactly one DER revocation list with a number and
    ///   dates.
    public init(der bytes: [UInt8]) throws(HeliographError) {
        do throws(OpenSSLFailure) {
            raw = try bytes.withUnsafeBufferPointer { buffer throws(OpenSSLFailure) in
                var cursor = buffer.baseAddress
                let crl = try openssl("d2i_X509_CRL") { d2i_X509_CRL(nil, &cursor, buffer.count) }
                guard let start = buffer.baseAddress, cursor == start + buffer.count else {
                    X509_CRL_free(crl)
                    throw OpenSSLFailure(operation: "d2i_X509_CRL", reasons: ["bytes follow"])
                }
                return crl
            }
        } catch {
            throw error.asError(.malformed, "A revocation list cannot be read.")
        }
        guard let found = X509_CRL_get_ext_d2i(raw, NID_crl_number, nil, nil),
            let issued = instant(of: X509_CRL_get0_lastUpdate(raw)),
            let nextUpdate = instant(of: X509_CRL_get0_nextUpdate(raw))
        else {
            X509_CRL_free(raw)
            throw HeliographError(.malformed, "A revocation list has no number or no dates.")
        }
        let integer = found.assumingMemoryBound(to: ASN1_INTEGER.self)
        var value: Int64 = -1
        let read = ASN1_INTEGER_get_int64(&value, integer)
        ASN1_INTEGER_free(integer)
        guard read == 1, value >= 0 else {
            X509_CRL_free(raw)
            throw HeliographError(.malformed, "A revocation list's number is out of range.")
        }
        der = bytes
        number = value
        self.issued = issued
        self.nextUpdate = nextUpdate
        revokedSerials = RevocationList.serials(in: raw)
    }

    deinit { X509_CRL_free(raw) }

    /// The reason why this list may not be used, whichever authority signed it.
    ///
    /// A list of RFC 5280 names every revoked certificate of its signer. A list is refused if it
    /// covers less, if it covers certificates of others, or if it has a critical extension that is
    /// not known here.
    ///
    /// - Returns: nil for a whole list that holds now. Its nextUpdate is not looked at: entries are
    ///   never unlearned, and an old list is better than none.
    /// - Source: RFC 5280 sections 5.1.2.1, 5.2.4, 5.2.5 and 5.3.
    public func fault(at moment: Instant) -> String? {
        guard X509_CRL_get_version(raw) == 1 else { return "it is not of version 2" }
        guard X509_CRL_get_signature_nid(raw) == NID_ecdsa_with_SHA256 else {
            return "it is not signed with ecdsa-with-SHA256"
        }
        guard issued <= moment + Self.aheadMax else { return "its thisUpdate is in the future" }
        guard X509_CRL_get_ext_by_NID(raw, NID_delta_crl, -1) < 0 else { return "it is a delta" }
        guard X509_CRL_get_ext_by_NID(raw, NID_issuing_distribution_point, -1) < 0 else {
            return "it does not cover all certificates of its issuer, or covers others"
        }
        guard X509_CRL_get_ext_by_critical(raw, 1, -1) < 0 else {
            return "it has a critical extension that is not known here"
        }
        guard let entries = X509_CRL_get_REVOKED(raw) else { return nil }
        for index in 0..<heliograph_revoked_count(entries) {
            guard let entry = heliograph_revoked_at(entries, index),
                X509_REVOKED_get_ext_by_critical(entry, 1, -1) < 0
            else { return "an entry has a critical extension that is not known here" }
        }
        return nil
    }

    /// The time by which an issuer's clock may be ahead of this machine's.
    static let aheadMax = Duration.minutes(5)

    /// True if this issuing CA signed the list.
    public func isSigned(by issuer: Certificate) -> Bool {
        ERR_clear_error()
        guard let key = X509_get0_pubkey(issuer.raw), issuer.isAuthority else { return false }
        return X509_CRL_verify(raw, key) == 1
    }

    /// True if the list has this certificate's serial number; the caller checks that one issuer
    /// made both.
    public func revokes(_ certificate: Certificate) -> Bool {
        revokedSerials.contains(certificate.serial)
    }

    private static func serials(in raw: OpaquePointer) -> Set<String> {
        guard let entries = X509_CRL_get_REVOKED(raw) else { return [] }
        var found: Set<String> = []
        for index in 0..<heliograph_revoked_count(entries) {
            guard let entry = heliograph_revoked_at(entries, index),
                let serial = X509_REVOKED_get0_serialNumber(entry)
            else { continue }
            let count = Int(ASN1_STRING_length(serial))
            found.insert(
                hexadecimal(
                    UnsafeBufferPointer(start: ASN1_STRING_get0_data(serial), count: count)))
        }
        return found
    }
}

extension CertificateIssuer {
    /// Signs a revocation list with the serial numbers of these certificates (RFC 5280 section 5).
    ///
    /// - Parameters:
    ///   - revoked: every certificate that this issuer ever revoked, with the moment.
    ///   - number: a number higher than any that this issuer has used.
    public func revocationList(
        _ revoked: [(certificate: Certificate, at: Instant)], number: Int64, validity: Validity
    ) throws(HeliographError) -> RevocationList {
        let bytes: [UInt8]
        do throws(OpenSSLFailure) {
            let crl = try openssl("X509_CRL_new") { X509_CRL_new() }
            defer { X509_CRL_free(crl) }
            try opensslOne("X509_CRL_set_version") { X509_CRL_set_version(crl, 1) }
            try opensslOne("X509_CRL_set_issuer_name") {
                X509_CRL_set_issuer_name(crl, X509_get_subject_name(certificate.raw))
            }
            try setCRLTime(crl, validity.from, X509_CRL_set1_lastUpdate)
            try setCRLTime(crl, validity.to, X509_CRL_set1_nextUpdate)
            for entry in revoked {
                try add(entry.certificate, at: entry.at, to: crl)
            }
            let value = try openssl("ASN1_INTEGER_new") { ASN1_INTEGER_new() }
            defer { ASN1_INTEGER_free(value) }
            try opensslOne("ASN1_INTEGER_set_int64") { ASN1_INTEGER_set_int64(value, number) }
            try opensslOne("X509_CRL_add1_ext_i2d") {
                X509_CRL_add1_ext_i2d(crl, NID_crl_number, value, 0, 0)
            }
            guard X509_CRL_sign(crl, key.raw, EVP_sha256()) > 0 else {
                throw OpenSSLFailure.drain("X509_CRL_sign")
            }
            bytes = try der("i2d_X509_CRL") { i2d_X509_CRL(crl, $0) }
        } catch {
            throw error.asError(.cryptoFailed, "A revocation list could not be made.")
        }
        return try RevocationList(der: bytes)
    }

    private func setCRLTime(
        _ crl: OpaquePointer, _ moment: Instant,
        _ set: (OpaquePointer?, UnsafePointer<ASN1_TIME>?) -> Int32
    ) throws(OpenSSLFailure) {
        let time = try openssl("ASN1_TIME_new") { ASN1_TIME_new() }
        defer { ASN1_TIME_free(time) }
        try setTime(time, moment)
        try opensslOne("X509_CRL_set1_…Update") { set(crl, time) }
    }

    private func add(
        _ certificate: Certificate, at moment: Instant, to crl: OpaquePointer
    )
        throws(OpenSSLFailure)
    {
        let entry = try openssl("X509_REVOKED_new") { X509_REVOKED_new() }
        let time = try openssl("ASN1_TIME_new") { ASN1_TIME_new() }
        defer { ASN1_TIME_free(time) }
        try setTime(time, moment)
        guard
            X509_REVOKED_set_serialNumber(
                entry, UnsafeMutablePointer(mutating: X509_get0_serialNumber(certificate.raw)))
                == 1,
            X509_REVOKED_set_revocationDate(entry, time) == 1,
            X509_CRL_add0_revoked(crl, entry) == 1
        else {
            X509_REVOKED_free(entry)
            throw OpenSSLFailure.drain("X509_CRL_add0_revoked")
        }
    }
}
