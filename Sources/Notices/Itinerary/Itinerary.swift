/// The bounds by which itineraries are judged.
public enum Itinerary {
    /// The shortest likely time between a landing and the next departure.
    public static let connectionMin = Duration.minutes(20)
    /// The longest time on the ground that is a connection; after that it is a stay.
    public static let connectionMax = Duration.hours(24)
    /// The shortest likely flight, gate to gate; a shorter one may have a mistyped time.
    public static let blockTimeMin = Duration.minutes(20)
    /// The longest likely flight, gate to gate.
    public static let blockTimeMax = Duration.hours(20)
    /// The longest possible flight, stops under one number included; a longer one has a mistyped
    /// day.
    public static let blockTimePossibleMax = Duration.hours(48)
}

extension [Leg] {
    /// The first landing in a country, cancelled legs left out. A nil country means places that no
    /// member is known to answer for.
    public func firstArrival(in country: MemberCode?) -> Instant? {
        filter { $0.toCountry == country && $0.status != .cancelled }.map(\.arrives).min()
    }

    /// The landing in a country that a warning written at a moment can still precede: the next one.
    /// If all are over, it is the first.
    public func arrival(in country: MemberCode?, asOf moment: Instant) -> Instant? {
        nextArrival(in: country, after: moment) ?? firstArrival(in: country)
    }

    func nextArrival(in country: MemberCode?, after moment: Instant) -> Instant? {
        filter { $0.status != .arrived && $0.arrives > moment }.firstArrival(in: country)
    }

    /// The last landing in a country, cancelled legs left out.
    func lastArrival(in country: MemberCode?) -> Instant? {
        filter { $0.toCountry == country && $0.status != .cancelled }.map(\.arrives).max()
    }

    /// Every country entered, in order of arrival, each once.
    public var countriesEntered: [MemberCode] {
        var found: [MemberCode] = []
        for leg in self where leg.status != .cancelled {
            if let country = leg.toCountry, !found.contains(country) { found.append(country) }
        }
        return found
    }

    /// Countries of transit alone: every landing there is followed within `Itinerary.connectionMax`
    /// by a departure to another country.
    public var transitCountries: [MemberCode] {
        let flown = filter { $0.status != .cancelled }
        return countriesEntered.filter { country in
            flown.indices.filter { flown[$0].toCountry == country }.allSatisfy { index in
                guard index + 1 < flown.count else { return false }
                let next = flown[index + 1]
                return !next.followsGap && next.toCountry != country
                    && next.departs.since(flown[index].arrives) <= Itinerary.connectionMax
            }
        }
    }

    /// True if the traveller is on the way to a country: a leg that lands there has departed.
    public func isUnderway(to country: MemberCode?, at now: Instant) -> Bool {
        contains { leg in
            guard leg.toCountry == country else { return false }
            switch leg.status {
            case .departed: return true
            case .arrived, .cancelled: return false
            case .planned, .checkedIn, .boarded: return leg.departs <= now && now < leg.arrives
            }
        }
    }
}
