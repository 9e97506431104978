import CommandWords
import Notices
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
            let help = Help.page(of: verb)
            #expect(help.hasPrefix(verb.summary.prefix(60)))
            #expect(help.contains("heliograph \(verb.name)"))
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

    @Test("no two verbs have one name; help and the pages of the manual know every verb")
    func pages() throws {
        #expect(Set(VerbTable.all.map(\.name)).count == VerbTable.all.count)
        for verb in VerbTable.shown {
            let name = verb.name.replacing("-", with: "\\-")
            let noun = String(verb.name.prefix { $0 != " " })
            #expect(Help.overview.contains("\n  \(verb.name) "), "\(verb.name)")
            #expect(Manual.page.contains(".B \(name)"), "\(verb.name)")
            let page = try #require(Manual.page(of: noun), "\(noun)")
            #expect(page.contains(".B \(name)"), "\(verb.name)")
            for option in verb.options {
                #expect(page.contains("\\-\\-\(option.name.replacing("-", with: "\\-"))"))
            }
        }
        #expect(Help.common.allSatisfy { name in VerbTable.shown.contains { $0.name == name } })
    }

    @Test("words of lists and notices are explained: states, precedences, grades, offences")
    func words() async throws {
        for (word, meaning) in [
            ("flash", "at once"), ("retrieved", "has read it"), ("actioned", "was reported"),
            ("A1", "source always reliable"), ("b2", "6x6"), ("H1", "not as evidence in court"),
            ("LZ23", "grooming"), ("expired-undelivered", "time ran out"), ("superseded", "later"),
        ] {
            let found = WordMeanings.of(word).map(\.meaning) + WordMeanings.of(word).map(\.place)
            #expect(found.contains { $0.contains(meaning) }, "\(word)")
        }
        #expect(WordMeanings.of("G1").isEmpty && WordMeanings.of("flush").isEmpty)
        let verb = try #require(VerbTable.all.first { $0.name == "explain" })
        let output = try await verb.run(try CommandWords(["Flash"], for: verb.grammar))
        #expect(output.json["place"] == "word" && output.text.contains("at once"))
    }

    @Test("`notice new` without a kind lists the kinds")
    func kinds() throws {
        let verb = try #require(VerbTable.all.first { $0.name == "notice new" })
        do {
            _ = try CommandWords([], for: verb.grammar)
            Issue.record("it was taken")
        } catch {
            #expect(error.sentence.contains("needs KIND"))
            #expect(error.next.contains("green-notice, travel-alert, group-alert"))
        }
    }

    @Test("help and manual say what a list of drafts, hand-overs and peers shows")
    func details() throws {
        for (name, word) in [
            ("draft list", "import forms"), ("handover", "dead"), ("peers", "call"),
        ] {
            let verb = try #require(VerbTable.all.first { $0.name == name })
            #expect(Help.page(of: verb).contains(word))
            let page = try #require(Manual.page(of: String(name.prefix { $0 != " " })))
            #expect(page.contains(word))
        }
    }

    @Test("no line of help is wider than a terminal")
    func width() {
        for page in VerbTable.shown.map({ Help.page(of: $0) }) + [Help.overview] {
            for line in page.split(separator: "\n") {
                #expect(line.count <= 80, "\(line)")
            }
        }
    }

    @Test("every field of an operation that one word can hold is an operand, option or flag")
    func fields() throws {
        // These are asked within a verb of another request, which words them its own way.
        let within: Set<String> = ["notice.successor", "trust.proof"]
        for operation in Catalogue.all where !within.contains(operation.name) {
            let verb = try #require(VerbTable.all.first { $0.name == operation.verb })
            let words = Set(
                verb.options.map(\.name) + verb.flags.map(\.name)
                    + verb.operands.flatMap {
                        $0.name.lowercased().split(separator: "|").map { String($0) }
                    })
            for field in operation.fields
            where Verb.placeholder(field.shape) != nil || field.shape == .flag {
                let option = Verb.kebab(field.name)
                #expect(words.contains(option), "\(operation.name): \(field.name)")
            }
        }
    }

    /// Verbs that ask, with what becomes of each without a terminal (ADR 0037).
    private static let asking: [String: Caution.Effect] = [
        "notice erase": .destroys, "draft discard": .destroys, "keys destroy": .destroys,
        "keys revoke": .destroys, "federation remove": .destroys, "officer remove": .destroys,
        "notice cancel": .tells,
        "notice retract": .tells, "notice forward": .tells, "outcome": .tells,
        "evidence export": .tells, "trust settle": .tells, "keys retire": .tells,
        "keys rotate": .tells,
    ]

    @Test("what destroys or discloses asks, and takes `--yes`; nothing else does")
    func cautions() {
        for verb in VerbTable.all {
            #expect(verb.caution?.effect == Self.asking[verb.name], "\(verb.name)")
            #expect(
                verb.flags.contains { $0.name == "yes" } == (verb.caution != nil), "\(verb.name)")
        }
    }

    @Test("a preview, an interim report and a retirement in its time ask nothing")
    func unasked() throws {
        for (name, words) in [
            ("notice erase", ["ID", "--preview", "--as", "x"]),
            ("notice retract", ["ID", "--preview", "--statement", "x", "--as", "x"]),
            ("outcome", ["ID", "--result", "admitted", "--at", "now", "--interim", "--as", "x"]),
            ("keys retire", ["3f"]),
        ] {
            let verb = try #require(VerbTable.all.first { $0.name == name })
            let caution = try #require(verb.caution)
            #expect(!caution.concerns(try CommandWords(words, for: verb.grammar)), "\(name)")
            let whole = words.filter { !["--preview", "--interim"].contains($0) }
            let forced = name == "keys retire" ? whole + ["--force"] : whole
            #expect(caution.concerns(try CommandWords(forced, for: verb.grammar)), "\(name)")
        }
    }
}
