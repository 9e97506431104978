import CommandWords
import Foundation
import Node
import Notices
import Office
import Station

typealias Arguments = CommandWords

extension Arguments {
    init(_ words: [String], for verb: Verb) throws(HeliographError) {
        let grammar = Grammar(
            verb: verb.name, help: verb.help, operands: verb.operands,
            options: Set(verb.options.map(\.name)), flags: Set(verb.flags))
        try self.init(words, for: grammar)
    }

    /// The data folder: `--dir`, `HELIOGRAPH_DIR`, or `./heliograph-data`.
    var folder: DataFolder {
        let named = self["dir"] ?? ProcessInfo.processInfo.environment["HELIOGRAPH_DIR"]
        return DataFolder(named ?? "heliograph-data")
    }
}

/// The words that become part of a command to a node.
extension Arguments {
    func command(_ name: String, _ fields: [(String, String?)] = []) -> Command {
        var object = JSONObject()
        for (key, value) in fields {
            if let value { object[key] = .string(value) }
        }
        return Command(name, object)
    }

    /// Asks the node of the data folder.
    func ask(_ command: Command) async throws(HeliographError) -> JSON {
        switch await NodeDoor(folder).perform(command) {
        case .done(let json): return json
        case .refused(let error): throw error
        }
    }
}
