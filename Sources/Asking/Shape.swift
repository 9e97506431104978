public import Notices

/// The form of a value that people and programs exchange with a node.
/// `schema` writes it as a JSON Schema.
public indirect enum Shape: Sendable, Equatable {
    /// Any text.
    case text
    /// A text that is not empty.
    case words
    /// A text of a format that JSON Schema names, such as `date-time`.
    case format(String)
    /// A text that matches an ECMA-262 pattern.
    case pattern(String)
    /// A whole number.
    case integer
    /// A whole number within bounds, both included.
    case range(ClosedRange<Int>)
    /// `true` or `false`.
    case flag
    /// One of these texts.
    case oneOf([String])
    /// The value, or null where it does not apply.
    case nullable(Shape)
    /// A list of such values.
    case list(Shape)
    /// An object of exactly these members.
    case object([Member])
    /// An object whose members are all whole numbers, under names that others chose.
    case counts
    /// An object that another schema describes, such as a notice.
    case document
    /// Any JSON value.
    case anything
    /// One of several forms.
    case either([Shape])

    /// One member of an object.
    public struct Member: Sendable, Equatable {
        /// The member's name, camelCase.
        public let name: String
        /// The form of its value.
        public let shape: Shape
        /// False for a member that may be left out.
        public let isRequired: Bool

        /// A member that is always there, unless `isRequired` says otherwise.
        public init(_ name: String, _ shape: Shape, isRequired: Bool = true) {
            self.name = name
            self.shape = shape
            self.isRequired = isRequired
        }
    }

    /// A time: RFC 3339, UTC, whole seconds.
    public static let time = Shape.pattern(#"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"#)
    /// Bytes as base64 (RFC 4648 section 4).
    public static let base64 = Shape.pattern(
        "^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/][AQgw]==|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=)?$")
    /// The code of a member: two capital letters.
    public static let member = Shape.pattern("^[A-Z]{2}$")
    /// A message id: UUIDv7 in small letters.
    public static let messageID = Shape.pattern(
        "^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$")
    /// SHA-256 in hexadecimal digits.
    public static let digest = Shape.pattern("^[0-9a-f]{64}$")
    /// A key id: the first 20 bytes of a SHA-256, in hexadecimal digits.
    public static let keyID = Shape.pattern("^[0-9a-f]{40}$")

    /// An object with a list under `items`, as every listing prints it. `more` names further
    /// members.
    public static func items(_ item: Shape, _ more: [Member] = []) -> Shape {
        .object([Member("items", .list(item))] + more)
    }

    /// This object with more members; any other shape as it is.
    public func with(_ more: [Member]) -> Shape {
        guard case .object(let members) = self else { return self }
        return .object(members + more)
    }

    /// The shape of a value that is there: never null.
    public var present: Shape {
        if case .nullable(let shape) = self { shape.present } else { self }
    }

    /// True for a whole number, with bounds or without.
    public var isInteger: Bool {
        switch self {
        case .integer, .range: true
        default: false
        }
    }

    /// The shape as a JSON Schema, draft 2020-12.
    public var schema: JSON {
        switch self {
        case .text: return ["type": "string"]
        case .words: return ["type": "string", "minLength": 1]
        case .format(let name): return ["type": "string", "format": .string(name)]
        case .pattern(let pattern): return ["type": "string", "pattern": .string(pattern)]
        case .integer: return ["type": "integer"]
        case .range(let bounds):
            return [
                "type": "integer", "minimum": .number(JSONNumber(bounds.lowerBound)),
                "maximum": .number(JSONNumber(bounds.upperBound)),
            ]
        case .flag: return ["type": "boolean"]
        case .oneOf(let texts): return ["enum": .array(texts.map { .string($0) })]
        case .nullable(let shape): return ["anyOf": [shape.schema, ["type": "null"]]]
        case .list(let shape): return ["type": "array", "items": shape.schema]
        case .object(let members):
            var properties: JSONObject = [:]
            for member in members { properties[member.name] = member.shape.schema }
            return [
                "type": "object", "properties": .object(properties),
                "additionalProperties": false,
                "required": .array(members.filter(\.isRequired).map { .string($0.name) }),
            ]
        case .counts: return ["type": "object", "additionalProperties": ["type": "integer"]]
        case .document: return ["type": "object"]
        case .anything: return [:]
        case .either(let shapes): return ["anyOf": .array(shapes.map(\.schema))]
        }
    }
}
