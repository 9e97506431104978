import Administration
import Asking
import CommandWords
import Federation
import Membership
import Node
import Notices
import Office
import Station

extension Verbs {
    static let keys: [Verb] = [
        Verb(
            ListKeys.self,
            example: "heliograph keys list --dir ./xa"
        ) { arguments throws(HeliographError) in
            let json = try await arguments.ask(ListKeys.self)
            let rows = Table.rows(
                json, ["id", "role", "state", "daysLeft", "place", "notShownBy"])
            let waiting = (json["waiting"]?.arrayValue ?? []).map {
                "\(Table.shown($0["role"])) waits for \(Table.shown($0["for"])) "
                    + Table.text($0["notShownBy"])
            }
            return Output(
                json: json,
                text: "Key bundle \(Table.shown(json["bundleVersion"]))\n\n" + rows
                    + waiting.map { "\n" + $0 }.joined())
        },
        Verb(
            RotateKey.self,
            operands: "ROLE",
            flags: [
                .init(name: "wait", meaning: "print each step, until the former key is retired")
            ],
            example: "heliograph keys rotate encryption --wait --dir ./xa"
        ) { arguments throws(HeliographError) in
            let json = try await arguments.ask(RotateKey.self) { $0.role = arguments.operand(0) }
            guard arguments.has("wait"), json["request"]?.isNull ?? true else {
                return output(json)
            }
            return try await watch(arguments, json)
        }.asking(.tells, when: { $0.operand(0) == KeySlot.root.rawValue }) {
            _ throws(HeliographError) in
            [
                "A new root key is made. Every other member must take it with a trust list that "
                    + "the secretariat signs; the old root stays in force until then.",
                "`heliograph keys undo root` leads back until the new list is in force.",
            ]
        },
        Verb(
            StageKey.self,
            operands: "ROLE",
            options: [
                .init(
                    name: "certificate", value: "FILE",
                    meaning: "of an issuing CA, made by `keys certify` where the root is")
            ],
            example: "heliograph keys stage encryption --dir ./xa"
        ) { arguments throws(HeliographError) in
            let json = try await arguments.ask(StageKey.self) {
                request throws(HeliographError) in
                request.role = arguments.operand(0)
                if let file = arguments["certificate"] {
                    request.certificate = Bytes(try InputFile.read(file))
                }
            }
            return output(json)
        },
        step(PublishKey.self) { $0.role = $1.operand(0) },
        step(PreflightKey.self) { $0.role = $1.operand(0) },
        step(ActivateKey.self) {
            $0.role = $1.operand(0)
            $0.force = $1.has("force")
        },
        step(UndoKeyStep.self) { $0.role = $1.operand(0) },
        step(RetireKey.self, operand: "ID") {
            $0.id = $1.operand(0)
            $0.force = $1.has("force")
        }.asking(.tells, when: { $0.has("force") }) { arguments throws(HeliographError) in
            Caution.key(try await key(arguments), "retire")
        },
        step(DestroyKey.self, operand: "ID") {
            $0.id = $1.operand(0)
            $0.force = $1.has("force")
        }.asking(.destroys) { arguments throws(HeliographError) in
            Caution.key(try await key(arguments), "destroy")
        },
        step(
            RevokeKey.self, operand: "ID", example: "--reason \"laptop stolen\" "
        ) { request, arguments throws(HeliographError) in
            request.id = arguments.operand(0)
            request.reason = try arguments.required("reason")
        }.asking(.destroys) { arguments throws(HeliographError) in
            Caution.key(try await key(arguments), "revoke")
        },
        Verb(
            "keys certify", "Where the root is: certify the issuing CA that a request asks for.",
            for: .administrator,
            operands: "REQUEST",
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

    /// The one key whose id begins as the operand says.
    private static func key(_ arguments: Arguments) async throws(HeliographError) -> JSON {
        let id = arguments.operand(0).lowercased()
        let keys = try await arguments.look(ListKeys.self)["items"]?.arrayValue ?? []
        let found = keys.filter { Table.text($0["id"]).hasPrefix(id) }
        guard found.count == 1 else {
            throw HeliographError(
                .notFound, "\(found.count) keys begin with \(ShownText.brief(id)).",
                next: "`heliograph keys list` shows them.")
        }
        return found[0]
    }

    /// Prints the states of a role's keys at every change, until the former key is retired.
    private static func watch(
        _ arguments: Arguments, _ first: JSON
    ) async throws(HeliographError) -> Output {
        var last = ""
        while true {
            let json = try await arguments.ask(ListKeys.self)
            let keys = (json["items"]?.arrayValue ?? []).filter {
                $0["role"] == first["role"]
                    && !["retired", "destroyed", "revoked"].contains($0["state"]?.stringValue)
            }
            let waiting = (json["waiting"]?.arrayValue ?? []).filter {
                $0["role"] == first["role"] && $0["for"] != "kept"
            }
            let states = keys.map {
                "\(Table.shown($0["id"]).prefix(8)) \(Table.shown($0["state"]))"
            }
            let reasons = waiting.map {
                "(waits for \(Table.shown($0["for"])) \(Table.shown($0["notShownBy"])))"
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

    private static func step<Asked: Request>(
        _ request: Asked.Type, operand: String = "ROLE",
        example: String = "",
        _ fill: @escaping @Sendable (inout Asked, Arguments) throws(HeliographError) -> Void
    ) -> Verb {
        Verb(
            request, operands: operand,
            example:
                "heliograph \(Asked.description.verb) "
                + "\(operand == "ROLE" ? "encryption" : "3f2a9c") \(example)--dir ./xa"
        ) { arguments throws(HeliographError) in
            output(
                try await arguments.ask(request) { request throws(HeliographError) in
                    try fill(&request, arguments)
                })
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
