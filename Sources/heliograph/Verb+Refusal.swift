import Asking
import CommandWords
import Foundation
import Notices
import Office

/// A refusal says what it left as it was, so that its reader at night need not guess, and names a
/// step that this reader may take.
extension Verb {
    private static let sending: Set<String> = [
        "notice send", "notice cancel", "notice forward", "notice erase", "notice confirm",
        "notice retract", "outcome", "draft send", "reply",
    ]
    private static let importing: Set<String> = ["import forms", "import manifest", "import mrz"]
    private static let writing: Set<String> = [
        "inbox attachment", "evidence export", "federation export",
    ]
    /// Verbs of the secretariat that only read.
    private static let secretariatReads: Set<String> = ["federation draft"]
    /// The data folder of an installed system (`docs/administrator.md`).
    private static let usualFolder = "/var/lib/heliograph"

    private var noun: String { String(name.prefix { $0 != " " }) }

    /// True if the reader works with notices, and not with the node.
    private var isForOfficers: Bool { reader == .officer || reader == .supervisor }

    /// The refusal with the words that nothing was sent, imported, changed or written, and with a
    /// next step for the reader of this verb. The words are not added for verbs that only read, nor
    /// for errors after which the work may be half done.
    ///
    /// - Parameter words: the words behind the verb.
    func refused(_ error: HeliographError, of words: [String] = []) -> HeliographError {
        let folder = Arguments.folderName(in: words)
        let sentence =
            (isUnnamed(folder, error)
                ? "No data folder was named. The command then looks for `heliograph-data` in the "
                    + "folder where you are. " : "")
            + error.sentence + (undone(after: error).map { " " + $0 } ?? "")
        var next = next(after: error)
        if let folder, error.code != .folderMissing {
            next = complete(next, of: words, folder: folder)
        }
        return HeliographError(
            error.code, sentence, next: next, detail: error.detail, faults: error.faults)
    }

    /// True if the data folder is missing and nobody has named it.
    private func isUnnamed(_ folder: String?, _ error: HeliographError) -> Bool {
        error.code == .folderMissing && folder == nil
            && ProcessInfo.processInfo.environment["HELIOGRAPH_DIR"] == nil
    }

    /// Puts the data folder, the officer who asks and the file into each command of a sentence, so
    /// that it can be typed as it stands.
    private func complete(_ text: String, of words: [String], folder: String) -> String {
        let officer = Arguments.value(of: "as", in: words)
        let files = (try? Arguments(words, for: grammar))?.operands ?? []
        let file = operands.first?.name == "FILE" && files.count == 1 ? files[0] : nil
        func quoted(_ word: String) -> String { word.contains(" ") ? "'\(word)'" : word }
        guard !folder.contains("`"), !folder.contains("\n") else { return text }
        var parts = text.components(separatedBy: "`")
        for place in parts.indices where place % 2 == 1 {
            let words = parts[place].split(separator: " ").map { String($0) }
            guard words.first == "heliograph", !words.contains("--dir"),
                let (named, rest) = VerbTable.find(Array(words.dropFirst())),
                !rest.contains("--help"), named.reader != .everybody, named.name != "init",
                named.name != "federation create",
                named.name.hasPrefix("federation") == name.hasPrefix("federation")
            else { continue }
            if let officer, !officer.contains("`") {
                parts[place] = parts[place].replacing(
                    "--as OFFICER", with: "--as \(quoted(ShownText.brief(officer)))")
            }
            // A verb of another noun is about another file.
            if let file, !file.contains("`"), named.name.hasPrefix(noun + " ") {
                parts[place] = parts[place].replacing(" FILE", with: " " + quoted(file))
            }
            parts[place] += " --dir " + quoted(folder)
        }
        return parts.joined(separator: "`")
    }

    // MARK: What was not done

    private func undone(after error: HeliographError) -> String? {
        let said = error.sentence.lowercased()
        guard !error.code.mayBeDone, !said.contains("nothing was"), !said.contains("not changed"),
            !said.contains("no node was"), !said.contains("no federation was")
        else { return nil }
        switch name {
        case "init": return "No node was made."
        case "notice erase": return "Nothing was erased."
        case "run": return error.code.isOfStart ? "The node was not started." : nil
        case _ where Self.sending.contains(name): return "Nothing was sent."
        case _ where Self.importing.contains(name): return "Nothing was imported."
        case _ where Self.writing.contains(name): return "Nothing was written."
        case _ where isChanging: return "Nothing was changed."
        default: return nil
        }
    }

    private var isChanging: Bool {
        if noun == "federation" { return !Self.secretariatReads.contains(name) }
        // Of a verb with several requests, such as `inbox`, one that reads is the rule.
        let effects = Catalogue.all.filter { $0.verb == name }.map(\.effect)
        return effects.isEmpty ? noun == "keys" : effects.allSatisfy { $0 == .changes }
    }

    // MARK: The next step

    private func next(after error: HeliographError) -> String {
        let isOwn = error.next != error.code.next
        switch (error.code, isForOfficers) {
        case (.usage, _) where !isOwn:
            return "`heliograph \(name) --help` shows what it takes."
        case (.folderMissing, true):
            return "Name the folder of the node with `--dir`, such as `heliograph \(name) --dir "
                + "\(Self.usualFolder)`, or set HELIOGRAPH_DIR to it. The administrator of the "
                + "node knows the folder."
        case (.folderMissing, false) where name != "init" && name != "run" && !isOwn:
            return "Name the folder of the node with `--dir`, such as `--dir \(Self.usualFolder)`. "
                + "If it is on a volume of its own, mount that."
        case (.fileUnreadable, true) where !isOwn:
            return "Check the name of the file and its folder: `ls` lists the files."
        case (let code, true)
        where code.isForAdministrator && error.next.contains("heliograph init"):
            return "Tell the administrator of the node: `heliograph explain \(code.rawValue)` says "
                + "what to do there."
        case (let code, true) where code.isForAdministrator:
            return "Tell the administrator of the node. The step there: \(error.next)"
        default:
            return error.next
        }
    }
}

extension Code {
    /// True for an error after which nobody knows whether the work was done.
    fileprivate var mayBeDone: Bool {
        switch self {
        case .nodeSilent, .storeFailed, .internalFault, .fileUnwritable: true
        default: false
        }
    }

    /// True for an error that a node finds before it runs, and never later.
    fileprivate var isOfStart: Bool {
        switch self {
        case .usage, .configurationInvalid, .policyInvalid, .folderMissing, .folderInUse,
            .folderMixed, .wrongUser, .limitTooLow, .portUnavailable, .storeMissing, .storeNewer,
            .keyMissing, .keyExposed, .keyUnusable, .exampleKeys, .tokenMissing, .tokenPinRefused,
            .fileUnreadable:
            true
        default: false
        }
    }

    /// True for a fault of the node itself, at which an officer can do nothing.
    fileprivate var isForAdministrator: Bool {
        switch self {
        case .limitTooLow, .configurationInvalid, .storeBusy, .storeFailed, .storeCorrupt,
            .storeMissing, .folderMixed, .storeNewer, .storeConflict, .diskFull,
            .keyMissing, .keyExposed, .keyUnusable, .exampleKeys, .tokenMissing, .tokenPinRefused,
            .tokenFailed, .cryptoFailed, .selfTestFailed, .listMissing, .listMalformed,
            .listExpired, .policyInvalid, .nodeSilent, .internalFault:
            true
        default: false
        }
    }
}

extension Fault {
    /// The sentence, and what to do. A question and a demand say that already, and so does a
    /// sentence that ends with its line, which was advised before or is about JSON itself.
    var advised: String {
        let saysIt =
            sentence.hasSuffix(")")
            || ["Did you mean", "This must be", " Write \""].contains { sentence.contains($0) }
        return saysIt ? sentence : sentence + " " + code.next
    }
}

extension HeliographError {
    /// The lines in which a person reads the refusal: the sentence with its code, each fault, each
    /// cause, and the next step.
    ///
    /// - Parameter columns: the width that no line passes; a word that is longer stands alone.
    func lines(columns: Int) -> [String] {
        var lines = ScreenLines.wrapped("\(sentence) (\(code.rawValue))", columns: columns)
        for fault in faults {
            let place = fault.pointer.isEmpty ? "" : fault.pointer + ": "
            let text = "  \(place)\(fault.advised) (\(fault.code.rawValue))"
            lines += ScreenLines.wrapped(text, columns: columns, indent: "    ")
        }
        lines += detail.flatMap {
            ScreenLines.wrapped("  \($0)", columns: columns, indent: "    ")
        }
        // The help of a verb stands as it is.
        return lines + (next.contains("\n") ? [next] : ScreenLines.wrapped(next, columns: columns))
    }
}
