public import Notices

/// The words of a command line, checked against the grammar of a verb.
public struct CommandWords: Sendable {
    /// Words that are neither options, nor their values, nor flags, in their order.
    public let operands: [String]
    private let options: [String: String]
    private let flags: Set<String>

    /// Sorts the words of a command line.
    ///
    /// A value follows its option as the next word or behind `=`. Every word behind `--` is an
    /// operand.
    ///
    /// - Throws: `usage`, naming the word that is not understood, or the one that is missing.
    public init(_ words: [String], for verb: VerbGrammar) throws(HeliographError) {
        var operands: [String] = []
        var options: [String: String] = [:]
        var flags: Set<String> = []
        var rest = words[...]
        while let word = rest.popFirst() {
            if word == "--" {
                operands += rest
                break
            }
            guard word.hasPrefix("-"), word.count > 1 else {
                operands.append(word)
                continue
            }
            let (name, attached) = Self.parts(of: word)
            if verb.flags.contains(name) {
                guard attached == nil else {
                    throw Self.usage("`--\(name)` takes no value.", verb)
                }
                flags.insert(name)
            } else if let option = verb.options[name] {
                guard let value = attached ?? rest.popFirst() else {
                    throw Self.usage("`--\(name)` needs a value.", verb)
                }
                guard attached != nil || !Self.isOption(value, of: verb) else {
                    throw Self.usage("`--\(name)` needs a value before `\(value)`.", verb)
                }
                guard options[name] == nil else {
                    throw Self.usage("`--\(name)` stands twice.", verb)
                }
                try Self.check(value, for: option, of: verb)
                options[name] = value
            } else {
                throw Self.unknown(word, verb)
            }
        }
        try Self.check(operands, in: words, for: verb)
        for option in verb.options.values.sorted(by: { $0.name < $1.name })
        where option.isRequired && options[option.name] == nil {
            let meaning = option.meaning.isEmpty ? "" : " \(option.meaning)."
            let sentence = "`\(verb.verb)` needs `--\(option.name)`, which is missing."
            guard !option.values.isEmpty else { throw Self.usage(sentence + meaning, verb) }
            throw HeliographError(.usage, sentence, next: Self.choice(option, of: verb))
        }
        self.operands = operands
        self.options = options
        self.flags = flags
    }

    /// True if the words ask for help in place of the verb's work: `--help` or `-h`, where a flag
    /// may stand.
    public static func askForHelp(_ words: [String], of verb: VerbGrammar) -> Bool {
        var rest = words[...]
        while let word = rest.popFirst(), word != "--" {
            if word == "--help" || word == "-h" { return true }
            let (name, attached) = parts(of: word)
            if verb.options[name] != nil, attached == nil, word.hasPrefix("--") {
                rest = rest.dropFirst()
            }
        }
        return false
    }

    private static func isOption(_ word: String, of verb: VerbGrammar) -> Bool {
        guard word.hasPrefix("--") else { return false }
        let (name, _) = parts(of: word)
        return verb.options[name] != nil || verb.flags.contains(name)
    }

    /// The name in a word such as `--name` or `--name=value`, and the value behind `=`.
    private static func parts(of word: String) -> (name: String, value: String?) {
        guard word.hasPrefix("--") else { return (word, nil) }
        let parts = word.dropFirst(2).split(
            separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        return (String(parts[0]), parts.count > 1 ? String(parts[1]) : nil)
    }

    private static func usage(_ sentence: String, _ verb: VerbGrammar) -> HeliographError {
        HeliographError(
            .usage, sentence,
            next: verb.example.isEmpty
                ? "`heliograph \(verb.verb) --help` shows what it takes."
                : "Write it such as `\(verb.example)`. `heliograph \(verb.verb) --help` says more.")
    }

    /// The refusal of a word that looks like an option and is none of the verb's.
    private static func unknown(_ word: String, _ verb: VerbGrammar) -> HeliographError {
        let (name, _) = parts(of: word)
        let shown = word.hasPrefix("--") ? "--\(name)" : word
        let sentence = "`\(verb.verb)` does not know `\(ShownText.brief(shown))`."
        let known = Array(verb.options.keys) + Array(verb.flags) + ["help"]
        if word.hasPrefix("--"), let near = Suggestion.nearest(to: name, among: known) {
            return usage(sentence + " Did you mean `--\(near)`?", verb)
        }
        guard !word.hasPrefix("--"), !verb.operands.isEmpty else { return usage(sentence, verb) }
        return usage(
            sentence + " If it is the name of a file, write `./\(ShownText.brief(word))`.", verb)
    }

    private static func check(
        _ value: String, for option: VerbGrammar.Option, of verb: VerbGrammar
    ) throws(HeliographError) {
        guard !option.values.isEmpty, !option.values.contains(value) else { return }
        let sentence =
            "`--\(option.name)` does not take `\(ShownText.brief(value))`."
            + Suggestion.question(to: value, among: option.values)
        throw HeliographError(
            .usage, sentence, next: choice(option, of: verb))
    }

    private static func choice(_ option: VerbGrammar.Option, of verb: VerbGrammar) -> String {
        "`--\(option.name)` takes one of: \(option.values.joined(separator: ", ")). "
            + "`heliograph help \(verb.verb)` says more."
    }

    private static func check(
        _ operands: [String], in words: [String], for verb: VerbGrammar
    ) throws(HeliographError) {
        let count = verb.operandCount
        if operands.count < count.lowerBound {
            let missing = verb.operands.filter(\.isRequired)[operands.count]
            var sentence = "`\(verb.verb)` needs \(missing.name), which is missing."
            if missing.values.isEmpty {
                guard let example = exampleOperands(of: verb).dropFirst(operands.count).first else {
                    throw usage(sentence, verb)
                }
                sentence =
                    "`\(verb.verb)` needs \(missing.name), such as `\(example)`; it is missing."
                throw HeliographError(
                    .usage, sentence,
                    next: completed(words, with: example, behind: operands, of: verb)
                        ?? usage(sentence, verb).next)
            }
            throw HeliographError(
                .usage, sentence,
                next: "\(missing.name) is one of: \(missing.values.joined(separator: ", ")). "
                    + "`heliograph help \(verb.verb)` says more.")
        }
        guard operands.count > count.upperBound else { return }
        let first = ShownText.brief(operands[count.upperBound])
        let words = count.upperBound == 1 ? "1 word" : "\(count.upperBound) words"
        throw usage(
            count.upperBound == 0
                ? "`\(verb.verb)` takes options only; `\(first)` is none."
                : "`\(verb.verb)` takes \(words) besides its options; `\(first)` is one too many.",
            verb)
    }

    /// The operands in the example of a verb.
    private static func exampleOperands(of verb: VerbGrammar) -> [String] {
        let shown = verb.example.split(separator: " ").map { String($0) }
        let words = shown.dropFirst(1 + verb.verb.split(separator: " ").count)
        guard !words.isEmpty, !verb.example.contains(where: { "\"'".contains($0) }) else {
            return []
        }
        // Without an example of its own, so that this ends for an example that lacks an operand.
        let grammar = VerbGrammar(
            verb: verb.verb, operands: verb.operands, options: Array(verb.options.values),
            flags: verb.flags)
        return (try? CommandWords(Array(words), for: grammar))?.operands ?? []
    }

    /// The next step that puts an operand into the words of the command, so that the command can
    /// be typed as it stands; nil if a shell would read one of the words in another way.
    private static func completed(
        _ words: [String], with operand: String, behind given: [String], of verb: VerbGrammar
    ) -> String? {
        let plain = Set("-_./,:=+@")
        let isPlain = words.allSatisfy {
            !$0.isEmpty && $0.utf8.count <= 200
                && $0.allSatisfy {
                    $0.isASCII && ($0.isLetter || $0.isNumber) || plain.contains($0)
                }
        }
        guard isPlain, words.starts(with: given) else { return nil }
        let all = ["heliograph", verb.verb] + given + [operand] + words.dropFirst(given.count)
        return "Write it such as `\(all.joined(separator: " "))`. `heliograph \(verb.verb) --help` "
            + "says more."
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
    public func members(_ option: String) throws(HeliographError) -> [MemberCode]? {
        guard let text = options[option] else { return nil }
        var codes: [MemberCode] = []
        for part in text.split(separator: ",") {
            codes.append(try member(String(part), of: option))
        }
        return codes
    }

    /// Reads a member code.
    ///
    /// - Parameter option: the option's name, or that of an operand in capitals, for the message.
    /// - Throws: `usage` if it is no code, with the code that was probably meant.
    public func member(_ text: String, of option: String) throws(HeliographError) -> MemberCode {
        if let code = MemberCode(text) { return code }
        let place = option == option.uppercased() ? option : "`--\(option)`"
        throw HeliographError(
            .usage,
            "\(place) takes codes of two capital letters; `\(ShownText.brief(text))` is none."
                + Country.suggestion(for: text),
            next: "Take the country's two capital letters of ISO 3166-1, such as EE for Estonia."
                + (option == "to"
                    ? " Only a member of the federation can be told: `heliograph peers` lists the "
                        + "members." : ""))
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
            throw HeliographError(
                .usage,
                "`--\(option)` takes a whole number from \(range.lowerBound) to "
                    + "\(range.upperBound); `\(ShownText.brief(text))` is none.")
        }
        return number
    }

    /// A time such as `90m`, `5h`, `3d` or `45s`; nil if the option was not given.
    ///
    /// - Throws: `usage` if it is none.
    public func duration(_ option: String) throws(HeliographError) -> Duration? {
        guard let text = options[option] else { return nil }
        let fault = HeliographError(
            .usage,
            "`--\(option)` takes a time such as 90m, 5h or 3d; `\(ShownText.brief(text))` is none.")
        guard let count = Int64(text.dropLast()), (0...1_000_000).contains(count) else {
            throw fault
        }
        switch text.last {
        case "s": return .seconds(count)
        case "m": return .minutes(count)
        case "h": return .hours(count)
        case "d": return .days(count)
        default: throw fault
        }
    }

    /// The operand at this place, from 0; the verb's grammar must make sure that there is one.
    public func operand(_ index: Int) -> String { operands[index] }
}
