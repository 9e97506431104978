import CommandWords
import Notices

/// The help of the command line: of one verb, of a noun, and of the whole.
enum Help {
    /// The width of the column for options and their values, in characters.
    private static let optionWidth = 28
    /// The width of the column for names of verbs, in characters.
    private static let nameWidth = 25
    /// The width of a page, in characters.
    private static let pageWidth = 80

    /// The verbs that most readers need on most days, in the order of a day.
    static let common = [
        "tasks", "inbox", "inbox card", "outcome", "notice new", "notice send", "notice show",
        "notice cancel", "outbox", "doctor",
    ]

    /// The meanings of exit statuses.
    static let statuses = [
        (0, "done"), (1, "refused: nothing was done, or the answer is no"),
        (2, "the command was not understood"), (3, "not now: try again later"),
        (4, "`run` only: a person must look before the node is started again"),
    ]

    /// The options that every verb takes.
    static let everywhere: [(shown: String, meaning: String)] = [
        ("--dir D", "the data folder; default HELIOGRAPH_DIR, or ./heliograph-data"),
        ("--json", "one JSON object on stdout"),
        ("--wide", "no bound on the width of a table on a terminal"),
        ("-h, --help", "this help"),
    ]

    /// The help of one verb.
    static func page(of verb: Verb) -> String {
        var lines = wrapped(verb.summary, indent: 0)
        for more in verb.furtherSummaries { lines += wrapped(more, indent: 0) }
        if !verb.details.isEmpty {
            lines += [""] + verb.details.flatMap { wrapped($0, indent: 0) }
        }
        lines.append("")
        lines += usage(of: verb) + [""]
        for option in verb.options {
            let values = option.values.isEmpty ? "" : ": \(option.values.joined(separator: ", "))"
            lines += row(
                "--\(option.name) \(option.value)",
                option.meaning + values + (option.isRequired ? " (required)" : ""), optionWidth)
        }
        for flag in verb.flags { lines += row("--\(flag.name)", flag.meaning, optionWidth) }
        for (shown, meaning) in everywhere { lines += row(shown, meaning, optionWidth) }
        lines += ["", "Example:"] + example(of: verb) + [""]
        lines += exitStatus(besides: verb.name != "run")
        return lines.joined(separator: "\n")
    }

    /// The verbs that begin with a noun; nil if none does.
    static func page(ofNoun noun: String) -> String? {
        let verbs = VerbTable.verbs(of: noun)
        guard verbs.contains(where: { $0.name != noun }) else { return nil }
        let first = verbs.first { $0.name != noun } ?? verbs[0]
        return
            (["The verbs of `\(noun)`:"] + rows(verbs) + [
                "", "`heliograph help VERB` says more of one, such as",
                "`heliograph help \(first.name)`.",
            ]).joined(separator: "\n")
    }

    /// The help of the whole command line.
    static var overview: String {
        var lines = [
            "heliograph: warns the country a convicted child sex offender is travelling to,",
            "before the traveller lands.", "", "Used most",
        ]
        lines += rows(common.compactMap { name in VerbTable.all.first { $0.name == name } })
        for reader in Reader.allCases {
            lines += ["", reader.heading]
            lines += rows(VerbTable.shown.filter { $0.reader == reader })
        }
        lines += [
            "",
            "`heliograph help VERB` and `heliograph VERB --help` say more. A noun alone, such",
            "as `heliograph notice`, lists its verbs. `heliograph explain CODE` explains a",
            "code.", "",
        ]
        return (lines + exitStatus(besides: false)).joined(separator: "\n")
    }

    private static func usage(of verb: Verb) -> [String] {
        var words = verb.operands.map(\.shown)
        for option in verb.options {
            let shown = "--\(option.name) \(option.value)"
            words.append(option.isRequired ? shown : "[\(shown)]")
        }
        words += verb.flags.map { "[--\($0.name)]" }
        var lines: [String] = []
        var line = "  heliograph \(verb.name)"
        for word in words {
            if ShownText.width(of: line) + 1 + ShownText.width(of: word) > pageWidth {
                lines.append(line)
                line = "     "
            }
            line += " " + word
        }
        return lines + [line]
    }

    /// The example on lines that a shell takes for one, so that it can be copied.
    private static func example(of verb: Verb) -> [String] {
        let lines = ShownText.wrapped(verb.example, columns: pageWidth - 8)
        return lines.enumerated().map { place, line in
            (place == 0 ? "  " : "      ") + line + (place == lines.count - 1 ? "" : " \\")
        }
    }

    private static func exitStatus(besides isUsual: Bool) -> [String] {
        ["Exit status:"]
            + statuses.filter { !isUsual || $0.0 != 4 }.flatMap { row("\($0.0)", $0.1, 2) }
    }

    private static func rows(_ verbs: [Verb]) -> [String] {
        verbs.flatMap { row($0.name, $0.summary, nameWidth) }
    }

    /// A name and its meaning; the meaning is broken into lines that fit the page.
    static func row(_ name: String, _ meaning: String, _ width: Int) -> [String] {
        let column = 2 + width + 1
        let lines = ShownText.wrapped(meaning, columns: pageWidth - column)
        let blank = String(repeating: " ", count: column)
        var first = "  " + padded(name, width)
        guard ShownText.width(of: name) <= width else {
            return ["  " + name] + lines.map { blank + $0 }
        }
        first += " " + (lines.first ?? "")
        return [first] + lines.dropFirst().map { blank + $0 }
    }

    private static func wrapped(_ text: String, indent: Int) -> [String] {
        ShownText.wrapped(text, columns: pageWidth - indent).map {
            String(repeating: " ", count: indent) + $0
        }
    }
}

func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - ShownText.width(of: text)))
}
