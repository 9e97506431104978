/// Check characters of the numbers that notices carry.
public enum CheckCharacters {
    /// The check character of a notice number, ISO 7064 MOD 37,36.
    ///
    /// - Parameter text: letters `A-Z` and digits; hyphens are passed over.
    /// - Returns: nil if anything else is in it.
    public static func mod37_36(_ text: some StringProtocol) -> Character? {
        var product = 36
        for byte in text.utf8 where byte != UInt8(ascii: "-") {
            guard let value = alphanumericValue(byte) else { return nil }
            var sum = (product + value) % 36
            if sum == 0 { sum = 36 }
            product = sum * 2 % 37
        }
        let check = (37 - product) % 36
        return Character(String(check, radix: 36, uppercase: true))
    }

    /// A notice number such as `XA-GN-2026-000123`, with its check character if it has one.
    ///
    /// - Returns: false only when there is a check character and it is wrong.
    public static func isNoticeNumberSound(_ number: String) -> Bool {
        let parts = number.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 5 else { return parts.count == 4 }
        return mod37_36(parts.dropLast().joined()).map { String($0) } == String(parts[4])
    }

    /// An IMO ship number: seven digits, the last of which is the weighted sum of the others.
    ///
    /// - Source: IMO Resolution A.1117(30).
    public static func isIMOSound(_ number: String) -> Bool {
        let digits = number.utf8.map { Int($0) - 0x30 }
        guard digits.count == 7, digits.allSatisfy({ (0...9).contains($0) }) else { return false }
        let sum = zip(digits, [7, 6, 5, 4, 3, 2]).reduce(0) { $0 + $1.0 * $1.1 }
        return sum % 10 == digits[6]
    }

    static func alphanumericValue(_ byte: UInt8) -> Int? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(byte) - 0x30
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): Int(byte) - 0x41 + 10
        default: nil
        }
    }
}
