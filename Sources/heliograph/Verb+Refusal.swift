import Notices

/// A refusal says what it left as it was, so that its reader at night need not guess.
extension Verb {
    private static let sending: Set<String> = [
        "notice send", "notice cancel", "notice forward", "notice erase", "notice confirm",
        "outcome", "draft send",
    ]
    private static let importing: Set<String> = ["import forms", "import manifest"]
    private static let changing: Set<String> = [
        "notice approve", "notice keep", "draft change", "draft discard", "trust import",
        "trust settle", "outbox retry", "handover retry", "federation propose",
        "federation suspend", "federation restore", "federation remove", "federation threshold",
        "federation territories", "federation signer add", "federation signer remove",
        "federation sign", "federation collect", "federation publish",
    ]

    /// The refusal with the words that nothing was sent, imported or changed. They are not added
    /// for verbs that only read, nor for errors after which the work may be half done.
    func refused(_ error: HeliographError) -> HeliographError {
        let undone: String
        switch name {
        case _ where Self.sending.contains(name): undone = "Nothing was sent."
        case _ where Self.importing.contains(name): undone = "Nothing was imported."
        case _ where Self.changing.contains(name): undone = "Nothing was changed."
        case "init": undone = "No node was made."
        default: return error
        }
        guard !error.code.mayBeDone, !error.sentence.contains("Nothing was"),
            !error.sentence.contains("not changed")
        else { return error }
        return HeliographError(
            error.code, error.sentence + " " + undone, next: error.next, detail: error.detail,
            faults: error.faults)
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
}
