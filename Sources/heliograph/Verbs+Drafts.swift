import Asking
import CommandWords
import Node
import Notices
import Office

extension Verbs {
    static let drafts: [Verb] = [
        Verb(
            ListDrafts.self, example: "heliograph draft list --dir ./xa"
        ) { arguments throws(HeliographError) in
            let json = try await arguments.ask(ListDrafts.self)
            return Output(
                json: json,
                text: Table.rows(
                    json,
                    [
                        "number", "state", "source", "origin", "to", "deadline", "subject",
                        "agreement",
                    ], in: "By number."))
        }.explained(
            "A draft is an alert that an import made: of a travel form (`import forms`), or of a "
                + "passenger list (`import manifest`). Nothing of it leaves before an officer "
                + "sends it.",
            "Its state is open, sent or discarded. ORIGIN is the line of the form, or the flight. "
                + "DEADLINE is the time at which it is too late for its first recipient. SUBJECT "
                + "is the notice with which a passenger agreed, and AGREEMENT says by what.",
            "`heliograph draft show NUMBER --as OFFICER` prints a draft and what is in the way of "
                + "sending it; `draft send` sends it, and `draft discard` gives it up."
        ),
        Verb(
            ShowDraft.self,
            operands: "NUMBER", options: [author],
            example: "heliograph draft show XA-TA-2027-000012 --as officer-7 --dir ./xa"
        ) { arguments throws(HeliographError) in
            let json = try await arguments.ask(ShowDraft.self) {
                $0.number = arguments.operand(0)
            }
            return shown(json)
        },
        Verb(
            ChangeDraft.self, operands: "NUMBER FILE", options: [author],
            example: "heliograph draft change XA-TA-2027-000012 edited.json --as officer-7"
        ) { arguments throws(HeliographError) in
            let json = try await arguments.ask(ChangeDraft.self) {
                request throws(HeliographError) in
                request.number = arguments.operand(0)
                request.document = Document(try InputFile.json(arguments.operand(1)))
            }
            return shown(json)
        },
        Verb(
            SendDraft.self, operands: "NUMBER…",
            options: [author, approver],
            example:
                "heliograph draft send XA-TA-2027-000012 --as officer-7 --approved-by chief-2"
        ) { arguments throws(HeliographError) in
            try await sendDrafts(arguments)
        },
        Verb(
            DiscardDraft.self, operands: "NUMBER",
            options: [author],
            example:
                "heliograph draft discard XA-TA-2027-000012 --reason \"journey given up\" "
                + "--as officer-7"
        ) { arguments throws(HeliographError) in
            let json = try await arguments.ask(DiscardDraft.self) {
                request throws(HeliographError) in
                request.number = arguments.operand(0)
                guard let reason = arguments["reason"] else {
                    throw HeliographError(
                        .usage,
                        "`--reason` is missing: why the draft "
                            + "\(ShownText.brief(request.number)) is given up.",
                        next: "Add `--reason TEXT`; the text names nobody. `heliograph draft list` "
                            + "shows the drafts.")
                }
                request.reason = reason
            }
            return Output(json: json, text: Table.object(json, ["number", "state", "closedBy"]))
        }.asking(.destroys) { arguments throws(HeliographError) in
            Caution.discard(try await draft(arguments.operand(0), arguments))
        },
    ]

    /// The open draft of a number, as a list shows it.
    private static func draft(
        _ text: String, _ arguments: Arguments
    ) async throws(HeliographError) -> JSON {
        let list = try await arguments.look(ListDrafts.self)
        let form = NoticeReference(text)?.form
        let found = (list["items"]?.arrayValue ?? []).first {
            guard $0["state"] == "open", let number = $0["number"]?.stringValue else {
                return false
            }
            return NoticeReference(number)?.form == form
        }
        guard let found else {
            throw HeliographError(
                .notFound, "No open draft has the number \(ShownText.brief(text)).",
                next: "`heliograph draft list` shows the drafts and their numbers.")
        }
        return found
    }

    private static func sendDrafts(_ arguments: Arguments) async throws(HeliographError) -> Output {
        let calls = try arguments.operands.map { number throws(HeliographError) in
            try arguments.call(SendDraft.self) {
                $0.number = number
                $0.supplement = arguments["supplement"]
                $0.words = arguments.words
            }
        }
        let bar = ProgressBar(total: calls.count > 1 ? calls.count : 0)
        let answers = await NodeDoor(arguments.folder).perform(calls) { bar.show($0) }
        return try several(answers, named: arguments.operands, as: "draft")
    }
}
