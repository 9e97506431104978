import Asking
import CommandWords
import Federation
import Notices
import Office

extension Verb {
    /// The options and flags that the fields of an operation give a verb.
    struct Fields {
        let options: [Option]
        let flags: [Flag]

        /// Every field that one word can hold and no operand names.
        ///
        /// - Parameters:
        ///   - options: those that the verb words itself; they take the place of fields of their
        ///     name.
        ///   - flags: those that no field has.
        init(
            _ operation: OperationDescription, operands: String, options: [Option], flags: [Flag]
        ) {
            let named = Set(
                operands.lowercased().split { !$0.isLetter && $0 != "-" }.map { String($0) })
            let worded = Set(options.map(\.name))
            let fields = operation.fields.filter {
                !named.contains($0.name.lowercased()) && !worded.contains(Verb.kebab($0.name))
            }
            self.flags =
                flags
                + fields.filter { $0.shape == .flag }.map {
                    Flag(name: Verb.kebab($0.name), meaning: $0.meaning)
                }
            let own = fields.compactMap { field -> Option? in
                guard let value = Verb.placeholder(of: field) else { return nil }
                return Option(
                    name: Verb.kebab(field.name), value: value, meaning: field.meaning,
                    isRequired: field.isRequired, values: Verb.values(field.shape))
            }
            let officer = Option(
                name: "as", value: "OFFICER", meaning: "who asks; recorded where it matters")
            let all = options + own
            self.options = worded.contains("as") ? all : all + [officer]
        }
    }

    /// A verb made from the catalogue alone, for an operation without a verb of its own. Its
    /// operand is the first field that the operation needs; other fields are options. The verb
    /// prints the answer as a table.
    static func plain(_ operation: OperationDescription) -> Verb {
        let fields = operation.fields.filter { placeholder($0.shape) != nil || $0.shape == .flag }
        let operands = Array(fields.filter(\.isRequired).prefix(1))
        let shown = operands.map { kebab($0.name).uppercased() }.joined(separator: " ")
        let words = Fields(
            operation, operands: operands.map(\.name).joined(separator: " "), options: [],
            flags: [])
        return Verb(
            operation.verb, operation.summary, for: Reader(operation.right), operands: shown,
            options: words.options, flags: words.flags,
            example: example(operation, operands.map(\.name))
        ) { arguments throws(HeliographError) in
            var values = try optionValues(operation, arguments)
            for (field, text) in zip(operands, arguments.operands) {
                values[field.name] = try value(text, of: field)
            }
            let json = try await arguments.ask(
                Call(operation.name, as: arguments["as"], values))
            return Output(json: json, text: text(json, operation.answer))
        }
    }

    /// The fields of an operation that options and flags of a command line fill in.
    ///
    /// - Throws: `usage` for a word that is not of the form of its field.
    static func optionValues(
        _ operation: OperationDescription, _ arguments: Arguments
    ) throws(HeliographError) -> JSONObject {
        var values = JSONObject()
        for field in operation.fields {
            if field.shape == .flag {
                if arguments.has(kebab(field.name)) { values[field.name] = true }
            } else if let text = arguments[kebab(field.name)] {
                values[field.name] = try value(text, of: field)
            }
        }
        return values
    }

    /// What the verb does with an operand that may be left out: the sentences of its further
    /// operations, such as that of `outbox ID` beside the one of `outbox`.
    var furtherSummaries: [String] {
        let operations = Catalogue.all.filter { $0.verb == name }
        guard operations.first?.summary == summary else { return [] }
        let shown = operands.filter { !$0.isRequired }.map(\.name).joined(separator: " ")
        return operations.dropFirst().map { "With `\(shown)`: \($0.summary)" }
    }

    /// What the texts of some fields are.
    private static let placeholders = [
        "supplement": "ID", "into": "ID", "author": "OFFICER", "approvedBy": "OFFICER",
        "since": "DAY", "until": "DAY", "validUntil": "DAY", "at": "TIME", "returnedAt": "TIME",
        "due": "TIME", "onwardTo": "XB,XC",
    ]

    /// The placeholder of a field's value; nil for a value that one word cannot hold.
    static func placeholder(of field: FieldDescription) -> String? {
        placeholder(field.shape).map { placeholders[field.name] ?? $0 }
    }

    /// The placeholder of a value that one word of a command line can hold; nil for other forms.
    static func placeholder(_ shape: Shape) -> String? {
        switch shape {
        case .member: "XB"
        case .list(.member): "XB,XC"
        case .text, .words, .either: "TEXT"
        case .list(.words), .list(.oneOf): "TEXT,TEXT"
        case .base64: nil
        case .pattern: "VALUE"
        case .integer, .range: "N"
        case .oneOf: "CODE"
        case .nullable(let shape): placeholder(shape)
        default: nil
        }
    }

    /// The texts of a closed list; none for other forms.
    private static func values(_ shape: Shape) -> [String] {
        switch shape {
        case .oneOf(let texts): texts
        case .nullable(let shape): values(shape)
        default: []
        }
    }

    private static func value(
        _ text: String, of field: FieldDescription
    ) throws(HeliographError) -> JSON {
        switch field.shape.present {
        case .integer, .range:
            guard let number = Int(text) else {
                throw HeliographError(
                    .usage,
                    "`\(kebab(field.name))` takes a whole number; "
                        + "`\(ShownText.brief(text))` is none."
                )
            }
            return .number(JSONNumber(number))
        case .list:
            return .array(text.split(separator: ",").map { .string(String($0)) })
        default:
            return .string(text)
        }
    }

    private static func text(_ json: JSON, _ shape: Shape) -> String {
        guard case .object(let members) = shape else { return Table.text(json) }
        if case .list(.object(let columns))? = members.first(where: { $0.name == "items" })?.shape {
            return Table.rows(json, columns.map(\.name))
        }
        return Table.object(json, members.map(\.name))
    }

    private static func example(_ operation: OperationDescription, _ operands: [String]) -> String {
        let given = operation.example.arguments
        var words = operands.map { given[$0].map(word) ?? "…" }
        for field in operation.fields where !operands.contains(field.name) {
            guard placeholder(field.shape) != nil, let value = given[field.name] else { continue }
            words.append("--\(kebab(field.name)) \(word(value))")
        }
        return (["heliograph", operation.verb] + words + ["--dir ./xa"]).joined(separator: " ")
    }

    /// A value as one word of a shell.
    private static func word(_ value: JSON) -> String {
        let text =
            value.arrayValue.map { $0.map { Table.text($0) }.joined(separator: ",") }
            ?? Table.text(value)
        return text.contains(" ") ? "\"\(text)\"" : text
    }

    /// `approvedBy` as `approved-by`.
    static func kebab(_ name: String) -> String {
        name.reduce(into: "") { text, letter in
            text += letter.isUppercase ? "-" + letter.lowercased() : String(letter)
        }
    }
}
