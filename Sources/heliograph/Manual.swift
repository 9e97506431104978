import Node
import Notices
import Station

/// The man page and the shell completion, made from the one table of verbs.
enum Manual {
    /// man(7), for `man -l`.
    static var page: String {
        var lines = [
            ".TH HELIOGRAPH 1 \"\" \"heliograph \(Version.number)\" \"User Commands\"",
            ".SH NAME",
            "heliograph \\- warns the country a convicted child sex offender is travelling to",
            ".SH SYNOPSIS",
            ".B heliograph",
            "\\fIVERB\\fR [\\fIOPERANDS\\fR] [\\fB\\-\\-dir\\fR \\fID\\fR] [\\fB\\-\\-json\\fR]",
            ".SH DESCRIPTION",
            "Runs a country's node and speaks to it, whether it runs or not.",
            ".SH VERBS",
        ]
        for verb in VerbTable.all {
            lines.append(".TP")
            lines.append(
                ".B " + escaped("\(verb.name) \(verb.operandsShown)").trimmingTrailingSpaces)
            lines.append(escaped(verb.summary))
            for option in verb.options {
                lines.append(".br")
                lines.append(escaped("--\(option.name) \(option.value): \(option.meaning)"))
            }
            lines.append(".br")
            lines.append("Example: " + escaped(verb.example))
        }
        lines += [
            ".SH EXIT STATUS",
            "0 done, 1 refused, 2 usage, 3 try again.",
            ".SH ENVIRONMENT",
            "HELIOGRAPH_DIR: the data folder; default ./heliograph\\-data.",
            "HELIOGRAPH_EXAMPLES: the folder keys\\-example/.",
            ".SH FILES",
            "D/heliograph.json5: configuration. D/keys: private keys, mode 0600. D/store: the "
                + "store.",
        ]
        return lines.joined(separator: "\n")
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

    /// For bash: words of verbs first, then the options of the verb.
    static var completion: String {
        let first = Set(VerbTable.all.map { firstWord($0.name) }).sorted()
        var lines = [
            "# bash completion of heliograph; source it, or put it into bash_completion.d",
            "_heliograph() {",
            "    local word=\"${COMP_WORDS[COMP_CWORD]}\" verb=\"${COMP_WORDS[1]}\" "
                + "two=\"${COMP_WORDS[1]} ${COMP_WORDS[2]}\"",
            "    local three=\"$two ${COMP_WORDS[3]}\"",
            "    local words=\"\"",
            "    if [ \"$COMP_CWORD\" -eq 1 ]; then",
            "        words=\"\(first.joined(separator: " "))\"",
            "    else",
            "        case \"$verb\" in",
        ]
        for word in first {
            let second = next(after: word)
            guard !second.isEmpty else { continue }
            lines.append(
                "        \(word)) [ \"$COMP_CWORD\" -eq 2 ] && "
                    + "words=\"\(second.joined(separator: " "))\" ;;"
            )
        }
        lines += ["        esac", "        case \"$three\" in"]
        let names = VerbTable.all.map(\.name)
        for verb in VerbTable.all where verb.name.split(separator: " ").count == 3 {
            lines.append("        \"\(verb.name)\"*) words=\"$words \(options(verb))\" ;;")
        }
        let groups = Set(names.map { $0.split(separator: " ") }.filter { $0.count == 3 })
            .map { $0.prefix(2).joined(separator: " ") }
        for group in Set(groups).sorted() {
            lines.append(
                "        \"\(group) \"*) [ \"$COMP_CWORD\" -eq 3 ] && "
                    + "words=\"\(next(after: group).joined(separator: " "))\" ;;"
            )
        }
        for verb in VerbTable.all where verb.name.split(separator: " ").count == 2 {
            lines.append("        \"\(verb.name)\"*) words=\"$words \(options(verb))\" ;;")
        }
        for verb in VerbTable.all where !verb.name.contains(" ") {
            lines.append("        \"\(verb.name) \"*) words=\"$words \(options(verb))\" ;;")
        }
        lines += [
            "        esac", "    fi",
            "    COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))",
            "    [ ${#COMPREPLY[@]} -gt 0 ] || COMPREPLY=($(compgen -f -- \"$word\"))",
            "}", "complete -F _heliograph heliograph",
        ]
        return lines.joined(separator: "\n")
    }

    /// The words that may follow others, each once.
    private static func next(after words: String) -> [String] {
        var found: [String] = []
        for name in VerbTable.all.map(\.name) where name.hasPrefix(words + " ") {
            let word = firstWord(String(name.dropFirst(words.count + 1)))
            if !found.contains(word) { found.append(word) }
        }
        return found
    }

    private static func firstWord(_ name: String) -> String {
        String(name.prefix { $0 != " " })
    }

    private static func options(_ verb: Verb) -> String {
        (verb.options.map(\.name) + verb.flags + ["dir", "json", "help"]).map { "--" + $0 }
            .joined(separator: " ")
    }
}
