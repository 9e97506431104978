/// Reads the members of an object whose shape is fixed, and refuses any member that it does not
/// know.
///
/// For the documents of the protocol, which change by version and not by adding members.
public struct StrictObject {
    /// A fault in a protocol document, for the log; it holds none of the document's values.
    public struct Refusal: Error, Sendable, CustomStringConvertible {
        /// The fault in words, with the place of the member.
        public let description: String

        /// Takes the fault in words.
        public init(_ description: String) { self.description = description }

        /// The fault as a sentence part that ends a sentence.
        public var sentence: String { description.hasSuffix("?") ? description : description + "." }
    }

    private let object: JSONObject
    private let path: String

    /// Takes an object.
    ///
    /// - Parameters:
    ///   - members: every member that the object may have.
    ///   - path: the place of the object, for the refusal.
    ///   - isOurs: true for a file that a person here has written: the refusal names the member.
    /// - Throws: a refusal if the value is no object, or has another member.
    public init(
        _ json: JSON?, members: [String], path: String, isOurs: Bool = false
    ) throws(Refusal) {
        guard let object = json?.objectValue else { throw Refusal("\(path) is not an object") }
        // The member's name is not repeated: it is the sender's text, and this goes into logs.
        guard object.keys.allSatisfy(members.contains) else {
            if isOurs, let name = object.keys.first(where: { !members.contains($0) }) {
                let near = Suggestion.nearest(to: name, among: members)
                throw Refusal(
                    "\(path) has an unknown key, `\(ShownText.brief(name))`"
                        + (near.map { ". Did you mean `\($0)`?" }
                            ?? "; its keys are \(members.joined(separator: ", "))"))
            }
            throw Refusal("\(path) has a member it should not have")
        }
        self.object = object
        self.path = path
    }

    /// The raw value of a member; nil if it is missing.
    public subscript(key: String) -> JSON? { object[key] }

    /// A string of at most `bytesMax` bytes of UTF-8.
    ///
    /// - Throws: a refusal if the member is missing, is no string, or is longer.
    public func string(_ key: String, bytesMax: Int = 256) throws(Refusal) -> String {
        guard let text = object[key]?.stringValue, text.utf8.count <= bytesMax else {
            throw Refusal("\(path).\(key) is not a string of at most \(bytesMax) bytes")
        }
        return text
    }

    /// An integer within `range`.
    ///
    /// - Throws: a refusal if the member is missing, is no plain integer, or is out of range.
    public func int(_ key: String, in range: ClosedRange<Int>) throws(Refusal) -> Int {
        guard let value = object[key]?.intValue, range.contains(value) else {
            throw Refusal("\(path).\(key) is not an integer in \(range)")
        }
        return value
    }

    /// An array of at most `countMax` elements.
    ///
    /// - Throws: a refusal if the member is missing, is no array, or has more elements.
    public func array(_ key: String, countMax: Int) throws(Refusal) -> [JSON] {
        guard let values = object[key]?.arrayValue, values.count <= countMax else {
            throw Refusal("\(path).\(key) is not an array of at most \(countMax)")
        }
        return values
    }

    /// A string of at most 256 bytes that `parse` accepts, as the value that it gives.
    ///
    /// - Throws: a refusal if the member is missing or `parse` gives nil.
    public func value<T>(_ key: String, _ parse: (String) -> T?) throws(Refusal) -> T {
        guard let value = parse(try string(key)) else {
            throw Refusal("\(path).\(key) does not have its form")
        }
        return value
    }

    /// The same as `value`; nil if the member is null or missing.
    public func optional<T>(_ key: String, _ parse: (String) -> T?) throws(Refusal) -> T? {
        guard let json = object[key], !json.isNull else { return nil }
        return try value(key, parse)
    }

    /// The same as `value`; nil if the member is missing. A null is refused.
    public func ifPresent<T>(_ key: String, _ parse: (String) -> T?) throws(Refusal) -> T? {
        object[key] == nil ? nil : try value(key, parse)
    }

    /// An array of strings, each of which `parse` accepts, as the values that it gives.
    ///
    /// - Throws: a refusal if an element is no string or `parse` gives nil.
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
