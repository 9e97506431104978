/// One keyword of a schema that a value breaks.
struct SchemaBreach: Sendable, Hashable {
    /// JSON Pointer to the value that was judged.
    let pointer: String
    /// The JSON Schema keyword; `false` for a value that may not be there.
    let keyword: String
    /// For `required`, the member that is missing.
    var member: String?
    /// The schema's name for the value: "two capital letters".
    var title: String?
    /// For `enum`, the values that it allows.
    var allowed: [String] = []
    /// For `type`, the type demanded, in words: "a list". The type found follows.
    var wanted: String?
    var found: String?
}

extension Schema {
    /// Every keyword that the value breaks, in the order of the schema.
    func breaches(in value: JSON) -> [SchemaBreach] {
        var walk = SchemaWalk()
        walk.check(value, self)
        return walk.breaches
    }
}

/// One walk through a value.
private struct SchemaWalk {
    private(set) var breaches: [SchemaBreach] = []
    private var path = JSONPath()

    private mutating func breach(
        _ keyword: String, _ schema: Schema, member: String? = nil, wanted: JSONTypes? = nil,
        found: JSONTypes? = nil
    ) {
        breaches.append(
            SchemaBreach(
                pointer: path.pointer, keyword: keyword, member: member,
                title: member == nil ? schema.title : nil,
                allowed: keyword == "enum" ? schema.allowed?.compactMap(\.stringValue) ?? [] : [],
                wanted: wanted?.words, found: found?.words))
    }

    mutating func check(_ value: JSON, _ schema: Schema) {
        if schema.isNever { breach("false", schema) }
        if !schema.types.isEmpty, schema.types.isDisjoint(with: value.types) {
            breach("type", schema, wanted: schema.types, found: value.types)
        }
        if let allowed = schema.allowed, !allowed.contains(where: { $0.equalsForSchema(value) }) {
            breach(schema.isConstant ? "const" : "enum", schema)
        }
        switch value {
        case .string(let text): check(text, schema)
        case .number(let number):
            if let min = schema.range.min, number.double < min { breach("minimum", schema) }
            if let max = schema.range.max, number.double > max { breach("maximum", schema) }
        case .array(let elements): check(elements, schema)
        case .object(let object): check(object, schema)
        case .null, .bool: break
        }
        for part in schema.all { check(value, part) }
        if let condition = schema.condition {
            let holds = condition.test.breaches(in: value).isEmpty
            if let branch = holds ? condition.then : condition.otherwise { check(value, branch) }
        }
    }

    private mutating func check(_ text: String, _ schema: Schema) {
        if schema.length.min != nil || schema.length.max != nil {
            let count = text.isASCII ? text.utf8.count : text.unicodeScalars.count
            if let min = schema.length.min, count < min { breach("minLength", schema) }
            if let max = schema.length.max, count > max { breach("maxLength", schema) }
        }
        if let pattern = schema.pattern, !pattern.matches(text) { breach("pattern", schema) }
    }

    private mutating func check(_ elements: [JSON], _ schema: Schema) {
        let count = elements.count
        if let min = schema.itemCount.min, count < min { breach("minItems", schema) }
        if let max = schema.itemCount.max, count > max { breach("maxItems", schema) }
        if schema.itemsDiffer, count > 1, Set(elements.map { $0.encoded() }).count < count {
            breach("uniqueItems", schema)
        }
        guard let items = schema.items else { return }
        for (index, element) in elements.enumerated() {
            path.enter(index)
            check(element, items)
            path.leave()
        }
    }

    private mutating func check(_ object: JSONObject, _ schema: Schema) {
        for name in schema.required where object[name] == nil {
            breach("required", schema, member: name)
        }
        if let max = schema.propertiesMax, object.count > max { breach("maxProperties", schema) }
        guard !schema.properties.isEmpty || schema.otherProperties != nil else { return }
        for (key, value) in object {
            guard let property = schema.properties[key] ?? schema.otherProperties else { continue }
            path.enter(key)
            check(value, property)
            path.leave()
        }
    }
}

/// The types of JSON Schema that a value has: one, or two if it is a whole number.
struct JSONTypes: OptionSet {
    let rawValue: UInt8

    static let null = JSONTypes(rawValue: 1)
    static let boolean = JSONTypes(rawValue: 2)
    static let number = JSONTypes(rawValue: 4)
    static let string = JSONTypes(rawValue: 8)
    static let array = JSONTypes(rawValue: 16)
    static let object = JSONTypes(rawValue: 32)
    static let integer = JSONTypes(rawValue: 64)

    init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// The types in words: "a text or null".
    var words: String {
        // A whole number is a number too.
        let kinds = contains(.number) ? subtracting(.integer) : self
        let names: [(JSONTypes, String)] = [
            (.object, "an object"), (.array, "a list"), (.string, "a text"), (.number, "a number"),
            (.integer, "a whole number"), (.boolean, "true or false"), (.null, "null"),
        ]
        return names.filter { kinds.contains($0.0) }.map(\.1).joined(separator: " or ")
    }

    /// - Precondition: `name` is one of the seven; schemas are ours.
    init(_ name: String) {
        let known: [String: JSONTypes] = [
            "null": .null, "boolean": .boolean, "number": .number, "string": .string,
            "array": .array, "object": .object, "integer": .integer,
        ]
        guard let type = known[name] else { preconditionFailure("no type \(name)") }
        self = type
    }
}

extension JSON {
    /// The types of this value; `1.0` is an integer too.
    fileprivate var types: JSONTypes {
        switch self {
        case .null: .null
        case .bool: .boolean
        case .number(let number):
            number.int != nil || number.double.isWhole ? [.number, .integer] : .number
        case .string: .string
        case .array: .array
        case .object: .object
        }
    }

    /// Equality as JSON Schema has it for the scalars that our schemas list: strings by their exact
    /// characters, numbers by value.
    fileprivate func equalsForSchema(_ other: JSON) -> Bool {
        switch (self, other) {
        // Our schemas list only ASCII texts: an equal text of as many bytes has the same bytes.
        case (.string(let left), .string(let right)):
            left.utf8.count == right.utf8.count && left == right
        case (.number(let left), .number(let right)): left.double == right.double
        default: self == other
        }
    }
}

extension Double {
    /// True for a whole number. The check uses neither `rounded()` nor `Int64(exactly:)`, which
    /// need the C mathematics library.
    fileprivate var isWhole: Bool {
        isFinite && (magnitude >= 0x1p53 || Double(Int64(self)) == self)
    }
}
