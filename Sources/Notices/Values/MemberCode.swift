/// The code of a member of the federation: two capital letters, as in ISO 3166-1 alpha-2.
///
/// Says only that the text has the right shape. Whether such a member exists is for the trust
/// list to say; `XA`...`XZ` are user-assigned codes, kept for specimens.
public struct MemberCode: Hashable, Comparable, Sendable, CustomStringConvertible {
    private let letters: (UInt8, UInt8)

    public var description: String { String(decoding: [letters.0, letters.1], as: UTF8.self) }

    /// - Returns: nil unless the text is exactly two letters `A`...`Z`.
    public init?(_ text: some StringProtocol) {
        var bytes = text.utf8.makeIterator()
        guard let first = bytes.next(), let second = bytes.next(), bytes.next() == nil,
            (0x41...0x5A).contains(first), (0x41...0x5A).contains(second)
        else { return nil }
        letters = (first, second)
    }

    public static func == (left: MemberCode, right: MemberCode) -> Bool {
        left.letters == right.letters
    }

    public static func < (left: MemberCode, right: MemberCode) -> Bool {
        left.letters < right.letters
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(UInt16(letters.0) << 8 | UInt16(letters.1))
    }

    /// True for `XA`...`XZ`, which no country has.
    public var isSpecimen: Bool { letters.0 == 0x58 }
}
