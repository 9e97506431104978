import Asking
import Node
import Notices
import Office
import Station

/// Pages about notices that were sent, as people read them.
extension Verbs {
    /// The most files that were refused which the last line names.
    private static let namesMax = 10

    /// The outcome of one statement, or of many, each under the name that the officer gave it.
    ///
    /// - Parameter member: under which each item of the JSON has its name: `file` or `draft`.
    static func several(
        _ answers: [Answer], named names: [String], as member: String
    ) throws(HeliographError) -> Output {
        if answers.count == 1 {
            switch answers[0] {
            case .done(let json): return Output(json: json, text: sent(json))
            case .refused(let error): throw error
            }
        }
        var items: [JSON] = []
        var lines: [String] = []
        var refused: [String] = []
        var status: Int32 = 0
        for (name, answer) in zip(names, answers) {
            switch answer {
            case .done(var json):
                json[member] = .string(name)
                items.append(json)
                lines.append("\(name): sent. " + sent(json))
            case .refused(let error):
                var json = error.json
                json[member] = .string(name)
                items.append(json)
                let told = HeliographError(
                    error.code, "\(name): not sent. \(error.sentence)", next: "  " + error.next,
                    faults: error.faults)
                lines += told.lines(columns: 100)
                refused.append(name)
                status = max(status, CommandLineInterface.status(of: error.code))
            }
        }
        lines.append("\(items.count - refused.count) of \(items.count) notices sent.")
        if refused.count == items.count {
            lines.append("Nothing was sent.")
        } else if !refused.isEmpty {
            let named = refused.prefix(namesMax).joined(separator: ", ")
            let more = refused.count > namesMax ? " and \(refused.count - namesMax) more" : ""
            lines += ScreenLines.wrapped(
                "Nothing of \(named)\(more) was sent. Correct what is named above, then give only "
                    + "what was not sent.", columns: Layout.current.width ?? 100)
        }
        return Output(
            json: ["items": .array(items)], text: lines.joined(separator: "\n"), status: status)
    }

    private static func actBy(_ deadline: JSON?) -> String {
        guard let deadline, !deadline.isNull else { return "" }
        return ", act by \(Layout.current.cell(deadline, of: "deadline"))"
    }

    static func sent(_ json: JSON) -> String {
        let deliveries = json["deliveries"]?.arrayValue ?? []
        let count = deliveries.count
        let rows = deliveries.flatMap { delivery in
            [
                "  to \(Table.shown(delivery["to"])): \(Table.shown(delivery["precedence"]))"
                    + actBy(delivery["deadline"])
            ]
                + (delivery["sentence"]?.stringValue.map {
                    ScreenLines.wrapped(
                        "     " + ShownText.foreign($0), columns: Layout.current.width ?? 100,
                        indent: "     ")
                } ?? [])
        }
        let replaced = json["closed"]?.intValue ?? 0
        let heading =
            "\(Table.shown(json["thread"]))/\(Table.shown(json["sequence"])) "
            + "\(Table.shown(json["operation"])): queued for \(count) "
            + "\(count == 1 ? "country" : "countries")."
            + (replaced == 0
                ? ""
                : " \(replaced) earlier \(replaced == 1 ? "delivery" : "deliveries") ended unsent: "
                    + "this statement takes the place.")
        let warnings = (json["warnings"]?.arrayValue ?? []).map {
            ShownText.line(
                "  warning: \(Table.shown($0["pointer"])): \(Table.shown($0["sentence"]))")
        }
        return ([heading] + rows + warnings).joined(separator: "\n")
    }

    static func history(_ json: JSON) -> String {
        var lines = [Table.object(json, ["thread", "kind", "state", "sequence"]), ""]
        lines.append(
            Table.rows(
                ["items": json["countries"] ?? []],
                [
                    "member", "sequence", "state", "deliveredAt", "readAt", "answer", "result",
                    "answeredAt",
                ]))
        for version in json["history"]?.arrayValue ?? [] {
            lines.append(
                "\n\(Table.shown(version["sequence"])) \(Table.shown(version["operation"])) "
                    + "by \(Table.shown(version["author"])), approved by "
                    + "\(approver(version)), at "
                    + Layout.current.cell(version["created"], of: "created"))
            for message in version["messages"]?.arrayValue ?? [] {
                lines.append("  message \(Table.shown(message["id"]))")
                for delivery in message["deliveries"]?.arrayValue ?? [] {
                    lines.append(
                        "    to \(Table.shown(delivery["to"])): \(Table.shown(delivery["state"])), "
                            + "delivered "
                            + Layout.current.cell(delivery["deliveredAt"], of: "deliveredAt"))
                    if let sentence = delivery["sentence"]?.stringValue {
                        lines.append("      " + ShownText.foreign(sentence))
                    }
                }
            }
        }
        lines.append(
            json["card"]?.stringValue == nil
                ? "\nAdd `--as OFFICER` to read what it says; that is recorded."
                : statementPage(json))
        return lines.joined(separator: "\n")
    }

    /// The page of a statement, and the changes that it made.
    static func statementPage(_ json: JSON) -> String {
        guard let card = json["card"]?.stringValue else { return "" }
        var lines = ["", card]
        let changes = json["changes"]?.arrayValue ?? []
        if !changes.isEmpty { lines.append("CHANGED SINCE THE STATEMENT BEFORE") }
        for change in changes {
            func shown(_ key: String) -> String {
                let value = change[key] ?? .null
                return value.isNull
                    ? "nothing"
                    : ShownText.foreign(String(decoding: value.encoded(), as: UTF8.self))
            }
            lines.append("  \(Table.shown(change["pointer"]))")
            lines.append("    was \(shown("before"))")
            lines.append("    is  \(shown("after"))")
        }
        return lines.joined(separator: "\n")
    }

    /// The officer who approved the statement, when it was sent or later.
    private static func approver(_ version: JSON) -> String {
        let later = version["release"]?["approver"] ?? .null
        return Table.shown(later.isNull ? version["approver"] : later)
    }
}
