import Testing

/// Everything that another target may use says what it is, within a line that fits a screen.
@Suite("Documentation")
struct DocumentationTests {
    static let columnsMax = 100

    /// Declarations that other targets may use and that have no doc comment, with their places.
    static func undocumented(_ source: Checkout.Source) -> [String] {
        let lines = source.text.split(separator: "\n", omittingEmptySubsequences: false)
        var found: [String] = []
        for (index, line) in lines.enumerated() {
            let words = line.split(separator: " ").drop { $0.hasPrefix("@") }
            guard let first = words.first, first == "public" || first == "package",
                let second = words.dropFirst().first, second != "import", second != "extension"
            else { continue }
            var above = index - 1
            while above >= 0, lines[above].drop(while: { $0 == " " }).hasPrefix("@") { above -= 1 }
            if above < 0 || !lines[above].drop(while: { $0 == " " }).hasPrefix("///") {
                found.append("\(source.path):\(index + 1)")
            }
        }
        return found
    }

    @Test("every public and package declaration has a doc comment")
    func comments() throws {
        let found = try Checkout.sources("Sources").filter { !$0.isGenerated }
            .flatMap(Self.undocumented)
        #expect(found == [])
    }

    @Test("a declaration without a comment is seen")
    func canary() {
        let source = Checkout.Source(
            path: "Sources/T/A.swift",
            text:
                "/// A.\npublic struct A {\n    @inlinable\n    public let b: Int\n    let c: Int\n}"
        )
        #expect(Self.undocumented(source) == ["Sources/T/A.swift:4"])
    }

    @Test("no line is longer than 100 columns", arguments: ["Sources", "Benchmarks", "Fuzz"])
    func lines(folder: String) throws {
        var found: [String] = []
        for source in try Checkout.sources(folder) where !source.isGenerated {
            let lines = source.text.split(separator: "\n", omittingEmptySubsequences: false)
            for (index, line) in lines.enumerated()
            where line.utf8.count > Self.columnsMax && line.count > Self.columnsMax {
                found.append("\(source.path):\(index + 1)")
            }
        }
        #expect(found == [])
    }
}
