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
            ],
            "servers": [["url": "http://127.0.0.1:7444"]],
            "security": [["token": []]],
            "paths": .object(paths),
            "components": [
                "securitySchemes": [
                    "token": ["type": "http", "scheme": "bearer"]
                ],
                "schemas": ["Problem": problem],
                "responses": [
                    "Problem": [
                        "description": "A refusal in three parts: what, why, and what to do.",
                        "content": [
                            .init(Problem.type): [
                                "schema": ["$ref": "#/components/schemas/Problem"]
                            ]
                        ],
                    ]
                ],
            ],
        ]
    }()

    private static func operation(_ route: Route) -> JSON {
        let description = route.operation.description
        let example = description.example.arguments
        let pathFields = route.pathFields
        var parameters: [JSON] = []
        var properties: JSONObject = [:]
        var required: [JSON] = []
        var body: JSONObject = [:]
        for field in description.fields {
            let isInPath = pathFields.contains(field.name)
            if isInPath || route.method == "GET" {
                parameters.append(parameter(field, isInPath ? "path" : "query", example))
                continue
            }
            var schema = field.shape.schema.objectValue ?? [:]
            schema["description"] = .string(field.meaning)
            properties[field.name] = .object(schema)
            if field.isRequired { required.append(.string(field.name)) }
            if let value = example[field.name] { body[field.name] = value }
        }
        if description.effect == .changes {
            parameters.append([
                "name": "Idempotency-Key", "in": "header", "required": false,
                "description": .string(
                    "The same key with the same call gives the first answer again, for 48 hours."),
                "schema": [
                    "type": "string", "minLength": 1, "maxLength": 128,
                    "pattern": "^[!-~]+$",
                ],
            ])
        }
        var object: JSONObject = [
            "operationId": .string(description.name), "summary": .string(description.summary),
            "description": .string("Needs the right `\(description.right.rawValue)`."),
            "tags": [.string(route.template.split(separator: "/").first.map(String.init) ?? "")],
            "parameters": .array(parameters),
        ]
        if route.method == "POST", !properties.isEmpty {
            object["requestBody"] = [
                "required": .bool(!required.isEmpty),
                "content": [
                    "application/json": [
                        "schema": [
                            "type": "object", "properties": .object(properties),
                            "required": .array(required), "additionalProperties": false,
                        ],
                        "example": .object(body),
                    ]
                ],
            ]
        }
        object["responses"] = [
            "200": [
                "description": "Done.",
                "content": ["application/json": ["schema": description.answer.schema]],
            ],
            "default": ["$ref": "#/components/responses/Problem"],
        ]
        return .object(object)
    }

    private static func parameter(
        _ field: FieldDescription, _ place: String, _ example: JSONObject
    ) -> JSON {
        var object: JSONObject = [
            "name": .string(field.name), "in": .string(place),
            "required": .bool(place == "path" || field.isRequired),
            "description": .string(field.meaning), "schema": bare(field.shape).schema,
        ]
        if case .list = bare(field.shape) { object["explode"] = false }
        if let value = example[field.name] { object["example"] = value }
        return .object(object)
    }

    /// The shape of a value that is there: a parameter is left out, and never null.
    private static func bare(_ shape: Shape) -> Shape {
        if case .nullable(let inner) = shape { bare(inner) } else { shape }
    }

    private static let problem: JSON = [
        "type": "object",
        "required": ["type", "title", "status", "detail", "code", "sentence", "next"],
        "properties": [
            "type": ["type": "string", "format": "uri"], "title": ["type": "string"],
            "status": ["type": "integer"], "detail": ["type": "string"],
            "code": ["type": "string"], "sentence": ["type": "string"],
            "next": ["type": "string"],
            "causes": ["type": "array", "items": ["type": "string"]],
            "faults": ["type": "array", "items": ["type": "object"]],
        ],
    ]
}
