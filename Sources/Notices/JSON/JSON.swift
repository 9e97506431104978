/// A JSON value as it was written: members keep their order, numbers keep their text.
///
/// Foundation's decoder takes the first of two equal keys and says nothing, turns `1.0` into `1`,
/// and would bring Foundation into the pure targets. Signed text must survive reading and writing
/// unchanged, with fields that this version does not know.
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

    /// Takes a literal whose grammar the parser has checked.
    init(checked text: String) {
        self.text = text
    }

    /// The plain integer, such as `12`.
    public init(_ value: Int) {
        text = String(value)
    }

    /// The value of a plain integer that fits; nil for `1.0` and `1e2`.
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

    /// The text of a string; nil for every other value.
    public var stringValue: String? {
        if case .string(let value) = self { value } else { nil }
    }

    /// The integer of a number, as `JSONNumber.int` reads it; nil for every other value.
    public var intValue: Int? {
        if case .number(let value) = self { value.int } else { nil }
    }

    /// The truth value of `true` or `false`; nil for every other value.
    public var boolValue: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    /// The elements of an array; nil for every other value.
    public var arrayValue: [JSON]? {
        if case .array(let value) = self { value } else { nil }
    }

    /// The members of an object; nil for every other value.
    public var objectValue: JSONObject? {
        if case .object(let value) = self { value } else { nil }
    }

    /// True for `null`.
    public var isNull: Bool { self == .null }
}

/// JSON has no literal for null here: `json["a"] = isOld ? nil : value` would write a null instead
/// of removing the member. Write `.null`.
extension JSON: ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByStringInterpolation, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    /// `true` or `false`.
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    /// A number, written as a plain integer.
    public init(integerLiteral value: Int) { self = .number(JSONNumber(value)) }
    /// A string.
    public init(stringLiteral value: String) { self = .string(value) }
    /// An array with these elements.
    public init(arrayLiteral elements: JSON...) { self = .array(elements) }

    /// An object with these members; the last of two equal keys stands, in the place of the first.
    public init(dictionaryLiteral elements: (String, JSON)...) {
        self = .object(JSONObject(elements))
    }
}
