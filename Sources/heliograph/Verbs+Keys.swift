import CommandWords
import Membership
import Node
import Notices
import Office
import Station

extension Verbs {
    static let keys: [Verb] = [
        Verb(
            "keys list", "Print every key of this member: its state, days left, who still uses it.",
            example: "heliograph keys list --dir ./xa"
        ) { arguments throws(HeliographError) in
            let json = try await arguments.ask(Command("keys list"))
            let rows = Table.rows(
                json, ["id", "role", "state", "daysLeft", "place", "notShownBy"])
            let waiting = (json["waiting"]?.arrayValue ?? []).map {
                "\(Table.text($0["role"])) waits for \(Table.text($0["for"])) "
                    + Table.text($0["notShownBy"])
            }
            return Output(
                json: json,
                text: "Key bundle \(Table.text(json["bundleVersion"]))\n\n" + rows
                    + waiting.map { "\n" + $0 }.joined())
        },
        Verb(
            "keys rotate", "Replace a key, step by step, unattended; the node carries it on.",
            operands: "ROLE", 1...1, flags: ["wait"],
            example: "heliograph keys rotate encryption --wait --dir ./xa"
        ) { arguments throws(HeliographError) in
            let json = try await arguments.ask(
                Command("keys rotate", ["role": .string(arguments.operand(0))]))
            guard arguments.has("wait"), json["request"]?.isNull ?? true else {
                return output(json)
            }
            return try await watch(arguments, json)
        },
        Verb(
            "keys stage", "Make the next key of a role; nobody hears of it yet.",
            operands: "ROLE", 1...1,
            options: [
                .init(
                    name: "certificate", value: "FILE",
                    meaning: "of an issuing CA, made by `keys certify` where the root is")
            ],
            example: "heliograph keys stage encryption --dir ./xa"
        ) { arguments throws(HeliographError) in
            var fields = JSONObject()
            fields["role"] = .string(arguments.operand(0))
            if let file = arguments["certificate"] {
                fields["certificate"] = .string(Base64.encode(try InputFile.read(file)))
            }
            return output(try await arguments.ask(Command("keys stage", fields)))
        },
        step("keys publish", "Announce the staged key, so that peers hold it before it is used."),
        step("keys preflight", "Ask whether every peer has shown that it holds the next key."),
        step(
            "keys activate", "Use the published key; the one before it drains.", flags: ["force"]),
        step("keys undo", "Go back one step, until the former key is retired."),
        byID(
            "keys retire", "Announce a draining key no more; refused while a peer lags.",
            flags: ["force"]),
        byID(
            "keys destroy", "Take away the private half of a key that was retired 31 days ago.",
            flags: ["force"]),
        byID(
            "keys revoke", "Take a key out of use for good: somebody else may have it.",
            options: [
                .init(
                    name: "reason", value: "WORDS", meaning: "why; for `keys list` and the log",
                    isRequired: true)
            ], example: "--reason \"laptop stolen\" "),
        Verb(
            "keys certify", "Where the root is: certify the issuing CA that a request asks for.",
            operands: "REQUEST", 1...1,
            options: [
                .init(
                    name: "root", value: "FOLDER", meaning: "holds root.key and root.der",
                    isRequired: true),
                .init(
                    name: "out", value: "FILE", meaning: "where to write the certificate",
                    isRequired: true),
                .init(name: "days", value: "N", meaning: "its life; default 90"),
            ],
            example: "heliograph keys certify ./issuing.csr --root ./medium --out ./issuing.der"
        ) { arguments throws(HeliographError) in
            let certificate = try RootCeremony(folder: try arguments.required("root")).certify(
                try InputFile.read(arguments.operand(0)),
                days: try arguments.number("days", default: 90, in: 1...90),
                to: try arguments.required("out"), at: SystemClock().now)
            return Output(
                json: [
                    "id": .string(certificate.id), "ends": .string(certificate.ends.description),
                ],
                text: "Certified \(certificate.id) until \(certificate.ends).\n"
                    + "Next: heliograph keys stage issuing --certificate FILE")
        },
    ]

    /// Prints where the keys of a role stand whenever that changes, until the former one is retired.
    private static func watch(
        _ arguments: Arguments, _ first: JSON
    ) async throws(HeliographError) -> Output {
        var last = ""
        while true {
            let json = try await arguments.ask(Command("keys list"))
            let keys = (json["items"]?.arrayValue ?? []).filter {
                $0["role"] == first["role"]
                    && !["retired", "destroyed", "revoked"].contains($0["state"]?.stringValue)
            }
            let waiting = (json["waiting"]?.arrayValue ?? []).filter {
                $0["role"] == first["role"] && $0["for"] != "kept"
            }
            let states = keys.map {
                "\(Table.text($0["id"]).prefix(8)) \(Table.text($0["state"]))"
            }
            let reasons = waiting.map {
                "(waits for \(Table.text($0["for"])) \(Table.text($0["notShownBy"])))"
            }
            let line = (states + reasons).joined(separator: "  ")
            if line != last, !arguments.has("json") { Terminal.print(line) }
            last = line
            guard keys.count > 1 else {
                var done = first
                done["unattended"] = false
                done["items"] = .array(
                    keys.map {
                        [
                            "id": $0["id"] ?? .null, "state": $0["state"] ?? .null,
                            "ends": $0["ends"] ?? .null,
                        ]
                    })
                return Output(json: done, text: "The rotation is over.")
            }
            try? await Task.sleep(for: .seconds(1))
        }
    }

    private static func step(_ name: String, _ summary: String, flags: [String] = []) -> Verb {
        Verb(
            name, summary, operands: "ROLE", 1...1, flags: flags,
            example: "heliograph \(name) encryption --dir ./xa"
        ) { arguments throws(HeliographError) in
            output(
                try await arguments.ask(
                    Command(
                        name,
                        [
                            "role": .string(arguments.operand(0)),
                            "force": .bool(arguments.has("force")),
                        ])))
        }
    }

    private static func byID(
        _ name: String, _ summary: String, options: [Verb.Option] = [], flags: [String] = [],
        example: String = ""
    ) -> Verb {
        Verb(
            name, summary, operands: "ID", 1...1, options: options, flags: flags,
            example: "heliograph \(name) 3f2a9c \(example)--dir ./xa"
        ) { arguments throws(HeliographError) in
            var fields: JSONObject = [
                "id": .string(arguments.operand(0)), "force": .bool(arguments.has("force")),
            ]
            if let reason = arguments["reason"] { fields["reason"] = .string(reason) }
            return output(try await arguments.ask(Command(name, fields)))
        }
    }

    private static func output(_ json: JSON) -> Output {
        var text = Table.rows(json, ["id", "state", "ends"])
        if let request = json["request"]?.stringValue {
            text +=
                "\nThe root certifies it elsewhere. Take \(request) there:\n"
                + "heliograph keys certify REQUEST --root FOLDER --out FILE"
        }
        if let proposal = json["proposal"]?.stringValue {
            text += "\nThe trust list must name the root: send \(proposal) to the secretariat."
        }
        return Output(json: json, text: text)
    }
}
