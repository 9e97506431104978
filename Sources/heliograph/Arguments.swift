import Foundation
import Node
import Notices

/// The words of a command line, held against what the verb takes.
struct Arguments {
    let operands: [String]
    private let options: [String: String]
    private let flags: Set<String>

    /// - Throws: `usage`, naming the word that is not understood.
    init(_ words: [String], for verb: Verb) throws(HeliographError) {
        var operands: [String] = []
        var options: [String: String] = [:]
        var flags: Set<String> = []
        var rest = words[...]
        while let word = rest.popFirst() {
            guard word.hasPrefix("--"), word.count > 2 else {
                operands.append(word)
                continue
            }
            let name = String(word.dropFirst(2))
            if verb.flags.contains(name) || name == "json" {
                flags.insert(name)
            } else if verb.options.contains(where: { $0.name == name }) || name == "dir" {
                guard let value = rest.popFirst() else {
                    throw HeliographError(.usage, "`--\(name)` needs a value.", next: verb.help)
                }
                options[name] = value
            } else {
                throw HeliographError(
                    .usage, "`\(verb.name)` does not know `--\(name)`.", next: verb.help)
            }
        }
        guard verb.operands.contains(operands.count) else {
            throw HeliographError(
                .usage, "`\(verb.name)` does not take \(operands.count) operand(s).",
                next: verb.help)
        }
        self.operands = operands
        self.options = options
        self.flags = flags
    }

    func has(_ flag: String) -> Bool { flags.contains(flag) }

    subscript(option: String) -> String? { options[option] }

    func required(_ option: String) throws(HeliographError) -> String {
        guard let value = options[option] else {
            throw HeliographError(.usage, "`--\(option)` is missing.")
        }
        return value
    }

    /// The data folder: `--dir`, `HELIOGRAPH_DIR`, or `./heliograph-data`.
    var folder: DataFolder {
        let named = options["dir"] ?? ProcessInfo.processInfo.environment["HELIOGRAPH_DIR"]
        return DataFolder(named ?? "heliograph-data")
    }

    /// `XB,XC` as JSON strings; nil if the option is not there.
    func codes(_ option: String) throws(HeliographError) -> [MemberCode]? {
        guard let text = options[option] else { return nil }
        var codes: [MemberCode] = []
        for part in text.split(separator: ",") {
            codes.append(try code(String(part), of: option))
        }
        return codes
    }

    func code(_ text: String, of option: String) throws(HeliographError) -> MemberCode {
        guard let code = MemberCode(text) else {
            throw HeliographError(
                .usage, "`--\(option)` takes codes of two capital letters, such as XB.")
        }
        return code
    }

    func number(
        _ option: String, default value: Int, in range: ClosedRange<Int>
    )
        throws(HeliographError) -> Int
    {
        guard let text = options[option] else { return value }
        guard let number = Int(text), range.contains(number) else {
            throw HeliographError(.usage, "`--\(option)` takes a number in \(range).")
        }
        return number
    }

    /// `90m`, `5h`, `3d`; seconds as `45s`.
    func duration(_ option: String) throws(HeliographError) -> Duration? {
        guard let text = options[option] else { return nil }
        guard let count = Int64(text.dropLast()), (0...1_000_000).contains(count) else {
            throw HeliographError(.usage, "`--\(option)` takes a time such as 90m, 5h or 3d.")
        }
        switch text.last {
        case "s": return .seconds(count)
        case "m": return .minutes(count)
        case "h": return .hours(count)
        case "d": return .days(count)
        default:
            throw HeliographError(.usage, "`--\(option)` takes a time such as 90m, 5h or 3d.")
        }
    }

    /// The operand with this place, which the verb is known to have.
    func operand(_ index: Int) -> String { operands[index] }
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
