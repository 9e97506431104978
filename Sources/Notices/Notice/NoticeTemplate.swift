/// Complete, valid notices about invented people, made relative to now: what `notice new` hands an
/// officer to edit, and what demonstrations and tests send.
///
/// All use the specimen issuer `UTO`; between specimen members they use the specimen airports. The
/// rules refuse them unless specimens are allowed.
public enum NoticeTemplate {
    /// Time in the air of the first specimen leg.
    private static let firstLeg = Duration.minutes(315)
    /// Time on the ground, and in the air, of the legs after it.
    private static let connection = Duration.minutes(135)
    private static let nextLeg = Duration.minutes(415)

    /// - Parameters:
    ///   - to: for a travel alert, the countries of the journey in order; at least one.
    ///   - now: becomes `createdAt`.
    ///   - arrival: when the traveller lands in the first country, to the minute; nil is three days
    ///     from now. A journey that would have begun before now is marked as under way.
    ///   - number: the running number, 0 to 999,999; also picks the person.
    public static func specimen(
        kind: NoticeKind, from: MemberCode, to: [MemberCode], at now: Instant,
        arrival: Instant? = nil, number: Int
    ) -> JSON {
        switch kind {
        case .greenNotice: greenNotice(from, to, now, number)
        case .travelAlert:
            travelAlert(from, to, now, arrival ?? now + .days(3), number)
        case .outcome:
            outcome(
                from: from, to: to,
                answering: noticeNumber(to.first ?? from, .travelAlert, now, number), sequence: 1,
                result: "admitted-monitored", at: now)
        }
    }

    /// The report on a notice that arrived.
    ///
    /// - Parameters:
    ///   - sequence: the reporting member's own, 1 for its first report in this thread.
    ///   - operation: `.interim` or `.final`.
    ///   - result: a code of the schema's list.
    public static func outcome(
        answering notice: Notice, by member: MemberCode, sequence: Int = 1,
        operation: NoticeOperation = .final, result: String, at now: Instant
    ) -> JSON {
        var document = outcome(
            from: member, to: [notice.from], answering: notice.thread, sequence: sequence,
            result: result, at: now)
        document["operation"] = .string(operation.rawValue)
        document["inReplyTo"] = .string("\(notice.thread)/\(notice.sequence)")
        return document
    }

    /// `XA-TA-2027-000007`: member, kind, year of `now`, running number.
    public static func noticeNumber(
        _ member: MemberCode, _ kind: NoticeKind, _ now: Instant, _ number: Int
    ) -> String {
        let letters = kind == .greenNotice ? "GN" : "TA"
        return "\(member)-\(letters)-\(padded(now.utcDate.year, to: 4))-"
            + padded(max(0, number) % 1_000_000, to: 6)
    }

    // MARK: Kinds

    private static func greenNotice(
        _ from: MemberCode, _ to: [MemberCode], _ now: Instant, _ number: Int
    ) -> JSON {
        let today = now.utcDate
        let thread = noticeNumber(from, .greenNotice, now, number)
        let until = JSON.string(today.adding(years: 5).description)
        var document = envelope(.greenNotice, from, to, now, thread: thread, retainUntil: until)
        document["evaluation"] = ["scheme": "4x4", "source": "A", "info": "1"]
        document["validUntil"] = until
        document["noticeNo"] = .string(thread)
        document["person"] = SpecimenPerson(number: number, today: today).json(isWhole: true)
        document["judicial"] = [
            "convictions": [
                [
                    "date": .string(today.adding(years: -8).description),
                    "country": .string(from.description),
                    "offences": [["code": "LZ18.1b-ii", "count": 2]],
                    "sentence": ["kind": "custody", "days": 2_190],
                    "victimBands": ["6-11"], "final": true,
                ]
            ]
        ]
        document["threat"] = [
            "assessedBy": "\(from) Offender Management Unit",
            "assessedOn": .string(today.adding(months: -1).description), "grade": "high",
            "basis": "conviction and supervision",
            "summary": "Sought voluntary work with children abroad twice since release.",
        ]
        document["actions"] = [
            "requested": ["inform-issuer-of-entry"], "notTo": ["do-not-arrest", "do-not-publish"],
        ]
        document["warnings"] = ["escape-risk"]
        return document
    }

    private static func travelAlert(
        _ from: MemberCode, _ to: [MemberCode], _ now: Instant, _ arrival: Instant, _ number: Int
    ) -> JSON {
        let today = now.utcDate
        let thread = noticeNumber(from, .travelAlert, now, number)
        let until = JSON.string(today.adding(years: 1).description)
        var document = envelope(.travelAlert, from, to, now, thread: thread, retainUntil: until)
        document["evaluation"] = ["scheme": "4x4", "source": "A", "info": "1"]
        document["alertNo"] = .string(thread)
        document["person"] = SpecimenPerson(number: number, today: today).json(isWhole: false)
        document["convictionSummary"] = [
            "offences": ["LZ20.1e", "LZ23"], "year": .number(JSONNumber(today.year - 8)),
            "country": .string(from.description), "victimBand": "12-15",
        ]
        document["itinerary"] = itinerary(from, to, now, arrival.flooredTo(.minutes(1)))
        document["requests"] = ["none-information-only"]
        return document
    }

    private static func outcome(
        from: MemberCode, to: [MemberCode], answering thread: String, sequence: Int,
        result: String, at now: Instant
    ) -> JSON {
        let until = JSON.string(now.utcDate.adding(years: 1).description)
        var document = envelope(.outcome, from, to, now, thread: thread, retainUntil: until)
        document["operation"] = "final"
        document["sequence"] = .number(JSONNumber(sequence))
        document["inReplyTo"] = .string(thread)
        document["result"] = .string(result)
        document["at"] = .string(now.description)
        if result == "refused" { document["refusalBasis"] = "Entry law of \(from)" }
        return document
    }

    private static func envelope(
        _ kind: NoticeKind, _ from: MemberCode, _ to: [MemberCode], _ now: Instant, thread: String,
        retainUntil: JSON
    ) -> JSON {
        [
            "schema": ["name": .string(kind.rawValue), "version": 1],
            "type": .string(kind.rawValue), "operation": "issue",
            "from": .string(from.description),
            "to": .array(to.map { .string($0.description) }),
            "createdAt": .string(now.description), "threadId": .string(thread), "sequence": 1,
            "handling": ["codes": ["H1", "H2"], "text": .null], "classification": "restricted",
            "legalBasis": [
                "code": "lanzarote-convention", "text": "CETS 201, article 38",
                "transferBasis": "safeguards",
            ],
            "purpose": "prevent-child-sexual-abuse", "retainUntil": retainUntil,
        ]
    }

    // MARK: The journey

    private static func itinerary(
        _ from: MemberCode, _ to: [MemberCode], _ now: Instant, _ arrival: Instant
    ) -> JSON {
        var legs: [JSON] = []
        var departs = arrival - firstLeg
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
            departs = arrives + connection
            arrives = departs + nextLeg
        }
        var itinerary: JSON = ["source": "pnr"]
        if arrival - firstLeg <= now { itinerary["alreadyTravelling"] = true }
        itinerary["legs"] = .array(legs)
        itinerary["returnKnown"] = true
        return itinerary
    }

    /// Where a specimen journey touches a country: its airport, or a made-up port where the lists
    /// have no airport.
    private struct Stop {
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

        /// With the offset in an hour that the clock shows twice.
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
