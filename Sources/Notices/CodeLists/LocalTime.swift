/// The time that a clock on the wall shows: `2027-01-20T22:40`, with the offset if the officer
/// wrote it.
public struct LocalTime: Sendable, Hashable, CustomStringConvertible {
    /// The day on that clock.
    public let date: CivilDate
    /// The hour, 0...23.
    public let hour: Int
    /// The minute, 0...59.
    public let minute: Int
    /// The second, 0...59; 0 if none was written.
    public let second: Int
    /// Minutes east of Greenwich, written to tell the two 02:30 of an autumn night apart.
    public let offsetMinutes: Int?

    /// Reads `YYYY-MM-DDThh:mm`, which `:ss` and an offset `+hh:mm` or `Z` may follow; nil for
    /// anything else.
    public init?(_ text: some StringProtocol) {
        var scanner = DigitScanner(text.utf8)
        guard let year = scanner.digits(4), scanner.take("-"),
            let month = scanner.digits(2), scanner.take("-"),
            let day = scanner.digits(2), scanner.take("T"),
            let hour = scanner.digits(2), scanner.take(":"), let minute = scanner.digits(2),
            hour < 24, minute < 60, let date = CivilDate(year: year, month: month, day: day)
        else { return nil }
        self.date = date
        self.hour = hour
        self.minute = minute
        if scanner.take(":") {
            guard let second = scanner.digits(2), second < 60 else { return nil }
            self.second = second
        } else {
            second = 0
        }
        guard !scanner.isAtEnd else {
            offsetMinutes = nil
            return
        }
        guard let offset = scanner.offsetInSeconds(), scanner.isAtEnd else { return nil }
        offsetMinutes = offset / 60
    }

    /// The time that the clock of a zone shows at a moment, to the minute.
    ///
    /// - Returns: nil outside the years of the time-zone table.
    public init?(_ moment: Instant, in zone: IANAZone) {
        guard let offset = zone.offsetMinutes(at: moment) else { return nil }
        let wall = moment + .minutes(Int64(offset))
        date = wall.utcDate
        let minutes = Int(wall.since(wall.flooredTo(.days(1))).wholeSeconds) / 60
        hour = minutes / 60
        minute = minutes % 60
        second = 0
        offsetMinutes = nil
    }

    /// The date and time of the clock as minutes since 1970-01-01T00:00 on the same clock.
    var minutesSinceEpoch: Int { date.daysSinceEpoch * 1_440 + hour * 60 + minute }

    /// `2027-01-20T22:40`; neither seconds nor offset.
    public var description: String {
        date.description + "T" + padded(hour, to: 2) + ":" + padded(minute, to: 2)
    }
}
