/// The address of one or more fields of a document: a JSON Pointer in which `*` stands for every
/// element of an array, or every member of an object.
public struct FieldPath: Hashable, Sendable, CustomStringConvertible {
    /// The largest number of tokens in one path.
    public static let depthMax = 16

    /// The path as it was written.
    public let description: String
    let tokens: [String]

    /// Reads a path.
    ///
    /// - Returns: nil unless the text is a pointer of 1 to `depthMax` tokens.
    public init?(_ text: String) {
        guard let tokens = JSONPointer.tokens(text), (1...Self.depthMax).contains(tokens.count)
        else { return nil }
        description = text
        self.tokens = tokens
    }
}

extension JSON {
    /// The document without these fields; everything else stays as it was written.
    public func removing(_ paths: some Sequence<FieldPath>) -> JSON {
        paths.reduce(self) { $0.removing($1.tokens[...]) }
    }

    private func removing(_ tokens: ArraySlice<String>) -> JSON {
        guard let token = tokens.first else { return self }
        let rest = tokens.dropFirst()
        switch self {
        case .object(let object):
            return .object(
                JSONObject(
                    object.lazy.compactMap { key, value in
                        guard token == "*" || token == key else { return (key, value) }
                        return rest.isEmpty ? nil : (key, value.removing(rest))
                    }))
        case .array(let elements):
            return .array(
                elements.enumerated().compactMap { index, value in
                    guard token == "*" || token == String(index) else { return value }
                    return rest.isEmpty ? nil : value.removing(rest)
                })
        default: return self
        }
    }
}
