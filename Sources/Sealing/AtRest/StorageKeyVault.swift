internal import COpenSSL
internal import Certificates
public import Notices
public import Ports

/// Seals records at rest: AES-256-GCM under a data key of each record's own, data keys wrapped with
/// AES-KW (RFC 3394) under the node's storage key. The record's id is authenticated with it.
public struct StorageKeyVault: Vault {
    public static let keyBytes = 32
    private static let nonceBytes = 12
    private static let tagBytes = 16
    private static let wrappedBytes = 40

    private let storageKey: [UInt8]
    private let blindKey: [UInt8]

    /// - Parameter storageKey: 32 random bytes that never leave the node.
    public init(storageKey: [UInt8]) throws(HeliographError) {
        guard storageKey.count == StorageKeyVault.keyBytes else {
            throw HeliographError(.keyUnusable, "The storage key is not 32 bytes.")
        }
        self.storageKey = storageKey
        blindKey = hmacSHA256(key: storageKey, Array("heliograph blind index 1".utf8))
    }

    public func seal(_ body: [UInt8], as id: RecordID) throws(HeliographError) -> SealedRecord {
        let dataKey = randomBytes(StorageKeyVault.keyBytes)
        let nonce = randomBytes(StorageKeyVault.nonceBytes)
        do throws(OpenSSLFailure) {
            let sealed = try gcm(encrypting: true, body, key: dataKey, nonce: nonce, tag: nil, id)
            return SealedRecord(
                wrappedKey: try wrap(dataKey, wrapping: true),
                body: nonce + sealed.bytes + sealed.tag)
        } catch {
            throw error.asError(.cryptoFailed, "A record could not be sealed.")
        }
    }

    public func open(_ record: SealedRecord, as id: RecordID) throws(HeliographError) -> [UInt8] {
        let overhead = StorageKeyVault.nonceBytes + StorageKeyVault.tagBytes
        guard record.body.count >= overhead,
            record.wrappedKey.count == StorageKeyVault.wrappedBytes
        else {
            throw HeliographError(.storeCorrupt, "A stored record is too short.")
        }
        let nonce = Array(record.body.prefix(StorageKeyVault.nonceBytes))
        let tag = Array(record.body.suffix(StorageKeyVault.tagBytes))
        let bytes = Array(
            record.body.dropFirst(StorageKeyVault.nonceBytes).dropLast(StorageKeyVault.tagBytes))
        do throws(OpenSSLFailure) {
            let dataKey = try wrap(record.wrappedKey, wrapping: false)
            return try gcm(encrypting: false, bytes, key: dataKey, nonce: nonce, tag: tag, id).bytes
        } catch {
            throw error.asError(.storeCorrupt, "A stored record does not open.")
        }
    }

    public func blind(_ value: String, field: String) -> BlindValue {
        BlindValue(bytes: hmacSHA256(key: blindKey, Array((field + "\0" + value).utf8)))
    }

    private func gcm(
        encrypting: Bool, _ input: [UInt8], key: [UInt8], nonce: [UInt8], tag: [UInt8]?,
        _ id: RecordID
    ) throws(OpenSSLFailure) -> (bytes: [UInt8], tag: [UInt8]) {
        let context = try openssl("EVP_CIPHER_CTX_new") { EVP_CIPHER_CTX_new() }
        defer { EVP_CIPHER_CTX_free(context) }
        try opensslOne("EVP_CipherInit_ex") {
            EVP_CipherInit_ex(context, EVP_aes_256_gcm(), nil, key, nonce, encrypting ? 1 : 0)
        }
        var count: Int32 = 0
        try opensslOne("EVP_CipherUpdate") {
            EVP_CipherUpdate(context, nil, &count, id.bytes, Int32(id.bytes.count))
        }
        var output = [UInt8](repeating: 0, count: input.count + 16)
        var written = 0
        if !input.isEmpty {
            try opensslOne("EVP_CipherUpdate") {
                EVP_CipherUpdate(context, &output, &count, input, Int32(input.count))
            }
            written = Int(count)
        }
        if let tag {
            try opensslOne("EVP_CTRL_AEAD_SET_TAG") {
                heliograph_gcm_set_tag(context, Int32(tag.count), tag)
            }
        }
        var rest = [UInt8](repeating: 0, count: 16)
        try opensslOne("EVP_CipherFinal_ex") { EVP_CipherFinal_ex(context, &rest, &count) }
        output.removeLast(output.count - written)
        var made = [UInt8](repeating: 0, count: StorageKeyVault.tagBytes)
        if encrypting {
            try opensslOne("EVP_CTRL_AEAD_GET_TAG") {
                heliograph_gcm_get_tag(context, Int32(made.count), &made)
            }
        }
        return (output, made)
    }

    private func wrap(_ input: [UInt8], wrapping: Bool) throws(OpenSSLFailure) -> [UInt8] {
        let context = try openssl("EVP_CIPHER_CTX_new") { EVP_CIPHER_CTX_new() }
        defer { EVP_CIPHER_CTX_free(context) }
        EVP_CIPHER_CTX_set_flags(context, EVP_CIPHER_CTX_FLAG_WRAP_ALLOW)
        try opensslOne("EVP_CipherInit_ex") {
            EVP_CipherInit_ex(
                context, EVP_aes_256_wrap(), nil, storageKey, nil, wrapping ? 1 : 0)
        }
        var output = [UInt8](repeating: 0, count: input.count + 16)
        var count: Int32 = 0
        try opensslOne("EVP_CipherUpdate") {
            EVP_CipherUpdate(context, &output, &count, input, Int32(input.count))
        }
        return Array(output.prefix(Int(count)))
    }
}
