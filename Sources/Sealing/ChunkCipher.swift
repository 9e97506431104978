internal import COpenSSL
internal import Certificates
public import Exchange
public import Notices

/// Seals and opens the chunks of one attachment: AES-256-GCM by OpenSSL, under nonces and associated
/// data that `ChunkLayout` gives.
///
/// A key seals one ciphertext and no other, so no nonce comes twice under it.
public struct ChunkCipher: Sendable {
    private let layout: ChunkLayout
    private let key: [UInt8]
    private let associatedData: [UInt8]

    /// - Parameters:
    ///   - digest: SHA-256 of the file.
    ///   - key: 32 bytes.
    public init(digest: Digest, layout: ChunkLayout, key: [UInt8]) {
        precondition(key.count == SealedAttachment.keyByteCount, "AES-256 has 32 bytes of key")
        self.layout = layout
        self.key = key
        associatedData = layout.associatedData(digest)
    }

    public init(_ attachment: SealedAttachment) {
        self.init(
            digest: attachment.digest, layout: attachment.layout, key: attachment.key)
    }

    /// - Parameter chunk: as many bytes of the file as this chunk has.
    /// - Returns: ciphertext and tag.
    /// - Throws: `cryptoFailed`.
    public func seal(_ chunk: [UInt8], at index: Int) throws(HeliographError) -> [UInt8] {
        precondition(chunk.count == layout.plainRange(index).count, "a chunk has its own size")
        do throws(OpenSSLFailure) {
            return try sealed(chunk, layout.nonce(index))
        } catch {
            throw error.asError(.cryptoFailed, "A chunk could not be sealed.")
        }
    }

    /// - Returns: the chunk of the file; nil unless it is exactly what was sealed in this place. Nothing
    ///   of it is given out before its tag has been checked.
    public func open(_ sealed: [UInt8], at index: Int) -> [UInt8]? {
        guard index >= 0, index < layout.chunkCount,
            sealed.count == layout.sealedRange(index..<(index + 1)).count
        else { return nil }
        return try? opened(sealed, layout.nonce(index))
    }

    func sealed(
        _ chunk: [UInt8], _ nonce: [UInt8]
    ) throws(OpenSSLFailure) -> [UInt8] {
        let context = try begin(encrypting: true, nonce)
        defer { EVP_CIPHER_CTX_free(context) }
        var output = [UInt8](repeating: 0, count: chunk.count + ChunkLayout.tagByteCount)
        try update(context, chunk[...], into: &output)
        var (rest, count) = ([UInt8](repeating: 0, count: 16), Int32(0))
        try opensslOne("EVP_CipherFinal_ex") { EVP_CipherFinal_ex(context, &rest, &count) }
        var tag = [UInt8](repeating: 0, count: ChunkLayout.tagByteCount)
        try opensslOne("EVP_CTRL_AEAD_GET_TAG") {
            heliograph_gcm_get_tag(context, Int32(tag.count), &tag)
        }
        output.replaceSubrange(chunk.count..., with: tag)
        return output
    }

    private func opened(
        _ sealed: [UInt8], _ nonce: [UInt8]
    ) throws(OpenSSLFailure) -> [UInt8] {
        let context = try begin(encrypting: false, nonce)
        defer { EVP_CIPHER_CTX_free(context) }
        let count = sealed.count - ChunkLayout.tagByteCount
        var output = [UInt8](repeating: 0, count: count)
        try update(context, sealed[..<count], into: &output)
        let tag = Array(sealed[count...])
        try opensslOne("EVP_CTRL_AEAD_SET_TAG") {
            heliograph_gcm_set_tag(context, Int32(tag.count), tag)
        }
        var (rest, left) = ([UInt8](repeating: 0, count: 16), Int32(0))
        try opensslOne("EVP_CipherFinal_ex") { EVP_CipherFinal_ex(context, &rest, &left) }
        return output
    }

    private func begin(
        encrypting: Bool, _ nonce: [UInt8]
    ) throws(OpenSSLFailure) -> OpaquePointer {
        let context = try openssl("EVP_CIPHER_CTX_new") { EVP_CIPHER_CTX_new() }
        do throws(OpenSSLFailure) {
            try opensslOne("EVP_CipherInit_ex") {
                EVP_CipherInit_ex(
                    context, EVP_aes_256_gcm(), nil, key, nonce, encrypting ? 1 : 0)
            }
            var count: Int32 = 0
            try opensslOne("EVP_CipherUpdate") {
                EVP_CipherUpdate(
                    context, nil, &count, associatedData, Int32(associatedData.count))
            }
        } catch {
            EVP_CIPHER_CTX_free(context)
            throw error
        }
        return context
    }

    private func update(
        _ context: OpaquePointer, _ input: ArraySlice<UInt8>, into output: inout [UInt8]
    ) throws(OpenSSLFailure) {
        var count: Int32 = 0
        try input.withUnsafeBufferPointer { bytes throws(OpenSSLFailure) in
            try opensslOne("EVP_CipherUpdate") {
                EVP_CipherUpdate(
                    context, &output, &count, bytes.baseAddress, Int32(bytes.count))
            }
        }
    }
}
