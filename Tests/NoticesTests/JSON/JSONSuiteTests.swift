import Foundation
import Testing

@testable import Notices

/// The public corpus "JSONTestSuite" (N. Seriot, MIT), kept beside the checkout in
/// `../shared/json-test-suite` or where `HELIOGRAPH_JSON_SUITE` says.
private enum Corpus {
    static let folder: URL? = {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let named = ProcessInfo.processInfo.environment["HELIOGRAPH_JSON_SUITE"]
        let candidates =
            named.map { [$0] }
            ?? [root.appendingPathComponent("../shared/json-test-suite").standardized.path]
        return candidates.map { URL(fileURLWithPath: $0).appendingPathComponent("test_parsing") }
            .first { FileManager.default.fileExists(atPath: $0.path) }
    }()

    static func files(_ prefix: String) throws -> [(name: String, bytes: [UInt8])] {
        guard let folder else { return [] }
        return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
            .filter { $0.hasPrefix(prefix) }
            .map { ($0, Array(try Data(contentsOf: folder.appendingPathComponent($0)))) }
    }
}

@Suite(
    "JSON against the public corpus",
    .enabled(if: Corpus.folder != nil, "the corpus is absent: set HELIOGRAPH_JSON_SUITE"))
struct JSONSuiteTests {
    /// RFC 8259 only advises against equal keys; we refuse them.
    static let refusedThoughAllowed = [
        "y_object_duplicated_key.json", "y_object_duplicated_key_and_value.json",
    ]

    @Test("every text that must be read is read and written again as the same value")
    func accepted() throws {
        let files = try Corpus.files("y_")
        #expect(files.count == 95)
        for (name, bytes) in files where !Self.refusedThoughAllowed.contains(name) {
            let value = try? JSON.parse(bytes)
            #expect(value != nil, "\(name)")
            guard let value else { continue }
            #expect(try JSON.parse(value.encoded()) == value, "\(name)")
            #expect(try JSON.parse(value.encodedPretty()) == value, "\(name)")
        }
    }

    @Test("equal keys are refused although the grammar allows them")
    func duplicates() throws {
        for (name, bytes) in try Corpus.files("y_") where Self.refusedThoughAllowed.contains(name) {
            #expect(throws: JSONFault.self, "\(name)") { try JSON.parse(bytes) }
        }
    }

    @Test("every text that must be refused is refused")
    func refused() throws {
        let files = try Corpus.files("n_")
        #expect(files.count == 188)
        for (name, bytes) in files {
            #expect(throws: JSONFault.self, "\(name)") { try JSON.parse(bytes) }
        }
    }

    /// Texts on which the corpus leaves a choice. Numbers are kept as text, so none is too big to
    /// read. Every other such text is damaged in some way, and is refused.
    @Test("what the standard leaves open is decided: numbers of any size yes, damage no")
    func decided() throws {
        let files = try Corpus.files("i_")
        #expect(files.count == 35)
        for (name, bytes) in files {
            let isRead = (try? JSON.parse(bytes)) != nil
            #expect(isRead == name.hasPrefix("i_number_"), "\(name)")
        }
    }
}
