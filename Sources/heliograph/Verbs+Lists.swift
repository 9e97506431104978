import Asking
import CommandWords
import Node
import Notices
import Office

// Lists that have pages.

extension Arguments {
    /// Entries of a page that people read, unless `--limit` says more or less.
    static let pageOfText = 100

    /// True if a list for people shows only what still holds.
    var showsLiveAlone: Bool { self["state"] == nil && !has("withdrawn") }

    /// Asks for a list with what the options say. Programs get everything, live or not; people get
    /// a short page of what holds, unless they ask for a state or for what was withdrawn.
    func askForList<Asked: Request>(_ request: Asked.Type) async throws(HeliographError) -> JSON {
        let operation = request.description
        var values = try Verb.optionValues(operation, self)
        if !has("json") {
            if self["limit"] == nil { values["limit"] = .number(JSONNumber(Self.pageOfText)) }
            if showsLiveAlone { values["live"] = true }
        }
        return try await ask(Call(operation.name, as: self["as"], values))
    }
}

extension Verbs {
    /// The words above a list that people read while no node runs: a list that does not change is
    /// no quiet night.
    static func stopped(_ arguments: Arguments) -> String {
        guard !arguments.has("json"), !NodeDoor(arguments.folder).nodeRuns else { return "" }
        return "NO NODE RUNS HERE: nothing arrives and nothing leaves. Tell the administrator.\n\n"
    }

    /// The columns of names and landings; none if nobody was named who may read them.
    static func glanceColumns(_ arguments: Arguments) -> [String] {
        arguments["as"] == nil || arguments.has("numbers")
            ? [] : ["person", "flight", "lands", "landsAt"]
    }

    /// A list with its order above it. Below it stands what the list does not show, and how to see
    /// that.
    ///
    /// - Parameters:
    ///   - rows: the entries of the page.
    ///   - ended: the words for entries that are left out because they no longer hold.
    static func paged(
        _ json: JSON, _ arguments: Arguments, _ order: String, _ rows: String, ended: String
    ) -> String {
        let count = json["items"]?.arrayValue?.count ?? 0
        let (total, start) = (json["total"]?.intValue ?? count, json["start"]?.intValue ?? 0)
        let page = json["page"]?.intValue ?? 1
        var lines = [count > 0 ? Layout.current.order(order) + "\n" + rows : rows]
        let places = count == 1 ? "\(start + 1)" : "\(start + 1) to \(start + count)"
        if json["more"]?.boolValue == true {
            let shown = start == 0 ? "\(count)" : places
            lines.append("\(shown) of \(total) shown; `--page \(page + 1)` shows the next.")
        } else if start > 0 {
            lines.append(
                count == 0
                    ? "There are only \(total); `--page 1` shows the first."
                    : "\(places) of \(total) shown; nothing follows.")
        }
        if arguments.showsLiveAlone, let left = json["ended"]?.intValue, left > 0 {
            lines.append("\(left) \(ended): `--withdrawn` shows them.")
        }
        if json["complete"]?.boolValue == false {
            lines.append(
                "Not everything was looked at: the node keeps more than one list covers. Name "
                    + "`--since`, `--kind` or a member.")
        }
        return lines.joined(separator: "\n")
    }
}
