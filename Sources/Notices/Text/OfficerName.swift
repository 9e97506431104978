/// An officer's name for comparison: case, width of spaces and spaces around it make no difference.
///
/// The name is recorded as it was given; only equality uses this form.
public struct OfficerName: Hashable, Sendable {
    /// The longest name as given, in bytes of UTF-8.
    public static let bytesMax = 80

    private let folded: String

    /// Takes a name as given.
    ///
    /// - Returns: nil for a name of spaces alone, an empty one, or one longer than `bytesMax`.
    public init?(_ name: String) {
        guard name.utf8.count <= Self.bytesMax else { return nil }
        let words = name.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard !words.isEmpty else { return nil }
        let composed = String.UnicodeScalarView(Normalisation.composed(words.lowercased()))
        folded = String(composed)
    }
}
