/// One keyword of a schema that a value breaks.
struct SchemaBreach: Sendable, Hashable {
    /// JSON Pointer to the value that was judged.
    let pointer: String
    /// The JSON Schema keyword; `false` for a value that may not be there.
    let keyword: String
    /// For `required`, the member that is missing.
    var member: String?
    /// What the schema calls the value: "two capital letters".
    var title: String?
}

extension Schema {
    /// Every keyword that the value breaks, in the order of the schema.
    func breaches(in value: JSON) -> [SchemaBreach] {
        var found: [SchemaBreach] = []
        check(value, at: "", into: &found)
        return found
    }

    func accepts(_ value: JSON) -> Bool { breaches(in: value).isEmpty }

    private func breach(_ keyword: String, _ pointer: String) -> SchemaBreach {
        SchemaBreach(pointer: pointer, keyword: keyword, title: title)
    }

    private func check(_ value: JSON, at pointer: String, into found: inout [SchemaBreach]) {
        if isNever { found.append(breach("false", pointer)) }
        if !types.isEmpty, !types.contains(where: { value.hasType($0) }) {
            found.append(breach("type", pointer))
        }
        if let allowed, !allowed.contains(where: { $0.equalsForSchema(value) }) {
            found.append(breach(isConstant ? "const" : "enum", pointer))
        }
        switch value {
        case .string(let text): check(text, at: pointer, into: &found)
        case .number(let number):
            if let min = range.min, number.double < min { found.append(breach("minimum", pointer)) }
            if let max = range.max, number.double > max { found.append(breach("maximum", pointer)) }
        case .array(let elements): check(elements, at: pointer, into: &found)
        case .object(let object): check(object, at: pointer, into: &found)
        case .null, .bool: break
        }
        for schema in all { schema.check(value, at: pointer, into: &found) }
        if let condition {
            let branch = condition.test.accepts(value) ? condition.then : condition.otherwise
            branch?.check(value, at: pointer, into: &found)
        }
    }

    private func check(_ text: String, at pointer: String, into found: inout [SchemaBreach]) {
        if length.min != nil || length.max != nil {
            let count = text.unicodeScalars.count
            if let min = length.min, count < min { found.append(breach("minLength", pointer)) }
            if let max = length.max, count > max { found.append(breach("maxLength", pointer)) }
        }
        if let pattern, !pattern.matches(text) { found.append(breach("pattern", pointer)) }
    }

    private func check(
        _ elements: [JSON], at pointer: String, into found: inout [SchemaBreach]
    ) {
        let count = elements.count
        if let min = itemCount.min, count < min { found.append(breach("minItems", pointer)) }
        if let max = itemCount.max, count > max { found.append(breach("maxItems", pointer)) }
        if itemsDiffer, Set(elements.map { $0.encoded() }).count < count {
            found.append(breach("uniqueItems", pointer))
        }
        guard let items else { return }
        for (index, element) in elements.enumerated() {
            items.check(element, at: "\(pointer)/\(index)", into: &found)
        }
    }

    private func check(
        _ object: JSONObject, at pointer: String, into found: inout [SchemaBreach]
    ) {
        for name in required where object[name] == nil {
            found.append(SchemaBreach(pointer: pointer, keyword: "required", member: name))
        }
        if let max = propertiesMax, object.count > max {
            found.append(breach("maxProperties", pointer))
        }
        guard !properties.isEmpty || otherProperties != nil else { return }
        for (key, value) in object {
            guard let schema = properties[key] ?? otherProperties else { continue }
            schema.check(value, at: pointer + "/" + JSONPointer.escaped(key), into: &found)
        }
    }
}

extension JSON {
    /// The types of JSON Schema, in which `1.0` is an integer.
    fileprivate func hasType(_ type: String) -> Bool {
        switch (type, self) {
        case ("null", .null), ("boolean", .bool), ("number", .number), ("string", .string),
            ("array", .array), ("object", .object):
            true
        case ("integer", .number(let number)):
            number.int != nil || number.double.isWhole
        default: false
        }
    }

    /// Equality as in JSON Schema for the scalars that our schemas list: strings by their very
    /// characters, numbers by value.
    fileprivate func equalsForSchema(_ other: JSON) -> Bool {
        switch (self, other) {
        case (.string(let left), .string(let right)): left.utf8.elementsEqual(right.utf8)
        case (.number(let left), .number(let right)): left.double == right.double
        default: self == other
        }
    }
}

extension Double {
    /// Without `rounded()` or `Int64(exactly:)`, which need the C mathematics library.
    fileprivate var isWhole: Bool {
        isFinite && (magnitude >= 0x1p53 || Double(Int64(self)) == self)
    }
}
