internal import COpenSSL
public import Notices

/// Tries a key by using it: a key that can be read is not yet a key that works.
public enum KeyTrial {
    /// Signs twice and verifies both signatures with the certificate. Two signatures of one key
    /// with the same `r` would reveal the private key.
    ///
    /// - Throws: `keyUnusable` if a signature does not verify, or both have the same `r`.
    public static func sign(_ identity: CertificateIssuer) throws(HeliographError) {
        let message = randomBytes(32)
        do throws(OpenSSLFailure) {
            var rs: [[UInt8]] = []
            for _ in 0..<2 {
                let signature = try signature(over: message, by: identity.key.raw)
                try verify(signature, over: message, by: identity.certificate)
                rs.append(try r(of: signature))
            }
            guard rs[0] != rs[1] else {
                throw OpenSSLFailure(operation: "ECDSA", reasons: ["two signatures share an r"])
            }
        } catch {
            throw error.asError(.keyUnusable, "A key does not sign as it should.")
        }
    }

    /// Agrees on a secret with a fresh key, computed from both sides.
    ///
    /// - Throws: `keyUnusable` if it fails or the two sides differ.
    public static func agree(_ identity: CertificateIssuer) throws(HeliographError) {
        let other = try PrivateKey.generate()
        do throws(OpenSSLFailure) {
            let publicKey = try openssl("X509_get0_pubkey") {
                X509_get0_pubkey(identity.certificate.raw)
            }
            let ours = try secret(identity.key.raw, other.raw)
            guard ours == (try secret(other.raw, publicKey)) else {
                throw OpenSSLFailure(operation: "ECDH", reasons: ["the two sides differ"])
            }
        } catch {
            throw error.asError(.keyUnusable, "A key does not agree as it should.")
        }
    }

    private static func signature(
        over message: [UInt8], by key: OpaquePointer
    ) throws(OpenSSLFailure) -> [UInt8] {
        let context = try openssl("EVP_MD_CTX_new") { EVP_MD_CTX_new() }
        defer { EVP_MD_CTX_free(context) }
        try opensslOne("EVP_DigestSignInit") {
            EVP_DigestSignInit(context, nil, EVP_sha256(), nil, key)
        }
        var count = 0
        try opensslOne("EVP_DigestSign") {
            EVP_DigestSign(context, nil, &count, message, message.count)
        }
        var bytes = [UInt8](repeating: 0, count: count)
        try opensslOne("EVP_DigestSign") {
            EVP_DigestSign(context, &bytes, &count, message, message.count)
        }
        return Array(bytes.prefix(count))
    }

    private static func verify(
        _ signature: [UInt8], over message: [UInt8], by certificate: Certificate
    ) throws(OpenSSLFailure) {
        let context = try openssl("EVP_MD_CTX_new") { EVP_MD_CTX_new() }
        defer { EVP_MD_CTX_free(context) }
        let key = try openssl("X509_get0_pubkey") { X509_get0_pubkey(certificate.raw) }
        try opensslOne("EVP_DigestVerifyInit") {
            EVP_DigestVerifyInit(context, nil, EVP_sha256(), nil, key)
        }
        try opensslOne("EVP_DigestVerify") {
            EVP_DigestVerify(context, signature, signature.count, message, message.count)
        }
    }

    /// The first of the two numbers of an ECDSA signature (RFC 3279 section 2.2.3).
    private static func r(of signature: [UInt8]) throws(OpenSSLFailure) -> [UInt8] {
        let parsed = try signature.withUnsafeBufferPointer { buffer throws(OpenSSLFailure) in
            var cursor = buffer.baseAddress
            return try openssl("d2i_ECDSA_SIG") { d2i_ECDSA_SIG(nil, &cursor, buffer.count) }
        }
        defer { ECDSA_SIG_free(parsed) }
        let r = try openssl("ECDSA_SIG_get0_r") { ECDSA_SIG_get0_r(parsed) }
        var bytes = [UInt8](repeating: 0, count: 32)
        guard BN_bn2binpad(r, &bytes, 32) == 32 else { throw OpenSSLFailure.drain("BN_bn2binpad") }
        return bytes
    }

    private static func secret(
        _ own: OpaquePointer, _ other: OpaquePointer
    ) throws(OpenSSLFailure) -> [UInt8] {
        let context = try openssl("EVP_PKEY_CTX_new") { EVP_PKEY_CTX_new(own, nil) }
        defer { EVP_PKEY_CTX_free(context) }
        try opensslOne("EVP_PKEY_derive_init") { EVP_PKEY_derive_init(context) }
        try opensslOne("EVP_PKEY_derive_set_peer") { EVP_PKEY_derive_set_peer(context, other) }
        var count = 0
        try opensslOne("EVP_PKEY_derive") { EVP_PKEY_derive(context, nil, &count) }
        var bytes = [UInt8](repeating: 0, count: count)
        try opensslOne("EVP_PKEY_derive") { EVP_PKEY_derive(context, &bytes, &count) }
        return Array(bytes.prefix(count))
    }
}
