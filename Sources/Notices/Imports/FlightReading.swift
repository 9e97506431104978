/// The legs of a message PAXLST.
///
/// `LOC+125` is the last port before the country that the list is for, `LOC+87` the first port in
/// it, `LOC+92` any other port on the way. The times of a port follow it. A flight of several legs
/// has all of them in one TDT, or a TDT for each.
struct FlightReading {
    let segments: [EDIFACT.Segment]
    /// The message up to the first person.
    let range: Range<Int>

    /// A local time and its moment; the earlier moment if the clock shows the time twice.
    private struct Time {
        let local: LocalTime
        let moment: Instant
    }

    private struct Stop {
        let place: Place
        let zone: String
        let qualifier: String
        var arrives: Time?
        var departs: Time?
        var moment: Instant? { (arrives ?? departs)?.moment }
    }

    private struct Leg {
        let flight: Manifest.Flight
        let departs: Instant
        /// True for the leg that the list is for: from LOC+125, or to LOC+87.
        let isMain: Bool
        /// The reason why nobody can fly so; nil if it is possible.
        let fault: String?
    }

    /// - Returns: the legs as they are stated, and the faults of those on the way.
    /// - Throws: `importMalformed` with the segment at fault, if it concerns the leg that the list
    ///   is for.
    func legs() throws(HeliographError) -> (legs: [Manifest.Flight], doubts: [String]) {
        var starts = range.filter { segments[$0].tag == "TDT" }
        guard let first = starts.first else { throw refused("no flight is named (TDT).") }
        // One flight may have several numbers before its ports.
        let named = starts
        for (start, next) in zip(named, named.dropFirst())
        where !segments[start..<next].contains(where: { $0.tag == "LOC" }) {
            starts.removeAll { $0 == next }
        }
        var legs: [Leg] = []
        for (place, start) in starts.enumerated() {
            let next = place + 1 < starts.count ? starts[place + 1] : range.upperBound
            legs += try self.legs(in: start..<next)
        }
        if legs.allSatisfy({ $0.fault == nil }) { legs.sort { $0.departs < $1.departs } }
        guard legs.count <= Manifest.legsMax else {
            throw Manifest.refused(at: first, "there are too many legs.")
        }
        if let fault = legs.first(where: \.isMain)?.fault ?? (legs.count == 1 ? legs[0].fault : nil)
        {
            throw Manifest.refused(
                at: first,
                "the flight cannot be: \(fault) Ask the carrier for the right times.")
        }
        var flights: [Manifest.Flight] = []
        for leg in legs where !flights.contains(leg.flight) { flights.append(leg.flight) }
        return (
            flights,
            legs.compactMap { leg in
                leg.fault.map {
                    "has a leg from \(leg.flight.from.code) to \(leg.flight.to.code) that cannot "
                        + "be: \($0)"
                }
            }
        )
    }

    /// The designator in one element, such as `ZZ418`, or the number alone with the carrier behind
    /// it.
    static func designator(_ segment: EDIFACT.Segment) -> FlightDesignator? {
        let number = segment.value(1).uppercased()
        return FlightDesignator(number)
            ?? FlightDesignator(
                carrier: segment.value(4).uppercased(),
                service: FormFile.trimmed(number))
    }

    // MARK: One TDT

    private func legs(in range: Range<Int>) throws(HeliographError) -> [Leg] {
        guard let designator = Self.designator(segments[range.lowerBound]) else {
            throw Manifest.refused(at: range.lowerBound, "no flight is named (TDT).")
        }
        var stops = try stops(in: range)
        try takeStrayTimes(into: &stops, in: range)
        // The legs in the order of the list; in order of time if only that order can be flown.
        var legs = Self.legs(stops, designator)
        if legs.isEmpty || legs.contains(where: { $0.fault != nil }) {
            let timed = Self.legs(
                stops.filter { $0.moment != nil }.sorted { Self.isBefore($0, $1) }, designator)
            if timed.count >= legs.count, timed.allSatisfy({ $0.fault == nil }) { legs = timed }
        }
        guard !legs.isEmpty else {
            throw Manifest.refused(
                at: range.lowerBound, "the flight has no departure with an arrival behind it.")
        }
        return legs
    }

    private static func isBefore(_ one: Stop, _ other: Stop) -> Bool {
        guard let own = one.moment, let theirs = other.moment else { return false }
        return own < theirs
    }

    private static func legs(_ stops: [Stop], _ designator: FlightDesignator) -> [Leg] {
        var legs: [Leg] = []
        var last: (stop: Stop, departs: Time)?
        // A stop without a time tells nothing about when a passenger is there.
        for stop in stops {
            if let from = last, let arrives = stop.arrives {
                let flight = Manifest.Flight(
                    designator: designator, from: from.stop.place, to: stop.place,
                    departs: from.departs.local, departZone: from.stop.zone,
                    arrives: arrives.local, arriveZone: stop.zone)
                legs.append(
                    Leg(
                        flight: flight, departs: from.departs.moment,
                        isMain: from.stop.qualifier == "125" || stop.qualifier == "87",
                        fault: flight.fault))
                last = nil
            }
            if let departs = stop.departs { last = (stop, departs) }
        }
        return legs
    }

    private static let ports: Set<String> = ["125", "87", "92"]

    private func stops(in range: Range<Int>) throws(HeliographError) -> [Stop] {
        var stops: [Stop] = []
        for index in range {
            let segment = segments[index]
            if segment.tag == "LOC", Self.ports.contains(segment.value(0)) {
                let place = Place(code: segment.value(1).uppercased())
                // A port stated twice is the same end of the flight.
                let isRepeated = stops.contains {
                    $0.qualifier != "92" && $0.qualifier == segment.value(0) && $0.place == place
                }
                if let place, let zone = place.zone, !isRepeated {
                    stops.append(Stop(place: place, zone: zone, qualifier: segment.value(0)))
                } else if segment.value(0) != "92", !isRepeated {
                    throw Manifest.refused(
                        at: index, "one known airport must be named by LOC+\(segment.value(0)).")
                }
            } else if segment.tag == "DTM", let last = stops.indices.last,
                Self.may(stops[last], have: segment.value(0), isFirst: last == 0)
            {
                try add(index, to: &stops[last])
            }
        }
        for (wanted, name) in [("125", "LOC+125"), ("87", "LOC+87")]
        where !stops.contains(where: { $0.qualifier == "92" }) {
            guard stops.count(where: { $0.qualifier == wanted }) == 1 else {
                throw Manifest.refused(
                    at: range.lowerBound, "one known airport must be named by \(name).")
            }
        }
        return stops
    }

    /// True if a time behind a port can belong to it: no flight lands where it begins, or departs
    /// where it ends.
    private static func may(_ stop: Stop, have code: String, isFirst: Bool) -> Bool {
        switch code {
        case "189": stop.qualifier != "87" || stop.arrives != nil
        case "232": stop.qualifier != "125" || stop.departs == nil && !isFirst
        default: false
        }
    }

    private func add(_ index: Int, to stop: inout Stop) throws(HeliographError) {
        let time = try time(index, stop.zone)
        if segments[index].value(0) == "189" { stop.departs = time } else { stop.arrives = time }
    }

    /// Takes in times that stand before their port, or behind the port of the other end.
    private func takeStrayTimes(
        into stops: inout [Stop], in range: Range<Int>
    ) throws(HeliographError) {
        for (qualifier, code) in [("125", "189"), ("87", "232")] {
            guard let own = stops.firstIndex(where: { $0.qualifier == qualifier }) else { continue }
            let isSet = code == "189" ? stops[own].departs != nil : stops[own].arrives != nil
            let found = range.filter { segments[$0].tag == "DTM" && segments[$0].value(0) == code }
            if !isSet, times(found).count == 1 {
                try add(found[0], to: &stops[own])
            } else if !isSet || times(found).count > 1 && stops.count == 2 {
                throw Manifest.refused(
                    at: found.first ?? range.lowerBound,
                    "one local time must be stated by DTM+\(code), as yymmddhhmm.")
            }
        }
    }

    /// The values of these segments, each once: a carrier's system may repeat a line.
    private func times(_ indices: [Int]) -> Set<String> {
        Set(indices.map { segments[$0].value(0, 1) })
    }

    /// A time such as `2701202240` (format 201), or with its century (203), by the clock of the
    /// port.
    private func time(_ index: Int, _ zone: String) throws(HeliographError) -> Time {
        let segment = segments[index]
        guard ["", "201", "203", "204"].contains(segment.value(0, 2)),
            let local = Self.localTime(segment.value(0, 1))
        else {
            throw Manifest.refused(
                at: index,
                "one local time must be stated by DTM+\(segment.value(0)), as yymmddhhmm.")
        }
        guard let moment = IANAZone(zone)?.moments(at: local).first else {
            throw Manifest.refused(
                at: index,
                "the time in DTM+\(segment.value(0)) never is at that airport: the clocks are put "
                    + "forward over it. Ask the carrier for the right time.")
        }
        return Time(local: local, moment: moment)
    }

    private static func localTime(_ text: String) -> LocalTime? {
        var digits = Array(text.utf8)
        guard digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        switch digits.count {
        case 10: digits = Array("20".utf8) + digits
        case 12: break
        case 14: digits.removeLast(2)
        default: return nil
        }
        func part(_ range: Range<Int>) -> String { String(decoding: digits[range], as: UTF8.self) }
        return LocalTime(
            "\(part(0..<4))-\(part(4..<6))-\(part(6..<8))T\(part(8..<10)):\(part(10..<12))")
    }

    private func refused(_ sentence: String) -> HeliographError {
        Manifest.refused(at: range.lowerBound, sentence)
    }
}
