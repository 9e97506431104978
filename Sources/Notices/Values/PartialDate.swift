/// A date of which the day, or day and month, may be unknown.
struct PartialDate: Sendable, Hashable {
    let year: Int
    let month: Int?
    let day: Int?

    /// Reads `1976`, `1976-02` and `1976-02-29`.
    init?(_ text: some StringProtocol) {
        let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard (1...3).contains(parts.count) else { return nil }
        var numbers: [Int] = []
        for (part, width) in zip(parts, [4, 2, 2]) {
            var scanner = DigitScanner(part)
            guard let number = scanner.digits(width), scanner.isAtEnd else { return nil }
            numbers.append(number)
        }
        year = numbers[0]
        month = numbers.count > 1 ? numbers[1] : nil
        day = numbers.count > 2 ? numbers[2] : nil
        guard CivilDate(year: year, month: month ?? 1, day: day ?? 1) != nil else { return nil }
    }

    /// The earliest day that the date may mean.
    var first: CivilDate? { CivilDate(year: year, month: month ?? 1, day: day ?? 1) }

    /// The date as `YYMMDD` of a machine-readable zone, with `<<` for an unknown month or day.
    var mrz: String {
        padded(year % 100, to: 2) + (month.map { padded($0, to: 2) } ?? "<<")
            + (day.map { padded($0, to: 2) } ?? "<<")
    }
}
