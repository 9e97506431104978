/// The machine-readable zone of a travel document.
///
/// - Source: ICAO Doc 9303 parts 3 to 7. Parts that are unknown hold fillers.
public struct MRZ: Sendable, Hashable {
    /// The formats of Doc 9303 by their number and length of lines.
    public enum Format: String, Sendable, CaseIterable {
        /// Identity card, three lines of 30.
        case td1
        /// Official travel document, two lines of 36.
        case td2
        /// Passport, two lines of 44.
        case td3
        /// Visa, two lines of 44.
        case mrvA
        /// Visa, two lines of 36.
        case mrvB

        /// The number of lines.
        public var lineCount: Int { self == .td1 ? 3 : 2 }

        /// The number of characters in each line.
        public var lineLength: Int {
            switch self {
            case .td1: 30
            case .td2, .mrvB: 36
            case .td3, .mrvA: 44
            }
        }
    }

    /// The format that the lines have.
    public let format: Format
    /// The document code, such as `P`, `ID` or `V`; fillers removed.
    public let documentCode: String
    /// The issuing state or organisation; fillers removed, so Germany is `D`.
    public let issuer: String
    /// The document number; fillers removed.
    public let number: String
    /// The nationality; fillers removed.
    public let nationality: String
    /// The date of birth as `YYMMDD`, with `<<` for an unknown part.
    public let birth: String
    /// The sex: `M`, `F`, or `<` for unspecified.
    public let sex: Character
    /// The date of expiry as `YYMMDD`.
    public let expiry: String
    /// The name field as printed, fillers and all: `EXAMPLESSON<<DORVALD<<<`.
    public let nameField: String
    /// The issuer's optional data, fillers at the end removed; in a passport the personal number.
    public let optional: String

    /// The family name, or the whole name of a person who has only one; parts separated by `<`.
    public var primary: String { names.primary }
    /// The given names, parts separated by `<`; empty if there are none.
    public var secondary: String { names.secondary }
    /// True if the name field is used up to its last place, so that the name may be cut short.
    public var mayBeTruncated: Bool { nameField.utf8.last != UInt8(ascii: "<") }

    private var names: (primary: String, secondary: String) {
        let bytes = Array(nameField.utf8)
        var split = bytes.count
        for index in bytes.indices.dropLast()
        where bytes[index] == 0x3C && bytes[index + 1] == 0x3C {
            split = index
            break
        }
        return (tidied(bytes[..<split]), tidied(bytes[split...]))
    }

    private func tidied(_ bytes: ArraySlice<UInt8>) -> String {
        bytes.split(separator: 0x3C).map { String(decoding: $0, as: UTF8.self) }
            .joined(separator: "<")
    }
}

extension MRZ {
    /// The check digit of a run of `A-Z`, `0-9` and `<`: weights 7, 3, 1, modulo 10.
    ///
    /// - Source: Doc 9303 part 3 section 4.9. Other characters count as `<`.
    public static func checkDigit(_ text: some Sequence<UInt8>) -> UInt8 {
        var sum = 0
        for (index, byte) in text.enumerated() {
            sum += (CheckCharacters.alphanumericValue(byte) ?? 0) * [7, 3, 1][index % 3]
        }
        return UInt8(sum % 10) + 0x30
    }

    /// The two lines of a passport, check digits computed.
    ///
    /// - Parameters:
    ///   - issuer: also taken for the nationality.
    ///   - number: up to nine characters.
    ///   - birth: `YYMMDD`.
    ///   - sex: `M`, `F` or `<`.
    ///   - expiry: `YYMMDD`.
    ///   - name: the name field, filled up or cut to 39 characters.
    public static func passportLines(
        issuer: String, number: String, birth: String, sex: Character, expiry: String, name: String
    ) -> [String] {
        func filled(_ text: String, _ width: Int) -> String {
            String(text.prefix(width)) + String(repeating: "<", count: max(0, width - text.count))
        }
        func checked(_ text: String) -> String {
            text + String(UnicodeScalar(checkDigit(text.utf8)))
        }
        let state = filled(issuer, 3)
        let numberField = checked(filled(number, 9))
        let birthField = checked(birth)
        let rest = checked(expiry) + filled("", 15)
        let composite = checkDigit((numberField + birthField + rest).utf8)
        let line2 = numberField + state + birthField + String(sex) + rest
        return [
            "P<" + state + filled(name, 39), line2 + String(UnicodeScalar(composite)),
        ]
    }
}
