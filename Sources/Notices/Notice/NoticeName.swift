/// A notice as a person names it: by its number, in capitals or small letters, with or without the
/// version behind it, as answers print it (`XA-TA-2027-000007/1`).
public struct NoticeName: Sendable, Hashable {
    /// The number of the notice, as nodes write it; or the text itself, if it is no number.
    public let thread: String
    /// The version that the text names; nil if it names none.
    public let sequence: Int?

    /// Reads any text: one that is no number of a notice stays as it is, because it may be an id.
    public init(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        let digits = parts.count == 2 ? parts[1] : ""
        guard text.utf8.count <= Self.bytesMax, parts.count <= 2,
            let number = Self.number(parts[0]), parts.count == 1 || Self.isDigits(digits)
        else {
            (thread, sequence) = (text, nil)
            return
        }
        (thread, sequence) = (number, parts.count == 2 ? Int(digits) : nil)
    }

    /// The number with its version, as answers print it.
    public var shown: String { sequence.map { "\(thread)/\($0)" } ?? thread }

    private static let bytesMax = 80
    private static let runningDigits = 6

    /// `xa-ta-2027-7` is `XA-TA-2027-000007`; a check character may stand behind it.
    private static func number(_ text: Substring) -> String? {
        var parts = text.uppercased().split(separator: "-", omittingEmptySubsequences: false)
            .map { String($0) }
        guard (4...5).contains(parts.count), isLetters(parts[0]), isLetters(parts[1]),
            parts[2].utf8.count == 4, isDigits(parts[2]), isDigits(parts[3]),
            parts[3].utf8.count <= runningDigits
        else { return nil }
        parts[3] = String(repeating: "0", count: runningDigits - parts[3].utf8.count) + parts[3]
        return parts.joined(separator: "-")
    }

    private static func isLetters(_ text: String) -> Bool {
        text.utf8.count == 2 && text.utf8.allSatisfy { (0x41...0x5A).contains($0) }
    }

    private static func isDigits(_ text: some StringProtocol) -> Bool {
        (1...9).contains(text.utf8.count) && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }
}
