/// Which answers a notice takes, and which facts each of them needs.
extension NoticeTemplate {
    /// What an officer wants to say, if the notice can be answered so.
    ///
    /// - Throws: `usage`, with every answer and what it needs; `transitionRefused` for a notice
    ///   that takes no answer.
    public static func replyOperation(
        _ wanted: String?, answering notice: Notice, by member: MemberCode
    ) throws(HeliographError) -> NoticeOperation {
        let thread = notice.thread
        guard NoticeSide(of: member, in: thread) == .recipient else {
            throw HeliographError(
                .transitionRefused, "\(thread) is a notice of ours: what arrived answers it.",
                next: "`heliograph notice show \(thread)` shows it. `heliograph notice new` with "
                    + "`--follows \(thread)` writes its next statement.")
        }
        let operations = NoticeLifecycle.operations(of: notice.kind, on: .recipient)
        guard !operations.isEmpty else {
            throw HeliographError(
                .transitionRefused, "A \(notice.kind.rawValue) takes no answer of its own.",
                next: [.travelAlert, .greenNotice, .groupAlert].contains(notice.kind)
                    ? "Report what came of it: `heliograph outcome \(thread) --result CODE`."
                    : "`heliograph inbox \(thread)` shows it.")
        }
        guard let wanted else {
            throw HeliographError(
                .usage, "What the answer to \(thread) says is not named.",
                next: "Add `--operation` with what it needs. "
                    + operations.map { line($0, notice.kind) }.joined(separator: "; ") + ".")
        }
        let operation = NoticeOperation(rawValue: wanted)
        guard operations.contains(operation) else {
            throw HeliographError(
                .usage, "A \(notice.kind.rawValue) is not answered by `\(wanted)`.",
                next: "It takes "
                    + operations.map { line($0, notice.kind) }.joined(separator: "; ") + ".")
        }
        return operation
    }

    /// An answer with the options that it needs, such as `deny --refusal`.
    private static func line(_ operation: NoticeOperation, _ kind: NoticeKind) -> String {
        guard let facts = facts(of: operation, to: kind) else {
            return "`\(operation.rawValue)` (a form: `--blank`)"
        }
        let options = facts.needed.map { " --\($0.rawValue)" }.joined()
        return "`\(operation.rawValue)\(options)`"
    }

    /// Checks that the facts are those that the answer takes.
    ///
    /// - Throws: `usage`, naming every fact that is missing or has no place in it.
    public static func check(
        _ given: [ReplyFact: JSON], of operation: NoticeOperation, answering notice: Notice
    ) throws(HeliographError) {
        let name = "`\(operation.rawValue)` to \(notice.kind.withArticle)"
        let form =
            "`heliograph reply \(notice.thread) --operation \(operation.rawValue) --blank` prints "
            + "its form; fill that in and send it with `heliograph notice send`."
        switch (notice.kind, operation) {
        case (.erasure, .confirm), (.correction, .confirm):
            let verb = notice.kind == .erasure ? "erase" : "confirm"
            throw HeliographError(
                .usage, "\(name) is not said in words alone.",
                next: "`heliograph notice \(verb) \(notice.thread)` does it, and says so.")
        default: break
        }
        guard let facts = facts(of: operation, to: notice.kind) else {
            throw HeliographError(.usage, "\(name) takes more than words.", next: form)
        }
        let missing = facts.needed.filter { given[$0] == nil }
        guard missing.isEmpty else {
            throw HeliographError(
                .usage, "\(name) lacks \(list(missing)).",
                next: "Add what is named. It may have "
                    + (facts.optional.isEmpty ? "nothing else" : list(facts.optional))
                    + " too.")
        }
        let taken = facts.needed + facts.optional
        let others = ReplyFact.allCases.filter {
            given[$0] != nil && !taken.contains($0)
        }
        guard others.isEmpty else {
            throw HeliographError(
                .usage, "\(name) has no place for \(list(others)).",
                next: "Leave it out. It takes "
                    + (taken.isEmpty ? "no option of this kind." : list(taken) + "."))
        }
        if let result = given[.result]?.stringValue,
            resultsWithEntries.contains(result)
        {
            throw HeliographError(
                .usage, "The result `\(result)` needs its entries, which are no words.", next: form)
        }
    }

    private static func list(_ facts: [ReplyFact]) -> String {
        facts.map { "`--\($0.rawValue)`" }.joined(separator: ", ")
    }
}
