import CommandWords
import Foundation
import Node
import Notices

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
                    + "\n" + words(json))
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

    private static func newNotice(_ arguments: Arguments) throws(HeliographError) -> Output {
        guard let kind = NoticeKind(rawValue: arguments.operand(0)) else {
            let kinds = NoticeKind.allCases.map(\.rawValue).joined(separator: ", ")
            throw HeliographError(.usage, "KIND is one of \(kinds).")
        }
        let from: MemberCode
        if let text = arguments["from"] {
            from = try arguments.code(text, of: "from")
        } else {
            from = try NodeDoor.configuration(of: arguments.folder).member
        }
        guard let to = try arguments.codes("to"), !to.isEmpty else {
            throw HeliographError(
                .usage, "`--to` is missing: the recipients, such as `--to XB,XC`.")
        }
        let now = SystemClock().now.flooredToSecond
        let number = try arguments.number("number", default: 1, in: 0...999_999)
        let operation = try operation(arguments, of: kind)
        let answering = try answered(arguments)
        let sequence = try arguments.number("sequence", default: 1, in: 1...1_000_000)
        let arrival = try arguments.duration("arrives-in").map { now + $0 }
        let notice: JSON
        if arguments.has("example") {
            notice = NoticeTemplate.specimen(
                kind: kind, operation: operation, from: from, to: to, at: now, arrival: arrival,
                number: number, answering: answering, sequence: sequence)
        } else {
            guard arrival == nil else {
                throw HeliographError(
                    .usage, "`--arrives-in` belongs to `--example`.",
                    next: "In an empty notice, the times of the journey are yours to write.")
            }
            let isAnswer = !NoticeLifecycle.operations(of: kind, on: .issuer).contains(operation)
            guard !isAnswer || answering != nil else {
                throw HeliographError(
                    .usage, "`--answers` is missing: the number and sequence of what this answers.",
                    next: "They stand in `heliograph inbox`, such as XA-IR-2027-000007 and 1: "
                        + "`--answers XA-IR-2027-000007/1`.")
            }
            notice = NoticeTemplate.blank(
                kind: kind, operation: operation, from: from, to: to, at: now, number: number,
                answering: answering, sequence: sequence,
                defaults: try defaults(arguments, of: from))
        }
        return Output(
            json: notice, text: String(decoding: notice.encodedPretty(), as: UTF8.self))
    }

    /// Of the node whose notice it is, if there is a node.
    private static func defaults(
        _ arguments: Arguments, of from: MemberCode
    ) throws(HeliographError) -> NoticeDefaults {
        guard arguments["from"] == nil || (try? arguments.folder.checkExists()) != nil else {
            return NoticeDefaults()
        }
        let configuration = try NodeDoor.configuration(of: arguments.folder)
        return configuration.member == from ? configuration.noticeDefaults : NoticeDefaults()
    }

    /// The next statement of a notice of ours: the last one, with an empty reason.
    private static func next(_ arguments: Arguments) async throws(HeliographError) -> Output {
        guard let operation = arguments["operation"] else {
            throw HeliographError(
                .usage, "`--operation` is missing: what the next statement says, such as cancel.")
        }
        let json = try await arguments.ask(
            arguments.command(
                "notice successor",
                [
                    ("id", arguments["follows"]), ("operation", operation),
                    ("as", arguments["as"]),
                ]))
        let notice = json["notice"] ?? .null
        guard notice["type"]?.stringValue == arguments.operand(0) else {
            throw HeliographError(
                .usage, "That is a \(Table.text(notice["type"])), not a \(arguments.operand(0)).")
        }
        return Output(
            json: notice, text: String(decoding: notice.encodedPretty(), as: UTF8.self))
    }

    /// The page of a statement, and what it changed.
    private static func words(_ json: JSON) -> String {
        guard let card = json["card"]?.stringValue else { return "" }
        var lines = ["", card]
        let changes = json["changes"]?.arrayValue ?? []
        if !changes.isEmpty { lines.append("CHANGED SINCE THE STATEMENT BEFORE") }
        for change in changes {
            func shown(_ key: String) -> String {
                let value = change[key] ?? .null
                return value.isNull ? "nothing" : String(decoding: value.encoded(), as: UTF8.self)
            }
            lines.append("  \(Table.text(change["pointer"]))")
            lines.append("    was \(shown("before"))")
            lines.append("    is  \(shown("after"))")
        }
        return lines.joined(separator: "\n")
    }

    /// What can be written without the statement before it: an opening or an answer.
    private static func operation(
        _ arguments: Arguments, of kind: NoticeKind
    ) throws(HeliographError) -> NoticeOperation {
        guard let name = arguments["operation"] else { return NoticeTemplate.opening(of: kind) }
        let operations = NoticeTemplate.operations(of: kind)
        let operation = NoticeOperation(rawValue: name)
        guard operations.contains(operation) else {
            let names = operations.map(\.rawValue).joined(separator: ", ")
            throw HeliographError(
                .usage, "`--operation` of a new \(kind.rawValue) is one of \(names).",
                next: "To follow your own notice, name it: `--follows ID --as OFFICER`.")
        }
        return operation
    }

    private static func answered(_ arguments: Arguments) throws(HeliographError) -> String? {
        guard let text = arguments["answers"] else { return nil }
        guard text.utf8.count <= 60, MemberCode(text.prefix(2)) != nil else {
            throw HeliographError(
                .usage, "`--answers` takes a number and a sequence, such as XA-IR-2027-000007/1.")
        }
        return text
    }

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
            let warned = warnings.map { "warning: \($0.pointer): \($0.sentence)" }
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

    /// What came of one statement, or of many, each under what the officer called it.
    static func several(
        _ answers: [Answer], named names: [String]
    ) throws(HeliographError) -> Output {
        if answers.count == 1 {
            switch answers[0] {
            case .done(let json): return Output(json: json, text: sent(json))
            case .refused(let error): throw error
            }
        }
        var items: [JSON] = []
        var lines: [String] = []
        var refused = 0
        var status: Int32 = 0
        for (name, answer) in zip(names, answers) {
            switch answer {
            case .done(let json):
                items.append(json)
            case .refused(let error):
                items.append(error.json)
                lines.append("\(name): not sent. \(error.sentence) (\(error.code.rawValue))")
                lines += error.faults.map {
                    "  \($0.pointer): \($0.sentence) (\($0.code.rawValue))"
                }
                refused += 1
                status = max(status, CommandLineInterface.status(of: error.code))
            }
        }
        lines.append("\(items.count - refused) of \(items.count) notices sent.")
        return Output(
            json: ["items": .array(items)], text: lines.joined(separator: "\n"), status: status)
    }

    private static func sent(_ json: JSON) -> String {
        let deliveries = json["deliveries"]?.arrayValue ?? []
        let count = deliveries.count
        let rows = deliveries.flatMap { delivery in
            [
                "  to \(Table.text(delivery["to"])): \(Table.text(delivery["precedence"]))"
                    + ", act by \(Table.text(delivery["deadline"]))"
            ]
                + (delivery["sentence"]?.stringValue.map { ["     " + $0] } ?? [])
        }
        let heading =
            "\(Table.text(json["thread"]))/\(Table.text(json["sequence"])) "
            + "\(Table.text(json["operation"])): \(count) \(count == 1 ? "delivery" : "deliveries") queued, "
            + "\(Table.text(json["closed"])) earlier ones ended unsent."
        let warnings = (json["warnings"]?.arrayValue ?? []).map {
            "  warning: \(Table.text($0["pointer"])): \(Table.text($0["sentence"]))"
        }
        return ([heading] + rows + warnings).joined(separator: "\n")
    }

    private static func history(_ json: JSON) -> String {
        var lines = [Table.object(json, ["thread", "kind", "state", "sequence"]), ""]
        lines.append(
            Table.rows(
                ["items": json["countries"] ?? []],
                [
                    "member", "sequence", "state", "deliveredAt", "readAt", "answer", "answeredAt",
                ]))
        for version in json["history"]?.arrayValue ?? [] {
            lines.append(
                "\n\(Table.text(version["sequence"])) \(Table.text(version["operation"])) "
                    + "by \(Table.text(version["author"])), approved by "
                    + "\(approver(version)), at \(Table.text(version["created"]))")
            for message in version["messages"]?.arrayValue ?? [] {
                lines.append("  message \(Table.text(message["id"]))")
                for delivery in message["deliveries"]?.arrayValue ?? [] {
                    lines.append(
                        "    to \(Table.text(delivery["to"])): \(Table.text(delivery["state"])), "
                            + "delivered \(Table.text(delivery["deliveredAt"]))")
                    if let sentence = delivery["sentence"]?.stringValue {
                        lines.append("      " + sentence)
                    }
                }
            }
        }
        lines.append(
            json["card"]?.stringValue == nil
                ? "\nAdd `--as OFFICER` to read what it says; that is recorded." : words(json))
        return lines.joined(separator: "\n")
    }

    /// Whoever approved it, when it was sent or later.
    private static func approver(_ version: JSON) -> String {
        let later = version["release"]?["approver"] ?? .null
        return Table.text(later.isNull ? version["approver"] : later)
    }
}
