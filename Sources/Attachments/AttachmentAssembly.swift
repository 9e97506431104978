internal import Certificates
package import Exchange
package import Notices
package import Ports

/// One attachment's ciphertext as far as it is here, and the chunks that it still lacks.
///
/// The file alone says which chunks are there: each chunk that opens is, and any other is fetched.
/// So a crash, a torn write and a tampered byte are all mended by the same few chunks.
package struct AttachmentAssembly {
    /// Bytes that are read at once.
    private static let spanBytes = 1 << 20

    let attachment: SealedAttachment
    let name: AttachmentName
    private let shelf: any AttachmentShelf
    private let cipher: ChunkCipher
    /// Chunks that are not there, in order, none next to another.
    private var missing: [Range<Int>]
    /// True if it was found whole and good in the place of whole ones.
    private var isFinished = false

    private init(
        _ attachment: SealedAttachment, of from: MemberCode, on shelf: any AttachmentShelf
    ) {
        self.attachment = attachment
        name = AttachmentName(from: from, sealed: attachment.sealed)
        self.shelf = shelf
        cipher = ChunkCipher(attachment)
        missing = [0..<attachment.layout.chunkCount]
    }

    /// Looks at the chunks of an attachment that are here.
    ///
    /// - Throws: `attachmentMismatch` if a whole file is here that the header has no key to.
    static func open(
        _ attachment: SealedAttachment, of from: MemberCode, on shelf: any AttachmentShelf
    ) async throws(HeliographError) -> AttachmentAssembly {
        var assembly = AttachmentAssembly(attachment, of: from, on: shelf)
        if try await shelf.byteCount(of: .whole(assembly.name)) != nil {
            do throws(HeliographError) {
                try await verify(attachment, at: .whole(assembly.name), on: shelf)
                // An earlier message brought it, or a crash came before it was noted.
                (assembly.missing, assembly.isFinished) = ([], true)
                return assembly
            } catch {
                guard error.code == .attachmentAltered else { throw error }
            }
            // The file is what its name says, and the header that names it has no key to it.
            // Another message's header may have: the file stays where it is.
            guard try await digest(of: .whole(assembly.name), on: shelf) != attachment.sealed else {
                throw HeliographError(.attachmentMismatch, Code.attachmentMismatch.meaning)
            }
            // A file that somebody altered is a part again.
            try await shelf.move(.whole(assembly.name), to: .part(assembly.name))
        }
        guard let count = try await shelf.byteCount(of: .part(assembly.name)) else {
            return assembly
        }
        if count > attachment.layout.sealedByteCount {
            try await shelf.remove(.part(assembly.name))
        } else {
            try await assembly.scan()
        }
        return assembly
    }

    var isComplete: Bool { missing.isEmpty }

    /// Bytes of the file that are here.
    var heldByteCount: Int {
        attachment.byteCount
            - missing.reduce(0) { sum, chunks in
                sum + attachment.layout.plainRange(chunks.upperBound - 1).upperBound
                    - attachment.layout.plainRange(chunks.lowerBound).lowerBound
            }
    }

    /// Bytes of the ciphertext that are still to come.
    var missingByteCount: Int {
        missing.reduce(0) { $0 + attachment.layout.sealedRange($1).count }
    }

    /// The next chunks to fetch; nil if none is missing.
    func next(bytesMax: Int) -> Range<Int>? {
        guard let first = missing.first else { return nil }
        let most = attachment.layout.chunks(in: bytesMax)
        return first.prefix(most)
    }

    /// Authenticates chunks that came, and keeps them.
    ///
    /// - Throws: `attachmentMismatch` if one does not open: then none of these is kept.
    mutating func take(_ bytes: [UInt8], as chunks: Range<Int>) async throws(HeliographError) {
        let start = attachment.layout.sealedRange(chunks).lowerBound
        for index in chunks {
            guard opens(bytes, from: start, index) else {
                throw HeliographError(
                    .attachmentMismatch, "A chunk that came is not what was sealed.")
            }
        }
        try await shelf.write(bytes, to: .part(name), at: start)
        guard let first = missing.first else { return }
        missing[0] = chunks.upperBound..<first.upperBound
        if missing[0].isEmpty { missing.removeFirst() }
    }

    /// Reads all of it again, and moves it to the place of whole ones.
    ///
    /// - Throws: `attachmentMismatch` if file or ciphertext have another digest than the header
    ///   says; `attachmentAltered` if the disk gave other bytes than were written.
    func finish() async throws(HeliographError) {
        guard !isFinished else { return }
        try await Self.verify(attachment, at: .part(name), on: shelf)
        try await shelf.move(.part(name), to: .whole(name))
    }

    /// Reads an attachment from end to end: every chunk's tag, and both digests.
    ///
    /// - Parameter release: given each chunk of the file in turn, authenticated; the digests are
    ///   judged after the last.
    /// - Throws: `attachmentAltered`, `attachmentMismatch`, `fileUnreadable`, or the error of
    ///   `release`.
    package static func verify(
        _ attachment: SealedAttachment, at place: ShelfPlace, on shelf: any AttachmentShelf,
        release: (_ chunk: [UInt8], _ offset: Int) async throws(HeliographError) -> Void = {
            _, _ throws(HeliographError) in
        }
    ) async throws(HeliographError) {
        let (layout, cipher) = (attachment.layout, ChunkCipher(attachment))
        let altered = HeliographError(
            .attachmentAltered, "The file of an attachment is not what it was.")
        guard try await shelf.byteCount(of: place) == layout.sealedByteCount else { throw altered }
        let (plain, sealed) = (RunningDigest(), RunningDigest())
        for index in 0..<layout.chunkCount {
            let range = layout.sealedRange(index..<(index + 1))
            let bytes = try await shelf.read(place, at: range.lowerBound, count: range.count)
            guard let chunk = cipher.open(bytes, at: index) else { throw altered }
            sealed.take(bytes)
            plain.take(chunk)
            try await release(chunk, layout.plainRange(index).lowerBound)
        }
        guard plain.finish() == attachment.digest, sealed.finish() == attachment.sealed else {
            throw HeliographError(
                .attachmentMismatch, "A whole attachment has another digest than was signed.")
        }
    }

    /// SHA-256 of the bytes in a place; of no bytes, if nothing is there.
    package static func digest(
        of place: ShelfPlace, on shelf: any AttachmentShelf
    ) async throws(HeliographError) -> Digest {
        let digest = RunningDigest()
        let count = try await shelf.byteCount(of: place) ?? 0
        for offset in stride(from: 0, to: count, by: spanBytes) {
            digest.take(try await shelf.read(place, at: offset, count: spanBytes))
        }
        return digest.finish()
    }

    // MARK: - What is there

    private mutating func scan() async throws(HeliographError) {
        let layout = attachment.layout
        let step = layout.chunks(in: Self.spanBytes)
        var lacking: [Range<Int>] = []
        for first in stride(from: 0, to: layout.chunkCount, by: step) {
            let chunks = first..<min(first + step, layout.chunkCount)
            let range = layout.sealedRange(chunks)
            let bytes = try await shelf.read(
                .part(name), at: range.lowerBound, count: range.count)
            for index in chunks where !opens(bytes, from: range.lowerBound, index) {
                if let last = lacking.last, last.upperBound == index {
                    lacking[lacking.count - 1] = last.lowerBound..<(index + 1)
                } else {
                    lacking.append(index..<(index + 1))
                }
            }
        }
        missing = lacking
    }

    /// True if bytes, of which the first lies at `start` in the ciphertext, hold this chunk.
    private func opens(_ bytes: [UInt8], from start: Int, _ index: Int) -> Bool {
        let range = attachment.layout.sealedRange(index..<(index + 1))
        let (lower, upper) = (range.lowerBound - start, range.upperBound - start)
        guard upper <= bytes.count else { return false }
        return cipher.open(Array(bytes[lower..<upper]), at: index) != nil
    }
}
