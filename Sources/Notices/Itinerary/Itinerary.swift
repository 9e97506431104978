/// The bounds that itineraries are judged by.
public enum Itinerary {
    /// Time between landing and leaving again below which hardly anybody makes a connection.
    public static let connectionMin = Duration.minutes(20)
    /// Time on the ground above which a connection is a stay.
    public static let connectionMax = Duration.hours(24)
    /// A flight shorter than this, gate to gate, may be a mistyped time.
    public static let blockTimeMin = Duration.minutes(20)
    /// The same for longer.
    public static let blockTimeMax = Duration.hours(20)
    /// No aeroplane is on its way for longer, with stops under one number: a day is mistyped.
    public static let blockTimePossibleMax = Duration.hours(48)
}

extension [Leg] {
    /// The first landing in a country, cancelled legs left out; nil is what nobody is known to
    /// answer for.
    public func firstArrival(in country: MemberCode?) -> Instant? {
        filter { $0.toCountry == country && $0.status != .cancelled }.map(\.arrives).min()
    }

    /// The landing in a country that a warning written at a moment can still come before: the next
    /// one; if all are over, the first.
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

    /// Countries that are only passed through: every landing there is followed within
    /// `Itinerary.connectionMax` by a departure to elsewhere.
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

    /// Whether the traveller is on the way to a country: a leg that lands there has left.
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
