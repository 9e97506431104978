/// The journey of one person.
public struct Journey: Sendable, Hashable {
    /// In a group alert, which of the group; nil in an alert about one.
    public let memberNo: Int?
    /// The legs whose times and countries are known.
    public let legs: [Leg]

    /// The journeys of those who still travel: one for each of a group, the common one where a
    /// person has none of its own. If nobody travels any more, the journey is the common one.
    static func all(of json: JSON, _ common: [Leg], _ own: [Int: [Leg]]) -> [Journey] {
        let members = json["members"]?.arrayValue ?? []
        var found: [Journey] = []
        for (index, member) in members.enumerated()
        where (member["state"]?.stringValue ?? "travelling") == "travelling" {
            found.append(
                Journey(memberNo: member["memberNo"]?.intValue, legs: own[index] ?? common))
        }
        if found.isEmpty { found.append(Journey(memberNo: nil, legs: common)) }
        return found.filter { !$0.legs.isEmpty }
    }
}

extension [Journey] {
    /// What landings concern a country: its own; where the journeys have none there, those in
    /// places that nobody is known to answer for. A deadline too early harms nobody; none at all
    /// lets a warning wait.
    private func sought(_ country: MemberCode) -> MemberCode? {
        countriesEntered.contains(country) ? country : nil
    }

    /// Whether somebody lands where nobody is known to answer.
    var hasUnclearLanding: Bool {
        contains { $0.legs.contains { $0.toCountry == nil && $0.status != .cancelled } }
    }

    /// The landing in a country that a warning written at a moment can still come before: the next
    /// of anybody; if everybody has landed, the first. Who is there already does not make it too
    /// late for the others.
    public func arrival(in country: MemberCode, asOf moment: Instant) -> Instant? {
        let country = sought(country)
        return compactMap { $0.legs.nextArrival(in: country, after: moment) }.min()
            ?? compactMap { $0.legs.firstArrival(in: country) }.min()
    }

    /// The landing of each in a country that a warning can still come before; who does not land
    /// there is left out.
    public func arrivals(
        in country: MemberCode, asOf moment: Instant
    ) -> [(memberNo: Int?, arrival: Instant)] {
        let country = sought(country)
        return compactMap { journey in
            journey.legs.arrival(in: country, asOf: moment).map { (journey.memberNo, $0) }
        }
    }

    /// The last landing of anybody in a country.
    public func lastArrival(in country: MemberCode) -> Instant? {
        let country = sought(country)
        return compactMap { $0.legs.lastArrival(in: country) }.max()
    }

    /// Every country that anybody enters, each once.
    public var countriesEntered: [MemberCode] {
        flatMap(\.legs.countriesEntered).reduce(into: []) { found, country in
            if !found.contains(country) { found.append(country) }
        }
    }

    /// Whether anybody is on the way to a country.
    public func isUnderway(to country: MemberCode, at now: Instant) -> Bool {
        let country = sought(country)
        return contains { $0.legs.isUnderway(to: country, at: now) }
    }
}
