public import Exchange
public import Notices

/// Seals and opens the chunks of one attachment: AES-256-GCM by OpenSSL, under nonces and
/// associated data that `ChunkLayout` gives.
///
/// A key seals one ciphertext and no other, so no nonce comes twice under it.
public struct ChunkCipher: Sendable {
    private let layout: ChunkLayout
    private let key: [UInt8]
    private let associatedData: [UInt8]

    /// Takes the key of one attachment.
    ///
    /// - Parameters:
    ///   - digest: SHA-256 of the file.
    ///   - key: 32 bytes.
    public init(digest: Digest, layout: ChunkLayout, key: [UInt8]) {
        precondition(key.count == SealedAttachment.keyByteCount, "AES-256 has 32 bytes of key")
        self.layout = layout
        self.key = key
        associatedData = layout.associatedData(digest)
    }

    /// Takes digest, layout and key of a sealed attachment.
    public init(_ attachment: SealedAttachment) {
        self.init(
            digest: attachment.digest, layout: attachment.layout, key: attachment.key)
    }

    /// Seals one chunk.
    ///
    /// - Parameter chunk: the bytes of the file that this chunk has by the layout.
    /// - Returns: ciphertext and tag.
    /// - Throws: `cryptoFailed` if OpenSSL cannot seal.
    public func seal(_ chunk: [UInt8], at index: Int) throws(HeliographError) -> [UInt8] {
        precondition(chunk.count == layout.plainRange(index).count, "a chunk has its own size")
        do throws(OpenSSLFailure) {
            return try sealed(chunk, layout.nonce(index))
        } catch {
            throw error.asError(.cryptoFailed, "A chunk could not be sealed.")
        }
    }

    /// Opens one chunk.
    ///
    /// - Returns: the chunk of the file; nil unless it is exactly the chunk that was sealed in this
    ///   place. No byte is given out before the tag has been checked.
    public func open(_ sealed: [UInt8], at index: Int) -> [UInt8]? {
        guard index >= 0, index < layout.chunkCount,
            sealed.count == layout.sealedRange(index..<(index + 1)).count
        else { return nil }
        return try? GCM.open(
            sealed[...], key: key, nonce: layout.nonce(index), with: associatedData)
    }

    func sealed(_ chunk: [UInt8], _ nonce: [UInt8]) throws(OpenSSLFailure) -> [UInt8] {
        try GCM.seal(chunk, key: key, nonce: nonce, with: associatedData)
    }
}
