/// The code of a member of the federation: two capital letters, as in ISO 3166-1 alpha-2.
///
/// Says only that the text has the right shape. Whether such a member exists is for the trust
/// list to say; `XA`...`XZ` are user-assigned codes, kept for specimens.
public struct MemberCode: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let description: String

    /// - Returns: nil unless the text is exactly two letters `A`...`Z`.
    public init?(_ text: some StringProtocol) {
        guard text.utf8.count == 2, text.utf8.allSatisfy({ (0x41...0x5A).contains($0) }) else {
            return nil
        }
        description = String(text)
    }

    public static func < (left: MemberCode, right: MemberCode) -> Bool {
        left.description < right.description
    }

    /// True for `XA`...`XZ`, which no country has.
    public var isSpecimen: Bool { description.utf8.first == 0x58 }
}
