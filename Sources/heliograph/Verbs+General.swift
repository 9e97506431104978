import Asking
import CommandWords
import Foundation
import Node
import Notices
import Office
import Station

/// Verbs about the program itself.
extension Verbs {
    static let general: [Verb] = [
        Verb(
            "explain", "Say what a code means, and what to do; without one, list all codes.",
            for: .everybody, operands: "[CODE]", example: "heliograph explain id-conflict"
        ) { arguments throws(HeliographError) in
            guard let text = arguments.operands.first else { return allCodes }
            return try await explain(text, arguments)
        },
        Verb(
            "manual", "Print a page of the manual: over all, or of the verbs of one noun.",
            for: .everybody, operands: "[NOUN]",
            options: [
                .init(
                    name: "out", value: "FOLDER",
                    meaning: "write every page into this folder, such as /usr/share/man/man1")
            ], example: "heliograph manual notice | man -l -"
        ) { arguments throws(HeliographError) in
            try manual(arguments)
        },
        Verb(
            "completion", "Print completion for a shell: bash, zsh or fish.", for: .everybody,
            operands: "[SHELL]", example: "source <(heliograph completion bash)"
        ) { arguments throws(HeliographError) in
            let name = arguments.operands.first ?? Completion.Shell.bash.rawValue
            guard let shell = Completion.Shell(rawValue: name) else {
                let known = Completion.Shell.allCases.map(\.rawValue)
                throw HeliographError(
                    .usage,
                    "There is no completion for `\(ShownText.brief(name))`."
                        + Suggestion.question(to: name, among: known),
                    next: "Take one of: \(known.joined(separator: ", ")).")
            }
            return Output(
                json: ["completion": .string(shell.script)], text: shell.script, isWhole: true)
        },
        Verb(
            Completion.verb, "Print what may stand at the end of these words; for the shells.",
            for: .integrator, operands: "[WORD…]", example: "heliograph complete -- notice se"
        ) { arguments throws(HeliographError) in
            let found = await Completion.candidates(arguments.operands) { call, folder in
                let folder = folder.map { DataFolder($0) } ?? arguments.folder
                guard case .done(let json) = await NodeDoor(folder).perform(call) else {
                    return nil
                }
                return json
            }
            let items = found.map { found -> JSON in
                ["word": .string(found.word), "meaning": .string(found.meaning)]
            }
            return Output(
                json: ["items": .array(items)],
                text: found.map { found in
                    found.meaning.isEmpty
                        ? found.word : "\(found.word)\t\(ShownText.line(found.meaning))"
                }.joined(separator: "\n"))
        },
        Verb("version", "Print the version.", for: .everybody, example: "heliograph version") {
            arguments throws(HeliographError) in
            let json: JSON = [
                "version": .string(Version.number), "wire": .number(JSONNumber(Version.wire)),
                "openssl": .string(Version.openssl),
            ]
            return Output(
                json: json,
                text:
                    "heliograph \(Version.number), wire version \(Version.wire), \(Version.openssl)"
            )
        },
    ]

    private static func manual(_ arguments: Arguments) throws(HeliographError) -> Output {
        if let out = arguments["out"] {
            guard arguments.operands.isEmpty else {
                throw HeliographError(.usage, "`--out` writes every page; no noun goes with it.")
            }
            do {
                // For every reader of the machine, whatever the umask is.
                try FileManager.default.createDirectory(
                    atPath: out, withIntermediateDirectories: true,
                    attributes: [.posixPermissions: 0o755])
            } catch {
                throw HeliographError(.fileUnwritable, "The folder \(out) cannot be made.")
            }
            for (name, text) in Manual.files {
                try Files.write(Array((text + "\n").utf8), to: "\(out)/\(name)", mode: 0o644)
            }
            return Output(
                json: ["files": .array(Manual.files.map { .string($0.name) })],
                text: "\(Manual.files.count) pages in \(out).")
        }
        guard let noun = arguments.operands.first else {
            return output(page: Manual.page)
        }
        guard let page = Manual.page(of: noun) else {
            throw HeliographError(
                .usage,
                "There is no page about `\(ShownText.brief(noun))`."
                    + Suggestion.question(to: noun, among: Manual.nouns),
                next: "Take one of: \(Manual.nouns.joined(separator: ", ")).")
        }
        return output(page: page)
    }

    /// A page as `man` shows it on a terminal; its source elsewhere.
    private static func output(page: String) -> Output {
        let isShown = !Layout.current.isForPeople || !Terminal.showManual(page)
        return Output(json: ["manual": .string(page)], text: page, isWhole: true, isShown: isShown)
    }
}
