import Notices

/// What a refusal leaves as it was: whoever reads it at night need not guess.
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

    /// The refusal with what was not done. Verbs that only read have nothing to say; nor those that may have come
    /// half-way.
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
    /// Whoever is told this does not know whether it was done.
    fileprivate var mayBeDone: Bool {
        switch self {
        case .nodeSilent, .storeFailed, .internalFault, .fileUnwritable: true
        default: false
        }
    }
}
