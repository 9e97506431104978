import Administration
import Asking
import Node
import Notices
import Office

/// Explanations of codes.
extension Verbs {
    /// Every code with its meaning, and the place where it is met.
    private static let explanations:
        [(code: String, place: String, meaning: String, next: String)] =
            Code.allCases.map { ($0.rawValue, "answer", $0.meaning, $0.next) }
            + FaultCode.allCases.map { ($0.rawValue, "notice", $0.meaning, $0.next) }

    /// The list of all codes.
    static var allCodes: Output {
        let items = explanations.map { code -> JSON in
            [
                "code": .string(code.code), "place": .string(code.place),
                "meaning": .string(code.meaning),
            ]
        }
        var lines: [String] = []
        for (place, heading) in [
            ("answer", "Codes of commands, of this node and of peers"),
            ("notice", "Codes of faults in a notice or another document"),
        ] {
            lines += (lines.isEmpty ? [] : [""]) + [heading]
            lines += explanations.filter { $0.place == place }.flatMap { code in
                Help.row(code.code, code.meaning, 26)
            }
        }
        return Output(json: ["items": .array(items)], text: lines.joined(separator: "\n"))
    }

    /// The meaning of a code, what to do, and what on this node has it now.
    static func explain(
        _ text: String, _ arguments: Arguments
    ) async throws(HeliographError) -> Output {
        let wanted = text.lowercased().replacing("_", with: "-")
        guard let found = explanations.first(where: { $0.code == wanted }) else {
            let meanings = WordMeanings.of(text)
            guard meanings.isEmpty else { return word(text, meanings) }
            throw HeliographError(
                .notFound,
                "There is no code `\(ShownText.brief(text))`."
                    + Suggestion.question(to: wanted, among: explanations.map(\.code)),
                next: "`heliograph explain` lists every code.")
        }
        let here = await here(found.code, arguments)
        let lines =
            [found.meaning, found.next]
            + (here.isEmpty ? [] : ["", "On this node it stands at:"] + here.map { "  " + $0 })
        return Output(
            json: [
                "code": .string(found.code), "place": .string(found.place),
                "meaning": .string(found.meaning), "next": .string(found.next),
                "here": .array(here.map { .string($0) }),
            ], text: lines.joined(separator: "\n"))
    }

    /// The meanings of a word that lists and notices print.
    private static func word(
        _ text: String, _ meanings: [(place: String, meaning: String)]
    ) -> Output {
        let lines = meanings.map { "\($0.place): \($0.meaning)" }
        let next = "`heliograph explain` lists the codes of refusals."
        return Output(
            json: [
                "code": .string(text), "place": "word",
                "meaning": .string(lines.joined(separator: "\n")), "next": .string(next),
                "here": [],
            ], text: lines.joined(separator: "\n"))
    }

    /// The most lines that say where a code stands.
    private static let placesMax = 10

    /// The deliveries, hand-overs and peers of this node that have a code now; none if no node is
    /// here.
    private static func here(_ code: String, _ arguments: Arguments) async -> [String] {
        func items<Asked: Request>(_ request: Asked.Type) async -> [JSON] {
            let answer = await NodeDoor(arguments.folder).perform(Call(Asked()))
            guard case .done(let json) = answer else { return [] }
            return json["items"]?.arrayValue ?? []
        }
        func text(_ item: JSON, _ name: String) -> String { Table.text(item[name]) }
        guard (try? NodeDoor.configuration(of: arguments.folder)) != nil else { return [] }
        var lines = await items(ListOutbox.self).filter { $0["code"] == .string(code) }.map {
            "the delivery of \(text($0, "thread"))/\(text($0, "sequence")) to \(text($0, "to")), "
                + text($0, "state")
        }
        lines += await items(ListHandovers.self).filter { $0["code"] == .string(code) }.map {
            "the hand-over of \(text($0, "id")), \(text($0, "state"))"
        }
        lines += await items(ListPeers.self).filter { $0["lastCode"] == .string(code) }.map {
            "the last failure with \(text($0, "member")), \(text($0, "lastFailure"))"
        }
        let more = lines.count - placesMax
        return lines.prefix(placesMax) + (more > 0 ? ["and \(more) more"] : [])
    }
}
