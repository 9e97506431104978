public import Notices

/// Where the chunks of an attachment lie, and what each is authenticated with.
///
/// The file is cut into chunks of `chunkByteCount`; the last has what is left, 1 byte at least. Each
/// becomes AES-256-GCM ciphertext and its tag, one behind the other. The nonce holds the chunk's
/// number and whether it is the last (STREAM), so that a chunk left out, moved, repeated or added
/// opens nowhere; every chunk is bound to the file's digest, size and chunk size besides.
///
/// - Source: Hoang, Reyhanitabar, Rogaway and Vizar, "Online Authenticated-Encryption and its
///   Nonce-Reuse Misuse-Resistance" (2015), section 7; ADR-0016.
public struct ChunkLayout: Sendable, Hashable {
    public static let tagByteCount = 16
    public static let nonceByteCount = 12

    /// Of the file.
    public let byteCount: Int
    public let chunkByteCount: Int

    public init(byteCount: Int, chunkByteCount: Int) {
        precondition(byteCount > 0 && chunkByteCount > 0, "an attachment has a byte at least")
        self.byteCount = byteCount
        self.chunkByteCount = chunkByteCount
    }

    public var chunkCount: Int { (byteCount + chunkByteCount - 1) / chunkByteCount }

    /// Of the ciphertext, bytes.
    public var sealedByteCount: Int { byteCount + chunkCount * Self.tagByteCount }

    /// One whole chunk of the ciphertext, bytes.
    public var sealedChunkByteCount: Int { chunkByteCount + Self.tagByteCount }

    public func isLast(_ index: Int) -> Bool { index == chunkCount - 1 }

    /// Where a chunk lies in the file.
    public func plainRange(_ index: Int) -> Range<Int> {
        index * chunkByteCount..<min((index + 1) * chunkByteCount, byteCount)
    }

    /// Where chunks lie in the ciphertext.
    public func sealedRange(_ chunks: Range<Int>) -> Range<Int> {
        chunks.lowerBound
            * sealedChunkByteCount..<min(chunks.upperBound * sealedChunkByteCount, sealedByteCount)
    }

    /// 7 bytes of zero, the chunk's number in 4 bytes, most significant first, and 1 for the last
    /// chunk or 0.
    public func nonce(_ index: Int) -> [UInt8] {
        let number = UInt32(index)
        return [UInt8](repeating: 0, count: 7)
            + (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * $0)) }
            + [isLast(index) ? 1 : 0]
    }

    /// The file's digest, its size in 8 bytes and the chunk size in 4, most significant first.
    public func associatedData(_ digest: Digest) -> [UInt8] {
        digest.bytes
            + (0..<8).map { UInt8(truncatingIfNeeded: UInt64(byteCount) >> (56 - 8 * $0)) }
            + (0..<4).map { UInt8(truncatingIfNeeded: UInt32(chunkByteCount) >> (24 - 8 * $0)) }
    }

    /// As many chunks as fit into so many bytes of ciphertext, one at least.
    public func chunks(in bytesMax: Int) -> Int { max(1, bytesMax / sealedChunkByteCount) }
}
