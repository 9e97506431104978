/// A notice or message as a person names it: in any form that is printed, in capitals or small
/// letters, with the sequence behind it, or by its beginning.
public struct NoticeReference: Sendable, Equatable {
    /// The forms of a name.
    public enum Form: Sendable, Equatable {
        /// The id of a message, such as `019401e5-6b2a-7cc3-8a9d-2f7b5c1d0e4f`.
        case message(MessageID)
        /// The beginning of a message's id: every id in this range begins with it.
        case messages(ClosedRange<MessageID>)
        /// The number of a notice, such as `XA-TA-2027-000007`, or the beginning of one.
        case number(String)
    }

    /// The least number of hexadecimal digits by which an id is named.
    public static let digitsMin = 8
    /// The longest name, in bytes of UTF-8.
    public static let bytesMax = 128

    /// The name itself.
    public let form: Form
    /// The sequence, where it was named, as in `XA-TA-2027-000007/2`.
    public let sequence: Int?
    /// The member that sent the message, where it was named, as in `XA/019401e5-…`.
    public let sender: MemberCode?

    /// Reads a name.
    ///
    /// - Returns: nil for an empty text, or one that is too long to be a name.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1).map { Self.trimmed($0) }
        guard let first = parts.first, !first.isEmpty, text.utf8.count <= Self.bytesMax else {
            return nil
        }
        if parts.count == 2, let sender = MemberCode(first.uppercased()),
            let form = Self.message(parts[1])
        {
            self.init(form, sequence: nil, sender: sender)
        } else if let form = Self.message(first) {
            self.init(form, sequence: nil, sender: nil)
        } else {
            let sequence = parts.count == 2 ? Int(parts[1]) : nil
            let isWhole = parts.count == 1 || sequence != nil
            self.init(
                .number(isWhole ? first.uppercased() : text), sequence: sequence, sender: nil)
        }
    }

    private init(_ form: Form, sequence: Int?, sender: MemberCode?) {
        self.form = form
        self.sequence = sequence
        self.sender = sender
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text.drop { $0.isWhitespace }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }

    /// An id or the beginning of one, with or without its hyphens; nil for another text.
    private static func message(_ text: String) -> Form? {
        let text = text.lowercased()
        if let id = MessageID(text) { return .message(id) }
        let digits = text.filter { $0 != "-" }
        guard (digitsMin...32).contains(digits.count),
            digits.allSatisfy({ $0.isASCII && $0.isHexDigit }),
            let least = id(digits, filledWith: "00000000000070008000000000000000"),
            let most = id(digits, filledWith: "ffffffffffff7fffbfffffffffffffff"), least <= most
        else { return nil }
        return least == most ? .message(least) : .messages(least...most)
    }

    private static func id(_ digits: String, filledWith rest: String) -> MessageID? {
        var text = digits + rest.dropFirst(digits.count)
        for place in [8, 13, 18, 23] {
            text.insert("-", at: text.index(text.startIndex, offsetBy: place))
        }
        return MessageID(text)
    }

    /// True for a text that may be the beginning of a number. A number that is whole but for its
    /// zeros, or that has a sequence, stands for itself: it never stands for a longer one.
    public var mayBeBeginning: Bool { padded == nil && sequence == nil }

    /// The whole number that a short one stands for: `XA-TA-2027-7` for `XA-TA-2027-000007`.
    public var padded: String? {
        guard case .number(let number) = form else { return nil }
        let parts = number.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 4, let last = parts.last, last.utf8.count < 6, !last.isEmpty,
            last.utf8.allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        return parts.dropLast().joined(separator: "-") + "-"
            + String(repeating: "0", count: 6 - last.utf8.count) + last
    }
}
