import Certificates
import Exchange
import Notices
import Sealing
import Testing

@Suite("Chunks under AES-256-GCM")
struct ChunkCipherTests {
    private static let layout = ChunkLayout(byteCount: 10_000, chunkByteCount: 4_096)
    private static let file = (0..<10_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    private let cipher: ChunkCipher
    private let chunks: [[UInt8]]

    init() throws {
        let cipher = Self.cipher()
        self.cipher = cipher
        chunks = try (0..<3).map {
            try cipher.seal(Array(Self.file[Self.layout.plainRange($0)]), at: $0)
        }
    }

    private static func cipher(
        layout: ChunkLayout = layout, digest: Digest = Digest(sha256: file), key: UInt8 = 1
    ) -> ChunkCipher {
        ChunkCipher(
            digest: digest, layout: layout, key: [UInt8](repeating: key, count: 32))
    }

    @Test("what was sealed in a place opens in that place")
    func opens() {
        #expect(chunks.map(\.count) == [4_112, 4_112, 1_824])
        #expect((0..<3).flatMap { cipher.open(chunks[$0], at: $0) ?? [] } == Self.file)
    }

    @Test("it opens in no other place, and after the last there is none")
    func moved() {
        #expect(cipher.open(chunks[0], at: 1) == nil)
        #expect(cipher.open(chunks[1], at: 0) == nil)
        #expect(cipher.open(chunks[2], at: 3) == nil)
        #expect(cipher.open(chunks[2], at: -1) == nil)
    }

    @Test("every bit counts, and every byte of the length")
    func altered() {
        for place in [0, 2_000, 4_095, 4_096, 4_111] {
            var bent = chunks[0]
            bent[place] ^= 0x80
            #expect(cipher.open(bent, at: 0) == nil, "byte \(place)")
        }
        #expect(cipher.open(chunks[0] + [0], at: 0) == nil)
        #expect(cipher.open(Array(chunks[0].dropLast()), at: 0) == nil)
        #expect(cipher.open([], at: 0) == nil)
    }

    @Test("a file that ends earlier or later than was signed does not open")
    func cutAndExtended() throws {
        let shorter = Self.cipher(layout: ChunkLayout(byteCount: 8_192, chunkByteCount: 4_096))
        #expect(shorter.open(chunks[0], at: 0) == nil, "the size is authenticated")
        #expect(shorter.open(chunks[1], at: 1) == nil, "it was not the last")
        let longer = Self.cipher(layout: ChunkLayout(byteCount: 20_000, chunkByteCount: 4_096))
        #expect(longer.open(chunks[0], at: 0) == nil)
    }

    @Test("another key, another file or another chunk size does not open")
    func bound() {
        #expect(Self.cipher(key: 2).open(chunks[0], at: 0) == nil)
        #expect(Self.cipher(digest: Digest(sha256: [1])).open(chunks[0], at: 0) == nil)
    }

    @Test("a digest of bytes that come one after the other is the digest of all")
    func runningDigest() {
        let running = RunningDigest()
        for start in stride(from: 0, to: Self.file.count, by: 999) {
            running.take(Array(Self.file[start..<min(start + 999, Self.file.count)]))
        }
        running.take([])
        #expect(running.finish() == Digest(sha256: Self.file))
    }
}
