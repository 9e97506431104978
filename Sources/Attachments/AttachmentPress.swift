internal import Certificates
package import Exchange
package import Notices
internal import Ports
package import Station

/// Seals a file as an attachment: chunk by chunk onto the shelf, never whole in memory.
package struct AttachmentPress {
    let context: NodeContext

    /// - Parameter context: the node that seals.
    package init(context: NodeContext) {
        self.context = context
    }

    /// Seals a file; reads it twice, because its digest authenticates every chunk and must be known
    /// first.
    ///
    /// - Returns: the entry of the notice header. Its ciphertext lies on the shelf, durably; the
    ///   caller commits a message that names it, or discards it.
    /// - Throws: `attachmentUnfit`, `fileUnreadable`, `diskFull`, `fileUnwritable`, `cryptoFailed`.
    package func seal(_ file: HandedFile) async throws(HeliographError) -> SealedAttachment {
        let count = try file.byteCount()
        guard (1...WireProtocol.attachmentBytesMax).contains(count) else {
            throw HeliographError(
                .attachmentUnfit,
                count == 0
                    ? "A file that is to be attached is empty: it has 0 bytes."
                    : "A file that is to be attached has \(count) bytes; an attachment has "
                        + "\(WireProtocol.attachmentBytesMax) at most.",
                next: count == 0
                    ? "Copy the file anew from where it comes from, or leave it out of `--attach`."
                    : "Divide the file, or hand it over by another way.")
        }
        let layout = ChunkLayout(byteCount: count, chunkByteCount: WireProtocol.chunkBytes)
        let digest = try await self.digest(of: file, layout)
        let key = context.entropy.bytes(SealedAttachment.keyByteCount)
        let draft = ShelfPlace.draft(context.entropy.recordID(at: context.clock.now))
        do throws(HeliographError) {
            let sealed = try await press(
                file, layout, ChunkCipher(digest: digest, layout: layout, key: key),
                expecting: digest, onto: draft)
            try await context.shelf.move(
                draft, to: .whole(AttachmentName(from: context.member, sealed: sealed)))
            return SealedAttachment(
                digest: digest, byteCount: count, key: key, chunkByteCount: layout.chunkByteCount,
                sealed: sealed)
        } catch {
            try? await context.shelf.remove(draft)
            throw error
        }
    }

    /// Removes attachments that no message came to name.
    package func discard(_ attachments: [SealedAttachment]) async {
        for attachment in attachments {
            try? await context.shelf.remove(
                .whole(AttachmentName(from: context.member, sealed: attachment.sealed)))
        }
    }

    private func digest(
        of file: HandedFile, _ layout: ChunkLayout
    ) async throws(HeliographError) -> Digest {
        let digest = RunningDigest()
        for index in 0..<layout.chunkCount {
            digest.take(try await chunk(index, of: file, layout))
        }
        return digest.finish()
    }

    /// - Returns: SHA-256 of the ciphertext.
    private func press(
        _ file: HandedFile, _ layout: ChunkLayout, _ cipher: ChunkCipher,
        expecting digest: Digest, onto place: ShelfPlace
    ) async throws(HeliographError) -> Digest {
        let (plain, sealed) = (RunningDigest(), RunningDigest())
        for index in 0..<layout.chunkCount {
            let bytes = try await chunk(index, of: file, layout)
            plain.take(bytes)
            let ciphertext = try cipher.seal(bytes, at: index)
            sealed.take(ciphertext)
            try await context.shelf.write(
                ciphertext, to: place, at: layout.sealedRange(index..<(index + 1)).lowerBound)
        }
        guard plain.finish() == digest, try file.byteCount() == layout.byteCount else {
            throw changed
        }
        return sealed.finish()
    }

    private func chunk(
        _ index: Int, of file: HandedFile, _ layout: ChunkLayout
    ) async throws(HeliographError) -> [UInt8] {
        let range = layout.plainRange(index)
        let bytes = try await file.read(at: range.lowerBound, count: range.count)
        guard bytes.count == range.count else { throw changed }
        return bytes
    }

    private var changed: HeliographError {
        HeliographError(.attachmentUnfit, "The file changed while it was read.")
    }
}
