import Administration
import Asking
import CommandWords
import Federation
import Foundation
import Node
import Notices
import Office
import Station

/// Completion of a command line: every shell asks the program itself, so that the words and values
/// are those of this version and of this node.
enum Completion {
    /// The verb with which a shell asks.
    static let verb = "complete"

    /// A word that may stand where the cursor is.
    struct Candidate: Equatable {
        let word: String
        let meaning: String

        init(_ word: String, _ meaning: String = "") {
            self.word = word
            self.meaning = meaning
        }
    }

    /// The words that may stand at the end of a command line.
    ///
    /// - Parameters:
    ///   - words: everything behind the program's name; the last one is the word at the cursor,
    ///     empty if nothing was typed yet.
    ///   - ask: asks the node of a data folder; nil if it does not answer.
    static func candidates(
        _ words: [String], ask: @escaping (Call, _ folder: String?) async -> JSON?
    ) async -> [Candidate] {
        let words = joined(words)
        guard let last = words.last else { return [] }
        let before = Array(words.dropLast())
        let all = await all(before, at: last, ask)
        return all.filter { $0.word.hasPrefix(last) && isPlain($0.word) }
    }

    /// True for a word that no shell takes for anything but a word. Officers' names come from
    /// others: a name that a shell would obey is not proposed.
    private static func isPlain(_ word: String) -> Bool {
        word.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
            default: "._@/:=+-".utf8.contains(byte)
            }
        }
    }

    private static func all(
        _ before: [String], at last: String, _ ask: @escaping (Call, String?) async -> JSON?
    ) async -> [Candidate] {
        let nouns = following(before)
        guard let (verb, rest) = VerbTable.find(before) else { return nouns }
        let folder = Arguments.folderName(in: rest)
        let values = Values(verb: verb, ask: { await ask($0, folder) })
        if let option = verb.options.first(where: { "--\($0.name)" == rest.last }) {
            return await values.of(option)
        }
        guard rest.last != "--dir" else { return [] }
        if last.hasPrefix("--"), let equals = last.firstIndex(of: "=") {
            let name = last[..<equals].dropFirst(2)
            guard let option = verb.options.first(where: { $0.name == name }) else { return [] }
            return await values.of(option).map {
                Candidate("--\(name)=\($0.word)", $0.meaning)
            }
        }
        if last.hasPrefix("-") { return options(of: verb).filter { !rest.contains($0.word) } }
        let operands = await values.ofOperand(at: count(rest, verb))
        return rest.isEmpty ? nouns + operands : operands
    }

    /// The words with which the names of verbs go on.
    private static func following(_ before: [String]) -> [Candidate] {
        var found: [Candidate] = []
        for verb in VerbTable.shown {
            let name = verb.name.split(separator: " ").map { String($0) }
            guard name.count > before.count, Array(name.prefix(before.count)) == before else {
                continue
            }
            let word = name[before.count]
            let isWhole = name.count == before.count + 1
            if let place = found.firstIndex(where: { $0.word == word }) {
                if isWhole { found[place] = Candidate(word, verb.summary) }
            } else {
                found.append(Candidate(word, isWhole ? verb.summary : "verbs of \(word)"))
            }
        }
        return found
    }

    private static func options(of verb: Verb) -> [Candidate] {
        verb.options.map { Candidate("--\($0.name)", $0.meaning) }
            + verb.flags.map { Candidate("--\($0.name)", $0.meaning) }
            + [
                Candidate("--dir", "the data folder"), Candidate("--json", "one JSON object"),
                Candidate("--wide", "no bound on the width"), Candidate("--help", "help"),
            ]
    }

    /// The number of operands among the words.
    private static func count(_ rest: [String], _ verb: Verb) -> Int {
        var count = 0
        var words = rest[...]
        while let word = words.popFirst() {
            if verb.options.contains(where: { "--\($0.name)" == word }) || word == "--dir" {
                words = words.dropFirst()
            } else if !word.hasPrefix("-") {
                count += 1
            }
        }
        return count
    }

    /// bash gives `--state=new` as three words; they become one again.
    private static func joined(_ words: [String]) -> [String] {
        var joined: [String] = []
        var isGlued = false
        for word in words {
            if word == "=", joined.last?.hasPrefix("--") == true {
                joined[joined.count - 1] += "="
                isGlued = true
            } else if isGlued {
                joined[joined.count - 1] += word
                isGlued = false
            } else {
                joined.append(word)
            }
        }
        return joined
    }
}

extension Completion {
    /// The values of options and operands, as far as this program or this node knows them.
    struct Values {
        let verb: Verb
        let ask: (Call) async -> JSON?

        /// The values of an option.
        func of(_ option: Verb.Option) async -> [Candidate] {
            option.values.isEmpty
                ? await named(option.value) : option.values.map { Candidate($0) }
        }

        /// The values of the operand at a place, from 0.
        func ofOperand(at place: Int) async -> [Candidate] {
            guard let last = verb.operands.last else { return [] }
            guard place < verb.operands.count else {
                return last.repeats ? await named(last.name) : []
            }
            return await named(verb.operands[place].name)
        }

        /// The values behind a placeholder of help; none for files and free words.
        private func named(_ placeholder: String) async -> [Candidate] {
            switch placeholder {
            case "XA", "XB", "XC", "MEMBER", "XB,XC", "XC,XD", "GI,JE": await members()
            case "OFFICER": await officers()
            case "ID", "THREAD", "ID/N": await notices()
            case "NUMBER": verb.name.hasPrefix("draft") ? await drafts() : await notices()
            case "KIND": NoticeKind.allCases.map { Candidate($0.rawValue) }
            case "ROLE": KeySlot.allCases.map { Candidate($0.rawValue) }
            case "CODE" where verb.name == "explain": codes()
            case "CODE" where verb.name.hasPrefix("federation"): await members()
            case "NOUN": nouns()
            default: []
            }
        }

        private func members() async -> [Candidate] {
            await column("member", ListPeers.self, meaning: "status")
        }

        /// The officers who have written notices.
        private func officers() async -> [Candidate] {
            await column("author", ListNotices.self, meaning: nil)
        }

        private func drafts() async -> [Candidate] {
            await column("number", ListDrafts.self, meaning: "state")
        }

        /// Numbers of notices: those that arrived, for verbs about them; ours for all others.
        private func notices() async -> [Candidate] {
            let isReceived =
                ["inbox", "outcome", "notice forward", "notice erase", "notice confirm"]
                .contains { verb.name.hasPrefix($0) }
            return isReceived
                ? await column("thread", ListInbox.self, meaning: "kind")
                : await column("thread", ListNotices.self, meaning: "kind")
        }

        private func codes() -> [Candidate] {
            Code.allCases.map { Candidate($0.rawValue, $0.meaning) }
                + FaultCode.allCases.map { Candidate($0.rawValue, $0.meaning) }
        }

        private func nouns() -> [Candidate] {
            Manual.nouns.map { Candidate($0, "verbs of \($0)") }
        }

        /// One column of a list of the node, each value once.
        private func column<Asked: Request>(
            _ name: String, _ request: Asked.Type, meaning: String?
        ) async -> [Candidate] {
            guard let list = await ask(Call(Asked())) else { return [] }
            var found: [Candidate] = []
            var seen: Set<String> = []
            for item in list["items"]?.arrayValue ?? [] {
                guard let word = item[name]?.stringValue, seen.insert(word).inserted else {
                    continue
                }
                found.append(Candidate(word, meaning.map { Table.text(item[$0]) } ?? ""))
            }
            return found
        }
    }
}

extension Completion {
    /// A shell whose completion the program knows.
    enum Shell: String, CaseIterable {
        case bash
        case zsh
        case fish

        /// The script that asks the program at every word.
        var script: String {
            switch self {
            case .bash:
                """
                # bash completion of heliograph; source it, or put it into bash_completion.d
                _heliograph() {
                    mapfile -t COMPREPLY < <("${COMP_WORDS[0]}" complete -- \\
                        "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null | cut -f1)
                    # bash takes `--state=` for words of their own.
                    case "${COMP_WORDS[COMP_CWORD]}${COMP_WORDS[COMP_CWORD - 1]}" in
                        *=*) COMPREPLY=("${COMPREPLY[@]#--*=}") ;;
                    esac
                }
                complete -o default -F _heliograph heliograph
                """
            case .zsh:
                """
                #compdef heliograph
                # zsh completion of heliograph; put it into a folder of $fpath as _heliograph
                _heliograph() {
                    local -a found
                    found=("${(@f)$("${words[1]}" complete -- "${(@)words[2,CURRENT]}" \
                        2>/dev/null)}")
                    found=("${(@)found//:/\\\\:}")
                    found=("${(@)found//$'\\t'/:}")
                    if [[ -n "${found[1]}" ]]; then
                        _describe -t words heliograph found
                    else
                        _files
                    fi
                }
                compdef _heliograph heliograph
                """
            case .fish:
                """
                # fish completion of heliograph; put it into a completions folder as heliograph.fish
                function __heliograph
                    set -l words (commandline -opc) (commandline -ct)
                    set -l found ($words[1] complete -- $words[2..] 2>/dev/null)
                    if test (count $found) -gt 0
                        string join \\n $found
                    else
                        __fish_complete_path (commandline -ct)
                    end
                end
                complete -c heliograph -f -a '(__heliograph)'
                """
            }
        }
    }
}
