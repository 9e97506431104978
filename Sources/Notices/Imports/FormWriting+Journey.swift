extension FormWriting {
    /// A clock time with its zone, as a cell states them.
    private struct End {
        let local: LocalTime
        let zone: IANAZone

        /// The moment of the time; the earlier one if the clock shows the time twice and no offset
        /// is stated.
        var moment: Instant? {
            zone.moments(at: local).first {
                local.offsetMinutes == nil || zone.offsetMinutes(at: $0) == local.offsetMinutes
            }
        }

        /// The time as a leg has it: with the offset, if one was written.
        var text: String {
            guard let minutes = local.offsetMinutes else { return local.description }
            let (sign, size) = (minutes < 0 ? "-" : "+", abs(minutes))
            return local.description + sign + padded(size / 60, to: 2) + ":"
                + padded(size % 60, to: 2)
        }
    }

    /// The legs, the countries that they concern, and the departure of the first.
    mutating func journey() -> (
        itinerary: JSON, countries: [MemberCode], departs: (zone: IANAZone, moment: Instant)?
    ) {
        var legs: [JSON] = []
        var countries: [MemberCode] = []
        var departs: (zone: IANAZone, moment: Instant)?
        if let first = firstLeg() {
            legs.append(first.json)
            countries.append(contentsOf: [first.country].compactMap(\.self))
            if let moment = first.departs.moment {
                departs = (first.departs.zone, moment)
            }
        }
        for (index, text) in parts(.furtherLegs).enumerated() {
            guard let leg = furtherLeg(text, number: index + 2) else { continue }
            legs.append(leg.json)
            if let country = leg.country { countries.append(country) }
        }
        var told: [MemberCode] = []
        for country in countries.map(territories.proposal)
        where country != member && !told.contains(country) {
            told.append(country)
        }
        if !legs.isEmpty, told.isEmpty { refuse(.arrivePlace, .nobodyToTell) }
        var itinerary: JSON = [
            "source": "self-reported", "legs": .array(legs),
            "returnKnown": .bool(cells[.returnDate] != nil),
        ]
        itinerary["return"] = wayBack()
        if let back = cells[.returnDate].flatMap({ CivilDate(iso8601: $0) }), let departs,
            let leaves = LocalTime(departs.moment, in: departs.zone), back < leaves.date
        {
            refuse(.returnDate, .legOrder, "The return is before the departure.")
        }
        if let stay = text(.stay) { itinerary["accommodation"] = [["address": stay]] }
        return (itinerary, told, departs)
    }

    private mutating func wayBack() -> JSON? {
        guard let date = text(.returnDate) else {
            for column in [FormColumn.returnPlace, .carrierBack] where cells[column] != nil {
                refuse(.returnDate, .fieldMissing)
                break
            }
            return nil
        }
        var back: JSON = ["date": date]
        back["place"] = text(.returnPlace)
        back["carrier"] = text(.carrierBack)
        return back
    }

    private mutating func firstLeg() -> (json: JSON, country: MemberCode?, departs: End)? {
        let from = place(cells[.departPlace], .departPlace)
        let to = place(cells[.arrivePlace], .arrivePlace)
        let departs = end(cells[.departAt], at: from, .departAt)
        let arrives = end(cells[.arriveAt], at: to, .arriveAt)
        if let wanted = cells[.destination], let country = to?.country,
            wanted.uppercased() != country.description,
            wanted.uppercased() != territories.proposal(for: country).description
        {
            refuse(
                .destination, .placeCountry, "The place of arrival lies in another country.")
        }
        guard let from, let to, let departs, let arrives else { return nil }
        var leg = Self.leg(1, from, departs, to, arrives)
        let mode = code(.means) ?? "air"
        leg["mode"] = .string(mode)
        if let carrier = cells[.carrierOut] {
            if mode == "air" {
                guard let flight = FlightDesignator(carrier.uppercased()) else {
                    refuse(.carrierOut, .flightDesignator)
                    return nil
                }
                leg["carrier"] = .string(flight.carrier)
                leg["service"] = .string(flight.service)
            } else {
                leg["vessel"] = .string(carrier)
            }
        }
        leg["imo"] = text(.shipNumber)
        return (leg, to.country, departs)
    }

    /// A leg such as `ZZ77 XBB 2027-01-21T09:10 XCC 2027-01-21T19:05`. Another means of travel
    /// stands in the place of the flight: its word, and for a ship `sea/1234567`.
    private mutating func furtherLeg(
        _ text: String, number: Int
    ) -> (json: JSON, country: MemberCode?)? {
        let words = text.split(separator: " ").map { String($0) }
        guard words.count == 5 else {
            refuse(
                .furtherLegs, .formatWrong,
                "Each leg must be such as ZZ77 XBB 2027-01-21T09:10 XCC 2027-01-21T19:05.")
            return nil
        }
        let from = place(words[1], .furtherLegs)
        let to = place(words[3], .furtherLegs)
        let departs = end(words[2], at: from, .furtherLegs)
        let arrives = end(words[4], at: to, .furtherLegs)
        guard let from, let to, let departs, let arrives else { return nil }
        var leg = Self.leg(number, from, departs, to, arrives)
        let means = words[0].split(separator: "/", maxSplits: 1).map { String($0) }
        if let mode = Leg.Mode(rawValue: means.first?.lowercased() ?? ""), mode != .air {
            leg["mode"] = .string(mode.rawValue)
            if means.count > 1 { leg["imo"] = .string(means[1]) }
        } else if let flight = FlightDesignator(words[0].uppercased()) {
            leg["mode"] = "air"
            leg["carrier"] = .string(flight.carrier)
            leg["service"] = .string(flight.service)
        } else {
            refuse(.furtherLegs, .flightDesignator)
            return nil
        }
        return (leg, to.country)
    }

    private static func leg(
        _ number: Int, _ from: Place, _ departs: End, _ to: Place, _ arrives: End
    ) -> JSON {
        [
            "seq": .number(JSONNumber(number)), "mode": "air",
            "from": .string(from.code), "to": .string(to.code),
            "departLocal": .string(departs.text),
            "departTz": .string(departs.zone.name),
            "arriveLocal": .string(arrives.text),
            "arriveTz": .string(arrives.zone.name),
        ]
    }

    private mutating func place(_ cell: String?, _ column: FormColumn) -> Place? {
        guard let cell else { return nil }
        guard let place = Place(code: cell.uppercased()) else {
            refuse(column, .placeUnknown)
            return nil
        }
        return place
    }

    /// A time such as `2027-01-20T22:40`. `[Europe/Brussels]` follows if the place has no known
    /// zone; `+01:00` stands before it if a clock shows the time twice.
    private mutating func end(_ cell: String?, at place: Place?, _ column: FormColumn) -> End? {
        guard let cell else { return nil }
        var time = cell.replacingFirstBlank
        var named: String?
        if time.hasSuffix("]"), let open = time.firstIndex(of: "[") {
            named = String(time[time.index(after: open)...].dropLast())
            time = String(time[..<open])
        }
        guard let local = LocalTime(time) else {
            let isDay = CivilDate(iso8601: time) != nil
            refuse(
                column, .formatWrong,
                isDay
                    ? "The time of day is missing: without it nobody knows until when to warn."
                    : "This must be a local time such as 2027-01-20T22:40, or "
                        + "2027-01-20T22:40+01:00."
            )
            return nil
        }
        guard let place else { return nil }
        guard let name = named ?? place.zone else {
            refuse(column, .zoneMissing)
            return nil
        }
        guard let zone = IANAZone(name) else {
            refuse(column, .zoneUnknown)
            return nil
        }
        return End(local: local, zone: zone)
    }
}

extension String {
    /// The text `2027-01-20 22:40` as `2027-01-20T22:40`: spreadsheets write a blank.
    fileprivate var replacingFirstBlank: String {
        let bytes = Array(utf8)
        guard bytes.count > 10, bytes[10] == UInt8(ascii: " ") else { return self }
        return String(decoding: bytes[..<10] + [UInt8(ascii: "T")] + bytes[11...], as: UTF8.self)
    }
}
