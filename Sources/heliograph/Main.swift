import Certificates
import CommandWords
import Foundation
import Node
import Notices
import Station

@main
struct Main {
    static func main() async {
        // This comes before any thread, because threads and children inherit it.
        Daemon.prepareProcess()
        var words = Array(CommandLine.arguments.dropFirst())
        if let first = words.first, ["-V", "--version"].contains(first) { words[0] = "version" }
        let status = await CommandLineInterface(words: words).run()
        Log.drain()
        exit(status)
    }
}

/// Finds the verb, runs it, and prints its output.
struct CommandLineInterface {
    let words: [String]

    /// Runs the command line.
    ///
    /// - Returns: the exit status, a key of `Help.statuses`. `run` gives 4 in place of 1: its
    ///   supervisor must not start it again, and a person must look.
    func run() async -> Int32 {
        let status = await carryOut()
        guard let cause = Terminal.failure else { return status }
        Terminal.complain(
            HeliographError(
                .fileUnwritable, "What was to be printed could not be written (\(cause)).",
                next: "Look for room where the output goes. What the verb does, it has done."))
        return max(status, 1)
    }

    private func carryOut() async -> Int32 {
        let words = withVerbFirst
        if let help = help(words) { return help }
        guard let (verb, rest) = VerbTable.find(words) else {
            return complain(unknown(words))
        }
        do throws(HeliographError) {
            try OpenSSLStart.check()
            let arguments = try Arguments(rest, for: verb.grammar)
            try await verb.caution?.check(arguments, of: verb.name)
            let output = try await verb.run(arguments)
            if !output.isShown {
                return output.status
            } else if wantsJSON {
                Terminal.print(line: output.json.encoded())
            } else if output.isWhole {
                Terminal.print(output.text)
            } else if !output.text.isEmpty {
                Terminal.show(output.text)
            }
            return output.status
        } catch {
            let status = complain(verb.refused(error, of: rest))
            return verb.name == "run" && status == 1 ? 4 : status
        }
    }

    /// True if `--json` stands where a flag may stand.
    private var wantsJSON: Bool { words.prefix { $0 != "--" }.contains("--json") }

    /// The words, with options before the verb, such as `--dir D`, moved behind it.
    private var withVerbFirst: [String] {
        var ahead: [String] = []
        var rest = words[...]
        while let word = rest.first, word.hasPrefix("--"), word.count > 2 {
            guard ["--dir", "--json", "--wide"].contains(word) || word.hasPrefix("--dir=") else {
                break
            }
            ahead.append(rest.removeFirst())
            if word == "--dir", let value = rest.popFirst() { ahead.append(value) }
        }
        guard !rest.isEmpty else { return words }
        // Directly behind the words, and never behind `--`.
        let names = rest.prefix { !$0.hasPrefix("-") }
        return names + ahead + rest.dropFirst(names.count)
    }

    /// Prints the refusal.
    ///
    /// - Returns: the exit status.
    private func complain(_ error: HeliographError) -> Int32 {
        if wantsJSON {
            Terminal.print(line: error.json.encoded())
        } else {
            Terminal.complain(error)
        }
        return Self.status(of: error.code)
    }

    static func status(of code: Code) -> Int32 {
        if code == .usage { return 2 }
        return code.isWorthRetrying ? 3 : 1
    }

    /// Prints the help that the words ask for: `help`, `-h` and `--help`, of the whole, of a noun
    /// or of a verb; a noun alone lists its verbs.
    ///
    /// - Returns: the exit status; nil if the words do not ask for help.
    private func help(_ words: [String]) -> Int32? {
        var names = words
        var asked = false
        if let first = names.first, ["help", "-h", "--help"].contains(first) {
            names.removeFirst()
            asked = true
        }
        names = Array(names.prefix { !$0.hasPrefix("-") })
        if names.isEmpty, asked || words.isEmpty {
            Terminal.show(Help.overview)
            return 0
        }
        if let (verb, rest) = VerbTable.find(words), !asked {
            guard CommandWords.askForHelp(rest, of: verb.grammar) else { return nil }
            Terminal.show(Help.page(of: verb))
            return 0
        }
        asked = asked || words.dropFirst(names.count).contains { ["-h", "--help"].contains($0) }
        if let (verb, rest) = VerbTable.find(names), rest.isEmpty {
            Terminal.show(Help.page(of: verb))
        } else if asked || words.count == names.count,
            let page = Help.page(ofNoun: names.joined(separator: " "))
        {
            Terminal.show(page)
        } else {
            return asked ? complain(unknown(names)) : nil
        }
        return 0
    }

    /// The refusal of words that are no verb, with the verb that was probably meant.
    private func unknown(_ words: [String]) -> HeliographError {
        let typed = Array(words.prefix(3).prefix { !$0.hasPrefix("-") })
        let names = VerbTable.shown.map(\.name)
        let nouns = Set(names.compactMap { $0.split(separator: " ").first.map { String($0) } })
        let isNoun = typed.first.map(nouns.contains) ?? false
        let shown = (isNoun ? typed.prefix(2) : typed.prefix(1)).joined(separator: " ")
        let sentence =
            typed.isEmpty
            ? "`\(ShownText.brief(words.first ?? ""))` is no verb."
            : "There is no verb `\(ShownText.brief(shown))`."
        var near: String?
        for count in [3, 2, 1] where typed.count >= count && near == nil {
            let name = typed.prefix(count).joined(separator: " ")
            near = Suggestion.nearest(to: name, among: isNoun ? names : names + nouns)
        }
        if near == nil, let first = typed.first, first.count >= 2, !isNoun {
            near = nouns.sorted().first { $0.hasPrefix(first.lowercased()) }
        }
        // A noun alone does nothing but list its verbs.
        let noun = isNoun ? typed[0] : near.flatMap { names.contains($0) ? nil : $0 }
        if let found = near, !names.contains(found) {
            near = ["list", "show"].map { found + " " + $0 }.first(where: names.contains)
        }
        let question = near.map { " Did you mean `\($0)`?" } ?? ""
        let next =
            noun.map { "`heliograph \($0)` lists the verbs of `\($0)`." }
            ?? "`heliograph help` lists every verb."
        return HeliographError(.usage, sentence + question, next: next)
    }
}

/// The output of a verb: an object for programs, text for people.
struct Output {
    let json: JSON
    let text: String
    var status: Int32 = 0
    /// True for a text that a program reads, whose lines are not broken on a terminal either.
    var isWhole = false
    /// False for a verb that has printed everything already.
    var isShown = true
}
