import CommandWords
import Node
import Notices
import Office

extension Verbs {
    static let drafts: [Verb] = [
        Verb(
            "draft list", "List what imports propose.", example: "heliograph draft list --dir ./xa"
        ) { arguments throws(HeliographError) in
            let json = try await arguments.ask(Command("draft list"))
            return Output(
                json: json,
                text: Table.rows(
                    json,
                    [
                        "number", "state", "source", "origin", "to", "deadline", "subject",
                        "agreement",
                    ]))
        },
        Verb(
            "draft show", "Print a draft, and what is in the way of sending it.",
            operands: "NUMBER", 1...1, options: [officer],
            example: "heliograph draft show XA-TA-2027-000012 --as officer-7 --dir ./xa"
        ) { arguments throws(HeliographError) in
            let json = try await arguments.ask(
                arguments.command(
                    "draft show", [("number", arguments.operand(0)), ("as", arguments["as"])]))
            return shown(json)
        },
        Verb(
            "draft change", "Put an edited alert in the place of a draft.", operands: "NUMBER FILE",
            2...2, options: [officer],
            example: "heliograph draft change XA-TA-2027-000012 edited.json --as officer-7"
        ) { arguments throws(HeliographError) in
            let json = try await arguments.ask(
                Command(
                    "draft change",
                    [
                        "number": .string(arguments.operand(0)),
                        "as": .string(try arguments.required("as")),
                        "document": try InputFile.json(arguments.operand(1)),
                    ]))
            return shown(json)
        },
        Verb(
            "draft send", "Send drafts as they are, created now.", operands: "NUMBER…", 1...10_000,
            options: [overriding, supplement, notTheSame] + officers,
            example:
                "heliograph draft send XA-TA-2027-000012 --as officer-7 --approved-by chief-2"
        ) { arguments throws(HeliographError) in
            try await sendDrafts(arguments)
        },
        Verb(
            "draft discard", "Give a draft up; the person in it is forgotten.", operands: "NUMBER",
            1...1,
            options: [
                officer,
                .init(
                    name: "reason", value: "TEXT", meaning: "why; names nobody", isRequired: true),
            ],
            example:
                "heliograph draft discard XA-TA-2027-000012 --reason \"journey given up\" "
                + "--as officer-7"
        ) { arguments throws(HeliographError) in
            let json = try await arguments.ask(
                arguments.command(
                    "draft discard",
                    [
                        ("number", arguments.operand(0)), ("as", arguments["as"]),
                        ("reason", arguments["reason"]),
                    ]))
            return Output(json: json, text: Table.object(json, ["number", "state", "closedBy"]))
        },
    ]

    private static func sendDrafts(_ arguments: Arguments) async throws(HeliographError) -> Output {
        let answers = await NodeDoor(arguments.folder).perform(
            arguments.operands.map { number in
                arguments.command("draft send", [("number", number)] + officerFields(arguments))
            })
        return try several(answers, named: arguments.operands)
    }
}
