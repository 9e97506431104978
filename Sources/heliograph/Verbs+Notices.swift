import CommandWords
import Foundation
import Node
import Notices
import Office
import Station

extension Verbs {
    static let officers: [Verb.Option] = [
        .init(
            name: "as", value: "OFFICER", meaning: "who does it; recorded", isRequired: true),
        .init(
            name: "approved-by", value: "OFFICER",
            meaning: "who approved it; somebody else, for what takes two"),
        .init(
            name: "emergency", value: "REASON",
            meaning: "released alone: flash only, approved by another within 4 hours"),
    ]

    static func officerFields(_ arguments: Arguments) -> [(String, String?)] {
        [
            ("as", arguments["as"]), ("approvedBy", arguments["approved-by"]),
            ("emergency", arguments["emergency"]), ("override", arguments["override"]),
            ("supplement", arguments["supplement"]), ("notTheSame", arguments["not-the-same"]),
        ]
    }

    static let overriding = Verb.Option(
        name: "override", value: "REASON",
        meaning: "a supervisor lifts the policy's human-rights block")
    static let supplement = Verb.Option(
        name: "supplement", value: "THREAD",
        meaning: "a second report: send what it adds to the first")
    static let notTheSame = Verb.Option(
        name: "not-the-same", value: "REASON",
        meaning: "another person or trip than it is taken for; recorded")

    /// The codes of the outcome's schema.
    private static let resultCodes =
        "admitted, admitted-monitored, refused, detained-other-warrant, not-seen, did-not-board, "
        + "already-departed, wrong-person or declined-to-say"

    static let notices: [Verb] = [
        Verb(
            "notice new", "Print an empty notice to fill in, or an example.", operands: "KIND",
            1...1,
            options: [
                .init(name: "from", value: "XA", meaning: "the sender; default the node's member"),
                .init(
                    name: "to", value: "XB,XC", meaning: "the recipients, in travel order",
                    isRequired: false),
                .init(
                    name: "follows", value: "ID",
                    meaning: "your own notice, of which this is the next statement"),
                .init(
                    name: "as", value: "OFFICER",
                    meaning: "with --follows: who reads the last statement; recorded"),
                .init(
                    name: "arrives-in", value: "5h",
                    meaning: "with --example: time to the first arrival; default 3d"),
                .init(name: "number", value: "N", meaning: "its running number; default 1"),
                .init(
                    name: "operation", value: "NAME",
                    meaning: "what it says; default what such a notice begins with"),
                .init(
                    name: "answers", value: "ID/N",
                    meaning: "an answer: the number and sequence of what it answers"),
                .init(
                    name: "sequence", value: "N",
                    meaning: "an answer: your own in that thread; default 1"),
            ],
            flags: ["example"],
            example:
                "heliograph notice new information-request --operation reply "
                + "--answers XA-IR-2027-000007/1 --from XB --to XA"
        ) { arguments throws(HeliographError) in
            arguments["follows"] == nil ? try newNotice(arguments) : try await next(arguments)
        },
        Verb(
            "notice validate", "Judge a notice and name every fault.", operands: "FILE", 1...1,
            flags: ["specimens"], example: "heliograph notice validate alert.json --specimens"
        ) { arguments throws(HeliographError) in
            try validate(arguments)
        },
        Verb(
            "notice preview", "Print what a recipient would get.", operands: "FILE", 1...1,
            options: [
                .init(name: "to", value: "XC", meaning: "the recipient", isRequired: true)
            ],
            example: "heliograph notice preview alert.json --to XC --dir ./xa"
        ) { arguments throws(HeliographError) in
            var command = JSONObject()
            command["document"] = try InputFile.json(arguments.operand(0))
            command["to"] = .string(try arguments.required("to"))
            let json = try await arguments.ask(Command("notice preview", command))
            let notice = String(
                decoding: json["notice"]?.encodedPretty() ?? [], as: UTF8.self)
            return Output(
                json: json,
                text: notice + "\n"
                    + Table.object(
                        json,
                        [
                            "to", "recipients", "removed", "precedence", "deadline", "noticeDigest",
                        ]))
        },
        Verb(
            "notice send", "Send notices: signed, sealed, stored and queued.",
            operands: "FILE…", 1...10_000,
            options: [
                .init(name: "to", value: "XB,XC", meaning: "instead of the document's own `to`"),
                .init(
                    name: "attach", value: "PATH,PATH",
                    meaning: "files that go with it; at most 20, of 1 GiB each"),
                .init(
                    name: "caption", value: "TEXT", meaning: "with one attachment: what it shows"),
                supplement, notTheSame, overriding,
            ] + officers,
            example:
                "heliograph notice send alert.json --attach ./video.mp4 --as officer-7 "
                + "--approved-by chief-2 --dir ./xa"
        ) { arguments throws(HeliographError) in
            try await send(arguments)
        },
        Verb(
            "notice show", "Print the whole life of a notice of ours, and what it says.",
            operands: "ID", 1...1,
            options: [
                .init(
                    name: "as", value: "OFFICER",
                    meaning: "who reads what it says; recorded. Without it, only its life is shown")
            ],
            example: "heliograph notice show XA-TA-2027-000007 --as officer-7 --dir ./xa"
        ) { arguments throws(HeliographError) in
            let json = try await arguments.ask(
                arguments.command(
                    "notice show", [("id", arguments.operand(0)), ("as", arguments["as"])]))
            return Output(json: json, text: history(json))
        },
        Verb(
            "notice list", "List the notices of ours.",
            example: "heliograph notice list --dir ./xa"
        ) { arguments throws(HeliographError) in
            let json = try await arguments.ask(Command("notice list"))
            return Output(
                json: json,
                text: Table.rows(
                    json,
                    ["thread", "sequence", "kind", "operation", "state", "created", "author"]))
        },
        Verb(
            "notice merge", "Print what a second report of a trip adds to the first.",
            operands: "FILE", 1...1,
            options: [
                .init(
                    name: "into", value: "THREAD", meaning: "the first", isRequired: true)
            ],
            example: "heliograph notice merge second.json --into XA-TA-2027-000007 --dir ./xa"
        ) { arguments throws(HeliographError) in
            let json = try await arguments.ask(
                Command(
                    "notice merge",
                    [
                        "document": try InputFile.json(arguments.operand(0)),
                        "into": .string(try arguments.required("into")),
                    ]))
            return Output(
                json: json,
                text: String(decoding: json["notice"]?.encodedPretty() ?? [], as: UTF8.self))
        },
        Verb(
            "notice forward", "Pass a received notice on, under a number of ours.",
            operands: "ID", 1...1,
            options: [
                .init(name: "to", value: "XC,XD", meaning: "the recipients", isRequired: true),
                .init(name: "number", value: "N", meaning: "its running number", isRequired: true),
                overriding,
            ] + officers,
            example:
                "heliograph notice forward XA-TA-2027-000007 --to XC --number 12 --as officer-3 "
                + "--approved-by chief-1 --dir ./xb"
        ) { arguments throws(HeliographError) in
            var command = arguments.command(
                "notice forward", [("id", arguments.operand(0))] + officerFields(arguments)
            ).arguments
            command["to"] = .array(
                try (arguments.codes("to") ?? []).map { .string($0.description) })
            command["number"] = .number(
                JSONNumber(try arguments.number("number", default: -1, in: 0...999_999)))
            let json = try await arguments.ask(Command("notice forward", command))
            return Output(json: json, text: sent(json))
        },
        Verb(
            "notice approve", "Approve what one officer released in an emergency.", operands: "ID",
            1...1,
            options: [
                .init(
                    name: "as", value: "OFFICER", meaning: "who approves; not its author",
                    isRequired: true)
            ],
            example: "heliograph notice approve XA-TA-2027-000007 --as chief-2 --dir ./xa"
        ) { arguments throws(HeliographError) in
            let json = try await arguments.ask(
                arguments.command(
                    "notice approve", [("id", arguments.operand(0)), ("as", arguments["as"])]))
            return Output(
                json: json,
                text: Table.rows(
                    json, ["thread", "sequence", "author", "released", "due", "approver", "late"])
                    + "\n" + statementPage(json))
        },
        Verb(
            "notice cancel", "End a notice of ours everywhere.", operands: "ID", 1...1,
            options: [.init(name: "reason", value: "TEXT", meaning: "why, for the recipients")]
                + officers,
            example: "heliograph notice cancel XA-TA-2027-000007 --as officer-7 --dir ./xa"
        ) { arguments throws(HeliographError) in
            let json = try await arguments.ask(
                arguments.command(
                    "notice cancel",
                    [
                        ("id", arguments.operand(0)), ("reason", arguments["reason"]),
                    ] + officerFields(arguments)))
            return Output(json: json, text: sent(json))
        },
        Verb(
            "outcome", "Report to the issuer what came of a notice.", operands: "ID", 1...1,
            options: [
                .init(
                    name: "result", value: "CODE", meaning: resultCodes,
                    isRequired: true),
                .init(
                    name: "at", value: "TIME",
                    meaning: "when it happened: now, or such as 2027-02-03T05:20+01:00",
                    isRequired: true),
                .init(name: "port", value: "PLACE", meaning: "where"),
                .init(
                    name: "refusal-basis", value: "LAW", meaning: "by which law entry was refused"),
                .init(
                    name: "returned-at", value: "TIME", meaning: "when the traveller was sent back"),
                .init(
                    name: "returned-on", value: "FLIGHT", meaning: "the flight back, such as ZZ10"),
                .init(
                    name: "identified-by", value: "HOW",
                    meaning: "document, photo, fingerprints; several with commas"),
                .init(name: "note", value: "TEXT", meaning: "a sentence"),
                .init(
                    name: "confirm", value: "REASON",
                    meaning:
                        "final before the landing, or against an earlier report; the issuer reads it"
                ),
            ] + officers,
            flags: ["interim"],
            example:
                "heliograph outcome XA-TA-2027-000007 --result refused --at now --port XCC "
                + "--refusal-basis \"Entry Act, section 12\" --as officer-3 --dir ./xc"
        ) { arguments throws(HeliographError) in
            var command = arguments.command(
                "outcome",
                [
                    ("id", arguments.operand(0)), ("result", try arguments.required("result")),
                    ("at", try arguments.required("at")), ("port", arguments["port"]),
                    ("refusalBasis", arguments["refusal-basis"]),
                    ("returnedAt", arguments["returned-at"]),
                    ("returnedOn", arguments["returned-on"]), ("note", arguments["note"]),
                    ("confirmation", arguments["confirm"]),
                    ("operation", arguments.has("interim") ? "interim" : nil),
                ] + officerFields(arguments)
            ).arguments
            if let ways = arguments["identified-by"] {
                command["identifiedBy"] = .array(
                    ways.split(separator: ",").map { .string(String($0)) })
            }
            let json = try await arguments.ask(Command("outcome", command))
            return Output(json: json, text: sent(json))
        },
    ]

    private static func validate(_ arguments: Arguments) throws(HeliographError) -> Output {
        let configured = try? NodeDoor.configuration(of: arguments.folder)
        var rules = NoticeRules(
            allowSpecimens: arguments.has("specimens") || configured?.allowSpecimens ?? false)
        rules.unknownMembers = .judged
        switch Notice.read(try InputFile.json(arguments.operand(0)), rules: rules) {
        case .refused(let faults):
            throw HeliographError.invalid(faults)
        case .valid(let notice, let warnings):
            let deadlines = notice.to.map { member -> JSON in
                [
                    "to": .string(member.description),
                    "deadline": notice.actBy(for: member).map { .string($0.description) } ?? .null,
                    "precedence": .string(
                        notice.precedence(for: member, at: notice.createdAt).rawValue),
                ]
            }
            let json: JSON = [
                "valid": true, "kind": .string(notice.kind.rawValue),
                "operation": .string(notice.operation.rawValue),
                "thread": .string(notice.thread), "items": .array(deadlines),
                "warnings": .array(warnings.map(\.json)),
            ]
            let warned = warnings.map { ShownText.line("warning: \($0.pointer): \($0.sentence)") }
            return Output(
                json: json,
                text: (["Valid.", Table.rows(json, ["to", "deadline", "precedence"])] + warned)
                    .joined(separator: "\n"))
        }
    }

    private static func send(_ arguments: Arguments) async throws(HeliographError) -> Output {
        let to = try arguments.codes("to")
        let (attached, words) = try attached(arguments)
        var commands: [Command] = []
        for file in arguments.operands {
            var fields: JSONObject = ["document": try InputFile.json(file)]
            if let to { fields["to"] = .array(to.map { .string($0.description) }) }
            for (key, value) in officerFields(arguments) {
                if let value { fields[key] = .string(value) }
            }
            if !attached.isEmpty { fields["attachments"] = words }
            commands.append(Command("notice send", fields))
        }
        let door = NodeDoor(arguments.folder)
        let answers =
            attached.isEmpty
            ? await door.perform(commands) : [await door.perform(commands[0], files: attached)]
        return try several(answers, named: arguments.operands)
    }
}
