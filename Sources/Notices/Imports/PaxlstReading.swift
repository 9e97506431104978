/// One message PAXLST on its way to a manifest.
struct PaxlstReading {
    let segments: [EDIFACT.Segment]
    let range: Range<Int>

    func manifest() throws(HeliographError) -> Manifest {
        guard segments[range.lowerBound].value(1) == "PAXLST" else {
            throw Manifest.refused(at: range.lowerBound, "the message is no PAXLST.")
        }
        guard let begin = range.first(where: { segments[$0].tag == "BGM" }),
            segments[begin].value(0) == "745"
        else { throw Manifest.refused(at: range.lowerBound, "it is no passenger list (BGM+745).") }
        let people = range.filter {
            segments[$0].tag == "NAD" && Self.persons.contains(segments[$0].value(0))
        }
        let end =
            range.first { segments[$0].tag == "CNT" } ?? range.upperBound - 1
        let flight = try flight(in: range.lowerBound..<(people.first ?? end))
        var passengers: [Manifest.Passenger] = []
        var crew = 0
        for (place, start) in people.enumerated() {
            guard start < end else {
                throw Manifest.refused(at: start, "a person stands behind the totals.")
            }
            guard segments[start].value(0) == "FL" else {
                crew += 1
                continue
            }
            let stop = place + 1 < people.count ? people[place + 1] : end
            guard passengers.count < Manifest.passengersMax else {
                throw Manifest.refused(at: start, "there are too many passengers.")
            }
            let reading = PassengerReading(
                segments: segments, range: start..<stop, today: flight.departs.date)
            passengers.append(reading.passenger(number: passengers.count + 1))
        }
        try checkTotal(passengers.count)
        return Manifest(flight: flight, passengers: passengers, crewCount: crew)
    }

    /// Passengers, crew on board, crew as passengers.
    private static let persons: Set<String> = ["FL", "FM", "DDT", "DDU"]

    private func checkTotal(_ found: Int) throws(HeliographError) {
        let totals = range.filter {
            segments[$0].tag == "CNT" && segments[$0].value(0, 0) == "42"
        }
        guard totals.count == 1, let total = totals.first else {
            throw Manifest.refused(
                .importCounts, at: range.upperBound - 1,
                "the number of passengers (CNT+42) must be stated once.")
        }
        guard Int(segments[total].value(0, 1)) == found else {
            throw Manifest.refused(
                .importCounts, at: total,
                "CNT+42 does not state the \(found) passengers (NAD+FL) that are there.")
        }
    }

    // MARK: The flight

    private func flight(in range: Range<Int>) throws(HeliographError) -> Manifest.Flight {
        guard let transport = range.first(where: { segments[$0].tag == "TDT" }),
            let designator = FlightDesignator(segments[transport].value(1))
        else { throw Manifest.refused(at: range.lowerBound, "no flight is named (TDT).") }
        let from = try place("125", in: range)
        let to = try place("87", in: range)
        let departs = try time("189", at: from, in: range)
        let arrives = try time("232", at: to, in: range)
        return Manifest.Flight(
            designator: designator, from: from, to: to, departs: departs.local,
            departZone: departs.zone, arrives: arrives.local, arriveZone: arrives.zone)
    }

    private func place(_ what: String, in range: Range<Int>) throws(HeliographError) -> Place {
        let found = range.filter { segments[$0].tag == "LOC" && segments[$0].value(0) == what }
        guard found.count == 1, let index = found.first,
            let place = Place(code: segments[index].value(1))
        else {
            throw Manifest.refused(
                at: found.first ?? range.lowerBound,
                "one known airport must be named by LOC+\(what).")
        }
        return place
    }

    /// `2701202240` in format 201; by the clock of the port.
    private func time(
        _ what: String, at place: Place, in range: Range<Int>
    ) throws(HeliographError) -> (local: LocalTime, zone: String) {
        let found = range.filter { segments[$0].tag == "DTM" && segments[$0].value(0) == what }
        guard found.count == 1, let index = found.first,
            segments[index].value(0, 2) == "201" || segments[index].value(0, 2).isEmpty,
            let local = Self.localTime(segments[index].value(0, 1)), let zone = place.zone
        else {
            throw Manifest.refused(
                at: found.first ?? range.lowerBound,
                "one local time must be stated by DTM+\(what), as yymmddhhmm.")
        }
        return (local, zone)
    }

    private static func localTime(_ text: String) -> LocalTime? {
        let digits = Array(text.utf8)
        guard digits.count == 10, digits.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        let parts = stride(from: 0, to: 10, by: 2).map {
            String(decoding: digits[$0..<$0 + 2], as: UTF8.self)
        }
        return LocalTime("20\(parts[0])-\(parts[1])-\(parts[2])T\(parts[3]):\(parts[4])")
    }
}
