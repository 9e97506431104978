import Foundation
import FuzzTargets
import Testing

/// The committed corpora, `Fuzz/Corpus/TARGET/`: seeds, and every input that a fuzzer has found.
@Suite("The fuzzing corpora")
struct CorpusTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Fuzz/Corpus")

    @Test("every target has a corpus, and goes through it", arguments: FuzzTarget.all.map(\.name))
    func replay(_ name: String) throws {
        let target = try #require(FuzzTarget.named(name))
        let folder = Self.folder.appendingPathComponent(name)
        let files = try FileManager.default.contentsOfDirectory(
            at: folder, includingPropertiesForKeys: nil)
        #expect(!files.isEmpty)
        for file in files.sorted(by: { $0.path < $1.path }) {
            let bytes = [UInt8](try Data(contentsOf: file))
            #expect(bytes.count <= target.bytesMax, "\(file.lastPathComponent) is too long")
            target.run(bytes)
            // Parsers err at inputs that are only a little wrong.
            for cut in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 16)) {
                target.run(Array(bytes.prefix(cut)))
                var bent = bytes
                bent[cut] ^= 0x20
                target.run(bent)
            }
        }
    }
}
