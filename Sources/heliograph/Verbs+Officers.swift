import Administration
import Asking
import CommandWords
import Notices

extension Verbs {
    /// Verbs about officers that are more than a table.
    static let officers: [Verb] = [
        Verb.plain(RemoveOfficer.description).asking(.destroys) {
            arguments throws(HeliographError) in
            let officer = try await arguments.ask(ShowOfficer.self) {
                $0.name = arguments.operand(0)
            }
            return Caution.remove(officer)
        }
    ]
}

extension Caution {
    /// What the removal of an officer ends.
    static func remove(_ officer: JSON) -> [String] {
        let name = Table.shown(officer["name"])
        let roles = (officer["roles"]?.arrayValue ?? []).map { Table.text($0) }
        return [
            "\(name) (\(roles.joined(separator: ", "))) may ask this node nothing any more, by no "
                + "user, token or certificate.",
            "The name stays in the record and is never given again. This cannot be undone; "
                + "`officer suspend` can.",
        ]
    }
}
