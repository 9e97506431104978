public import Notices

/// The words of a command line, checked against the grammar of a verb.
public struct CommandWords: Sendable {
    /// The operands, options and flags that a verb takes.
    public struct Grammar: Sendable {
        /// The verb, as messages name it.
        public let verb: String
        /// The next step when the words do not fit.
        public let help: String
        /// The number of operands.
        public let operands: ClosedRange<Int>
        /// Names of options, each followed by a value, without `--`; `dir` is always among them.
        public let options: Set<String>
        /// Names of flags, which stand alone, without `--`; `json` is always among them.
        public let flags: Set<String>

        /// Takes the grammar, and adds `dir` and `json`.
        public init(
            verb: String, help: String, operands: ClosedRange<Int>, options: Set<String>,
            flags: Set<String>
        ) {
            self.verb = verb
            self.help = help
            self.operands = operands
            self.options = options.union(["dir"])
            self.flags = flags.union(["json"])
        }
    }

    /// Words that are neither options, nor their values, nor flags, in their order.
    public let operands: [String]
    private let options: [String: String]
    private let flags: Set<String>

    /// Sorts the words of a command line.
    ///
    /// - Throws: `usage`, naming the word that is not understood.
    public init(_ words: [String], for verb: Grammar) throws(HeliographError) {
        var operands: [String] = []
        var options: [String: String] = [:]
        var flags: Set<String> = []
        var rest = words[...]
        while let word = rest.popFirst() {
            guard word.hasPrefix("--"), word.count > 2 else {
                operands.append(word)
                continue
            }
            let name = String(word.dropFirst(2))
            if verb.flags.contains(name) {
                flags.insert(name)
            } else if verb.options.contains(name) {
                guard let value = rest.popFirst() else {
                    throw HeliographError(.usage, "`--\(name)` needs a value.", next: verb.help)
                }
                options[name] = value
            } else {
                throw HeliographError(
                    .usage, "`\(verb.verb)` does not know `--\(name)`.", next: verb.help)
            }
        }
        guard verb.operands.contains(operands.count) else {
            throw HeliographError(
                .usage, "`\(verb.verb)` does not take \(operands.count) operand(s).",
                next: verb.help)
        }
        self.operands = operands
        self.options = options
        self.flags = flags
    }

    /// True if the flag was given.
    public func has(_ flag: String) -> Bool { flags.contains(flag) }

    /// The value of an option; nil if it was not given.
    public subscript(option: String) -> String? { options[option] }

    /// The value of an option that must be given.
    ///
    /// - Throws: `usage` if it is missing.
    public func required(_ option: String) throws(HeliographError) -> String {
        guard let value = options[option] else {
            throw HeliographError(.usage, "`--\(option)` is missing.")
        }
        return value
    }

    /// Member codes such as `XB,XC`; nil if the option was not given.
    ///
    /// - Throws: `usage` if one is no code.
    public func codes(_ option: String) throws(HeliographError) -> [MemberCode]? {
        guard let text = options[option] else { return nil }
        var codes: [MemberCode] = []
        for part in text.split(separator: ",") {
            codes.append(try code(String(part), of: option))
        }
        return codes
    }

    /// Reads a member code.
    ///
    /// - Parameter option: the option's name, for the message.
    /// - Throws: `usage` if it is no code.
    public func code(_ text: String, of option: String) throws(HeliographError) -> MemberCode {
        guard let code = MemberCode(text) else {
            throw HeliographError(
                .usage, "`--\(option)` takes codes of two capital letters, such as XB.")
        }
        return code
    }

    /// Reads a number.
    ///
    /// - Returns: `value` if the option was not given.
    /// - Throws: `usage` if it is no number in the range.
    public func number(
        _ option: String, default value: Int, in range: ClosedRange<Int>
    )
        throws(HeliographError) -> Int
    {
        guard let text = options[option] else { return value }
        guard let number = Int(text), range.contains(number) else {
            throw HeliographError(.usage, "`--\(option)` takes a number in \(range).")
        }
        return number
    }

    /// A time such as `90m`, `5h`, `3d` or `45s`; nil if the option was not given.
    ///
    /// - Throws: `usage` if it is none.
    public func duration(_ option: String) throws(HeliographError) -> Duration? {
        guard let text = options[option] else { return nil }
        guard let count = Int64(text.dropLast()), (0...1_000_000).contains(count) else {
            throw HeliographError(.usage, "`--\(option)` takes a time such as 90m, 5h or 3d.")
        }
        switch text.last {
        case "s": return .seconds(count)
        case "m": return .minutes(count)
        case "h": return .hours(count)
        case "d": return .days(count)
        default:
            throw HeliographError(.usage, "`--\(option)` takes a time such as 90m, 5h or 3d.")
        }
    }

    /// The operand at this place, from 0; the verb's grammar must make sure that there is one.
    public func operand(_ index: Int) -> String { operands[index] }
}
