import Exchange
import Notices
import Testing

@Suite("Chunks of an attachment")
struct ChunkLayoutTests {
    @Test(
        "every byte lies in one chunk, and every chunk has its tag",
        arguments: [1, 4_095, 4_096, 4_097, 8_192, 12_345])
    func covers(_ count: Int) {
        let layout = ChunkLayout(byteCount: count, chunkByteCount: 4_096)
        let plain = (0..<layout.chunkCount).map(layout.plainRange)
        #expect(plain.flatMap(Array.init) == Array(0..<count))
        let sealed = (0..<layout.chunkCount).map { layout.sealedRange($0..<($0 + 1)) }
        #expect(sealed.flatMap(Array.init) == Array(0..<layout.sealedByteCount))
        #expect(zip(plain, sealed).allSatisfy { $0.count + 16 == $1.count })
        #expect(layout.sealedRange(0..<layout.chunkCount) == 0..<layout.sealedByteCount)
    }

    @Test("nonces differ in the number, and in being the last")
    func nonces() {
        let layout = ChunkLayout(byteCount: 10_000, chunkByteCount: 4_096)
        #expect(layout.nonce(0) == [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])
        #expect(layout.nonce(1) == [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0])
        #expect(layout.nonce(2) == [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 1])
        let long = ChunkLayout(byteCount: WireProtocol.attachmentBytesMax, chunkByteCount: 4_096)
        #expect(long.chunkCount == 262_144)
        #expect(long.nonce(262_143) == [0, 0, 0, 0, 0, 0, 0, 0, 3, 255, 255, 1])
    }

    @Test("what is authenticated besides says file, size and chunk size")
    func associatedData() {
        let layout = ChunkLayout(byteCount: 0x01_0203, chunkByteCount: 0x1_0000)
        #expect(
            layout.associatedData(Papers.digest(9))
                == [UInt8](repeating: 9, count: 32) + [0, 0, 0, 0, 0, 1, 2, 3, 0, 1, 0, 0])
    }
}

@Suite("How much of an attachment is asked for at once")
struct PiecePaceTests {
    @Test("quick pieces grow to the most, slow and broken ones shrink to the least")
    func pace() {
        var pace = PiecePace()
        for _ in 0..<8 { pace.took(.milliseconds(10)) }
        #expect(pace.byteCount == WireProtocol.pieceBytesMax)
        pace.took(.seconds(2))
        #expect(pace.byteCount == WireProtocol.pieceBytesMax, "neither quick nor slow")
        pace.took(.seconds(5))
        #expect(pace.byteCount == WireProtocol.pieceBytesMax / 2)
        for _ in 0..<8 { pace.failed() }
        #expect(pace.byteCount == PiecePace.bytesMin)
    }
}
