/// The hours of an office by the clock on its own wall, from a directory entry.
public struct OfficeHours: Hashable, Sendable {
    /// A part of a day, in minutes since midnight, from `from` up to but not including `to`.
    struct Span: Hashable, Sendable {
        /// 0 is Monday.
        let weekday: Int
        let from: Int
        let to: Int
    }

    private static let weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    /// The number of days in which an opening is sought: longer than any run of holidays.
    private static let horizonDays = 400
    /// The largest change of a clock, in minutes.
    private static let gapMax = 180

    let zone: IANAZone
    let spans: [Span]
    let holidays: Set<CivilDate>

    /// Reads `hours` of a directory entry.
    ///
    /// - Returns: nil if the office always answers, or does not state its hours.
    public init?(_ hours: JSON) {
        guard hours["always"]?.boolValue == false,
            let zone = hours["zone"]?.stringValue.flatMap({ IANAZone($0) })
        else { return nil }
        self.zone = zone
        spans = (hours["days"]?.arrayValue ?? []).compactMap { day in
            guard let name = day["day"]?.stringValue,
                let weekday = Self.weekdays.firstIndex(of: name),
                let from = day["from"]?.stringValue.flatMap(Self.minutes),
                let to = day["to"]?.stringValue.flatMap(Self.minutes), from < to
            else { return nil }
            return Span(weekday: weekday, from: from, to: to)
        }.sorted { ($0.weekday, $0.from) < ($1.weekday, $1.from) }
        guard !spans.isEmpty else { return nil }
        holidays = Set(
            (hours["holidays"]?.arrayValue ?? []).compactMap {
                $0.stringValue.flatMap { CivilDate(iso8601: $0) }
            })
    }

    private static func minutes(_ clock: String) -> Int? {
        let parts = clock.split(separator: ":").compactMap { Int($0) }
        return parts.count == 2 ? parts[0] * 60 + parts[1] : nil
    }

    /// True if the office answers at a moment, and outside the years of the time-zone table.
    public func isOpen(at moment: Instant) -> Bool {
        guard let local = LocalTime(moment, in: zone) else { return true }
        guard !holidays.contains(local.date) else { return false }
        let minute = local.hour * 60 + local.minute
        let weekday = Self.weekday(local.date)
        return spans.contains { $0.weekday == weekday && $0.from <= minute && minute < $0.to }
    }

    /// The first moment from `moment` on at which the office answers.
    ///
    /// A span that begins while the clock is put forward begins with the first minute that the
    /// clock shows again.
    ///
    /// - Returns: nil if there is none within `horizonDays`.
    public func opening(from moment: Instant) -> Instant? {
        if isOpen(at: moment) { return moment }
        guard let local = LocalTime(moment, in: zone) else { return moment }
        for offset in 0..<Self.horizonDays {
            let date = CivilDate(daysSinceEpoch: local.date.daysSinceEpoch + offset)
            guard !holidays.contains(date) else { continue }
            let weekday = Self.weekday(date)
            for span in spans where span.weekday == weekday {
                if let found = start(of: span, on: date, after: moment) { return found }
            }
        }
        return nil
    }

    private func start(of span: Span, on date: CivilDate, after moment: Instant) -> Instant? {
        for minute in span.from..<min(span.to, span.from + Self.gapMax) {
            let clock = padded(minute / 60, to: 2) + ":" + padded(minute % 60, to: 2)
            guard let local = LocalTime(date.description + "T" + clock) else { return nil }
            let moments = zone.moments(at: local)
            // A clock that is put back shows the beginning twice: the first one that is still ahead
            // counts.
            if let next = moments.first(where: { $0 >= moment }) { return next }
            if !moments.isEmpty { return nil }
        }
        return nil
    }

    /// 1970-01-01 was a Thursday.
    private static func weekday(_ date: CivilDate) -> Int {
        let days = (date.daysSinceEpoch + 3) % 7
        return days < 0 ? days + 7 : days
    }
}
