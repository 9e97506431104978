/// A journey: the legs, with their times by the clocks at both ends.
extension CardRows {
    private static let legMembers: Set<String> = [
        "seq", "mode", "carrier", "service", "vessel", "from", "to", "departLocal", "departTz",
        "arriveLocal", "arriveTz", "status",
    ]

    /// - Parameters:
    ///   - itinerary: the itinerary as it was written.
    ///   - legs: the legs of it whose times are known.
    ///   - now: the moment from which time left is counted; nil leaves it out.
    static func journey(_ itinerary: JSON, _ legs: [Leg], at now: Instant?) -> [CardPage.Row] {
        var rows: [CardPage.Row] = []
        for (index, json) in (itinerary["legs"]?.arrayValue ?? []).enumerated() {
            if let leg = legs.first(where: { $0.index == index }) {
                rows += self.leg(leg, json, at: now)
            } else {
                rows += self.rows(json, "leg")
            }
        }
        for (key, value) in itinerary.objectValue ?? [:] where key != "legs" {
            rows += self.rows(value, key, in: "itinerary")
        }
        return rows
    }

    private static func leg(_ leg: Leg, _ json: JSON, at now: Instant?) -> [CardPage.Row] {
        let mode = CodeWords.phrase(leg.mode.rawValue, of: "mode")
        var title = leg.service.isEmpty ? "" : ShownText.foreign(leg.service) + ", "
        title += CodeWords.phrase(leg.status.rawValue, of: "status")
        func stop(_ code: String, _ country: MemberCode?) -> String {
            let place = Wording.place(code)
            // A port has no entry in the lists: its country is the officer's statement.
            guard Place(code: code) == nil, let country else { return place }
            return "\(place), \(Wording.member(country.description))"
        }
        var landing = Wording.moment(leg.arrives, zone: IANAZone(leg.arriveZone))
        if let now, leg.status != .arrived, leg.status != .cancelled {
            landing += " (\(Wording.distance(to: leg.arrives, from: now)))"
        }
        return [
            CardPage.Row(mode.prefix(1).uppercased() + mode.dropFirst(), title),
            CardPage.Row("From", stop(leg.from, leg.fromCountry), depth: 1),
            CardPage.Row(
                "Leaves", Wording.moment(leg.departs, zone: IANAZone(leg.departZone)), depth: 1),
            CardPage.Row("To", stop(leg.to, leg.toCountry), depth: 1),
            CardPage.Row(leg.mode == .air ? "Lands" : "Arrives", landing, depth: 1),
        ]
            + (json.objectValue ?? [:]).flatMap { key, value in
                legMembers.contains(key) ? [] : rows(value, key, in: "leg", depth: 1)
            }
    }
}
