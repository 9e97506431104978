/// Times, places and spans in the words of people.
public enum Wording {
    private static let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// A day as `21 Jan 2027`.
    public static func day(_ date: CivilDate) -> String {
        "\(date.day) \(months[date.month - 1]) \(date.year)"
    }

    /// A day with its weekday, as `Thu 21 Jan 2027`.
    static func weekday(_ date: CivilDate) -> String {
        let index = (date.daysSinceEpoch % 7 + 7) % 7
        return weekdays[index] + " " + day(date)
    }

    /// A date with parts that may be unknown: `1976`, `Feb 1976`, `14 Mar 1969`.
    static func date(_ text: String) -> String {
        if let date = CivilDate(iso8601: text) { return day(date) }
        let parts = text.split(separator: "-")
        guard parts.count == 2, let month = Int(parts[1]), months.indices.contains(month - 1) else {
            return text
        }
        return months[month - 1] + " " + parts[0]
    }

    /// A moment as `Thu 21 Jan 2027 02:55Z`; with a zone, its clock time comes before that.
    public static func moment(_ moment: Instant, zone: IANAZone? = nil) -> String {
        let universal = utc(moment)
        guard let zone, zone.name != "Etc/UTC", let local = LocalTime(moment, in: zone) else {
            return weekday(moment.utcDate) + " " + universal
        }
        return weekday(local.date) + " " + clock(local) + " local = "
            + (local.date == moment.utcDate ? "" : day(moment.utcDate) + " ") + universal
    }

    /// A moment for a list, as `21 Jan 02:55Z`; with a zone, its clock time stands behind that, as
    /// in `21 Jan 02:55Z = 03:55`.
    ///
    /// - Parameter year: the year that is left out, because readers know it.
    public static func short(_ moment: Instant, zone: IANAZone? = nil, year: Int) -> String {
        func day(_ date: CivilDate) -> String {
            "\(date.day) \(months[date.month - 1])" + (date.year == year ? "" : " \(date.year)")
        }
        let text = day(moment.utcDate) + " " + utc(moment)
        guard let zone, let local = LocalTime(moment, in: zone),
            local.date != moment.utcDate || clock(local) + "Z" != utc(moment)
        else { return text }
        return text + " = " + (local.date == moment.utcDate ? "" : day(local.date) + " ")
            + clock(local)
    }

    static func clock(_ time: LocalTime) -> String {
        padded(time.hour, to: 2) + ":" + padded(time.minute, to: 2)
    }

    private static func utc(_ moment: Instant) -> String {
        let text = moment.flooredTo(.minutes(1)).description
        return String(text.dropFirst(11).prefix(5)) + "Z"
    }

    /// The length of a span: `35 min`, `9 h 5 min`, `10 days`.
    public static func span(_ span: Duration) -> String {
        let minutes = max(0, span.wholeSeconds / 60)
        switch minutes {
        case ..<60: return "\(minutes) min"
        case ..<2_880:
            let rest = minutes % 60
            return "\(minutes / 60) h" + (rest == 0 ? "" : " \(rest) min")
        default: return "\((minutes + 720) / 1_440) days"
        }
    }

    /// The distance of a moment: `in 9 h 5 min`, or `3 h ago`.
    public static func distance(to moment: Instant, from now: Instant) -> String {
        moment < now ? span(now.since(moment)) + " ago" : "in " + span(moment.since(now))
    }

    /// A member with the name of its country: `France (FR)`.
    public static func member(_ code: String) -> String {
        Country.named(alpha2: code).map { "\($0.name) (\(code))" } ?? code
    }

    /// A state by its code in travel documents: `France (FRA)`.
    static func state(_ code: String) -> String {
        Country.name(ofIssuer: code).map { "\($0) (\(code))" } ?? code
    }

    /// A place with its name and country: `Brussels Airport, Brussels (BRU), Belgium`.
    public static func place(_ code: String) -> String {
        guard let place = Place(code: code) else { return code }
        let name = place.name.map { "\($0) (\(code))" } ?? code
        let country = place.country.flatMap { Country.named(alpha2: $0.description)?.name }
        return [name, country].compactMap(\.self).joined(separator: ", ")
    }

    /// A size in bytes as `48 KB`.
    public static func size(_ bytes: Int) -> String {
        switch bytes {
        case ..<1_000: "\(bytes) bytes"
        case ..<1_000_000: "\((bytes + 500) / 1_000) KB"
        default: "\((bytes + 500_000) / 1_000_000) MB"
        }
    }
}
