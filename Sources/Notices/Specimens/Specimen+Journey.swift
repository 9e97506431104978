extension Specimen {
    /// The flight time of the first specimen leg.
    private static let firstLeg = Duration.minutes(315)
    /// The ground time before each later leg; its flight time follows.
    private static let connection = Duration.minutes(135)
    private static let nextLeg = Duration.minutes(415)

    /// A journey through all countries in turn.
    var itinerary: JSON {
        let arrival = arrival.flooredTo(.minutes(1))
        var legs: [JSON] = []
        var departs = arrival - Self.firstLeg
        var arrives = arrival
        var origin = Stop(country: from)
        for (index, member) in to.enumerated() {
            let stop = Stop(country: member)
            var leg: JSON = ["seq": .number(JSONNumber(index + 1))]
            if origin.isPort || stop.isPort {
                leg["mode"] = "sea"
                leg["vessel"] = "MV Pretend"
                leg["imo"] = "1234567"
            } else {
                leg["mode"] = "air"
                leg["carrier"] = "ZZ"
                leg["service"] = index == 0 ? "418" : .string(String(76 + index))
            }
            leg["from"] = .string(origin.code)
            leg["to"] = .string(stop.code)
            leg["departLocal"] = .string(origin.wallClock(at: departs))
            leg["departTz"] = .string(origin.zone)
            leg["arriveLocal"] = .string(stop.wallClock(at: arrives))
            leg["arriveTz"] = .string(stop.zone)
            if departs <= now { leg["status"] = arrives <= now ? "arrived" : "departed" }
            legs.append(leg)
            origin = stop
            departs = arrives + Self.connection
            arrives = departs + Self.nextLeg
        }
        var itinerary: JSON = ["source": "pnr"]
        if arrival - Self.firstLeg <= now { itinerary["alreadyTravelling"] = true }
        itinerary["legs"] = .array(legs)
        itinerary["returnKnown"] = true
        return itinerary
    }

    /// A stop of a specimen journey in a country: its airport, or an invented port if the lists
    /// have no airport.
    struct Stop {
        let code: String
        let zone: String
        let isPort: Bool

        init(country: MemberCode) {
            if let airport = Place.specimenAirport(of: country) ?? Place.firstAirport(of: country),
                let zone = airport.zone
            {
                (code, self.zone, isPort) = (airport.code, zone, false)
            } else {
                (code, zone, isPort) = (country.description + "PRT", "Etc/UTC", true)
            }
        }

        /// The local time, with the offset in an hour that the clock shows twice.
        func wallClock(at moment: Instant) -> String {
            guard let zone = IANAZone(zone), let local = LocalTime(moment, in: zone),
                let offset = zone.offsetMinutes(at: moment)
            else { return "" }
            guard zone.moments(at: local).count > 1 else { return local.description }
            let minutes = abs(offset)
            return local.description + (offset < 0 ? "-" : "+") + padded(minutes / 60, to: 2) + ":"
                + padded(minutes % 60, to: 2)
        }
    }
}
