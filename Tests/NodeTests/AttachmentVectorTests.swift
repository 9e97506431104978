import Exchange
import Foundation
import Notices
import Ports
import TestKit
import Testing

@testable import Administration
@testable import Asking
@testable import Attachments
@testable import Certificates
@testable import Membership
@testable import Node
@testable import Office
@testable import Secretariat
@testable import Station
@testable import Traffic

/// `Tests/Vectors/attachments/`: ciphertexts, each with its header's words and with the verdict
/// that every implementation must reach.
///
/// `HELIOGRAPH_WRITE_VECTORS=1 swift test --filter AttachmentVectorTests` makes them anew.
@Suite("The vectors of attachments")
struct AttachmentVectorTests {
    private static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Vectors/attachments")

    private static var manifest: URL { folder.appending(path: "vectors.json") }

    @Test("each gets the verdict that stands beside it")
    func verdicts() async throws {
        if ProcessInfo.processInfo.environment["HELIOGRAPH_WRITE_VECTORS"] != nil {
            try Self.write()
        }
        let manifest = try JSON.parse([UInt8](Data(contentsOf: Self.manifest)))
        let items = try #require(manifest["vectors"]?.arrayValue)
        #expect(items.count == 19)
        var accepted: [String] = []
        for item in items {
            let file = try #require(item["file"]?.stringValue)
            let bytes = [UInt8](try Data(contentsOf: Self.folder.appending(path: file)))
            let attachment = try #require(Self.attachment(item))
            let verdict = await Self.verdict(bytes, attachment)
            #expect(verdict == item["expected"]?.stringValue, "\(file)")
            if verdict == "accepted" { accepted.append(file) }
        }
        #expect(accepted == ["genuine.bin", "genuine-one-byte.bin", "genuine-two-chunks.bin"])
    }

    @Test("another implementation, which is in Python, gives the same verdicts")
    func elsewhere() throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        process.arguments = [Self.folder.appending(path: "check").path]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let said = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        #expect(String(decoding: said, as: UTF8.self) == "19 verdicts are as expected\n")
    }

    private static func verdict(_ bytes: [UInt8], _ attachment: SealedAttachment) async -> String {
        let shelf = MemoryShelf()
        let place = ShelfPlace.draft(SystemEntropy().recordID(at: Instant(seconds: 1)))
        do throws(HeliographError) {
            try await shelf.write(bytes, to: place, at: 0)
            try await AttachmentAssembly.verify(attachment, at: place, on: shelf)
            return "accepted"
        } catch {
            return error.code.rawValue
        }
    }

    private static func attachment(_ item: JSON) -> SealedAttachment? {
        guard let it = item["attachment"],
            let digest = it["digest"]?.stringValue.flatMap({ Digest(hexadecimal: $0) }),
            let count = it["bytes"]?.intValue,
            let key = it["key"]?.stringValue.flatMap({ bytesFromHexadecimal($0) }),
            let chunk = it["chunkBytes"]?.intValue,
            let sealed = it["sealed"]?.stringValue.flatMap({ Digest(hexadecimal: $0) })
        else { return nil }
        return SealedAttachment(
            digest: digest, byteCount: count, key: key, chunkByteCount: chunk, sealed: sealed)
    }

    // MARK: - Making them

    private static let key = (0..<32).map { UInt8($0) }
    private static let film = (0..<9_000).map { UInt8(truncatingIfNeeded: $0 / 7 &* 31 ^ $0) }

    /// The chunks of a file; a vector may ask for another nonce or header than they should have.
    private static func seal(
        _ file: [UInt8], digest: Digest? = nil, chunkByteCount: Int = 4_096,
        nonce: (ChunkLayout, Int) -> [UInt8] = { $0.nonce($1) }
    ) throws -> [[UInt8]] {
        let layout = ChunkLayout(byteCount: file.count, chunkByteCount: chunkByteCount)
        let cipher = ChunkCipher(
            digest: digest ?? Digest(sha256: file), layout: layout, key: key)
        return try (0..<layout.chunkCount).map {
            try cipher.sealed(Array(file[layout.plainRange($0)]), nonce(layout, $0))
        }
    }

    private static func header(
        _ file: [UInt8], _ ciphertext: [UInt8], digest: Digest? = nil, count: Int? = nil,
        key: [UInt8] = key, chunkByteCount: Int = 4_096, sealed: Digest? = nil
    ) -> SealedAttachment {
        SealedAttachment(
            digest: digest ?? Digest(sha256: file), byteCount: count ?? file.count, key: key,
            chunkByteCount: chunkByteCount, sealed: sealed ?? Digest(sha256: ciphertext))
    }

    private static func flagged(_ nonce: [UInt8], _ flag: UInt8) -> [UInt8] {
        nonce.dropLast() + [flag]
    }

    private static func write() throws {
        var items: [JSON] = []
        func keep(
            _ name: String, _ ciphertext: [UInt8], _ expected: String,
            _ attachment: SealedAttachment? = nil
        ) throws {
            let file = name.replacingOccurrences(of: " ", with: "-") + ".bin"
            try Data(ciphertext).write(to: folder.appending(path: file))
            let attachment = attachment ?? header(film, ciphertext)
            items.append([
                "file": .string(file),
                "attachment": [
                    "digest": .string(attachment.digest.description),
                    "bytes": .number(JSONNumber(attachment.byteCount)),
                    "key": .string(hexadecimal(attachment.key)),
                    "chunkBytes": .number(JSONNumber(attachment.chunkByteCount)),
                    "sealed": .string(attachment.sealed.description),
                ], "expected": .string(expected),
            ])
        }
        let (altered, mismatch) = ("attachment-altered", "attachment-mismatch")
        let chunks = try seal(film)
        let genuine = chunks.flatMap { $0 }
        try keep("genuine", genuine, "accepted")
        for (name, count) in [("genuine one byte", 1), ("genuine two chunks", 8_192)] {
            let file = Array(film.prefix(count))
            let bytes = try seal(file).flatMap { $0 }
            try keep(name, bytes, "accepted", header(file, bytes))
        }
        for (name, place) in [
            ("ciphertext bit flipped", 5_000), ("tag bit flipped", 4_100),
            ("last tag bit flipped", genuine.count - 1),
        ] {
            var bytes = genuine
            bytes[place] ^= 1
            try keep(name, bytes, altered)
        }
        try keep("two chunks exchanged", chunks[1] + chunks[0] + chunks[2], altered)
        try keep("a chunk repeated", chunks[0] + chunks[0] + chunks[2], altered)
        try keep("last chunk missing", chunks[0] + chunks[1], altered)
        let short = chunks[0] + chunks[1]
        try keep(
            "last chunk missing and the header says so", short, altered,
            header(film, short, count: 8_192))
        try keep("a byte behind it", genuine + [0], altered)
        let long = chunks.flatMap { $0 } + chunks[2]
        try keep(
            "a chunk behind it and the header says so", long, altered,
            header(film, long, count: film.count + film.count - 8_192))
        let unended = try seal(film) { flagged($0.nonce($1), 0) }.flatMap { $0 }
        try keep("last flag missing", unended, altered)
        let ended = try seal(film) { flagged($0.nonce($1), 1) }.flatMap { $0 }
        try keep("last flag everywhere", ended, altered)
        try keep(
            "another key", genuine, altered,
            header(film, genuine, key: [UInt8](repeating: 1, count: 32)))
        try keep(
            "another chunk size", genuine, altered,
            header(film, genuine, chunkByteCount: 8_192))
        try keep(
            "the digest of another file", genuine, altered,
            header(film, genuine, digest: Digest(sha256: [1])))
        let lie = try seal(film, digest: Digest(sha256: [1])).flatMap { $0 }
        try keep(
            "sealed with the digest of another file", lie, mismatch,
            header(film, lie, digest: Digest(sha256: [1])))
        try keep(
            "another name", genuine, mismatch,
            header(film, genuine, sealed: Digest(sha256: [1])))
        let manifest: JSON = ["vectors": .array(items)]
        try Data(manifest.encodedPretty()).write(to: Self.manifest)
        try Data(film).write(to: folder.appending(path: "genuine.plain"))
    }
}
