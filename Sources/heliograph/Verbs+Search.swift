import Asking
import CommandWords
import Foundation
import Node
import Notices
import Office

extension Verbs {
    /// The verbs that look for notices.
    static let searching: [Verb] = [
        Verb(
            SearchNotices.self, operands: "WORDS…",
            options: [
                .init(
                    name: "as", value: "OFFICER",
                    meaning: "who searches; recorded, without the words", isRequired: true)
            ],
            example: "heliograph search EXAMPLESSON Dorvald --as officer-7 --dir ./xa"
        ) { arguments throws(HeliographError) in
            let json = try await arguments.ask(SearchNotices.self) {
                request throws(HeliographError) in
                request.words =
                    arguments.operands == ["-"]
                    ? String(decoding: try InputFile.read("-"), as: UTF8.self)
                        .trimmingCharacters(in: .whitespacesAndNewlines)
                    : arguments.operands.joined(separator: " ")
            }
            return Output(json: json, text: stopped(arguments) + hits(json))
        }
    ]

    private static func hits(_ json: JSON) -> String {
        let rows = Table.rows(
            json,
            [
                "number", "kind", "from", "standing", "agreement", "person", "flight", "lands",
                "landsAt",
            ], in: "Who lands next stands first; what ended, last.")
        guard json["complete"]?.boolValue == false else {
            guard json["items"]?.arrayValue?.isEmpty == true else { return rows }
            return "No notice of ours and none that has arrived was found by these words.\nAnother "
                + "spelling may find it, or the number of a document, the day of birth beside the "
                + "family name, or a flight such as ZZ418."
        }
        return rows + "\nNot everything was looked at: the node keeps more than one search opens "
            + "(\(Table.shown(json["opened"])) notices). Add the day of birth, or a document "
            + "number."
    }
}
