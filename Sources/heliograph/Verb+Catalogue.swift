import Asking
import CommandWords
import Notices
import Office

/// Verbs that are made from the catalogue alone, for operations without a verb of their own.
extension Verb {
    /// A verb whose operands are the fields that the operation needs, in their order. Every other
    /// field is an option or a flag. The verb prints the answer as a table.
    static func plain(_ operation: Catalogue.Entry) -> Verb {
        let fields = operation.fields.filter { Self.isPlain($0.shape) }
        let required = fields.filter(\.isRequired)
        let flags = fields.filter { $0.shape == .flag }
        let options = fields.filter { !$0.isRequired && $0.shape != .flag }
        let shown = required.map { $0.name.uppercased() }.joined(separator: " ")
        return Verb(
            operation.verb, operation.summary, operands: shown, required.count...required.count,
            options: options.map {
                Option(name: kebab($0.name), value: "VALUE", meaning: $0.meaning)
            }
                + [Option(name: "as", value: "OFFICER", meaning: "who asks; recorded")],
            flags: flags.map { kebab($0.name) }, example: example(operation, required.map(\.name))
        ) { arguments throws(HeliographError) in
            var values = JSONObject()
            for (field, text) in zip(required, arguments.operands) {
                values[field.name] = try value(text, of: field)
            }
            for field in options {
                if let text = arguments[kebab(field.name)] {
                    values[field.name] = try value(text, of: field)
                }
            }
            for field in flags where arguments.has(kebab(field.name)) {
                values[field.name] = true
            }
            let json = try await arguments.ask(
                Call(operation.name, as: arguments["as"], values))
            return Output(json: json, text: text(json, operation.answer))
        }
    }

    /// True for a form that one word of a command line can hold.
    private static func isPlain(_ shape: Shape) -> Bool {
        switch shape {
        case .text, .pattern, .integer, .flag, .oneOf: true
        case .nullable(let shape): isPlain(shape)
        default: false
        }
    }

    private static func value(
        _ text: String, of field: Catalogue.Field
    ) throws(HeliographError) -> JSON {
        guard field.shape == .integer || field.shape == .nullable(.integer) else {
            return .string(text)
        }
        guard let number = Int(text) else {
            throw HeliographError(.usage, "`\(field.name)` takes a whole number.")
        }
        return .number(JSONNumber(number))
    }

    private static func text(_ json: JSON, _ shape: Shape) -> String {
        guard case .object(let members) = shape else { return Table.text(json) }
        if case .list(.object(let columns))? = members.first(where: { $0.name == "items" })?.shape {
            return Table.rows(json, columns.map(\.name))
        }
        return Table.object(json, members.map(\.name))
    }

    private static func example(_ operation: Catalogue.Entry, _ required: [String]) -> String {
        let words = required.map { operation.example.arguments[$0].map { Table.text($0) } ?? "…" }
        return (["heliograph", operation.verb] + words + ["--dir ./xa"]).joined(separator: " ")
    }

    /// `approvedBy` as `approved-by`.
    private static func kebab(_ name: String) -> String {
        name.reduce(into: "") { text, letter in
            text += letter.isUppercase ? "-" + letter.lowercased() : String(letter)
        }
    }
}
