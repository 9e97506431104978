public import Notices

/// The words of a command line, held against what the verb takes.
public struct CommandWords: Sendable {
    /// What a verb takes.
    public struct Grammar: Sendable {
        public let verb: String
        /// What to read when the words do not fit.
        public let help: String
        /// How many operands.
        public let operands: ClosedRange<Int>
        /// Names that a value follows; `dir` always may.
        public let options: Set<String>
        /// Names that stand alone; `json` always may.
        public let flags: Set<String>

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

    public let operands: [String]
    private let options: [String: String]
    private let flags: Set<String>

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

    public func has(_ flag: String) -> Bool { flags.contains(flag) }

    public subscript(option: String) -> String? { options[option] }

    public func required(_ option: String) throws(HeliographError) -> String {
        guard let value = options[option] else {
            throw HeliographError(.usage, "`--\(option)` is missing.")
        }
        return value
    }

    /// `XB,XC`; nil if the option is not there.
    public func codes(_ option: String) throws(HeliographError) -> [MemberCode]? {
        guard let text = options[option] else { return nil }
        var codes: [MemberCode] = []
        for part in text.split(separator: ",") {
            codes.append(try code(String(part), of: option))
        }
        return codes
    }

    public func code(_ text: String, of option: String) throws(HeliographError) -> MemberCode {
        guard let code = MemberCode(text) else {
            throw HeliographError(
                .usage, "`--\(option)` takes codes of two capital letters, such as XB.")
        }
        return code
    }

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

    /// `90m`, `5h`, `3d`; seconds as `45s`.
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

    /// The operand with this place, which the verb is known to have.
    public func operand(_ index: Int) -> String { operands[index] }
}
