extension Manifest.Passenger {
    /// How it is handed to a node.
    public var json: JSON {
        [
            "number": .number(JSONNumber(number)), "person": person,
            "locator": locator.map { .string($0) } ?? .null,
        ]
    }
}

extension Notice {
    /// The kinds whose persons are looked for among passengers.
    public static let watched: Set<NoticeKind> = [.greenNotice, .travelAlert, .groupAlert]

    /// The person here that a passenger agrees with, with what an alert must say of it.
    public func subject(
        agreeingWith passenger: Traveller
    ) -> (agreement: Traveller.Agreement, person: JSON, conviction: JSON?)? {
        var found: (Traveller.Agreement, JSON, JSON?)?
        for (person, conviction) in subjects {
            switch Traveller(person).agreement(with: passenger) {
            case .document: return (.document, person, conviction)
            case .nameAndBirth where found == nil: found = (.nameAndBirth, person, conviction)
            case .nameAndBirth, nil: break
            }
        }
        return found
    }

    private var subjects: [(person: JSON, conviction: JSON?)] {
        switch kind {
        case .groupAlert:
            (json["members"]?.arrayValue ?? []).compactMap { member in
                member["person"].map { ($0, member["convictionSummary"]) }
            }
        default:
            json["person"].map { [($0, json["convictionSummary"] ?? convictionInShort)] } ?? []
        }
    }

    /// The latest conviction of a green notice, as an alert has it.
    private var convictionInShort: JSON? {
        let all = json.at(pointer: "/judicial/convictions")?.arrayValue ?? []
        guard
            let last = all.max(by: {
                $0["date"]?.stringValue ?? "" < $1["date"]?.stringValue ?? ""
            }), let date = last["date"]?.stringValue, let year = Int(date.prefix(4)),
            let country = last["country"]
        else { return nil }
        let codes = (last["offences"]?.arrayValue ?? []).compactMap { $0["code"] }
        var summary: JSON = [
            "offences": .array(codes), "year": .number(JSONNumber(year)), "country": country,
        ]
        summary["victimBand"] = last["victimBands"]?[0]
        return summary
    }

    /// The alert that a passenger list asks for, for an officer to look at: the person as this notice
    /// knows it, with what document is shown, on the flight of the list.
    ///
    /// - Returns: nil unless the flight goes to another country, and the notice says what for.
    public func alert(
        about person: JSON, conviction: JSON?, on flight: Manifest.Flight, shown: JSON,
        locator: String?, number: Int, at now: Instant
    ) -> JSON? {
        guard let country = flight.to.country, country != from, let conviction else { return nil }
        let thread = NoticeTemplate.noticeNumber(from, .travelAlert, now, number)
        var document = NoticeTemplate.envelope(
            .travelAlert, from, [country], now, thread: thread,
            retainUntil: .string(now.utcDate.adding(years: 1).description))
        for member in ["handling", "classification", "legalBasis", "purpose", "domesticRisk"] {
            if let value = json[member] { document[member] = value }
        }
        document["alertNo"] = .string(thread)
        var subject = person
        // They stand for attachments, which a draft does not have.
        subject["photos"] = nil
        let known = Traveller(person)
        let papers = (shown["documents"]?.arrayValue ?? []).filter {
            Traveller(["documents": [$0]]).documents.isDisjoint(with: known.documents)
        }
        if !papers.isEmpty {
            subject["documents"] = .array((person["documents"]?.arrayValue ?? []) + papers)
        }
        document["person"] = subject
        if kind == .greenNotice { document["greenNoticeRef"] = .string(self.thread) }
        document["convictionSummary"] = conviction
        var leg = flight.leg
        leg["pnr"] = locator.map { .string($0) }
        document["itinerary"] = [
            "source": "carrier-manifest", "confidence": "high", "legs": [leg],
        ]
        if let departs = flight.departsAt, departs <= now {
            document["itinerary"]?["alreadyTravelling"] = true
        }
        document["requests"] = ["none-information-only"]
        return document
    }
}
