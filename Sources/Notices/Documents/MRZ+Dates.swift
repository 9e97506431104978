/// The dates of a zone: two digits for the year, and `<<` for an unknown part.
///
/// - Source: Doc 9303 part 3, section 4.8.
extension MRZ {
    /// The latest expiry that is expected, in years from today: documents are valid for some ten
    /// years, and no state is likely to grant more than twenty.
    static let expiryYearsAhead = 20

    /// A date of birth as far as it is known: the latest such date that is not in the future.
    ///
    /// - Returns: nil if not even the year is known, or if there is no such day.
    static func birthDate(_ digits: String, today: CivilDate) -> String? {
        guard let years = number(digits, at: 0) else { return nil }
        for century in [today.year / 100, today.year / 100 - 1] {
            var text = padded(century * 100 + years, to: 4)
            if let month = number(digits, at: 2) {
                text += "-" + padded(month, to: 2)
                if let day = number(digits, at: 4) { text += "-" + padded(day, to: 2) }
            }
            // The 29th of February may be in one of the two centuries alone.
            if let first = PartialDate(text)?.first, first <= today { return text }
        }
        return nil
    }

    /// A date of expiry, in the century in which it is at most `expiryYearsAhead` from today.
    ///
    /// - Returns: nil if a part is unknown, or if there is no such day.
    static func expiryDate(_ digits: String, today: CivilDate) -> CivilDate? {
        guard let years = number(digits, at: 0), let month = number(digits, at: 2),
            let day = number(digits, at: 4)
        else { return nil }
        return CivilDate(year: expiryYear(years, today: today), month: month, day: day)
    }

    /// The year of expiry that two digits mean.
    static func expiryYear(_ years: Int, today: CivilDate) -> Int {
        let latest = today.year + expiryYearsAhead
        return latest - (latest - years) % 100
    }

    /// True if the known parts can be those of a day in some century.
    static func isPossible(_ digits: String) -> Bool {
        let parts = stride(from: 0, to: 6, by: 2).map { place in
            digits.utf8.dropFirst(place).prefix(2).elementsEqual("<<".utf8)
                ? (isUnknown: true, value: nil)
                : (isUnknown: false, value: number(digits, at: place))
        }
        guard digits.utf8.count == 6, parts.allSatisfy({ $0.isUnknown || $0.value != nil }) else {
            return false
        }
        let years = parts[0].value ?? 0
        return [1_900, 2_000].contains { century in
            CivilDate(
                year: century + years, month: parts[1].value ?? 1, day: parts[2].value ?? 1) != nil
        }
    }

    /// Two digits; nil if they are none.
    private static func number(_ digits: String, at place: Int) -> Int? {
        let pair = digits.utf8.dropFirst(place).prefix(2)
        guard pair.count == 2, pair.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return pair.reduce(0) { $0 * 10 + Int($1) - 0x30 }
    }
}
