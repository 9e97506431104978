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

    private static func ask(
        _ name: String, _ arguments: Arguments, _ more: [(String, String?)] = []
    ) async throws(HeliographError) -> JSON {
        try await arguments.ask(
            arguments.command(
                name,
                [
                    ("id", arguments.operand(0)), ("as", arguments["as"]),
                    ("approvedBy", arguments["approved-by"]),
                ] + more))
    }

    private static let sentColumns = ["thread", "sequence", "kind", "operation"]

    static let retraction: [Verb] = [
        Verb(
            "notice retract", "Take a notice back: cancel, correction, and order to erase.",
            operands: "ID", 1...1,
            options: [
                .init(
                    name: "statement", value: "TEXT",
                    meaning: "what was wrong, and what is right", isRequired: true),
                .init(
                    name: "because", value: "CODE",
                    meaning:
                        "wrong-person, data-wrong, unlawful or out-of-date; may be left out where a recipient "
                        + "has reported a wrong person"),
            ] + twoOfficers,
            flags: ["preview"],
            example:
                "heliograph notice retract XA-TA-2027-000007 --statement \"Another person was meant.\" "
                + "--because wrong-person --as officer-7 --approved-by chief-2 --dir ./xa"
        ) { arguments throws(HeliographError) in
            let command = arguments.command(
                "notice retract",
                [
                    ("id", arguments.operand(0)), ("as", arguments["as"]),
                    ("approvedBy", arguments["approved-by"]),
                    ("statement", try arguments.required("statement")),
                    ("because", arguments["because"]),
                ])
            var fields = command.arguments
            fields["preview"] = .bool(arguments.has("preview"))
            let json = try await arguments.ask(Command(command.name, fields))
            guard !arguments.has("preview") else {
                return Output(
                    json: json, text: String(decoding: json.encodedPretty(), as: UTF8.self))
            }
            return Output(json: json, text: Table.rows(json, sentColumns))
        },
        Verb(
            "notice keep", "Find that a notice stands though a wrong person was reported.",
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
            let json = try await ask(
                "notice keep", arguments, [("reason", try arguments.required("reason"))])
            return Output(json: json, text: Table.object(json, ["thread", "settled"]))
        },
        Verb(
            "notice board", "Who has confirmed a correction or an order to erase.",
            operands: "ID", 1...1,
            example: "heliograph notice board XA-TA-2027-000007 --dir ./xa"
        ) { arguments throws(HeliographError) in
            let json = try await ask("notice board", arguments)
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
            "notice erase", "Carry an order to erase out, and confirm it.", operands: "ID", 1...1,
            options: oneOfficer,
            example: "heliograph notice erase XA-ER-2027-000007 --as officer-3 --dir ./xb"
        ) { arguments throws(HeliographError) in
            let json = try await ask("notice erase", arguments)
            return Output(json: json, text: Table.object(json, ["order", "about", "erased"]))
        },
        Verb(
            "notice confirm", "Confirm a correction that came here.", operands: "ID", 1...1,
            options: oneOfficer,
            example: "heliograph notice confirm XA-CN-2027-000007 --as officer-3 --dir ./xb"
        ) { arguments throws(HeliographError) in
            let json = try await ask("notice confirm", arguments)
            return Output(json: json, text: Table.object(json, sentColumns))
        },
    ]
}
