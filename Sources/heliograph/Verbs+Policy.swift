import Administration
import Asking
import CommandWords
import Node
import Notices
import Office

extension Verbs {
    static let policy: [Verb] = [
        Verb(
            ShowPolicy.self,
            example: "heliograph policy show --dir ./xa"
        ) { arguments throws(HeliographError) in
            let json = try await arguments.ask(ShowPolicy.self)
            let policy = json["policy"].flatMap { $0.isNull ? nil : $0 }
            let text = policy.map { String(decoding: $0.encodedPretty(), as: UTF8.self) }
            return Output(
                json: json,
                text: Table.object(json, ["file", "revision", "open", "fault"])
                    + (text.map { "\n" + $0 } ?? ""))
        },
        Verb(
            "policy check", "Judge a policy file without using it.", for: .administrator,
            operands: "FILE",
            example: "heliograph policy check ./xa/policy.json5"
        ) { arguments throws(HeliographError) in
            let json = try PolicyOffice.check(file: arguments.operand(0))
            return Output(
                json: json,
                text: Table.object(json, ["valid", "open", "recipients", "supervisors"])
            )
        },
        Verb(
            ListDirectory.self, for: .officer,
            operands: "[MEMBER]", example: "heliograph directory XB --dir ./xa"
        ) { arguments throws(HeliographError) in
            let json = try await arguments.ask(ListDirectory.self) {
                $0.member = arguments.operands.first
            }
            return Output(
                json: json,
                text: Table.rows(
                    json, ["member", "authority", "source", "telephone", "thread"]))
        },
        Verb(
            ShowTotals.self,
            operands: "ID",
            example: "heliograph notice totals XA-OP-2027-000001 --dir ./xa"
        ) { arguments throws(HeliographError) in
            let json = try await arguments.ask(ShowTotals.self) { $0.id = arguments.operand(0) }
            let lines = (json["byCountry"]?.arrayValue ?? []).map { line -> JSON in
                var row = line["statistics"] ?? [:]
                row["member"] = line["member"]
                return row
            }
            var total = json["statistics"] ?? [:]
            total["member"] = "total"
            let columns = [
                "member", "personsChecked", "interviews", "secondaryInspections", "refusals",
                "arrests", "victimsIdentified", "devicesExamined", "newCases",
            ]
            return Output(json: json, text: Table.rows(["items": .array(lines + [total])], columns))
        },
    ]
}
