/// The journey of one person.
public struct Journey: Sendable, Hashable {
    /// In a group alert, which of the group; nil in an alert about one.
    public let memberNo: Int?
    /// The legs whose times and countries are known.
    public let legs: [Leg]

    /// The journeys of those who still travel: one for each of a group, the common one where a person has
    /// none of its own. If nobody travels any more, the journey is the common one.
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
    /// The landing in a country that a warning written at a moment can still come before: the next of
    /// anybody; if everybody has landed, the first. Who is there already does not make it too late for the
    /// others.
    public func arrival(in country: MemberCode, asOf moment: Instant) -> Instant? {
        compactMap { $0.legs.nextArrival(in: country, after: moment) }.min()
            ?? compactMap { $0.legs.firstArrival(in: country) }.min()
    }

    /// The last landing of anybody in a country.
    public func lastArrival(in country: MemberCode) -> Instant? {
        compactMap { $0.legs.lastArrival(in: country) }.max()
    }

    /// Every country that anybody enters, each once.
    public var countriesEntered: [MemberCode] {
        flatMap(\.legs.countriesEntered).reduce(into: []) { found, country in
            if !found.contains(country) { found.append(country) }
        }
    }

    /// Whether anybody is on the way to a country.
    public func isUnderway(to country: MemberCode, at now: Instant) -> Bool {
        contains { $0.legs.isUnderway(to: country, at: now) }
    }
}
