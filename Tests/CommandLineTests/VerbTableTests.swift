import Testing

@testable import Asking
@testable import Office
@testable import heliograph

@Suite("Verbs of the command line")
struct VerbTableTests {
    @Test("each operation of the catalogue has a verb, with help that begins with a sentence")
    func verbs() throws {
        for operation in Catalogue.all {
            let verb = try #require(
                VerbTable.all.first { $0.name == operation.verb }, "\(operation.name)")
            #expect(verb.help.hasPrefix(verb.summary + "\n"))
            #expect(verb.help.contains("heliograph \(verb.name)"))
            #expect(verb.example.hasPrefix("heliograph \(verb.name)"), "\(verb.name)")
        }
    }

    @Test("a verb's sentence is that of an operation which the verb makes")
    func sentences() throws {
        for (verb, operations) in Dictionary(grouping: Catalogue.all, by: \.verb) {
            let found = try #require(VerbTable.all.first { $0.name == verb })
            // `notice new` makes an operation only with `--follows`; otherwise it makes a template
            // without a node.
            guard verb != "notice new" else { continue }
            #expect(operations.map(\.summary).contains(found.summary), "\(verb)")
        }
    }

    @Test("no two verbs have one name, and man page and completion know every verb")
    func pages() {
        #expect(Set(VerbTable.all.map(\.name)).count == VerbTable.all.count)
        for verb in VerbTable.all {
            #expect(Manual.page.contains(verb.name.replacing("-", with: "\\-")), "\(verb.name)")
            for word in verb.name.split(separator: " ") {
                #expect(Manual.completion.contains(word), "\(verb.name)")
            }
        }
    }
}
