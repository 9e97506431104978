package import Federation
package import Notices
package import Station

/// The effect of an operation: it only reads, or it changes something.
public enum OperationEffect: String, Sendable {
    /// The operation keeps nothing. Only the record that an officer read a notice is kept.
    case reads
    /// The operation keeps, sends or does something.
    case changes
}

/// One thing that a person or a program may ask of a node: the request, and the form of its answer.
///
/// The catalogue holds every request. The control socket, the command line, the help and the
/// schemas are made from the catalogue.
package protocol Request: Sendable, Equatable {
    /// The answer of the node.
    associatedtype Answer: Printable

    /// The entry of the catalogue.
    static var operation: Operation<Self> { get }

    /// A request whose fields are all empty; `read` fills them in.
    init()

    /// Carries the operation out.
    ///
    /// - Parameters:
    ///   - node: the node that is asked.
    ///   - principal: the person or program that asks; its right was checked.
    ///   - files: handed over with the request, in the order in which the request names them.
    /// - Throws: the reason why the operation was not carried out.
    func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> Answer
}

/// The entry of a request in the catalogue: its description and its fields.
package struct Operation<Asked: Request>: Sendable {
    /// Everything besides the types.
    package let description: OperationDescription
    /// Every field, with the place of its value in the request.
    let fields: [RequestField<Asked>]

    /// An operation with an example of its request.
    ///
    /// - Parameters:
    ///   - name: noun and verb, such as `notice.send`.
    ///   - verb: nil for the name with a blank in place of the dot.
    ///   - summary: one sentence.
    ///   - example: fills the fields of a request in.
    package init(
        _ name: String, verb: String? = nil, _ summary: String, right: Right,
        effect: OperationEffect, fields: [RequestField<Asked>],
        example: (inout Asked) -> Void = { _ in }
    ) {
        self.fields = fields
        var asked = Asked()
        example(&asked)
        var arguments: JSONObject = [:]
        for field in fields {
            if let value = field.write(asked) { arguments[field.description.name] = value }
        }
        description = OperationDescription(
            name: name, verb: verb ?? name.replacing(".", with: " "), summary: summary,
            right: right, effect: effect, fields: fields.map(\.description),
            answer: Asked.Answer.shape, example: Call(name, as: "officer-7", arguments))
    }
}

/// A value that a request may carry.
package protocol FieldValue: Sendable, Equatable {
    /// The form of every such value.
    static var fieldShape: Shape { get }
    /// The value of a field that was left out; nil if it must not be.
    static var absent: Self? { get }
    /// The value as a request carries it; nil if it is left out.
    var fieldJSON: JSON? { get }

    /// Reads a value that is there.
    ///
    /// - Parameter name: the field, for the refusal.
    /// - Throws: `usage`.
    static func read(_ json: JSON, as name: String) throws(HeliographError) -> Self
}

extension FieldValue {
    /// A field must be there unless its type says otherwise.
    package static var absent: Self? { nil }
}

/// One field of a request: its name, its form, and where its value stands.
package struct RequestField<Root: Sendable>: Sendable {
    /// The field's name, meaning and form.
    package let description: FieldDescription
    let read: @Sendable (inout Root, JSON?) throws(HeliographError) -> Void
    let write: @Sendable (Root) -> JSON?

    /// A field whose value stands at a path of the request.
    ///
    /// - Parameters:
    ///   - name: camelCase.
    ///   - meaning: one sentence part, such as `the notice's number`.
    package init<Value: FieldValue>(
        _ name: String, _ path: any WritableKeyPath<Root, Value> & Sendable, _ meaning: String
    ) {
        description = FieldDescription(
            name: name, meaning: meaning, shape: Value.fieldShape,
            isRequired: Value.absent == nil)
        read = { root, json throws(HeliographError) in
            if let json, !json.isNull {
                root[keyPath: path] = try Value.read(json, as: name)
            } else if let absent = Value.absent {
                root[keyPath: path] = absent
            } else {
                throw HeliographError(.usage, "`\(name)` is missing.")
            }
        }
        write = { $0[keyPath: path].fieldJSON }
    }

    /// A field that takes a whole number within bounds, or is left out.
    ///
    /// - Parameters:
    ///   - name: camelCase.
    ///   - bounds: both are included.
    package init(
        _ name: String, _ path: any WritableKeyPath<Root, Int?> & Sendable,
        in bounds: ClosedRange<Int>, _ meaning: String
    ) {
        description = FieldDescription(
            name: name, meaning: meaning, shape: .nullable(.range(bounds)), isRequired: false)
        read = { root, json throws(HeliographError) in
            let json = json ?? .null
            root[keyPath: path] = json.isNull ? nil : try Self.number(json, of: name, bounds)
        }
        write = { $0[keyPath: path].fieldJSON }
    }

    /// A field that takes a whole number within bounds.
    ///
    /// - Parameters:
    ///   - name: camelCase.
    ///   - bounds: both are included.
    package init(
        _ name: String, _ path: any WritableKeyPath<Root, Int> & Sendable,
        in bounds: ClosedRange<Int>, _ meaning: String
    ) {
        description = FieldDescription(
            name: name, meaning: meaning, shape: .range(bounds), isRequired: true)
        read = { root, json throws(HeliographError) in
            root[keyPath: path] = try Self.number(json ?? .null, of: name, bounds)
        }
        write = { $0[keyPath: path].fieldJSON }
    }

    /// A field that takes several texts of a closed list. The operation judges them: it knows which
    /// one may be meant.
    ///
    /// - Parameters:
    ///   - name: camelCase.
    ///   - values: the texts that it takes.
    package init(
        _ name: String, _ path: any WritableKeyPath<Root, TextList> & Sendable,
        each values: [String], _ meaning: String
    ) {
        let plain = RequestField(name, path, meaning)
        description = FieldDescription(
            name: name, meaning: meaning, shape: .list(.oneOf(values)), isRequired: false)
        read = plain.read
        write = plain.write
    }

    private static func number(
        _ json: JSON, of name: String, _ bounds: ClosedRange<Int>
    ) throws(HeliographError) -> Int {
        guard !json.isNull else { throw HeliographError(.usage, "`\(name)` is missing.") }
        guard let number = try? Int.read(json, as: name), bounds.contains(number) else {
            throw HeliographError(
                .usage,
                "`\(name)` takes a whole number from \(bounds.lowerBound) to "
                    + "\(bounds.upperBound).")
        }
        return number
    }

    /// A field that takes one text of a closed list.
    ///
    /// - Parameters:
    ///   - name: camelCase.
    ///   - values: the texts that it takes, in the order in which help and refusals show them.
    package init(
        _ name: String, _ path: any WritableKeyPath<Root, String> & Sendable,
        oneOf values: [String], _ meaning: String
    ) {
        description = FieldDescription(
            name: name, meaning: meaning, shape: .oneOf(values), isRequired: true)
        read = { root, json throws(HeliographError) in
            root[keyPath: path] = try Self.value(json ?? .null, of: name, values)
        }
        write = { .string($0[keyPath: path]) }
    }

    /// A field that takes one text of a closed list, or is left out.
    package init(
        _ name: String, _ path: any WritableKeyPath<Root, String?> & Sendable,
        oneOf values: [String], _ meaning: String
    ) {
        description = FieldDescription(
            name: name, meaning: meaning, shape: .nullable(.oneOf(values)), isRequired: false)
        read = { root, json throws(HeliographError) in
            let json = json ?? .null
            root[keyPath: path] = json.isNull ? nil : try Self.value(json, of: name, values)
        }
        write = { $0[keyPath: path].fieldJSON }
    }

    private static func value(
        _ json: JSON, of name: String, _ values: [String]
    ) throws(HeliographError) -> String {
        let text = try String.read(json, as: name)
        guard values.contains(text) else {
            let question = Suggestion.question(to: text, among: values)
            throw HeliographError(
                .usage, "`\(name)` does not take `\(ShownText.brief(text))`.\(question)",
                next: "`\(name)` takes one of: \(values.joined(separator: ", ")).")
        }
        return text
    }
}

extension Request {
    /// Everything that the catalogue says of the request.
    package static var description: OperationDescription { operation.description }

    /// The fields as a call carries them.
    package var arguments: JSONObject {
        var object: JSONObject = [:]
        for field in Self.operation.fields {
            if let value = field.write(self) { object[field.description.name] = value }
        }
        return object
    }

    /// Reads the fields that a call carries.
    ///
    /// - Throws: `usage` for a field that is missing, unknown or not of its form.
    package init(_ arguments: JSONObject) throws(HeliographError) {
        let known = Self.description.fields
        for (name, _) in arguments where !known.contains(where: { $0.name == name }) {
            let names = known.map(\.name).sorted().joined(separator: ", ")
            throw HeliographError(
                .usage, "`\(Self.description.name)` has no field of that name.",
                next: "Its fields are \(names).", detail: ["\(name.prefix(40))"])
        }
        self.init()
        for field in Self.operation.fields {
            try field.read(&self, arguments[field.description.name])
        }
    }
}

// MARK: - Values of fields

extension Optional: FieldValue where Wrapped: FieldValue {
    /// The wrapped value, or null.
    package static var fieldShape: Shape { .nullable(Wrapped.fieldShape) }
    /// Nil: the field may be left out.
    package static var absent: Wrapped?? { .some(nil) }
    /// The wrapped value; nothing for nil.
    package var fieldJSON: JSON? { self?.fieldJSON ?? nil }
    /// Reads the wrapped value.
    ///
    /// - Throws: `usage`, as the wrapped type does.
    package static func read(_ json: JSON, as name: String) throws(HeliographError) -> Wrapped? {
        try Wrapped.read(json, as: name)
    }
}

extension String: FieldValue {
    /// A text that is not empty.
    package static var fieldShape: Shape { .words }
    /// A JSON string.
    package var fieldJSON: JSON? { .string(self) }
    /// Reads a text.
    ///
    /// - Throws: `usage` for an empty text or another JSON type.
    package static func read(_ json: JSON, as name: String) throws(HeliographError) -> String {
        guard let text = json.stringValue else {
            throw HeliographError(.usage, "`\(name)` takes a text.")
        }
        guard !text.isEmpty else { throw HeliographError(.usage, "`\(name)` is missing.") }
        return text
    }
}

extension Int: FieldValue {
    /// A whole number.
    package static var fieldShape: Shape { .integer }
    /// A JSON number.
    package var fieldJSON: JSON? { .number(JSONNumber(self)) }
    /// Reads a whole number, also one with an empty fraction: `12.0`.
    ///
    /// - Source: JSON Schema draft 2020-12, Core section 4.2.3.
    /// - Throws: `usage` for anything else.
    package static func read(_ json: JSON, as name: String) throws(HeliographError) -> Int {
        guard case .number(let number) = json, let whole = number.int ?? Int(exactly: number.double)
        else {
            throw HeliographError(.usage, "`\(name)` takes a whole number.")
        }
        return whole
    }
}

extension Bool: FieldValue {
    /// `true` or `false`.
    package static var fieldShape: Shape { .flag }
    /// False: a flag that is left out is not set.
    package static var absent: Bool? { false }
    /// `true`; nothing for false.
    package var fieldJSON: JSON? { self ? .bool(true) : nil }
    /// Reads a flag.
    ///
    /// - Throws: `usage` for anything but `true` and `false`.
    package static func read(_ json: JSON, as name: String) throws(HeliographError) -> Bool {
        guard let flag = json.boolValue else {
            throw HeliographError(.usage, "`\(name)` takes true or false.")
        }
        return flag
    }
}

extension MemberCode: FieldValue {
    /// Two capital letters.
    package static var fieldShape: Shape { .member }
    /// The code as a JSON string.
    package var fieldJSON: JSON? { .string(description) }
    /// Reads one code of a member.
    ///
    /// - Throws: `usage` for anything else.
    package static func read(_ json: JSON, as name: String) throws(HeliographError) -> MemberCode {
        guard let code = json.stringValue.flatMap({ MemberCode($0) }) else {
            throw HeliographError(.usage, "`\(name)` takes one code of two capital letters.")
        }
        return code
    }
}

/// Codes of members, in the order in which they were named.
package struct MemberList: FieldValue {
    /// The codes.
    package var codes: [MemberCode]

    /// A list of these.
    package init(_ codes: [MemberCode] = []) {
        self.codes = codes
    }

    /// A list of codes.
    package static var fieldShape: Shape { .list(.member) }
    /// The codes as JSON strings, in their order.
    package var fieldJSON: JSON? { .array(codes.map { .string($0.description) }) }
    /// Reads a list of codes; it may be empty.
    ///
    /// - Throws: `usage` for anything else.
    package static func read(_ json: JSON, as name: String) throws(HeliographError) -> MemberList {
        guard let values = json.arrayValue else {
            throw HeliographError(.usage, "`\(name)` takes codes of two capital letters.")
        }
        var codes: [MemberCode] = []
        for value in values {
            guard let code = value.stringValue.flatMap({ MemberCode($0) }) else {
                throw HeliographError(
                    .usage,
                    "`\(name)` takes codes of two capital letters"
                        + (value.stringValue.map {
                            "; `\(ShownText.brief($0))` is none." + Country.suggestion(for: $0)
                        } ?? "."))
            }
            codes.append(code)
        }
        return MemberList(codes)
    }
}

extension Document: FieldValue {
    /// An object that another schema describes.
    package static var fieldShape: Shape { .document }
    /// The document itself.
    package var fieldJSON: JSON? { json }
    /// Takes the object as it is; the operation judges its members.
    ///
    /// - Throws: `usage` for anything but an object.
    package static func read(_ json: JSON, as name: String) throws(HeliographError) -> Document {
        guard json.objectValue != nil else {
            throw HeliographError(.usage, "`\(name)` takes a JSON object.")
        }
        return Document(json)
    }
}

/// Documents in a row, such as the rows of a form.
package struct DocumentList: FieldValue {
    /// The documents.
    package var items: [JSON]

    /// A list of these.
    package init(_ items: [JSON] = []) {
        self.items = items
    }

    /// A list of objects.
    package static var fieldShape: Shape { .list(.document) }
    /// The documents themselves, in their order.
    package var fieldJSON: JSON? { .array(items) }
    /// Reads a list of objects; the operation judges their members.
    ///
    /// - Throws: `usage` for anything else.
    package static func read(
        _ json: JSON, as name: String
    ) throws(HeliographError) -> DocumentList {
        guard let items = json.arrayValue, items.allSatisfy({ $0.objectValue != nil }) else {
            throw HeliographError(.usage, "`\(name)` takes a list of JSON objects.")
        }
        return DocumentList(items)
    }
}

/// Texts in a row.
package struct TextList: FieldValue {
    /// The texts.
    package var items: [String]

    /// A list of these.
    package init(_ items: [String] = []) {
        self.items = items
    }

    /// A list of texts.
    package static var fieldShape: Shape { .list(.words) }
    /// An empty list: the field may be left out.
    package static var absent: TextList? { TextList() }
    /// The texts as JSON strings; nothing for an empty list.
    package var fieldJSON: JSON? { items.isEmpty ? nil : .array(items.map { .string($0) }) }
    /// Reads a list of texts; it may be empty.
    ///
    /// - Throws: `usage` for anything else, also for an empty text.
    package static func read(_ json: JSON, as name: String) throws(HeliographError) -> TextList {
        let texts = json.arrayValue?.map(\.stringValue) ?? [nil]
        guard texts.allSatisfy({ $0?.isEmpty == false }) else {
            throw HeliographError(.usage, "`\(name)` takes a list of texts.")
        }
        return TextList(texts.compactMap(\.self))
    }
}

/// Bytes, which JSON carries as base64.
package struct Bytes: FieldValue {
    /// The bytes.
    package var bytes: [UInt8]

    /// A value of these bytes.
    package init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// A text, which `read` takes as base64.
    package static var fieldShape: Shape { .base64 }
    /// The bytes in base64.
    package var fieldJSON: JSON? { .string(Base64.encode(bytes)) }
    /// Reads base64.
    ///
    /// - Throws: `usage` for anything else.
    package static func read(_ json: JSON, as name: String) throws(HeliographError) -> Bytes {
        guard let bytes = json.stringValue.flatMap({ Base64.decode($0) }) else {
            throw HeliographError(.usage, "`\(name)` is not base64.")
        }
        return Bytes(bytes)
    }
}

/// Byte strings in a row, which JSON carries as base64.
package struct BytesList: FieldValue {
    /// The byte strings.
    package var items: [[UInt8]]

    /// A list of these.
    package init(_ items: [[UInt8]] = []) {
        self.items = items
    }

    /// A list of texts, which `read` takes as base64.
    package static var fieldShape: Shape { .list(.base64) }
    /// Each byte string in base64.
    package var fieldJSON: JSON? { .array(items.map { .string(Base64.encode($0)) }) }
    /// Reads a list of base64 texts; it may be empty.
    ///
    /// - Throws: `usage` for anything else.
    package static func read(_ json: JSON, as name: String) throws(HeliographError) -> BytesList {
        let items = json.arrayValue?.map { $0.stringValue.flatMap { Base64.decode($0) } } ?? [nil]
        guard !items.contains(nil) else {
            throw HeliographError(.usage, "`\(name)` takes a list of base64 texts.")
        }
        return BytesList(items.compactMap(\.self))
    }
}

/// A moment as people write it: `now`, or a time with its offset, whose seconds may be left out.
package enum Moment: FieldValue {
    /// The moment at which the node answers.
    case now
    /// A time.
    case at(Instant)

    /// `now`, or a time; `read` lets its seconds be left out.
    package static var fieldShape: Shape { .either([.oneOf(["now"]), .format("date-time")]) }

    /// `now`, or the time in RFC 3339.
    package var fieldJSON: JSON? {
        switch self {
        case .now: "now"
        case .at(let moment): .string(moment.description)
        }
    }

    /// Reads `now`, or a time with its offset.
    ///
    /// - Throws: `usage` for anything else.
    package static func read(_ json: JSON, as name: String) throws(HeliographError) -> Moment {
        let text = try String.read(json, as: name)
        if text == "now" { return .now }
        guard let moment = Instant(rfc3339: withSeconds(text)) else {
            throw HeliographError(
                .usage,
                "`\(name)` takes `now`, or a time with its offset; it is "
                    + "`\(ShownText.brief(text))`.",
                next: "Write the time such as 2027-02-03T05:20+01:00 or 2027-02-03T04:20Z.")
        }
        return .at(moment)
    }

    /// A time whose seconds may have been left out: `2027-02-03T05:20+01:00`.
    static func withSeconds(_ text: String) -> String {
        text.utf8.count > 16 && !text.dropFirst(16).hasPrefix(":")
            ? text.prefix(16) + ":00" + text.dropFirst(16) : text
    }

    /// The moment that is meant.
    ///
    /// - Parameter now: the moment at which the node answers.
    package func instant(now: Instant) -> Instant {
        switch self {
        case .now: now
        case .at(let moment): moment
        }
    }
}
