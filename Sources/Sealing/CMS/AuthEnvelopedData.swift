internal import COpenSSL
internal import Certificates
internal import Notices

/// Builds and opens CMS AuthEnvelopedData (RFC 5083): AES-256-GCM, one KeyAgree recipient a member.
enum AuthEnvelopedData {
    /// Seals bytes to the encryption certificates of the recipients, in DER.
    static func seal(
        _ plaintext: [UInt8], to recipients: [Certificate]
    ) throws(OpenSSLFailure)
        -> [UInt8]
    {
        let document = CMSDocument(
            adopting: try openssl("CMS_AuthEnvelopedData_create") {
                CMS_AuthEnvelopedData_create(EVP_aes_256_gcm())
            })
        let raw = document.raw
        try opensslOne("CMS_set_detached") { CMS_set_detached(raw, 0) }
        for recipient in recipients {
            let info = try openssl("CMS_add1_recipient_cert") {
                CMS_add1_recipient_cert(
                    raw, recipient.raw, UInt32(CMS_USE_KEYID | CMS_KEY_PARAM))
            }
            // Without this the key derivation is SHA-1.
            let context = try openssl("CMS_RecipientInfo_get0_pkey_ctx") {
                CMS_RecipientInfo_get0_pkey_ctx(info)
            }
            try opensslOne("EVP_PKEY_CTX_set_ecdh_kdf_md") {
                EVP_PKEY_CTX_set_ecdh_kdf_md(context, EVP_sha256())
            }
        }
        let bio = try MemoryBIO.holding(plaintext)
        try opensslOne("CMS_final") { CMS_final(raw, bio.raw, nil, UInt32(CMS_BINARY)) }
        return try document.encoded()
    }

    /// Opens an envelope that has passed `EnvelopeGate`, with one key only.
    ///
    /// - Returns: the plaintext, after the tag has been checked; OpenSSL may have written some of
    ///   it earlier, into memory that nobody reads on failure.
    static func open(
        _ bytes: [UInt8], with key: PrivateKey, certificate: Certificate
    )
        throws(OpenSSLFailure) -> [UInt8]
    {
        let document = try CMSDocument.decode(bytes)
        let output = try MemoryBIO.empty()
        try opensslOne("CMS_decrypt_set1_pkey") {
            CMS_decrypt_set1_pkey(document.raw, key.raw, certificate.raw)
        }
        try opensslOne("CMS_decrypt") {
            CMS_decrypt(document.raw, nil, nil, nil, output.raw, UInt32(CMS_BINARY))
        }
        return output.contents()
    }
}
