internal import COpenSSL
internal import Certificates
public import Notices
public import Ports

/// Seals records at rest: AES-256-GCM under a data key of each record's own. The data key is
/// wrapped with AES-KW (RFC 3394) under the node's storage key. The tag covers the record's id too.
public struct StorageKeyVault: Vault {
    /// The length of the storage key and of a data key, in bytes.
    public static let keyBytes = 32
    private static let wrappedBytes = 40

    private let storageKey: [UInt8]
    private let blindKey: [UInt8]

    /// Takes the storage key.
    ///
    /// - Parameter storageKey: 32 random bytes that never leave the node.
    /// - Throws: `keyUnusable` if the key has another length.
    public init(storageKey: [UInt8]) throws(HeliographError) {
        guard storageKey.count == StorageKeyVault.keyBytes else {
            throw HeliographError(
                .keyUnusable, "The storage key has \(storageKey.count) bytes, not 32.",
                next: "Bring keys/storage.key back from its backup: without it no body opens.")
        }
        self.storageKey = storageKey
        blindKey = hmacSHA256(key: storageKey, Array("heliograph blind index 1".utf8))
    }

    /// Seals a body under a fresh data key; the record's body is nonce, ciphertext and tag.
    ///
    /// - Throws: `cryptoFailed` if OpenSSL cannot seal.
    public func seal(_ body: [UInt8], as id: RecordID) throws(HeliographError) -> SealedRecord {
        let random = randomBytes(Self.keyBytes + GCM.nonceBytes)
        let (dataKey, nonce) = (
            Array(random.prefix(Self.keyBytes)), Array(random.suffix(GCM.nonceBytes))
        )
        do throws(OpenSSLFailure) {
            return SealedRecord(
                wrappedKey: try wrap(dataKey, wrapping: true),
                body: try GCM.seal(body, key: dataKey, nonce: nonce, with: id.bytes, after: nonce))
        } catch {
            throw error.asError(.cryptoFailed, "A record could not be sealed.")
        }
    }

    /// Opens a record.
    ///
    /// - Throws: `storeCorrupt` if the record was altered, or belongs to another id.
    public func open(_ record: SealedRecord, as id: RecordID) throws(HeliographError) -> [UInt8] {
        guard record.body.count >= GCM.nonceBytes + GCM.tagBytes,
            record.wrappedKey.count == Self.wrappedBytes
        else {
            throw HeliographError(.storeCorrupt, "A stored record is too short.")
        }
        do throws(OpenSSLFailure) {
            return try GCM.open(
                record.body.dropFirst(GCM.nonceBytes),
                key: try wrap(record.wrappedKey, wrapping: false),
                nonce: Array(record.body.prefix(GCM.nonceBytes)), with: id.bytes)
        } catch {
            throw error.asError(.storeCorrupt, "A stored record does not open.")
        }
    }

    /// The value as 32 bytes of HMAC-SHA-256 under a key made from the storage key, so that equal
    /// values of one field can be found without being stored.
    ///
    /// - Parameter value: the value, already normalised.
    public func blind(_ value: String, field: String) -> BlindValue {
        BlindValue(bytes: hmacSHA256(key: blindKey, Array((field + "\0" + value).utf8)))
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
