/// An officer's name for comparison: case, width of spaces and spaces around it make no difference.
///
/// The name is recorded as it was given; only equality uses this form.
public struct OfficerName: Hashable, Sendable {
    /// The longest name as given, in bytes of UTF-8.
    public static let bytesMax = 80

    /// The form that is compared.
    public let key: String

    /// True for a name that a list can show: it has letters, fits on one line, and has no character
    /// that is invisible or that a terminal obeys.
    public static func isReadable(_ name: String) -> Bool {
        OfficerName(readable: name) != nil
    }

    /// Takes a name that a list can show.
    ///
    /// - Returns: nil for a name that is not readable, or longer than `bytesMax`.
    public init?(readable name: String) {
        guard TextInspection.isForDisplay(name) else { return nil }
        self.init(name)
    }

    /// Takes a name as given. Characters that nobody sees make no difference.
    ///
    /// - Returns: nil for a name of which nothing can be seen, or one longer than `bytesMax`.
    public init?(_ name: String) {
        guard name.utf8.count <= Self.bytesMax else { return nil }
        if name.isPrintingASCII {
            key = name.lowercased().split(separator: " ").joined(separator: " ")
            guard !key.isEmpty else { return nil }
            return
        }
        let seen = String(
            String.UnicodeScalarView(
                name.unicodeScalars.filter {
                    !TextInspection.isUnprintable($0) || $0.properties.isWhitespace
                }))
        let words = seen.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard !words.isEmpty else { return nil }
        let composed = String.UnicodeScalarView(Normalisation.composed(words.lowercased()))
        key = String(composed)
    }
}
