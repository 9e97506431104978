/// The code of a member of the federation: two capital letters, as in ISO 3166-1 alpha-2.
///
/// A code has the right shape, nothing more: only the trust list tells which members exist.
/// `XA`...`XZ` are user-assigned codes, kept for specimens.
public struct MemberCode: Hashable, Comparable, Sendable, CustomStringConvertible {
    private let letters: (UInt8, UInt8)

    /// The two letters, such as `XB`.
    public var description: String { String(decoding: [letters.0, letters.1], as: UTF8.self) }

    /// Reads a code.
    ///
    /// - Returns: nil unless the text is exactly two letters `A`...`Z`.
    public init?(_ text: some StringProtocol) {
        var bytes = text.utf8.makeIterator()
        guard let first = bytes.next(), let second = bytes.next(), bytes.next() == nil,
            (0x41...0x5A).contains(first), (0x41...0x5A).contains(second)
        else { return nil }
        letters = (first, second)
    }

    /// True if both letters are equal.
    public static func == (left: MemberCode, right: MemberCode) -> Bool {
        left.letters == right.letters
    }

    /// Orders by the alphabet.
    public static func < (left: MemberCode, right: MemberCode) -> Bool {
        left.letters < right.letters
    }

    /// Hashes both letters.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(UInt16(letters.0) << 8 | UInt16(letters.1))
    }

    /// True for `XA`...`XZ`, which no country has.
    public var isSpecimen: Bool { letters.0 == 0x58 }
}
