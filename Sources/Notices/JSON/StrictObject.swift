/// Reads the members of an object whose shape is fixed, and refuses any it does not know.
///
/// For the documents of the protocol, which change by version and not by adding members.
public struct StrictObject {
    /// What is wrong with a protocol document; for the log, without its values.
    public struct Refusal: Error, Sendable, CustomStringConvertible {
        public let description: String

        public init(_ description: String) { self.description = description }
    }

    private let object: JSONObject
    private let path: String

    /// - Parameters:
    ///   - members: every member the object may have.
    ///   - path: where it stands, for the refusal.
    public init(_ json: JSON?, members: [String], path: String) throws(Refusal) {
        guard let object = json?.objectValue else { throw Refusal("\(path) is not an object") }
        // The member's name is not repeated: it is the sender's text, and this goes into logs.
        guard object.keys.allSatisfy(members.contains) else {
            throw Refusal("\(path) has a member it should not have")
        }
        self.object = object
        self.path = path
    }

    /// The raw member; nil when missing.
    public subscript(key: String) -> JSON? { object[key] }

    public func string(_ key: String, bytesMax: Int = 256) throws(Refusal) -> String {
        guard let text = object[key]?.stringValue, text.utf8.count <= bytesMax else {
            throw Refusal("\(path).\(key) is not a string of at most \(bytesMax) bytes")
        }
        return text
    }

    public func int(_ key: String, in range: ClosedRange<Int>) throws(Refusal) -> Int {
        guard let value = object[key]?.intValue, range.contains(value) else {
            throw Refusal("\(path).\(key) is not an integer in \(range)")
        }
        return value
    }

    public func array(_ key: String, countMax: Int) throws(Refusal) -> [JSON] {
        guard let values = object[key]?.arrayValue, values.count <= countMax else {
            throw Refusal("\(path).\(key) is not an array of at most \(countMax)")
        }
        return values
    }

    /// A string that parses into a value.
    public func value<T>(_ key: String, _ parse: (String) -> T?) throws(Refusal) -> T {
        guard let value = parse(try string(key)) else {
            throw Refusal("\(path).\(key) does not have its form")
        }
        return value
    }

    /// The same, where the member may be null or missing.
    public func optional<T>(_ key: String, _ parse: (String) -> T?) throws(Refusal) -> T? {
        guard let json = object[key], !json.isNull else { return nil }
        return try value(key, parse)
    }

    /// The same, where the member may be missing, and is never null.
    public func ifPresent<T>(_ key: String, _ parse: (String) -> T?) throws(Refusal) -> T? {
        object[key] == nil ? nil : try value(key, parse)
    }

    /// An array of strings that each parse into a value.
    public func values<T>(
        _ key: String, countMax: Int, _ parse: (String) -> T?
    ) throws(Refusal)
        -> [T]
    {
        var values: [T] = []
        for json in try array(key, countMax: countMax) {
            guard let text = json.stringValue, let value = parse(text) else {
                throw Refusal("\(path).\(key) has an element without its form")
            }
            values.append(value)
        }
        return values
    }
}
