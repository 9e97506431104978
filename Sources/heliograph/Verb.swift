import Asking
import CommandWords
import Notices
import Office

/// One verb of the command line: its words, its options and its action.
struct Verb {
    struct Option {
        let name: String
        /// The placeholder of the value, such as `XB,XC`.
        let value: String
        let meaning: String
        /// True if the verb refuses without the option.
        var isRequired = false
    }

    let name: String
    let summary: String
    /// The operands as help shows them, such as `FILE…`.
    let operandsShown: String
    /// The number of operands that the verb takes.
    let operands: ClosedRange<Int>
    let options: [Option]
    let flags: [String]
    let example: String
    let run: @Sendable (Arguments) async throws(HeliographError) -> Output

    init(
        _ name: String, _ summary: String, operands operandsShown: String = "",
        _ operands: ClosedRange<Int> = 0...0, options: [Option] = [], flags: [String] = [],
        example: String,
        run: @escaping @Sendable (Arguments) async throws(HeliographError) -> Output
    ) {
        self.name = name
        self.summary = summary
        self.operandsShown = operandsShown
        self.operands = operands
        self.options = options
        self.flags = flags
        self.example = example
        self.run = run
    }

    /// The verb that makes a request. The catalogue has its name and its summary.
    init<Asked: Request>(
        _ request: Asked.Type, operands operandsShown: String = "",
        _ operands: ClosedRange<Int> = 0...0, options: [Option] = [], flags: [String] = [],
        example: String,
        run: @escaping @Sendable (Arguments) async throws(HeliographError) -> Output
    ) {
        self.init(
            Asked.operation.verb, Asked.operation.summary, operands: operandsShown, operands,
            options: options,
            flags: flags, example: example, run: run)
    }

    var help: String {
        var usage = "heliograph \(name)"
        if !operandsShown.isEmpty { usage += " " + operandsShown }
        for option in options {
            let shown = "--\(option.name) \(option.value)"
            usage += option.isRequired ? " \(shown)" : " [\(shown)]"
        }
        for flag in flags { usage += " [--\(flag)]" }
        var lines = [summary, "", "  \(usage) [--dir D] [--json]", ""]
        for option in options {
            lines.append("  \(padded("--\(option.name) \(option.value)", 30)) \(option.meaning)")
        }
        for flag in flags {
            lines.append("  \(padded("--" + flag, 30)) \(VerbTable.flagMeanings[flag] ?? "")")
        }
        lines += [
            "  \(padded("--dir D", 30)) the data folder; default ./heliograph-data, or "
                + "HELIOGRAPH_DIR",
            "  \(padded("--json", 30)) one JSON object on stdout", "", "Example:",
            "  \(example)",
        ]
        return lines.joined(separator: "\n")
    }
}

func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - ShownText.width(of: text)))
}

/// Every verb, in the order that help shows them.
enum VerbTable {
    static let all: [Verb] = written + plain

    /// Verbs that print more than a table, or work without a node.
    private static let written: [Verb] =
        Verbs.starting + Verbs.federation + Verbs.secretariat + Verbs.trust + Verbs.keys
        + Verbs.notices + Verbs.imports + Verbs.drafts + Verbs.retraction + Verbs.policy
        + Verbs.boxes + Verbs.attachments
        + Verbs.statistics + Verbs.watching

    /// Verbs of all other operations of the catalogue.
    private static let plain: [Verb] = {
        let names = Set(written.map(\.name))
        return Catalogue.all.filter { !names.contains($0.verb) }.map { Verb.plain($0) }
    }()

    /// The meanings of flags, the same in every verb that takes them.
    static let flagMeanings = [
        "keep": "leave the three stopped nodes in --dir, which must be absent or empty",
        "specimens": "accept specimen codes such as XA and XAA",
        "force": "although peers lag, or although a key is not 31 days retired",
        "wait": "print each step, until the former key is retired",
        "deep": "hold everything that the store keeps against everything else",
        "watch": "print each arrival as it comes, a line each",
        "publish": "withhold small counts, and what would give them away",
        "preview": "print what would be sent, and send nothing",
        "example": "a complete one about invented people, for trying things out",
        "interim": "more will follow; without it the report is final",
    ]

    /// The width of the column for names, in characters.
    private static let nameWidth = 24

    /// The verbs that begin with a noun, for `heliograph NOUN --help`.
    static func noun(_ word: String) -> String? {
        let verbs = all.filter { $0.name.hasPrefix(word + " ") }
        guard !verbs.isEmpty else { return nil }
        return verbs.map { "  \(padded($0.name, nameWidth)) \($0.summary)" }.joined(separator: "\n")
    }

    /// The verb that the words begin with, the longest name first, and the words behind it.
    static func find(_ words: [String]) -> (Verb, [String])? {
        for count in [3, 2, 1] where words.count >= count {
            let name = words.prefix(count).joined(separator: " ")
            if let verb = all.first(where: { $0.name == name }) {
                return (verb, Array(words.dropFirst(count)))
            }
        }
        return nil
    }

    static var overview: String {
        var lines = [
            "heliograph: warns the country a convicted child sex offender is travelling to,",
            "before the traveller lands.", "",
        ]
        for verb in all { lines.append("  \(padded(verb.name, nameWidth)) \(verb.summary)") }
        lines += [
            "", "`heliograph VERB --help` says more. Exit status: 0 done, 1 refused, 2 usage,",
            "3 try again.",
        ]
        return lines.joined(separator: "\n")
    }
}

enum Verbs {}
