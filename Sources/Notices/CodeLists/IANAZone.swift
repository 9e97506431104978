/// An IANA time zone, with the clock times of the years 2000 to 2060.
///
/// Foundation reads zones from data frozen in the toolchain. This table is made from Debian's
/// `tzdata.zi`; `IANAZone.databaseVersion` is the release.
public struct IANAZone: Sendable, Hashable {
    /// The name of the zone in the database, such as `Europe/Berlin`.
    public let name: String
    /// The index of the zone's clock changes. Zones whose clocks always agree share one.
    let history: Int

    /// The release of the time-zone database, such as `2026f`.
    public static let databaseVersion = TimeZoneData.version.description

    /// Looks a name up.
    ///
    /// - Returns: nil unless the database has a zone or link of exactly this name.
    public init?(_ name: String) {
        guard let history = Self.table.names[name] else { return nil }
        self.name = name
        self.history = history
    }

    /// The names of all zones and links in the table, by the alphabet.
    public static var allNames: [String] { table.names.keys.sorted() }

    /// Minutes east of Greenwich at a moment.
    ///
    /// - Returns: nil outside the years of the table.
    public func offsetMinutes(at moment: Instant) -> Int? {
        let minute = Self.minutes(moment)
        guard (0..<Self.table.end).contains(minute) else { return nil }
        let history = Self.table.histories[history]
        return history.offsets[history.index(at: minute)]
    }

    /// The moments at which the clock on the wall shows `local`, earliest first.
    ///
    /// As a rule there is one. There is none when the clock is put forward over `local`, and there
    /// are two when the clock is put back over it. The list is empty outside the years of the
    /// table.
    public func moments(at local: LocalTime) -> [Instant] {
        let wall = local.minutesSinceEpoch - Self.table.startMinutes
        let history = Self.table.histories[history]
        // No zone is more than 26 hours from any other: two days before and after are enough.
        let first = history.index(at: wall - 2 * 1_440)
        let last = history.index(at: wall + 2 * 1_440)
        var found: [Instant] = []
        for index in first...last {
            let minute = wall - history.offsets[index]
            guard (0..<Self.table.end).contains(minute), history.index(at: minute) == index else {
                continue
            }
            found.append(
                Instant(
                    seconds: Int64(minute + Self.table.startMinutes) * 60 + Int64(local.second)))
        }
        return found.sorted()
    }

    private static func minutes(_ moment: Instant) -> Int {
        Int(moment.flooredTo(.minutes(1)).milliseconds / 60_000) - table.startMinutes
    }

    private static let table = Table()

    private struct History: Sendable {
        /// Minutes since the start of the table at which `offsets[i + 1]` begins.
        var changes: [Int] = []
        var offsets: [Int]

        func index(at minute: Int) -> Int {
            var low = 0
            var high = changes.count
            while low < high {
                let middle = (low + high) / 2
                if changes[middle] <= minute { low = middle + 1 } else { high = middle }
            }
            return low
        }
    }

    private struct Table: Sendable {
        var names: [String: Int] = [:]
        var histories: [History] = []
        let startMinutes: Int
        /// The length of the table, in minutes.
        let end: Int

        init() {
            let years = Rows(TimeZoneData.years, separator: " ").compactMap { Int($0) }
            let bounds = years.compactMap { CivilDate(year: $0, month: 1, day: 1)?.daysSinceEpoch }
            precondition(bounds.count == 2, "the generated table names its years")
            startMinutes = bounds[0] * 1_440
            end = (bounds[1] - bounds[0]) * 1_440
            for row in Rows(TimeZoneData.names) {
                let parts = row.utf8.split(separator: UInt8(ascii: " "))
                names[String(Substring(parts[0]))] = Int(Substring(parts[1]))
            }
            for row in Rows(TimeZoneData.histories) {
                let parts = row.utf8.split(separator: UInt8(ascii: " ")).map { Substring($0) }
                var history = History(offsets: [Int(parts[0]) ?? 0])
                for index in stride(from: 1, to: parts.count - 1, by: 2) {
                    history.changes.append(Int(parts[index], radix: 36) ?? 0)
                    history.offsets.append(Int(parts[index + 1]) ?? 0)
                }
                histories.append(history)
            }
        }
    }
}
