import Asking
import CommandWords
import Node
import Notices
import Office

extension Verbs {
    private static let twoOfficers: [Verb.Option] = [
        .init(
            name: "as", value: "OFFICER", meaning: "who does it; recorded", isRequired: true),
        .init(name: "approved-by", value: "OFFICER", meaning: "who approved it; somebody else"),
    ]
    private static let oneOfficer = Array(twoOfficers.prefix(1))

    private static let sentColumns = ["thread", "sequence", "kind", "operation"]

    static let retraction: [Verb] = [
        Verb(
            RetractNotice.self,
            operands: "ID", 1...1,
            options: [
                .init(
                    name: "statement", value: "TEXT",
                    meaning: "what was wrong, and what is right", isRequired: true),
                .init(
                    name: "because", value: "CODE",
                    meaning:
                        "wrong-person, data-wrong, unlawful or out-of-date; may be left out "
                        + "where a recipient has reported a wrong person"),
            ] + twoOfficers,
            flags: ["preview"],
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
        },
        Verb(
            KeepNotice.self,
            operands: "ID", 1...1,
            options: [
                .init(
                    name: "reason", value: "TEXT", meaning: "why; kept in the audit record",
                    isRequired: true)
            ] + twoOfficers,
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
            operands: "ID", 1...1,
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
            EraseNotice.self, operands: "ID", 1...1,
            options: oneOfficer,
            example: "heliograph notice erase XA-ER-2027-000007 --as officer-3 --dir ./xb"
        ) { arguments throws(HeliographError) in
            let json = try await arguments.ask(EraseNotice.self) { $0.id = arguments.operand(0) }
            return Output(json: json, text: Table.object(json, ["order", "about", "erased"]))
        },
        Verb(
            ConfirmCorrection.self, operands: "ID", 1...1,
            options: oneOfficer,
            example: "heliograph notice confirm XA-CN-2027-000007 --as officer-3 --dir ./xb"
        ) { arguments throws(HeliographError) in
            let json = try await arguments.ask(ConfirmCorrection.self) {
                $0.id = arguments.operand(0)
            }
            return Output(json: json, text: Table.object(json, sentColumns))
        },
    ]
}
