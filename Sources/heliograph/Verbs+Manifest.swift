import Asking
import CommandWords
import Node
import Notices
import Office
import Station

extension Verbs {
    /// The most lines of the text about passengers or forms; JSON has all.
    private static let shownMax = 50

    static func manifest(_ arguments: Arguments) async throws(HeliographError) -> Output {
        try checkResult(arguments)
        let file = try Manifest.read(paxlst: try InputFile.read(arguments.operand(0)))
        let calls = try file.lists.map { list throws(HeliographError) in
            try batches(list.passengers.filter(\.isComparable).map(\.json)).map {
                passengers throws(HeliographError) in
                try arguments.call(ImportPassengers.self) {
                    $0.legs = DocumentList(list.legs.map(\.leg))
                    $0.passengers = passengers
                }
            }
        }
        let total = file.lists.reduce(0) { $0 + $1.passengers.count { $0.isComparable } }
        var answered = try await askInBatches(
            arguments, calls.flatMap(\.self), total: total)[...]
        var flights: [JSON] = []
        var results: [JSON] = []
        for (list, own) in zip(file.lists, calls) {
            // A carrier may describe one flight in several messages.
            let items = answered.prefix(own.count).flatMap(\.self).map { item in
                completed(item, list)
            }
            answered = answered.dropFirst(own.count)
            let refused = list.passengers.filter { !$0.isComparable }.map { passenger -> JSON in
                [
                    "number": .number(JSONNumber(passenger.number)),
                    "segment": .number(JSONNumber(passenger.segment)), "status": "refused",
                    "faults": faults(passenger),
                ]
            }
            results += (items + refused).map { item in
                var item = item
                item["flight"] = .string("\(list.flight.designator)")
                return item
            }
            flights.append(summary(list, items, refused))
        }
        try write(results, arguments)
        return output(file, flights, arguments)
    }

    private static func output(
        _ file: PassengerLists, _ flights: [JSON], _ arguments: Arguments
    ) -> Output {
        // A list that was read in part is no whole list; its doubt has the parts of a refusal.
        let doubt = file.doubts.first.map { first in
            HeliographError(
                first.code,
                "The list may not be whole; what is there was compared. "
                    + file.doubts.map(\.sentence).joined(separator: " "),
                next: "Ask the carrier for it again, and import it again: who is held already is "
                    + "recognised.")
        }
        let json: JSON = [
            "items": .array(flights),
            "passedOver": .array(file.passedOver.map(\.json)),
            "code": doubt.map { .string($0.code.rawValue) } ?? .null,
            "sentence": doubt.map { .string($0.sentence) } ?? .null,
            "next": doubt.map { .string($0.next) } ?? .null, "faults": [],
            "result": arguments["result"].map { .string($0) } ?? .null,
        ]
        var text = [
            Table.rows(
                json,
                [
                    "flight", "passengers", "crew", "matched", "proposed", "known", "nobodyToTell",
                    "forgotten", "refused", "flawed",
                ])
        ]
        for flight in flights {
            if flight["landed"]?.boolValue == true {
                text.append(
                    "  \(Table.shown(flight["flight"])) has landed: no alert comes before its "
                        + "passengers."
                )
            }
            text += shown(
                (flight["matches"]?.arrayValue ?? []).map(match)
                    + (flight["faults"]?.arrayValue ?? []).map(fault))
        }
        text += file.passedOver.map(\.sentence)
        if let doubt { text += [doubt.sentence, doubt.next] }
        let isWhole = flights.allSatisfy { $0["refused"] == 0 } && doubt == nil
        return Output(
            json: json, text: text.joined(separator: "\n"), status: isWhole ? 0 : 1)
    }

    /// The line about a passenger who agrees with somebody: the number, the subject, the agreement,
    /// and the faults of the carrier's text. It has no name in it.
    private static func match(_ item: JSON) -> String {
        let draft = Table.text(item["draft"])
        let number = item["draft"]?.isNull == false ? " \(draft)" : ""
        let flaws = (item["faults"]?.arrayValue ?? []).map { " " + Table.text($0["sentence"]) }
        return
            "  passenger \(Table.shown(item["number"])) (segment \(Table.shown(item["segment"]))): "
            + "\(Table.shown(item["status"]))\(number), agrees with "
            + "\(Table.shown(item["subject"])) by "
            + agreement(item["agreement"]?.stringValue ?? "") + "." + flaws.joined()
    }

    /// The line about a part of a passenger that could not be used.
    private static func fault(_ item: JSON) -> String {
        let isRefused = item["status"] == "refused"
        return "  passenger \(Table.shown(item["number"])): "
            + (isRefused ? "not compared. " : "compared by the rest. ")
            + "\(Table.shown(item["sentence"])) (\(Table.shown(item["code"])))"
    }

    /// An agreement as officers say it.
    private static func agreement(_ code: String) -> String {
        switch Traveller.Agreement(rawValue: code) {
        case .document: "the document"
        case .nameAndBirth: "name and day of birth"
        case .number: "number alone, which is weaker: look at who it is"
        case .firstNameAndBirth:
            "family name, first given name and day of birth, which is weaker: look at who it is"
        case nil: code
        }
    }

    static func shown(_ lines: [String]) -> [String] {
        guard lines.count > shownMax else { return lines }
        return lines.prefix(shownMax)
            + ["  and \(lines.count - shownMax) more: `--json` shows all."]
    }

    /// The node's answer about a passenger, with the faults of the carrier's text.
    private static func completed(_ item: JSON, _ list: Manifest) -> JSON {
        var item = item
        guard let number = item["number"]?.intValue, list.passengers.indices.contains(number - 1)
        else { return item }
        let passenger = list.passengers[number - 1]
        item["segment"] = .number(JSONNumber(passenger.segment))
        item["faults"] = faults(passenger)
        return item
    }

    private static func faults(_ passenger: Manifest.Passenger) -> JSON {
        .array(
            passenger.flaws.map {
                ["code": .string($0.code.rawValue), "sentence": .string($0.sentence)]
            })
    }

    /// The faults of passengers who agree with nobody. Each says whether the passenger was compared
    /// by the other parts.
    private static func flaws(_ list: Manifest, matched items: [JSON]) -> [JSON] {
        let matched = Set(items.compactMap { $0["number"]?.intValue })
        return list.passengers.filter { !matched.contains($0.number) }.flatMap { passenger in
            passenger.flaws.map { flaw -> JSON in
                [
                    "number": .number(JSONNumber(passenger.number)),
                    "segment": .number(JSONNumber(passenger.segment)),
                    "status": passenger.isComparable ? "compared" : "refused",
                    "code": .string(flaw.code.rawValue), "sentence": .string(flaw.sentence),
                ]
            }
        }
    }

    private static func summary(_ list: Manifest, _ items: [JSON], _ refused: [JSON]) -> JSON {
        let matched = Set(items.compactMap { $0["number"]?.intValue }).count
        let compared = list.passengers.count { $0.isComparable }
        return [
            "flight": .string("\(list.flight.designator)"),
            "from": .string(list.flight.from.code),
            "to": .string((list.legs.last ?? list.flight).to.code),
            "departs": .string(list.flight.departs.description),
            "legs": .number(JSONNumber(list.legs.count)),
            "landed": .bool(list.hasLanded(at: SystemClock().now)),
            "passengers": .number(JSONNumber(list.passengers.count)),
            "crew": .number(JSONNumber(list.crewCount)),
            "matched": .number(JSONNumber(matched)), "proposed": count(items, "proposed"),
            "known": count(items, "known"), "nobodyToTell": count(items, "nobody-to-tell"),
            "suspended": count(items, "suspended"),
            "forgotten": .number(JSONNumber(compared - matched)),
            "refused": .number(JSONNumber(refused.count)), "refusals": tally(refused),
            "flawed": .number(
                JSONNumber(list.passengers.count { $0.isComparable && !$0.flaws.isEmpty })),
            "matches": .array(items), "faults": .array(flaws(list, matched: items)),
        ]
    }
}

extension PassengerLists.PassedOver {
    fileprivate var json: JSON {
        [
            "message": .number(JSONNumber(message)), "kind": .string(kind.rawValue),
            "persons": .number(JSONNumber(persons)), "sentence": .string(sentence),
        ]
    }
}
