/// A fault in a machine-readable zone itself. Lines and columns count from 0.
public enum MRZProblem: Sendable, Hashable {
    /// This number of lines, which no format has.
    case lineCount(Int)
    /// A line with another length than the other lines require.
    case length(line: Int, found: Int, wanted: Int)
    /// Characters of a line that are not of `A-Z`, `0-9`, `<`: the first place, and their number.
    case character(line: Int, column: Int, count: Int)
    /// A check digit that does not fit what it stands for.
    case checkDigit(CheckDigit)
    /// A French identity card of the kind that was issued until 2021, whose lines are not by Doc
    /// 9303.
    case frenchCard

    /// A check digit that does not fit, with its place.
    public struct CheckDigit: Sendable, Hashable {
        /// What a check digit stands for.
        public enum Field: String, Sendable, CaseIterable {
            case number = "the document number"
            case birth = "the date of birth"
            case expiry = "the date of expiry"
            case optional = "the personal number"
            case composite = "the whole zone"
        }

        /// What the digit stands for.
        public let field: Field
        /// The line of the digit.
        public let line: Int
        /// The place of the digit in its line.
        public let column: Int
        /// The character that stands there.
        public let found: UInt8
        /// The digit that the field asks for as it is written.
        public let wanted: UInt8
    }
}

extension MRZProblem {
    /// The fault code: a wrong check digit, or a malformed zone.
    public var code: FaultCode {
        if case .checkDigit = self { .mrzCheckDigit } else { .mrzMalformed }
    }

    /// What the check digit stands for that does not fit; nil for another problem.
    public var field: CheckDigit.Field? {
        if case .checkDigit(let digit) = self { digit.field } else { nil }
    }

    /// The line of the fault; nil for the whole zone.
    public var line: Int? {
        switch self {
        case .length(let line, _, _), .character(let line, _, _): line
        case .lineCount, .checkDigit, .frenchCard: nil
        }
    }

    /// The fault and the right form in words; no text of the zone is in it.
    public var sentence: String {
        switch self {
        case .lineCount(1):
            "There is one line alone. A zone has 3 lines of 30 characters, 2 of 36 or 2 of 44."
        case .lineCount(let count):
            "There are \(count) lines. A zone has 3 lines of 30 characters, 2 of 36 or 2 of 44."
        case .length(let line, let found, let wanted):
            "Line \(line + 1) of the zone has \(found) characters; it must have \(wanted)."
        case .character(let line, let column, let count):
            "Line \(line + 1) of the zone, character \(column + 1) is not of A-Z, 0-9 and <"
                + (count > 1 ? ", nor are \(count - 1) more." : ".")
        case .checkDigit(let digit):
            "The check digit of \(digit.field.rawValue) does not fit (line \(digit.line + 1) of "
                + "the zone, character \(digit.column + 1)): it is "
                + "\(Character(UnicodeScalar(digit.found))), and "
                + (digit.field == .composite
                    ? "the zone as it is written asks for "
                    : "\(digit.field.rawValue) as it is written asks for ")
                + "\(Character(UnicodeScalar(digit.wanted))). "
                + (digit.field == .composite
                    ? "It covers number, birth and expiry: correct those first."
                    : "One of these characters was misread.")
        case .frenchCard:
            "This is a French identity card from before 2021, whose lines are not by Doc 9303: "
                + "use its names and its number of twelve characters without the zone."
        }
    }
}
