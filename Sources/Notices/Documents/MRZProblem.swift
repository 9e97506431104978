/// What is wrong with a machine-readable zone in itself. Lines and columns count from 0.
public enum MRZProblem: Sendable, Hashable {
    /// So many lines, which are no zone whatever their length.
    case lineCount(Int)
    /// One line has another length than the others ask for.
    case length(line: Int, found: Int, wanted: Int)
    /// A line holds what is not of `A-Z`, `0-9`, `<`: the first place, and how many there are.
    case character(line: Int, column: Int, count: Int)
    /// A check digit that does not fit: `number`, `birth`, `expiry`, `optional`, `composite`.
    case checkDigit(String)
    /// A French identity card of the kind that was issued until 2021: it has lines of its own.
    case frenchCard
}

extension MRZProblem {
    public var code: FaultCode {
        if case .checkDigit = self { .mrzCheckDigit } else { .mrzMalformed }
    }

    /// The line that it is in; nil for the whole zone.
    public var line: Int? {
        switch self {
        case .length(let line, _, _), .character(let line, _, _): line
        case .lineCount, .checkDigit, .frenchCard: nil
        }
    }

    /// What happened and what is right; no word of the zone is in it.
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
        case .checkDigit(let name):
            "The check digit of the \(name) field is wrong: a character was misread."
        case .frenchCard:
            "This is a French identity card from before 2021, whose lines are not by Doc 9303: "
                + "use its names and its number of twelve characters without the zone."
        }
    }
}
