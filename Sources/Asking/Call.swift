public import Notices
internal import Station

/// A request as it travels to a node.
/// Its form is the same for a running node, over the socket, and for a stopped one.
public struct Call: Sendable, Equatable {
    /// The name of the operation, such as `notice.send`.
    public let operation: String
    /// The name that the caller claims; nil if the caller claims none. The door decides whether to
    /// believe it.
    public let claim: String?
    /// The request's fields.
    public let arguments: JSONObject

    /// A call by names, whose fields the node will check.
    public init(_ operation: String, as claim: String? = nil, _ arguments: JSONObject = [:]) {
        self.operation = operation
        self.claim = claim
        self.arguments = arguments
    }

    /// A call that carries a request.
    package init(_ request: some Request, as claim: String? = nil) {
        self.init(type(of: request).description.name, as: claim, request.arguments)
    }

    /// One line on the socket.
    public var json: JSON {
        var line: JSONObject = ["operation": .string(operation)]
        if let claim { line["as"] = .string(claim) }
        line["arguments"] = .object(arguments)
        return .object(line)
    }

    /// Reads what `json` wrote; nil for anything else.
    public init?(_ json: JSON) {
        guard let operation = json["operation"]?.stringValue,
            let arguments = json["arguments"]?.objectValue
        else { return nil }
        // `more` says that the caller will ask again on the same connection.
        let known: Set<String> = ["operation", "as", "arguments", "more"]
        guard json.objectValue?.allSatisfy({ known.contains($0.0) }) == true else { return nil }
        let claim = json["as"] ?? .null
        guard claim.isNull || claim.stringValue != nil else { return nil }
        self.init(operation, as: claim.stringValue, arguments)
    }
}

/// The outcome of a call: an object to print, or a refusal in three parts.
public enum Answer: Sendable {
    /// The call was carried out; the answer as it is printed.
    case done(JSON)
    /// The call was refused, for this reason.
    case refused(HeliographError)

    /// One line on the socket.
    public var json: JSON {
        switch self {
        case .done(let json): ["done": json]
        case .refused(let error): ["refused": error.json]
        }
    }

    /// Reads what `json` wrote; nil for anything else.
    public init?(_ json: JSON) {
        if let done = json["done"] {
            self = .done(done)
        } else if let error = json["refused"].flatMap({ HeliographError($0) }) {
            self = .refused(error)
        } else {
            return nil
        }
    }
}
