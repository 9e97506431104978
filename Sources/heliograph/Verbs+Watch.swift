import Asking
import CommandWords
import Foundation
import Node
import Notices
import Office
import Station

/// Tells what has arrived since it began to look from what was there before.
struct NewArrivals {
    /// What was there before the first look, and what was told since.
    private var seen: Set<String>

    /// Begins to look.
    ///
    /// - Parameter there: the items that are no news.
    init(there: [JSON]) {
        seen = Set(there.map(Self.name))
    }

    /// The items that were never given before, in the order of their arrival.
    mutating func take(_ items: [JSON]) -> [JSON] {
        items.filter { seen.insert(Self.name($0)).inserted }
            .sorted { Table.text($0["received"]) < Table.text($1["received"]) }
    }

    /// Two members may use one id.
    private static func name(_ item: JSON) -> String {
        Table.text(item["from"]) + "/" + Table.text(item["id"])
    }
}

extension Verbs {
    /// An item may be kept so long after the time at which it says that it arrived.
    private static let keptWithin = Duration.seconds(60)

    /// Prints each arrival once, a line each, until the time is over or the process is ended. What
    /// was there before is no news. Nobody's name is read.
    static func watch(_ arguments: Arguments) async throws(HeliographError) -> Output {
        let end = try arguments.duration("for").map { ContinuousClock.now + $0 }
        var from = SystemClock().now
        var news = NewArrivals(there: try await arrivals(since: from, arguments))
        while end.map({ ContinuousClock.now < $0 }) ?? true {
            let now = SystemClock().now
            for item in news.take(try await arrivals(since: from, arguments)) {
                if arguments.has("json") {
                    Terminal.print(line: item.encoded())
                } else {
                    Terminal.print(arrival(item, zone: Layout.readersZone))
                    if item["precedence"] == "flash" { Terminal.ring() }
                }
            }
            from = now
            try? await Task.sleep(for: .seconds(1))
        }
        return Output(json: .null, text: "", isShown: false)
    }

    /// What arrived at a moment or later, narrowed as the options say.
    private static func arrivals(
        since moment: Instant, _ arguments: Arguments
    ) async throws(HeliographError) -> [JSON] {
        let operation = ListInbox.description
        var values = JSONObject()
        for (name, value) in try Verb.optionValues(operation, arguments)
        where !["since", "until", "limit", "page"].contains(name) {
            values[name] = value
        }
        values["numbers"] = true
        values["since"] = .string((moment - keptWithin).description)
        let json = try await arguments.ask(Call(operation.name, as: arguments["as"], values))
        return json["items"]?.arrayValue ?? []
    }

    /// One arrival as people read it, on one line.
    ///
    /// - Parameter zone: the reader's; its clock time stands behind UTC.
    static func arrival(_ item: JSON, zone: IANAZone?) -> String {
        func time(_ key: String) -> String? {
            Instant(rfc3339: Table.text(item[key])).map {
                Wording.short($0, zone: zone, year: $0.utcDate.year)
            }
        }
        func word(_ key: String) -> String { Table.shown(item[key]) }
        let standing = item["standing"] ?? "holds"
        return [
            time("received") ?? word("received"),
            standing == "holds" ? word("precedence") : word("standing"),
            "from \(word("from"))", "\(word("thread"))/\(word("sequence"))", word("kind"),
            word("operation"),
            standing == "holds" ? time("deadline").map { "act by " + $0 } : nil,
        ].compactMap(\.self).joined(separator: "  ")
    }
}
