/// The operands, options and flags that a verb of the command line takes.
public struct VerbGrammar: Sendable {
    /// A word that stands for itself, such as the number of a notice.
    public struct Operand: Sendable {
        /// The name as help shows it, such as `ID`.
        public let name: String
        /// False for an operand that may be left out.
        public let isRequired: Bool
        /// True for the last operand of a verb that takes many of them.
        public let repeats: Bool
        /// The values that a refusal lists; empty if any value may be right.
        public let values: [String]

        /// An operand of this name; it is required, stands once and takes any value unless said
        /// otherwise.
        public init(
            _ name: String, isRequired: Bool = true, repeats: Bool = false, values: [String] = []
        ) {
            self.name = name
            self.isRequired = isRequired
            self.repeats = repeats
            self.values = values
        }

        /// The operand as help shows it: `ID`, `[ID]` or `FILE…`.
        public var shown: String {
            let text = name + (repeats ? "…" : "")
            return isRequired ? text : "[\(text)]"
        }
    }

    /// A name with a value behind it, such as `--to XB`.
    public struct Option: Sendable {
        /// The name without `--`.
        public let name: String
        /// True if the verb refuses without the option.
        public let isRequired: Bool
        /// The values that the option takes; empty if any value may be right.
        public let values: [String]
        /// The line of help about the option, for a refusal without it; empty for none.
        public let meaning: String

        /// An option that may be left out and takes any value, unless said otherwise.
        public init(
            _ name: String, isRequired: Bool = false, values: [String] = [], meaning: String = ""
        ) {
            self.name = name
            self.meaning = meaning
            self.isRequired = isRequired
            self.values = values
        }
    }

    /// The number of operands that a verb with a repeated operand takes at most.
    public static let operandsMax = 10_000

    /// The verb, as messages name it.
    public let verb: String
    /// One line: the verb with its operands and required options.
    public let usage: String
    /// The whole command with real values, for a refusal; empty for none.
    public let example: String
    /// The operands in their order.
    public let operands: [Operand]
    /// The options by their names; `dir` is always among them.
    public let options: [String: Option]
    /// Names of flags, which stand alone, without `--`; `json` is always among them.
    public let flags: Set<String>

    /// The number of operands that the verb takes.
    public var operandCount: ClosedRange<Int> {
        let least = operands.filter(\.isRequired).count
        return least...(operands.contains(where: \.repeats) ? Self.operandsMax : operands.count)
    }

    /// Takes the grammar, and adds `dir`, `json` and `wide`, which every verb knows.
    public init(
        verb: String, operands: [Operand] = [], options: [Option] = [], flags: Set<String> = [],
        example: String = ""
    ) {
        self.verb = verb
        self.example = example
        self.operands = operands
        self.options = Dictionary(
            (options + [Option("dir")]).map { ($0.name, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        self.flags = flags.union(["json", "wide"])
        let required = options.filter(\.isRequired).map { "--\($0.name) …" }
        usage = (["heliograph \(verb)"] + operands.map(\.shown) + required).joined(separator: " ")
    }
}
