import Asking
import CommandWords
import Node
import Notices
import Office

extension Verbs {
    private static let sentColumns = ["thread", "sequence", "kind", "operation"]

    static let retraction: [Verb] = [
        Verb(
            RetractNotice.self,
            operands: "ID",
            options: [author, approver],
            example:
                "heliograph notice retract XA-TA-2027-000007 --statement "
                + "\"Another person was meant.\" --because wrong-person "
                + "--as officer-7 --approved-by chief-2 --dir ./xa"
        ) { arguments throws(HeliographError) in
            let json = try await arguments.ask(RetractNotice.self) {
                request throws(HeliographError) in
                request.id = arguments.operand(0)
                request.statement = try arguments.required("statement")
                request.because = arguments["because"]
                request.preview = arguments.has("preview")
                request.words = arguments.words
            }
            guard !arguments.has("preview") else {
                return Output(
                    json: json, text: String(decoding: json.encodedPretty(), as: UTF8.self))
            }
            return Output(json: json, text: Table.rows(json, sentColumns))
        }.asking(.tells, when: { !$0.has("preview") }) { arguments throws(HeliographError) in
            let notice = try await arguments.look(ShowNotice.self) { $0.id = arguments.operand(0) }
            let documents = try await arguments.ask(RetractNotice.self) {
                request throws(HeliographError) in
                request.id = arguments.operand(0)
                request.statement = try arguments.required("statement")
                request.because = arguments["because"]
                request.preview = true
            }
            return Caution.retract(notice, documents: documents["items"]?.arrayValue ?? [])
        },
        Verb(
            KeepNotice.self,
            operands: "ID",
            options: [author, approver],
            example:
                "heliograph notice keep XA-TA-2027-000007 --reason \"A namesake was met.\" "
                + "--as officer-7 --approved-by chief-2 --dir ./xa"
        ) { arguments throws(HeliographError) in
            let json = try await arguments.ask(KeepNotice.self) {
                request throws(HeliographError) in
                request.id = arguments.operand(0)
                request.reason = try arguments.required("reason")
                request.approvedBy = arguments["approved-by"]
            }
            return Output(json: json, text: Table.object(json, ["thread", "settled"]))
        },
        Verb(
            ShowBoard.self,
            operands: "ID",
            example: "heliograph notice board XA-TA-2027-000007 --dir ./xa"
        ) { arguments throws(HeliographError) in
            let json = try await arguments.ask(ShowBoard.self) { $0.id = arguments.operand(0) }
            let boards = (json["items"]?.arrayValue ?? []).map { board in
                Table.object(
                    board, ["thread", "kind", "about", "due", "recipients", "confirmed", "percent"])
                    + "\n"
                    + Table.rows(
                        ["items": board["lines"] ?? []],
                        ["member", "delivery", "answer", "answered", "deleted"])
            }
            return Output(json: json, text: boards.joined(separator: "\n\n"))
        },
        Verb(
            EraseNotice.self, operands: "ID",
            options: [author],
            example: "heliograph notice erase XA-ER-2027-000007 --as officer-3 --dir ./xb"
        ) { arguments throws(HeliographError) in
            let json = try await arguments.ask(EraseNotice.self) {
                $0.id = arguments.operand(0)
                $0.preview = arguments.has("preview")
                $0.words = arguments.words
            }
            return Output(
                json: json, text: Table.object(json, ["order", "issuer", "about", "erased"]))
        }.asking(.destroys, when: { !$0.has("preview") }) { arguments throws(HeliographError) in
            Caution.erase(
                try await arguments.ask(EraseNotice.self) {
                    $0.id = arguments.operand(0)
                    $0.preview = true
                })
        },
        Verb(
            ConfirmCorrection.self, operands: "ID",
            options: [author],
            example: "heliograph notice confirm XA-CN-2027-000007 --as officer-3 --dir ./xb"
        ) { arguments throws(HeliographError) in
            let json = try await arguments.ask(ConfirmCorrection.self) {
                $0.id = arguments.operand(0)
            }
            return Output(json: json, text: Table.object(json, sentColumns))
        },
    ]
}
