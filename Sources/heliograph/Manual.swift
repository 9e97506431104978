import CommandWords
import Node
import Notices
import Station

/// The pages of the manual, man(7): one over all, and one for the verbs of each noun, made from
/// the one table of verbs.
enum Manual {
    /// The first words of all verbs; each has a page.
    static let nouns = Set(VerbTable.shown.map { $0.name.prefix { $0 != " " } }).map { String($0) }
        .sorted()

    /// Every page by the name of its file.
    static var files: [(name: String, text: String)] {
        [("heliograph.1", page)]
            + nouns.map { ("heliograph-\($0).1", page(of: $0) ?? "") }
    }

    /// The page over all: every verb with its sentence.
    static var page: String {
        var lines = heading("HELIOGRAPH", "heliograph")
        lines += [
            ".SH NAME",
            "heliograph \\- warns the country a convicted child sex offender is travelling to",
            ".SH SYNOPSIS",
            ".B heliograph",
            "\\fIVERB\\fR [\\fIOPERANDS\\fR] [\\fB\\-\\-dir\\fR \\fID\\fR] [\\fB\\-\\-json\\fR]",
            ".SH DESCRIPTION",
            "Runs a country's node and speaks to it, whether it runs or not.",
        ]
        for reader in Reader.allCases {
            lines.append(".SH " + reader.heading.uppercased())
            for verb in VerbTable.shown where verb.reader == reader {
                lines += title(verb) + [escaped(verb.summary)]
            }
        }
        lines += [".SH OPTIONS OF EVERY VERB"]
        for (shown, meaning) in Help.everywhere {
            lines += [".TP", ".B " + escaped(shown), escaped(meaning)]
        }
        lines += [".SH EXIT STATUS"]
        for (status, meaning) in Help.statuses {
            lines += [".TP", ".B \(status)", escaped(meaning)]
        }
        lines += [
            ".SH ENVIRONMENT",
            ".TP", ".B HELIOGRAPH_DIR", "the data folder; default ./heliograph\\-data",
            ".TP", ".B HELIOGRAPH_EXAMPLES", "the folder keys\\-example/",
            ".TP", ".B NO_COLOR", "set and not empty: no colour on a terminal",
            ".TP", ".B PAGER", "shows what is longer than the terminal; default less",
            ".SH FILES",
            "D/heliograph.json5: configuration. D/keys: private keys, mode 0600. D/store: the "
                + "store.",
            ".SH SEE ALSO",
            escaped(nouns.map { "heliograph-\($0)(1)" }.joined(separator: ", ")),
        ]
        return lines.joined(separator: "\n")
    }

    /// The page of a noun: each of its verbs with options and an example; nil for a noun without.
    static func page(of noun: String) -> String? {
        guard nouns.contains(noun) else { return nil }
        let verbs = VerbTable.verbs(of: noun)
        var lines = heading("HELIOGRAPH\\-\(noun.uppercased())", "heliograph")
        lines += [
            ".SH NAME",
            "heliograph\\-\(escaped(noun)) \\- "
                + escaped(verbs.map(\.name).joined(separator: ", ")),
        ]
        lines.append(".SH VERBS")
        for verb in verbs {
            lines += title(verb)
            lines.append(escaped(verb.summary))
            lines += verb.details.map { escaped($0) }
            for option in verb.options {
                let values =
                    option.values.isEmpty ? "" : ": " + option.values.joined(separator: ", ")
                lines += [
                    ".br",
                    escaped("--\(option.name) \(option.value): \(option.meaning)\(values)"),
                ]
            }
            for flag in verb.flags {
                lines += [".br", escaped("--\(flag.name): \(flag.meaning)")]
            }
            lines += [".br", "Example: " + escaped(verb.example)]
        }
        lines += [".SH SEE ALSO", "heliograph(1)"]
        return lines.joined(separator: "\n")
    }

    private static func heading(_ title: String, _ source: String) -> [String] {
        [".TH \(title) 1 \"\" \"\(source) \(Version.number)\" \"User Commands\""]
    }

    private static func title(_ verb: Verb) -> [String] {
        let words = [verb.name] + verb.operands.map(\.shown)
        return [".TP", ".B " + escaped(words.joined(separator: " "))]
    }

    /// Escapes a line that begins with a dot or a quote: man(7) would take it as a request.
    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for character in text {
            switch character {
            case "\\": escaped += "\\e"
            case "-": escaped += "\\-"
            default: escaped.append(character)
            }
        }
        return escaped.hasPrefix(".") || escaped.hasPrefix("'") ? "\\&" + escaped : escaped
    }
}
