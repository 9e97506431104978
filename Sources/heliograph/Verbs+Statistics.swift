import Administration
import Asking
import CommandWords
import Node
import Notices

extension Verbs {
    static let statistics: [Verb] = [
        Verb(
            CountWarnings.self,
            options: [
                .init(name: "since", value: "DAY", meaning: "warnings that began on it or later"),
                .init(name: "until", value: "DAY", meaning: "warnings that began on it or earlier"),
                .init(
                    name: "records", value: "FILE",
                    meaning: "a new file for the records that the numbers rest on, without names"),
            ],
            example:
                "heliograph statistics --since 2027-01-01 --until 2027-12-31 --publish --dir ./xa"
        ) { arguments throws(HeliographError) in
            try await count(arguments)
        },
        Verb(
            CountOperation.self,
            operands: "NUMBER",
            example: "heliograph statistics operation XA-OP-2027-000007 --publish --dir ./xa"
        ) { arguments throws(HeliographError) in
            let json = try await arguments.ask(CountOperation.self) {
                $0.number = arguments.operand(0)
                $0.publish = arguments.has("publish")
            }
            let rows = Table.rows(["items": json["rows"] ?? []], ["what", "member", "count"])
            return Output(
                json: json, text: rows, status: json["agrees"]?.boolValue == false ? 1 : 0)
        },
    ]

    private static func count(_ arguments: Arguments) async throws(HeliographError) -> Output {
        let isPublic = arguments.has("publish")
        if isPublic, arguments["records"] != nil {
            throw HeliographError(
                .usage, "`--records` has every single warning, and is not to be published.")
        }
        if let path = arguments["records"] { try OutputFile(path).discard() }
        var json = try await arguments.ask(CountWarnings.self) {
            $0.since = arguments["since"]
            $0.until = arguments["until"]
            $0.publish = isPublic
            $0.records = arguments["records"] != nil
        }
        if !isPublic {
            let records = json["records"] ?? []
            json["records"] = arguments["records"].map { .string($0) } ?? .null
            if let path = arguments["records"] {
                try OutputFile.write(
                    JSON.object(["asOf": json["asOf"] ?? .null, "items": records])
                        .encodedPretty() + [0x0A], to: path)
            }
        }
        return Output(json: json, text: isPublic ? published(json) : text(json))
    }

    private static func text(_ json: JSON) -> String {
        var rows: [JSON] = []
        for pair in json["pairs"]?.arrayValue ?? [] {
            for direction in ["sent", "received"] {
                rows.append(row(pair[direction], Table.text(pair["peer"]), direction))
            }
        }
        for direction in ["sent", "received"] {
            rows.append(row(json[direction], "all", direction))
        }
        let lines = (json["pairs"]?.arrayValue ?? []).map { pair in
            let both = pair["reciprocity"]
            let peer = Table.text(pair["peer"])
            return "\n\(peer): \(Table.shown(both?["sent"])) sent, "
                + "\(Table.shown(both?["received"])) received; it answers "
                + "\(Table.shown(both?["heardPercent"])) in a hundred, we "
                + "\(Table.shown(both?["toldPercent"]))"
                + happened(pair["sent"], "  what we sent came to: ")
                + happened(pair["received"], "  what \(peer) sent came to: ")
        }
        let note =
            json["complete"]?.boolValue == false ? "\nNot all: the store holds too many." : ""
        return Table.rows(
            ["items": .array(rows)],
            [
                "peer", "direction", "warnings", "in-time", "late", "not-delivered",
                "median-minutes",
                "answered", "no-feedback", "wrong-person", "messages-refused",
            ]) + lines.joined() + note
    }

    /// What warnings came to, in words, the most frequent first; nothing if there were none.
    static func happened(_ counts: JSON?, _ head: String) -> String {
        let cells = (counts?["outcomes"]?.arrayValue ?? []).compactMap { cell in
            cell["count"]?.intValue.flatMap { $0 > 0 ? (Table.shown(cell["what"]), $0) : nil }
        }.sorted { ($1.1, $0.0) < ($0.1, $1.0) }
        guard !cells.isEmpty else { return "" }
        let silences = [
            "cancelled": "withdrawn", "pending": "not known yet", "no-feedback": "no feedback",
        ]
        return "\n" + head
            + cells.map { what, count in
                "\(silences[what] ?? CodeWords.phrase(what, of: "result")) \(count)"
            }.joined(separator: "; ")
    }

    private static func row(_ counts: JSON?, _ peer: String, _ direction: String) -> JSON {
        func cell(_ division: String, _ what: String) -> Int {
            (counts?[division]?.arrayValue ?? []).first { $0["what"]?.stringValue == what }?[
                "count"]?
                .intValue ?? 0
        }
        let all = counts?["warnings"]?.intValue ?? 0
        let silent = ["cancelled", "pending", "no-feedback"].reduce(0) { $0 + cell("outcomes", $1) }
        var row: JSON = [
            "peer": .string(peer), "direction": .string(direction),
            "warnings": .number(JSONNumber(all)),
            "median-minutes": counts?["lead"]?["medianMinutes"] ?? .null,
            "answered": .number(JSONNumber(all - silent)),
            "messages-refused": .number(JSONNumber(all - cell("refusals", "none"))),
        ]
        for what in ["in-time", "late", "not-delivered"] {
            row[what] = .number(JSONNumber(cell("delivery", what)))
        }
        for what in ["no-feedback", "wrong-person"] {
            row[what] = .number(JSONNumber(cell("outcomes", what)))
        }
        return row
    }

    private static func published(_ json: JSON) -> String {
        var lines = ["Counts under \(Table.shown(json["threshold"])) and what gives them away: ..."]
        for direction in ["sent", "received"] {
            guard let table = json[direction], !table.isNull else {
                lines.append("\(direction): too little to be published")
                continue
            }
            for row in (table["rows"]?.arrayValue ?? []) + [table["total"] ?? [:]] {
                let peer = row["peer"]?.stringValue ?? "all"
                var line = "\(direction) \(peer): \(Table.shown(row["warnings"])) warnings"
                for division in ["delivery", "outcomes", "refusals"] {
                    let cells = (row[division]?.arrayValue ?? []).map {
                        let count = $0["count"]?.intValue.map { String($0) } ?? "..."
                        return "\(Table.shown($0["what"])) \(count)"
                    }
                    line += "; " + cells.joined(separator: ", ")
                }
                lines.append(line)
            }
        }
        return lines.joined(separator: "\n")
    }
}
