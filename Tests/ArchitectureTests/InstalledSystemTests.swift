import Foundation
import Testing

/// An installed system has the program and its manual page, and no page of this repository.
@Suite("Messages on an installed system")
struct InstalledSystemTests {
    @Test("No message points to a page or a schema that an installed system lacks")
    func pages() throws {
        var texts = 0
        for source in try Checkout.sources("Sources")
        where !source.path.contains("/Generated/") && source.text.contains("docs/") {
            for (number, line) in source.text.split(
                separator: "\n", omittingEmptySubsequences: false
            ).enumerated() {
                let words = line.drop { $0 == " " }
                guard !words.hasPrefix("//") else { continue }
                texts += 1
                #expect(!words.contains("docs/"), "\(source.path):\(number + 1)")
            }
        }
        #expect(texts > 0, "the search sees what is there")
        for source in try Checkout.sources("Sources") where !source.path.contains("/Generated/") {
            #expect(!source.text.contains("in the schema.\""), "\(source.path)")
        }
    }

    @Test("What is installed beside it points to none either", arguments: ["json5", "service"])
    func installed(_ kind: String) throws {
        let text = try String(
            contentsOf: Checkout.root.appendingPathComponent("deploy/heliograph.\(kind)"),
            encoding: .utf8)
        #expect(!text.contains("docs/"))
    }
}
