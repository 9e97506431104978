/// One message PAXLST, which becomes a manifest.
struct PaxlstReading {
    let segments: [EDIFACT.Segment]
    let range: Range<Int>
    /// The place of the message in the file, from 1.
    let message: Int

    // MARK: What it is

    /// Codes of data element 1001 in BGM for crew lists.
    private static let crewLists: Set<String> = ["250", "336"]
    /// Codes of 1004 in BGM: a reservation is cancelled, a party gets smaller. The codes of 1225
    /// follow.
    private static let cancellations: Set<String> = ["XR", "RP"]
    private static let deletions: Set<String> = ["1", "3"]
    /// Crew members: at work, and travelling as passengers to work elsewhere.
    ///
    /// - Source: WCO/IATA/ICAO guidelines, PAXLST, NAD 3035: `FL` passenger, `FM` crew member,
    ///   `DDT` crew in transit, `DDU` passenger in transit. Everybody who is not surely crew is
    ///   compared.
    private static let crew: Set<String> = ["FM", "DDT"]

    private var begin: EDIFACT.Segment? {
        range.lazy.map { segments[$0] }.first { $0.tag == "BGM" }
    }

    private func word(_ segment: EDIFACT.Segment?, _ element: Int) -> String {
        (segment?.value(element) ?? "").uppercased()
    }

    /// The segments with which persons begin: every NAD behind the flight. The NAD before it is the
    /// reporting party.
    private var people: [Int] {
        let flight = range.first { segments[$0].tag == "TDT" } ?? range.lowerBound
        return range.filter {
            segments[$0].tag == "NAD"
                && (word(segments[$0], 0) == "FL" || $0 > flight && word(segments[$0], 0) != "MS")
        }
    }

    private func isCrew(_ index: Int) -> Bool { Self.crew.contains(word(segments[index], 0)) }

    /// The reason to leave the message out: no person in it flies as a passenger, or one no longer
    /// flies.
    var passedOver: PassengerLists.PassedOver? {
        let type = word(segments[range.lowerBound], 1)
        let (code, identifier) = (word(begin, 0), word(begin, 1))
        let kind: PassengerLists.PassedOver.Kind
        let what: String
        if type != "PAXLST" {
            (kind, what) = (.other, "is no PAXLST")
        } else if Self.cancellations.contains(identifier) {
            (kind, what) = (.cancellation, "is a cancellation (BGM \(identifier))")
        } else if [word(begin, 2), identifier].contains(where: Self.deletions.contains) {
            (kind, what) = (.cancellation, "is a cancellation (BGM)")
        } else if identifier == "CLNB" {
            (kind, what) = (.notOnBoard, "names who is not on board (BGM CLNB)")
        } else if Self.crewLists.contains(code), people.allSatisfy(isCrew) {
            (kind, what) = (.crewList, "is a list of the crew (BGM \(code))")
        } else {
            return nil
        }
        let flight = range.lazy.map { segments[$0] }.first { $0.tag == "TDT" }
            .flatMap { FlightReading.designator($0) }
        let name = flight.map { " of \($0)" } ?? ""
        let count = people.count
        return PassengerLists.PassedOver(
            message: message, kind: kind, persons: count,
            sentence: "Message \(message)\(name) \(what): "
                + "\(count) \(count == 1 ? "person" : "persons") in it, not compared.")
    }

    // MARK: Who flies

    func manifest() throws(HeliographError) -> (Manifest, [PassengerLists.Doubt]) {
        let people = people
        let (legs, faults) = try FlightReading(
            segments: segments, range: range.lowerBound..<(people.first ?? range.upperBound)
        ).legs()
        var doubts = judgeFrame(people, faults)
        var passengers: [Manifest.Passenger] = []
        var crew = 0
        for (place, start) in people.enumerated() {
            guard !isCrew(start) else {
                crew += 1
                continue
            }
            let next = place + 1 < people.count ? people[place + 1] : range.upperBound
            let stop = (start..<next).first { ["CNT", "UNT"].contains(segments[$0].tag) } ?? next
            guard passengers.count < Manifest.passengersMax else {
                throw Manifest.refused(at: start, "there are too many passengers.")
            }
            let reading = PassengerReading(
                segments: segments, range: start..<stop, today: legs[0].departs.date)
            passengers.append(reading.passenger(number: passengers.count + 1))
        }
        // Some carriers count passengers in transit, and some do not.
        let here = people.count { word(segments[$0], 0) == "FL" }
        if let doubt = judgeTotal(passengers.count, here) { doubts.append(doubt) }
        return (Manifest(legs: legs, passengers: passengers, crewCount: crew), doubts)
    }

    /// Doubts about the message itself; its persons are compared all the same.
    private func judgeFrame(_ people: [Int], _ faults: [String]) -> [PassengerLists.Doubt] {
        var sentences: [String] = []
        let code = word(begin, 0)
        if begin == nil {
            sentences.append("does not say what it is (BGM)")
        } else if Self.crewLists.contains(code) {
            sentences.append("is called a list of the crew (BGM \(code)) and holds passengers")
        }
        let last = range.first { segments[$0].tag == "CNT" } ?? range.upperBound
        if let behind = people.first(where: { $0 > last }) {
            sentences.append("has a person behind the totals (segment \(behind + 1))")
        }
        let head = range.lowerBound..<(people.first ?? range.upperBound)
        if let damaged = head.first(where: { segments[$0].isDamaged && !segments[$0].tag.isEmpty })
        {
            sentences.append(
                "has bytes in segment \(damaged + 1) that are not of the character set that it "
                    + "names"
            )
        }
        return (sentences.map { $0 + "." } + faults).map {
            PassengerLists.Doubt(code: .importMalformed, sentence: "Message \(message) \($0)")
        }
    }

    private func judgeTotal(_ found: Int, _ here: Int) -> PassengerLists.Doubt? {
        let totals = range.filter {
            segments[$0].tag == "CNT" && segments[$0].value(0, 0) == "42"
        }
        guard let total = totals.first else {
            return PassengerLists.Doubt(
                code: .importCounts,
                sentence: "Message \(message) does not state the number of passengers (CNT+42).")
        }
        let stated = Int(segments[total].value(0, 1))
        if totals.count == 1, stated == found || stated == here { return nil }
        return PassengerLists.Doubt(
            code: .importCounts,
            sentence:
                "Segment \(total + 1): CNT+42 does not state once the \(found) passengers that are "
                + "there.")
    }
}
