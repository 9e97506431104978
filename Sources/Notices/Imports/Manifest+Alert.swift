extension Manifest.Passenger {
    /// The passenger as JSON, for a node.
    public var json: JSON {
        [
            "number": .number(JSONNumber(number)), "person": person,
            "locator": locator.map { .string($0) } ?? .null,
            "embarks": embarks.map { .string($0.code) } ?? .null,
            "debarks": debarks.map { .string($0.code) } ?? .null,
        ]
    }
}

extension Notice {
    /// The kinds of notices whose persons are sought among passengers.
    public static let watched: Set<NoticeKind> = [.greenNotice, .travelAlert, .groupAlert]

    /// The person of this notice with whom another agrees best, and the fields that an alert needs
    /// about this person.
    ///
    /// - Parameter other: the other as in `/person` of a notice, from a passenger list or a travel
    ///   document.
    public func subject(
        agreeingWith other: JSON
    ) -> (agreement: Traveller.Agreement, person: JSON, conviction: JSON?)? {
        let all = Traveller.Agreement.allCases
        let found = subjects.compactMap { person, conviction in
            Traveller.looseAgreement(of: person, with: other).map { ($0, person, conviction) }
        }
        // Agreements are listed from the strongest to the weakest.
        return all.lazy.compactMap { wanted in found.first { $0.0 == wanted } }.first
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

    /// The latest conviction of a green notice, in the form of an alert.
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

    /// The alert that a passenger list gives reason for, as a draft for an officer: the person as
    /// this notice knows them, with the document shown, on the flight of the list.
    ///
    /// Handling, legal basis and purpose are those of this notice.
    ///
    /// - Parameters:
    ///   - legs: the legs that the passenger flies; at least one.
    ///   - onward: the port to which the passenger travels on, if no leg lands there.
    ///   - members: members that can be told.
    /// - Returns: nil unless the journey goes to another country that can be told, and a conviction
    ///   is known.
    public func alert(
        about person: JSON, conviction: JSON?, on legs: [Manifest.Flight], onward: Place?,
        among members: Set<MemberCode>, shown: JSON, locator: String?, number: Int,
        at now: Instant
    ) -> JSON? {
        var countries: [MemberCode] = []
        let landings = (legs.map(\.to) + [onward].compactMap(\.self)).compactMap(\.country)
        for country in landings.map(rules.territories.proposal)
        where country != from && members.contains(country) && !countries.contains(country) {
            countries.append(country)
        }
        guard !countries.isEmpty, let conviction else { return nil }
        let thread = NoticeTemplate.noticeNumber(from, .travelAlert, now, number)
        var document = NoticeTemplate.envelope(
            .travelAlert, from, countries, now, thread: thread,
            retainUntil: .string(now.utcDate.adding(years: 1).description))
        for member in ["handling", "classification", "legalBasis", "purpose", "domesticRisk"] {
            if let value = json[member] { document[member] = value }
        }
        if let retain = retainUntil, retain >= now.utcDate {
            document["retainUntil"] = .string(retain.description)
        }
        document["alertNo"] = .string(thread)
        document["person"] = Self.subject(person, showing: shown)
        if kind == .greenNotice { document["greenNoticeRef"] = .string(self.thread) }
        document["convictionSummary"] = conviction
        document["itinerary"] = [
            "source": "carrier-manifest",
            "legs": .array(
                legs.enumerated().map { index, flight in
                    var leg = flight.leg
                    leg["seq"] = .number(JSONNumber(index + 1))
                    leg["pnr"] = locator.map { .string($0) }
                    return leg
                }),
        ]
        if let departs = legs.first?.departsAt, departs <= now {
            document["itinerary"]?["alreadyTravelling"] = true
        }
        document["requests"] = ["none-information-only"]
        return document
    }

    /// A person of ours with the documents shown. Only whole documents count: a number alone is no
    /// document, and a known number with another issuer is a slip of the carrier.
    private static func subject(_ person: JSON, showing shown: JSON) -> JSON {
        var subject = person
        // Photos refer to attachments, which a draft does not have.
        subject["photos"] = nil
        let own = person["documents"]?.arrayValue ?? []
        let numbers = Set(own.compactMap { $0["number"]?.stringValue }.map(DocumentNumber.folded))
        let papers = (shown["documents"]?.arrayValue ?? []).filter { paper in
            paper["code"] != nil && paper["issuer"] != nil
                && !numbers.contains(DocumentNumber.folded(paper["number"]?.stringValue ?? ""))
        }
        let all = own + papers
        if !papers.isEmpty {
            subject["documents"] = .array(Array(all.prefix(PassengerReading.documentsMax)))
        }
        return subject
    }
}
