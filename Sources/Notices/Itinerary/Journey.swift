/// The journey of one person.
public struct Journey: Sendable, Hashable {
    /// The number of the person in a group alert; nil in an alert about one person.
    public let memberNo: Int?
    /// The legs whose times and countries are known.
    public let legs: [Leg]

    /// The journeys of all who still travel: one for each person of a group, the common one for a
    /// person without an own one. If no person travels any more, the journey is the common one.
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
    /// The country whose landings count for a country: the country itself. If no journey lands
    /// there, nil: landings in places that no member is known to answer for count. A deadline that
    /// is too early harms nobody; without a deadline a warning may wait too long.
    private func sought(_ country: MemberCode) -> MemberCode? {
        countriesEntered.contains(country) ? country : nil
    }

    /// True if a person lands in a place that no member is known to answer for.
    var hasUnclearLanding: Bool {
        contains { $0.legs.contains { $0.toCountry == nil && $0.status != .cancelled } }
    }

    /// The landing in a country that a warning written at a moment can still precede: the next
    /// landing of any person. If all have landed, it is the first. A person who is there already
    /// does not make the warning too late for the others.
    public func arrival(in country: MemberCode, asOf moment: Instant) -> Instant? {
        let country = sought(country)
        return compactMap { $0.legs.nextArrival(in: country, after: moment) }.min()
            ?? compactMap { $0.legs.firstArrival(in: country) }.min()
    }

    /// The landing of each person in a country that a warning can still precede. Persons who do not
    /// land there are left out.
    public func arrivals(
        in country: MemberCode, asOf moment: Instant
    ) -> [(memberNo: Int?, arrival: Instant)] {
        let country = sought(country)
        return compactMap { journey in
            journey.legs.arrival(in: country, asOf: moment).map { (journey.memberNo, $0) }
        }
    }

    /// The last landing of any person in a country.
    public func lastArrival(in country: MemberCode) -> Instant? {
        let country = sought(country)
        return compactMap { $0.legs.lastArrival(in: country) }.max()
    }

    /// Every country that any person enters, each once.
    public var countriesEntered: [MemberCode] {
        flatMap(\.legs.countriesEntered).reduce(into: []) { found, country in
            if !found.contains(country) { found.append(country) }
        }
    }

    /// True if any person is on the way to a country.
    public func isUnderway(to country: MemberCode, at now: Instant) -> Bool {
        let country = sought(country)
        return contains { $0.legs.isUnderway(to: country, at: now) }
    }
}
