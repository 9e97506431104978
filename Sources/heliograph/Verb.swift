import Asking
import CommandWords
import Federation
import Notices
import Office

/// One verb of the command line: its words, its options and its action.
struct Verb {
    /// A name with a value behind it, such as `--to XB`.
    struct Option {
        let name: String
        /// The placeholder of the value, such as `XB,XC`.
        let value: String
        let meaning: String
        /// True if the verb refuses without the option.
        var isRequired = false
        /// The values that the option takes; empty if any value may be right.
        var values: [String] = []
    }

    /// A name that stands alone, such as `--wait`.
    struct Flag {
        let name: String
        let meaning: String
    }

    let name: String
    let summary: String
    /// The reader whose work the verb is part of.
    let reader: Reader
    /// The words that stand for themselves, in their order.
    let operands: [VerbGrammar.Operand]
    let options: [Option]
    var flags: [Flag]
    let example: String
    let run: @Sendable (Arguments) async throws(HeliographError) -> Output
    /// The question before the verb acts; nil for a verb that asks nothing.
    var caution: Caution?
    /// Sentences of help below the summary: what the verb prints, and the next step.
    var details: [String] = []

    /// A verb with its help.
    ///
    /// - Parameter operands: as help shows them: `ID`, `[ID]` for one that may be left out, and
    ///   `FILE…` for many; `values` has the closed lists of those that take one.
    init(
        _ name: String, _ summary: String, for reader: Reader, operands: String = "",
        values: [String: [String]] = [:], options: [Option] = [], flags: [Flag] = [],
        example: String,
        run: @escaping @Sendable (Arguments) async throws(HeliographError) -> Output
    ) {
        self.name = name
        self.summary = summary
        self.reader = reader
        self.operands = operands.split(separator: " ").map { Self.operand(String($0), values) }
        self.options = options
        self.flags = flags
        self.example = example
        self.run = run
    }

    /// The verb that makes a request.
    ///
    /// The catalogue has its name, its summary, and the meaning of each field. A field that is no
    /// operand is an option or a flag, unless `options` has one of its name.
    init<Asked: Request>(
        _ request: Asked.Type, for reader: Reader? = nil, operands: String = "",
        options: [Option] = [], flags: [Flag] = [], example: String,
        run: @escaping @Sendable (Arguments) async throws(HeliographError) -> Output
    ) {
        let operation = request.description
        let fields = Fields(operation, operands: operands, options: options, flags: flags)
        self.init(
            operation.verb, operation.summary, for: reader ?? Reader(operation.right),
            operands: operands, options: fields.options, flags: fields.flags, example: example,
            run: run)
    }

    /// The verb with further sentences in its help and on its page of the manual.
    func explained(_ details: String...) -> Verb {
        var verb = self
        verb.details = details
        return verb
    }

    private static func operand(
        _ shown: String, _ values: [String: [String]]
    ) -> VerbGrammar.Operand {
        let isRequired = !shown.hasPrefix("[")
        let name = shown.filter { !"[]…".contains($0) }
        return VerbGrammar.Operand(
            name, isRequired: isRequired, repeats: shown.contains("…"), values: values[name] ?? [])
    }

    /// The words that the verb takes. A node itself refuses whoever names no officer, because only
    /// the node knows whether the operation needs one.
    var grammar: VerbGrammar {
        VerbGrammar(
            verb: name, operands: operands,
            options: options.map {
                VerbGrammar.Option(
                    $0.name, isRequired: $0.isRequired && $0.name != "as", values: $0.values,
                    meaning: "`--\($0.name) \($0.value)`: \($0.meaning)")
            },
            flags: Set(flags.map(\.name)), example: example)
    }
}

/// Every verb, in the order that help shows them.
enum VerbTable {
    static let all: [Verb] = written + plain

    /// The verbs that people type; the others serve the shell.
    static let shown = all.filter { $0.name != Completion.verb }

    /// Verbs that print more than a table, or work without a node.
    private static let written: [Verb] =
        Verbs.starting + Verbs.federation + Verbs.secretariat + Verbs.trust + Verbs.keys
        + Verbs.notices + Verbs.reply + Verbs.imports + Verbs.drafts + Verbs.retraction
        + Verbs.officers
        + Verbs.policy + Verbs.boxes + Verbs.searching + Verbs.attachments
        + Verbs.statistics + Verbs.watching + Verbs.general

    /// Verbs of all other operations of the catalogue.
    private static let plain: [Verb] = {
        let names = Set(written.map(\.name))
        return Catalogue.all.filter { !names.contains($0.verb) }.map { Verb.plain($0.description) }
    }()

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

    /// The verbs that begin with these words.
    static func verbs(of noun: String) -> [Verb] {
        all.filter { $0.name.hasPrefix(noun + " ") || $0.name == noun }
    }
}

enum Verbs {}
