/// Rules for the travel alert beyond its legs.
extension Judgement {
    /// The number of months from an arrival within which a document's expiry is warned of: borders
    /// often refuse such documents.
    static let documentMonthsWarned = 6

    mutating func judgeTravelAlert() {
        judgeJourney()
        judgeConvictionSummary("/convictionSummary", of: "/person")
        judgeDocumentsOnArrival("/person", legs)
    }

    /// Judges the parts that travel alerts and group alerts share.
    mutating func judgeJourney() {
        legs = judgeItinerary()
        for index in list("/members").indices {
            let pointer = "/members/\(index)/itinerary"
            guard json.at(pointer: pointer) != nil else { continue }
            ownLegs[index] = judgeItinerary(pointer)
            for place in list(pointer + "/accommodation").indices {
                judgePeriod("\(pointer)/accommodation/\(place)", "from", "to")
            }
        }
        judgeActions("/requests")
        judgeRecipients()
        judgeDeadlines()
        judgeReport()
        for index in list("/itinerary/accommodation").indices {
            judgePeriod("/itinerary/accommodation/\(index)", "from", "to")
        }
    }

    mutating func judgeConvictionSummary(_ summary: String, of person: String) {
        let codes = texts("\(summary)/offences")
        judgeModifiers(codes, "\(summary)/offences")
        if codes.contains("NAT"), text("\(summary)/nationalText") == nil {
            refuse(
                .nationalTextMissing, "\(summary)/nationalText",
                FaultCode.nationalTextMissing.meaning)
        }
        if let year = json.at(pointer: "\(summary)/year")?.intValue {
            if let today = createdOn, year > today.year {
                refuse(
                    .convictionFuture, "\(summary)/year",
                    FaultCode.convictionFuture.meaning)
            }
            let birth = text("\(person)/birth/date").flatMap { PartialDate($0) }
            if let birth, year < birth.year + Self.convictionAgeYearsMin {
                warn(
                    .convictionAge, "\(summary)/year", FaultCode.convictionAge.meaning)
            }
        }
        if let country = text("\(summary)/country") {
            judge(
                Country.recognition(ofMember: country), .countryUnknown, "\(summary)/country")
        }
    }

    /// Judges a person's documents: one that is valid on every arrival is enough.
    ///
    /// - Parameter legs: the legs of this person's journey.
    mutating func judgeDocumentsOnArrival(_ person: String, _ legs: [Leg]) {
        let days = legs.filter { $0.status != .cancelled }.map(\.arriveLocal.date)
        guard let last = days.max(), !isCancel else { return }
        let documents = list("\(person)/documents").enumerated().compactMap {
            index, document -> (index: Int, expires: CivilDate)? in
            guard document["status"]?.stringValue ?? "valid" == "valid",
                let expires = document["expires"]?.stringValue.flatMap({ CivilDate(iso8601: $0) })
            else { return nil }
            return (index, expires)
        }
        guard let best = documents.max(by: { $0.expires < $1.expires }) else { return }
        let pointer = "\(person)/documents/\(best.index)/expires"
        if best.expires < last {
            refuse(.documentExpired, pointer, FaultCode.documentExpired.meaning)
        } else if best.expires < last.adding(months: Self.documentMonthsWarned) {
            warn(.documentExpiresSoon, pointer, FaultCode.documentExpiresSoon.meaning)
        }
    }

    private mutating func judgeRecipients() {
        let journeys = Journey.all(of: json, legs, ownLegs)
        guard !journeys.isEmpty else { return }
        let to = texts("/to")
        let entered = journeys.countriesEntered.map(\.description)
        let hosts = Dictionary(
            rules.hosts.map { ($0.key.description, $0.value.description) },
            uniquingKeysWith: { first, _ in first })
        for (index, member) in to.enumerated()
        where !entered.contains(hosts[member] ?? member) && !journeys.hasUnclearLanding {
            warn(.recipientOffRoute, "/to/\(index)", FaultCode.recipientOffRoute.meaning)
        }
        let from = text("/from")
        // A rendition names only its own recipients; only the author can see that one was left out.
        guard rules.audience == .author else { return }
        for country in entered where !to.contains(country) && country != from {
            warn(
                .countryNotTold, "/to", "The journey enters \(country), which is not a recipient.")
        }
    }

    private mutating func judgeDeadlines() {
        for (member, stated) in json["deadline"]?.objectValue ?? [:] {
            let pointer = "/deadline/" + JSONPointer.escaped(member)
            guard let created = instant("/createdAt") else { return }
            let computed = MemberCode(member).flatMap { code in
                Journey.all(of: json, legs, ownLegs)
                    .arrival(in: rules.host(of: code), asOf: created)
                    .map { $0 - rules.lead(for: code) }
            }
            if stated.stringValue.flatMap({ Instant(rfc3339: $0) }) != computed {
                warn(.deadlineDiffers, pointer, FaultCode.deadlineDiffers.meaning)
            }
        }
    }

    private mutating func judgeReport() {
        guard let days = json.at(pointer: "/notice/statutoryLeadDays")?.intValue,
            let reported = instant("/notice/reportedAt"),
            let first = Journey.all(of: json, legs, ownLegs).flatMap(\.legs)
                .filter({ $0.status != .cancelled }).min(by: { $0.departs < $1.departs }),
            text("/notice/lateReason") == nil
        else { return }
        // The law counts days, by the calendar of the place where the journey begins.
        let day =
            IANAZone(first.departZone).flatMap { LocalTime(reported, in: $0)?.date }
            ?? reported.utcDate
        guard first.departLocal.date.daysSinceEpoch - day.daysSinceEpoch < days else { return }
        refuse(.lateReasonMissing, "/notice/lateReason", FaultCode.lateReasonMissing.meaning)
    }
}
