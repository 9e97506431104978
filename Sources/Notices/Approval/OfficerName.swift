/// An officer as compared with others: case, width of spaces and the spaces around do not make
/// another person of one.
///
/// What is recorded is the name as it was given; this is only what equality looks at.
public struct OfficerName: Hashable, Sendable {
    /// UTF-8 bytes of a name as given.
    public static let bytesMax = 80

    private let folded: String

    /// - Returns: nil for a name of spaces alone, an empty one, or one longer than `bytesMax`.
    public init?(_ name: String) {
        guard name.utf8.count <= Self.bytesMax else { return nil }
        let words = name.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard !words.isEmpty else { return nil }
        let composed = String.UnicodeScalarView(Normalisation.composed(words.lowercased()))
        folded = String(composed)
    }
}
