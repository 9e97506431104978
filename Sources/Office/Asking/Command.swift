public import Notices
internal import Station

/// One thing an officer or administrator asks of a node: the same on a running node, over its
/// socket, and on a stopped one.
public struct Command: Sendable, Equatable {
    /// Noun and verb, such as `notice send`.
    public let name: String
    public let arguments: JSONObject

    public init(_ name: String, _ arguments: JSONObject = [:]) {
        self.name = name
        self.arguments = arguments
    }

    /// One line on the socket.
    public var json: JSON { ["command": .string(name), "arguments": .object(arguments)] }

    public init?(_ json: JSON) {
        guard let name = json["command"]?.stringValue,
            let arguments = json["arguments"]?.objectValue
        else { return nil }
        self.init(name, arguments)
    }

    func text(_ key: String) throws(HeliographError) -> String {
        guard let text = arguments[key]?.stringValue, !text.isEmpty else {
            throw HeliographError(.usage, "`\(key)` is missing.")
        }
        return text
    }

    func optional(_ key: String) -> String? { arguments[key]?.stringValue }

    /// A moment as people write it: `now`, or a time with its offset.
    func moment(_ key: String, now: Instant) throws(HeliographError) -> Instant {
        let text = try text(key)
        if text == "now" { return now }
        // Seconds may be left out: `2027-02-03T05:20+01:00`.
        let whole =
            text.utf8.count > 16 && !text.dropFirst(16).hasPrefix(":")
            ? text.prefix(16) + ":00" + text.dropFirst(16) : text[...]
        guard let moment = Instant(rfc3339: String(whole)) else {
            throw HeliographError(
                .usage,
                "`\(key)` takes `now`, or a time with its offset such as 2027-02-03T05:20+01:00 or "
                    + "2027-02-03T04:20Z.")
        }
        return moment
    }

    /// The officer who asks.
    func officer() throws(HeliographError) -> String {
        guard let name = optional("as"), (1...80).contains(name.utf8.count) else {
            throw HeliographError(.officerMissing, "No officer was named.")
        }
        return name
    }

    /// The same asked with one argument more, or another in its place.
    func with(_ key: String, _ value: JSON) -> Command {
        var changed = arguments
        changed[key] = value
        return Command(name, changed)
    }

    /// Member codes of a list.
    func members(_ key: String) throws(HeliographError) -> [MemberCode]? {
        guard let values = arguments[key]?.arrayValue else { return nil }
        var codes: [MemberCode] = []
        for value in values {
            guard let code = value.stringValue.flatMap({ MemberCode($0) }) else {
                throw HeliographError(.usage, "`\(key)` takes codes of two capital letters.")
            }
            codes.append(code)
        }
        return codes
    }
}

/// What came of a command: an object to print, or a refusal in three parts.
public enum Answer: Sendable {
    case done(JSON)
    case refused(HeliographError)

    /// One line on the socket.
    public var json: JSON {
        switch self {
        case .done(let json): ["done": json]
        case .refused(let error): ["refused": error.json]
        }
    }

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
