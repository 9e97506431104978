public import Notices

/// The places of an attachment's chunks, and the data that each chunk is authenticated with.
///
/// The file is cut into chunks of `chunkByteCount`; the last has the rest, 1 byte at least. Each
/// becomes AES-256-GCM ciphertext and its tag, one behind the other. The nonce holds the chunk's
/// number and whether it is the last (STREAM). So a chunk that is left out, moved, repeated or
/// added cannot be opened. Every chunk is also bound to the file's digest, size and chunk size.
///
/// - Source: Hoang, Reyhanitabar, Rogaway and Vizar, "Online Authenticated-Encryption and its
///   Nonce-Reuse Misuse-Resistance" (2015), section 7; ADR-0016.
public struct ChunkLayout: Sendable, Hashable {
    /// Length of the AES-GCM tag behind each chunk, bytes.
    public static let tagByteCount = 16
    /// Length of the AES-GCM nonce of each chunk, bytes.
    public static let nonceByteCount = 12

    /// Length of the file, bytes; 1 at least.
    public let byteCount: Int
    /// Length of a chunk of the file, bytes; the last chunk may be shorter.
    public let chunkByteCount: Int

    /// Lays out a file of `byteCount` bytes; both counts must be above 0.
    public init(byteCount: Int, chunkByteCount: Int) {
        precondition(byteCount > 0 && chunkByteCount > 0, "an attachment has a byte at least")
        self.byteCount = byteCount
        self.chunkByteCount = chunkByteCount
    }

    /// Number of chunks, 1 at least; only the last may be short.
    public var chunkCount: Int { (byteCount + chunkByteCount - 1) / chunkByteCount }

    /// Length of the whole ciphertext with its tags, bytes.
    public var sealedByteCount: Int { byteCount + chunkCount * Self.tagByteCount }

    /// Length of one whole chunk of the ciphertext with its tag, bytes.
    public var sealedChunkByteCount: Int { chunkByteCount + Self.tagByteCount }

    /// True for the chunk whose nonce ends in 1.
    ///
    /// - Parameter index: the chunk's number, from 0.
    public func isLast(_ index: Int) -> Bool { index == chunkCount - 1 }

    /// The bytes of the file that a chunk holds.
    public func plainRange(_ index: Int) -> Range<Int> {
        index * chunkByteCount..<min((index + 1) * chunkByteCount, byteCount)
    }

    /// The bytes of the ciphertext that a range of chunks takes, tags included.
    public func sealedRange(_ chunks: Range<Int>) -> Range<Int> {
        chunks.lowerBound
            * sealedChunkByteCount..<min(chunks.upperBound * sealedChunkByteCount, sealedByteCount)
    }

    /// The nonce of a chunk: 7 bytes of zero, the chunk's number in 4 bytes, most significant
    /// first, and 1 for the last chunk or 0.
    public func nonce(_ index: Int) -> [UInt8] {
        let number = UInt32(index)
        return [UInt8](repeating: 0, count: 7)
            + (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * $0)) }
            + [isLast(index) ? 1 : 0]
    }

    /// The associated data of every chunk: the file's digest, its size in 8 bytes and the chunk
    /// size in 4, most significant first.
    public func associatedData(_ digest: Digest) -> [UInt8] {
        digest.bytes
            + (0..<8).map { UInt8(truncatingIfNeeded: UInt64(byteCount) >> (56 - 8 * $0)) }
            + (0..<4).map { UInt8(truncatingIfNeeded: UInt32(chunkByteCount) >> (24 - 8 * $0)) }
    }

    /// The number of whole sealed chunks that fit into `bytesMax` bytes of ciphertext; 1 at least.
    public func chunks(in bytesMax: Int) -> Int { max(1, bytesMax / sealedChunkByteCount) }
}

extension SealedAttachment {
    /// The chunks of this attachment.
    public var layout: ChunkLayout {
        ChunkLayout(byteCount: byteCount, chunkByteCount: chunkByteCount)
    }
}

extension WireProtocol {
    /// The longest ciphertext of an attachment, bytes: the largest file in the smallest chunks.
    public static var sealedBytesMax: Int {
        ChunkLayout(byteCount: attachmentBytesMax, chunkByteCount: chunkBytesRange.lowerBound)
            .sealedByteCount
    }
}
