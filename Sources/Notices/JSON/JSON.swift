/// A JSON value as it was written: members keep their order, numbers keep their text.
///
/// Why not Foundation's: it takes the first of two equal keys and says nothing, turns `1.0` into
/// `1`, and would bring Foundation into the pure targets. What a signature covers must survive
/// reading and writing unharmed, fields that this version does not know included.
///
/// - Source: RFC 8259.
public enum JSON: Sendable, Hashable {
    case null
    case bool(Bool)
    case number(JSONNumber)
    case string(String)
    case array([JSON])
    case object(JSONObject)
}

/// A number by its text, such as `1`, `1.0` or `6.02e23`: never rounded, never rewritten.
public struct JSONNumber: Sendable, Hashable {
    /// The literal, in the grammar of RFC 8259 section 6.
    public let text: String

    /// For the parser, which has checked the grammar.
    init(checked text: String) {
        self.text = text
    }

    public init(_ value: Int) {
        text = String(value)
    }

    /// The value if the text is a plain integer that fits: `1.0` and `1e2` are nil.
    public var int: Int? { Int(text) }

    /// The nearest double; infinite when the text is out of its range.
    public var double: Double { Double(text) ?? .nan }
}

extension JSON {
    /// The member of an object; nil for a missing member and for anything that is no object.
    ///
    /// Setting nil removes the member; setting on a value that is no object does nothing.
    public subscript(key: String) -> JSON? {
        get { objectValue?[key] }
        set {
            guard case .object(var object) = self else { return }
            object[key] = newValue
            self = .object(object)
        }
    }

    /// The element of an array; nil when there is none.
    public subscript(index: Int) -> JSON? {
        guard let elements = arrayValue, elements.indices.contains(index) else { return nil }
        return elements[index]
    }

    public var stringValue: String? {
        if case .string(let value) = self { value } else { nil }
    }

    /// See `JSONNumber.int`.
    public var intValue: Int? {
        if case .number(let value) = self { value.int } else { nil }
    }

    public var boolValue: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    public var arrayValue: [JSON]? {
        if case .array(let value) = self { value } else { nil }
    }

    public var objectValue: JSONObject? {
        if case .object(let value) = self { value } else { nil }
    }

    public var isNull: Bool { self == .null }
}

/// There is no literal for null on purpose: `json["a"] = isOld ? nil : value` would then write a
/// null where a removal was meant. Write `.null`.
extension JSON: ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByStringInterpolation, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(integerLiteral value: Int) { self = .number(JSONNumber(value)) }
    public init(stringLiteral value: String) { self = .string(value) }
    public init(arrayLiteral elements: JSON...) { self = .array(elements) }

    public init(dictionaryLiteral elements: (String, JSON)...) {
        self = .object(JSONObject(elements))
    }
}
