import CommandWords
import Node
import Notices

extension Verbs {
    static let policy: [Verb] = [
        Verb(
            "policy show", "Print the policy in force: what may be told to whom.",
            example: "heliograph policy show --dir ./xa"
        ) { arguments throws(HeliographError) in
            let json = try await arguments.ask(Command("policy show"))
            let policy = json["policy"].flatMap { $0.isNull ? nil : $0 }
            let text = policy.map { String(decoding: $0.encodedPretty(), as: UTF8.self) }
            return Output(
                json: json,
                text: Table.object(json, ["file", "revision", "open", "fault"])
                    + (text.map { "\n" + $0 } ?? ""))
        },
        Verb(
            "policy check", "Judge a policy file without using it.", operands: "FILE", 1...1,
            example: "heliograph policy check ./xa/policy.json5"
        ) { arguments throws(HeliographError) in
            let json = try PolicyOffice.check(file: arguments.operand(0))
            return Output(
                json: json,
                text: Table.object(json, ["valid", "open", "recipients", "supervisors"])
            )
        },
    ]
}
