/// The zones of each country.
///
/// - Source: `zone.tab` of the time-zone database.
extension IANAZone {
    /// True if clocks in a country go by this zone. An older name, which the database keeps for no
    /// country (`Europe/Kiev`, `US/Pacific`), counts for every country that has the same clocks.
    ///
    /// - Parameter country: alpha-2.
    /// - Returns: nil if the database has no zone for the country.
    func isOf(country: String) -> Bool? {
        guard let own = Self.countries.zones[country] else { return nil }
        if own.contains(name) { return true }
        guard !Self.countries.all.contains(name) else { return false }
        return own.contains { IANAZone($0)?.history == history }
    }

    private static let countries = Countries()

    private struct Countries: Sendable {
        var zones: [String: Set<String>] = [:]
        var all: Set<String> = []

        init() {
            for row in Rows(TimeZoneData.countries) {
                let names = row.utf8.split(separator: UInt8(ascii: " ")).map {
                    String(Substring($0))
                }
                zones[names[0]] = Set(names.dropFirst())
                all.formUnion(names.dropFirst())
            }
        }
    }
}
