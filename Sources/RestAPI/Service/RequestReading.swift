internal import Asking
internal import HTTPService
internal import Notices
internal import Office
internal import Station

/// Reads the arguments of an operation out of path, query and body.
struct RequestReading {
    let route: Route

    /// The bounds of a body.
    static let limits = JSONLimits(bytesMax: 8 << 20, depthMax: 100, valuesMax: 500_000)

    /// The arguments of the call.
    ///
    /// - Parameter values: the fields of the path.
    /// - Throws: `usage` for a part that is not of its form, or named twice.
    func arguments(
        _ request: HTTPRequest, _ values: [String: String]
    ) throws(HeliographError) -> JSONObject {
        var arguments: JSONObject = [:]
        for (name, text) in values { arguments[name] = try value(text, of: name) }
        if route.method == "GET" {
            guard request.body.isEmpty else {
                throw HeliographError(.usage, "A GET has no body. Nothing was done.")
            }
            for (name, text) in try Self.query(request.query) {
                guard arguments[name] == nil else { throw Self.twice(name) }
                arguments[name] = try value(text, of: name)
            }
            return arguments
        }
        guard request.query == nil else {
            throw HeliographError(
                .usage, "A POST takes its fields in its body, and no query. Nothing was done.")
        }
        guard !request.body.isEmpty else { return arguments }
        for (name, json) in try Self.object(request.body) {
            guard arguments[name] == nil else { throw Self.twice(name) }
            arguments[name] = json
        }
        return arguments
    }

    private static func object(_ body: [UInt8]) throws(HeliographError) -> JSONObject {
        let json: JSON
        do throws(JSONFault) {
            json = try JSON.parse(body, limits: limits)
        } catch {
            throw HeliographError(
                .usage, "The body is not JSON. Nothing was done.",
                next: "Send one JSON object in UTF-8.", detail: ["\(error)"])
        }
        guard let object = json.objectValue else {
            throw HeliographError(
                .usage, "The body is not a JSON object. Nothing was done.",
                next: "Send the operation's fields as one JSON object.")
        }
        return object
    }

    private static func twice(_ name: String) -> HeliographError {
        HeliographError(
            .usage, "`\(ShownText.brief(name))` is given twice. Nothing was done.")
    }

    /// Names and values of a query.
    ///
    /// - Source: WHATWG URL, application/x-www-form-urlencoded.
    private static func query(
        _ query: String?
    ) throws(HeliographError) -> [(name: String, value: String)] {
        var found: [(name: String, value: String)] = []
        for part in (query ?? "").split(separator: "&") {
            let halves = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard
                let name = PathText.decoded(halves[0].replacing("+", with: " ")),
                let value = PathText.decoded(
                    (halves.count == 2 ? halves[1] : "").replacing("+", with: " "))
            else {
                throw HeliographError(
                    .usage, "The query is not percent-encoded UTF-8. Nothing was done.")
            }
            guard !found.contains(where: { $0.name == name }) else { throw twice(name) }
            found.append((name, value))
        }
        return found
    }

    /// A text of path or query as a value of its field's form.
    private func value(_ text: String, of name: String) throws(HeliographError) -> JSON {
        // An unknown field is refused by the request itself, with the fields that it has.
        guard let field = route.operation.fields.first(where: { $0.name == name }) else {
            return .string(text)
        }
        switch field.shape.present {
        case .integer, .range:
            guard let number = Int(text), String(number) == text else {
                throw HeliographError(
                    .usage,
                    "`\(name)` takes a whole number; it is `\(ShownText.brief(text))`. "
                        + "Nothing was done.")
            }
            return .number(JSONNumber(number))
        case .flag:
            guard text == "true" || text == "false" else {
                throw HeliographError(
                    .usage,
                    "`\(name)` takes true or false; it is `\(ShownText.brief(text))`. "
                        + "Nothing was done.")
            }
            return .bool(text == "true")
        case .list:
            return .array(text.split(separator: ",").map { .string(String($0)) })
        default: return .string(text)
        }
    }
}

/// Texts of a URL.
enum PathText {
    /// The text without its percent-encoding.
    ///
    /// - Returns: nil unless it is well-formed, and UTF-8 without a NUL.
    static func decoded(_ text: some StringProtocol) -> String? {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard rest.count >= 2,
                let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16),
                rest.prefix(2).allSatisfy({ Self.isHexadecimal($0) })
            else { return nil }
            rest = rest.dropFirst(2)
            bytes.append(value)
        }
        guard !bytes.contains(0) else { return nil }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x46).contains(byte) || (0x61...0x66).contains(byte)
    }

    /// The parts of a path below `base`.
    ///
    /// - Returns: nil for a path elsewhere, and for one with an empty part, `.` or `..`.
    static func parts(_ path: String, below base: String) -> [String]? {
        guard path.hasPrefix(base + "/") else { return nil }
        var parts: [String] = []
        let rest = path.dropFirst(base.count + 1)
        for part in rest.split(separator: "/", omittingEmptySubsequences: false) {
            guard let text = decoded(part), !text.isEmpty, text != ".", text != ".." else {
                return nil
            }
            parts.append(text)
        }
        return parts
    }
}
