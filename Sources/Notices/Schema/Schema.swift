/// One of our JSON Schema documents (draft 2020-12), made ready for checking notices.
///
/// The files in `Schemas/` are the only description: their text is built into the program, and this
/// type carries out the keywords that they use. So the node refuses exactly the notices that a
/// peer's own JSON Schema validator refuses; a test compares the two.
final class Schema: Sendable {
    /// Refuses everything: the schema `false`.
    let isNever: Bool
    let title: String?
    let types: JSONTypes
    /// The allowed values: those of `enum`, or the single one of `const`.
    let allowed: [JSON]?
    let isConstant: Bool
    let required: [String]
    let properties: [String: Schema]
    let otherProperties: Schema?
    let items: Schema?
    let pattern: Pattern?
    let length: (min: Int?, max: Int?)
    let itemCount: (min: Int?, max: Int?)
    let propertiesMax: Int?
    let range: (min: Double?, max: Double?)
    let itemsDiffer: Bool
    let all: [Schema]
    let condition: (test: Schema, then: Schema?, otherwise: Schema?)?

    /// The schema of a kind of notice.
    static func of(_ kind: NoticeKind) -> Schema {
        guard let schema = kinds[kind] else { preconditionFailure("no schema of \(kind)") }
        return schema
    }

    /// The schema of the envelope that all notices share, checked alone if the kind is not known.
    static let envelope = Workshop().schema("envelope.schema.json")
    private static let kinds: [NoticeKind: Schema] = {
        let workshop = Workshop()
        return Dictionary(
            uniqueKeysWithValues: NoticeKind.allCases.map {
                ($0, workshop.schema($0.rawValue + ".schema.json"))
            })
    }()

    /// Keywords that inform people only.
    private static let annotations: Set<String> = [
        "$schema", "$id", "$defs", "$comment", "title", "description", "examples",
    ]

    /// The files, and the schemas made of them so far: a schema that many kinds refer to is made
    /// once.
    private final class Workshop {
        let documents: [String: JSON]
        var finished: [String: Schema] = [:]

        init() {
            var documents: [String: JSON] = [:]
            for (name, text) in SchemaTexts.all {
                do throws(JSONFault) {
                    documents[name] = try JSON.parse(
                        text.withUTF8Buffer { Array($0) }, limits: .list)
                } catch {
                    preconditionFailure("\(name): \(error.sentence) at byte \(error.offset)")
                }
            }
            self.documents = documents
        }

        func schema(_ file: String, at pointer: String = "") -> Schema {
            let place = file + "#" + pointer
            if let schema = finished[place] { return schema }
            guard let json = documents[file]?.at(pointer: pointer) else {
                preconditionFailure("\(place) leads nowhere")
            }
            let schema = Schema(json, file: file, workshop: self)
            finished[place] = schema
            return schema
        }
    }

    /// - Precondition: the schema uses only the keywords below; the files are ours.
    private init(_ json: JSON, file: String, workshop: Workshop) {
        func compile(_ json: JSON) -> Schema {
            Schema(json, file: file, workshop: workshop)
        }
        var members = json.objectValue ?? [:]
        isNever = json == false
        precondition(isNever || json == true || json.objectValue != nil, "a schema in \(file)")
        func take(_ keyword: String) -> JSON? {
            defer { members[keyword] = nil }
            return members[keyword]
        }
        func bounds(_ minimum: String, _ maximum: String) -> (min: Int?, max: Int?) {
            (take(minimum)?.intValue, take(maximum)?.intValue)
        }
        title = members["title"]?.stringValue
        let type = take("type")
        let names =
            type?.arrayValue?.compactMap(\.stringValue) ?? (type?.stringValue).map { [$0] } ?? []
        types = JSONTypes(names.map { JSONTypes($0) })
        let constant = take("const")
        isConstant = constant != nil
        allowed = take("enum")?.arrayValue ?? constant.map { [$0] }
        required = take("required")?.arrayValue?.compactMap(\.stringValue) ?? []
        var properties: [String: Schema] = [:]
        for (name, property) in take("properties")?.objectValue ?? [:] {
            properties[name] = compile(property)
        }
        self.properties = properties
        otherProperties = take("additionalProperties").map(compile)
        items = take("items").map(compile)
        pattern = take("pattern")?.stringValue.map { Pattern($0) }
        length = bounds("minLength", "maxLength")
        itemCount = bounds("minItems", "maxItems")
        propertiesMax = take("maxProperties")?.intValue
        range = (
            take("minimum")?.intValue.map { Double($0) },
            take("maximum")?.intValue.map { Double($0) }
        )
        itemsDiffer = take("uniqueItems")?.boolValue ?? false
        let (then, otherwise) = (take("then").map(compile), take("else").map(compile))
        condition = take("if").map { (compile($0), then, otherwise) }
        var all = (take("allOf")?.arrayValue ?? []).map(compile)
        if let reference = take("$ref")?.stringValue {
            let parts = reference.split(separator: "#", omittingEmptySubsequences: false)
                .map(String.init)
            all.append(
                workshop.schema(
                    parts[0].isEmpty ? file : parts[0], at: parts.count > 1 ? parts[1] : ""))
        }
        self.all = all
        let unknown = members.keys.filter { !Self.annotations.contains($0) }
        precondition(unknown.isEmpty, "keywords not carried out: \(unknown) in \(file)")
    }
}
