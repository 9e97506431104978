internal import Asking
internal import Federation
internal import HTTPService
package import Notices
internal import Office
internal import Station

/// The description of every address, made from the catalogue.
///
/// - Source: OpenAPI Specification 3.1.1.
package enum OpenAPI {
    /// The description as an answer.
    static let response = HTTPResponse(
        status: 200, headers: [("Content-Type", "application/json")],
        body: .bytes(document.encoded()))

    /// The whole description.
    package static let document: JSON = {
        var paths: JSONObject = [:]
        for route in Routes.all {
            let path = Routes.base + route.template
            var item = paths[path]?.objectValue ?? [:]
            item[route.method.lowercased()] = operation(route)
            paths[path] = .object(item)
        }
        return [
            "openapi": "3.1.0",
            "info": [
                "title": "Heliograph", "version": .string(Version.number),
                "summary":
                    "Warnings of travelling offenders between countries, for programs of one.",
                "description": .string(
                    "A token, a client certificate, or at a UNIX socket the user of the machine "
                        + "says who asks. Every address that has GET has HEAD as well."),
            ],
            "servers": [["url": "http://127.0.0.1:7444"]],
            "paths": .object(paths),
            "components": [
                "securitySchemes": [
                    "token": ["type": "http", "scheme": "bearer"],
                    "certificate": ["type": "mutualTLS"],
                ],
                "schemas": ["Problem": problem],
                "responses": .object(refusals),
            ],
        ]
    }()

    private static func operation(_ route: Route) -> JSON {
        let description = route.operation.description
        let right: JSON = [.string(description.right.rawValue)]
        var object: JSONObject = [
            "operationId": .string(description.name), "summary": .string(description.summary),
            "description": .string("Needs the right `\(description.right.rawValue)`."),
            "tags": [.string(route.template.split(separator: "/").first.map(String.init) ?? "")],
            "security": [["token": right], ["certificate": right]],
            "parameters": .array(parameters(route)),
        ]
        let body = body(route)
        if let body { object["requestBody"] = body }
        var responses: JSONObject = ["200": done(route)]
        if route.method == "GET" {
            responses["304"] = ["description": "The same as under the tag of `If-None-Match`."]
        }
        for refusal in Refusal.all where route.method == "POST" || !refusal.isOfBody {
            let name = String(refusal.status)
            responses[name] = ["$ref": .string("#/components/responses/\(name)")]
        }
        object["responses"] = .object(responses)
        return .object(object)
    }

    // MARK: What a request carries

    private static func parameters(_ route: Route) -> [JSON] {
        let example = route.operation.example.arguments
        let inPath = route.pathFields
        var parameters = route.operation.fields.compactMap { field -> JSON? in
            let isInPath = inPath.contains(field.name)
            guard isInPath || route.method == "GET" else { return nil }
            return parameter(field, isInPath ? "path" : "query", example)
        }
        if route.operation.effect == .changes {
            parameters.append([
                "name": "Idempotency-Key", "in": "header", "required": false,
                "description":
                    "The same key with the same call gives the first answer again, for 48 hours.",
                "schema": [
                    "type": "string", "minLength": 1,
                    "maxLength": .number(JSONNumber(Routes.keyBytesMax)), "pattern": "^[!-~]+$",
                ],
            ])
        }
        return parameters
    }

    private static func parameter(
        _ field: FieldDescription, _ place: String, _ example: JSONObject
    ) -> JSON {
        // A parameter is left out, and never null.
        let shape = field.shape.present
        var object: JSONObject = [
            "name": .string(field.name), "in": .string(place),
            "required": .bool(place == "path" || field.isRequired),
            "description": .string(field.meaning), "schema": shape.schema,
        ]
        if case .list = shape { object["explode"] = false }
        if let value = example[field.name] { object["example"] = value }
        return .object(object)
    }

    /// The body; nil for an operation whose fields stand elsewhere.
    private static func body(_ route: Route) -> JSON? {
        let given = route.operation.example.arguments
        let fields = route.operation.fields.filter { !route.pathFields.contains($0.name) }
        guard route.method == "POST", !fields.isEmpty else { return nil }
        var properties: JSONObject = [:]
        var required: [JSON] = []
        var example: JSONObject = [:]
        for field in fields {
            // Null stands for a field that is left out.
            let shape = field.isRequired ? field.shape : .nullable(field.shape.present)
            var schema = shape.schema.objectValue ?? [:]
            schema["description"] = .string(field.meaning)
            properties[field.name] = .object(schema)
            if field.isRequired { required.append(.string(field.name)) }
            if let value = given[field.name] { example[field.name] = value }
        }
        return [
            "required": .bool(!required.isEmpty),
            "content": [
                "application/json": [
                    "schema": [
                        "type": "object", "properties": .object(properties),
                        "required": .array(required), "additionalProperties": false,
                    ],
                    "example": .object(example),
                ]
            ],
        ]
    }

    // MARK: What an answer carries

    private static func done(_ route: Route) -> JSON {
        var object: JSONObject = [
            "description": "Done.",
            "content": ["application/json": ["schema": route.operation.answer.schema]],
        ]
        if route.method == "GET" {
            object["headers"] = [
                "ETag": ["required": true, "schema": ["type": "string"]]
            ]
        } else {
            object["headers"] = [
                "Idempotent-Replayed": [
                    "description": "`true` for an answer that was given before under its key.",
                    "schema": ["enum": ["true"]],
                ]
            ]
        }
        let links = links(from: route)
        if !links.isEmpty { object["links"] = .object(links) }
        return .object(object)
    }

    /// Where an answer has the id of a thing that other addresses take. Lists of officers and
    /// tokens are left out: a program that follows links would end its own.
    private static let ids: [String: (pointer: String, among: Set<String>)] = [
        "notice.send": ("/thread", ["notices", "outbox", "evidence"]),
        "notice.list": ("/items/0/thread", ["notices", "outbox", "evidence"]),
        "outbox.list": ("/items/0/id", ["outbox"]),
        "inbox.list": ("/items/0/id", ["inbox", "notices"]),
        "draft.list": ("/items/0/number", ["drafts"]),
        "approval.list": ("/items/0/id", ["approvals"]),
        "officer.add": ("/name", ["officers"]), "token.new": ("/id", ["tokens"]),
        "trust.forks": ("/items/0/other", ["trust"]),
    ]

    private static func links(from route: Route) -> JSONObject {
        guard let (pointer, among) = ids[route.operation.name] else { return [:] }
        var links: JSONObject = [:]
        for target in Routes.all {
            guard target.pathFields.count == 1, let field = target.pathFields.first,
                let word = target.template.split(separator: "/").first,
                among.contains(String(word))
            else { continue }
            links[target.operation.name] = [
                "operationId": .string(target.operation.name),
                "parameters": [.init(field): .string("$response.body#\(pointer)")],
            ]
        }
        return links
    }

    /// One status with which requests are refused.
    private struct Refusal {
        let status: Int
        let meaning: String
        /// A field of the answer, with its meaning.
        var field: (name: String, meaning: String)?
        /// True for a refusal that needs a request that may have a body.
        var isOfBody = false

        static let all = [
            Refusal(status: 400, meaning: "The request is not of the form that stands here."),
            Refusal(
                status: 401, meaning: "Nobody is known who asks.",
                field: ("WWW-Authenticate", "How to say who asks.")),
            Refusal(status: 403, meaning: "The one who asks may not do this."),
            Refusal(status: 404, meaning: "There is nothing of that name or number."),
            Refusal(
                status: 405, meaning: "The address does not know the method.",
                field: ("Allow", "The methods of the address.")),
            Refusal(
                status: 409, meaning: "It was done already, or it does not fit what was done."),
            Refusal(status: 410, meaning: "It was erased."),
            Refusal(status: 411, meaning: "The body has no Content-Length.", isOfBody: true),
            Refusal(status: 413, meaning: "The body is too long.", isOfBody: true),
            Refusal(status: 415, meaning: "The body is not JSON in UTF-8.", isOfBody: true),
            Refusal(status: 422, meaning: "The form is right, and the operation refuses it."),
            Refusal(
                status: 429, meaning: "Too many requests came in a short time.",
                field: ("Retry-After", "Seconds after which to ask again.")),
            Refusal(status: 500, meaning: "The node has failed."),
            Refusal(
                status: 503, meaning: "The node cannot do it now.",
                field: ("Retry-After", "Seconds after which to ask again.")),
            Refusal(status: 507, meaning: "The disk is full."),
        ]
    }

    private static let refusals: JSONObject = {
        var responses: JSONObject = [:]
        for refusal in Refusal.all {
            var object: JSONObject = [
                "description": .string(refusal.meaning),
                "content": [
                    .init(Problem.type): ["schema": ["$ref": "#/components/schemas/Problem"]]
                ],
            ]
            if let field = refusal.field {
                object["headers"] = [
                    .init(field.name): [
                        "description": .string(field.meaning), "required": true,
                        "schema": ["type": "string"],
                    ]
                ]
            }
            responses[String(refusal.status)] = .object(object)
        }
        return responses
    }()

    private static let problem: JSON = [
        "type": "object",
        "required": ["type", "title", "status", "detail", "code", "sentence", "next"],
        "properties": [
            "type": ["type": "string", "format": "uri"], "title": ["type": "string"],
            "status": ["type": "integer"], "detail": ["type": "string"],
            "code": ["enum": .array(Code.allCases.map { .string($0.rawValue) })],
            "sentence": ["type": "string"], "next": ["type": "string"],
            "causes": ["type": "array", "items": ["type": "string"]],
            "faults": [
                "type": "array",
                "items": [
                    "type": "object",
                    "required": ["pointer", "code", "layer", "sentence"],
                    "properties": [
                        "pointer": ["type": "string"], "code": ["type": "string"],
                        "layer": ["enum": ["schema", "rule"]], "sentence": ["type": "string"],
                    ],
                ],
            ],
        ],
    ]
}
