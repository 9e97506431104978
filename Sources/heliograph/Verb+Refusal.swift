import Asking
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
    private var noun: String { String(name.prefix { $0 != " " }) }

    /// True if the reader works with notices, and not with the node.
    private var isForOfficers: Bool { reader == .officer || reader == .supervisor }

    /// The refusal with the words that nothing was sent, imported, changed or written, and with a
    /// next step for the reader of this verb. The words are not added for verbs that only read, nor
    /// for errors after which the work may be half done.
    func refused(_ error: HeliographError) -> HeliographError {
        let sentence = error.sentence + (undone(after: error).map { " " + $0 } ?? "")
        return HeliographError(
            error.code, sentence, next: next(after: error), detail: error.detail,
            faults: error.faults)
    }

    // MARK: What was not done

    private func undone(after error: HeliographError) -> String? {
        let said = error.sentence.lowercased()
        guard !error.code.mayBeDone, !said.contains("nothing was"), !said.contains("not changed"),
            !said.contains("no node was"), !said.contains("no federation was")
        else { return nil }
        switch name {
        case "init": return "No node was made."
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
            return "Name the folder of the node with `--dir FOLDER`, or set HELIOGRAPH_DIR. The "
                + "administrator of the node knows the folder."
        case (.folderMissing, false) where name != "init" && name != "run" && !isOwn:
            return "Name the folder of the node with `--dir FOLDER`. If it is on a volume of its "
                + "own, mount that."
        case (.fileUnreadable, true) where !isOwn:
            return "Check the name of the file and its folder, and who may read it."
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
        case .wrongUser, .limitTooLow, .configurationInvalid, .storeBusy, .storeFailed,
            .storeCorrupt, .storeMissing, .folderMixed, .storeNewer, .storeConflict, .diskFull,
            .keyMissing, .keyExposed, .keyUnusable, .exampleKeys, .tokenMissing, .tokenPinRefused,
            .tokenFailed, .cryptoFailed, .selfTestFailed, .listMissing, .listMalformed,
            .listExpired, .policyInvalid, .nodeSilent, .internalFault:
            true
        default: false
        }
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
            let place = fault.pointer.isEmpty ? "/" : fault.pointer
            let text = "  \(place): \(fault.sentence) (\(fault.code.rawValue))"
            lines += ScreenLines.wrapped(text, columns: columns, indent: "    ")
        }
        lines += detail.flatMap {
            ScreenLines.wrapped("  \($0)", columns: columns, indent: "    ")
        }
        // The help of a verb stands as it is.
        return lines + (next.contains("\n") ? [next] : ScreenLines.wrapped(next, columns: columns))
    }
}
