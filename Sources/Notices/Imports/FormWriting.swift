/// Writes the travel alert of a form, and notes the fields that cannot be written.
struct FormWriting {
    struct Finding {
        let column: FormColumn
        let code: FaultCode
        let sentence: String
    }

    let cells: [FormColumn: String]
    let profile: FormProfile
    let member: MemberCode
    let territories: Territories
    let now: Instant
    private(set) var faults: [Finding] = []

    /// The columns from which the legs, and with them the recipients, are written.
    static let journeyColumns: Set<FormColumn> = [
        .departPlace, .departAt, .arrivePlace, .arriveAt, .carrierOut, .means, .furtherLegs,
        .destination,
    ]

    /// National words, with the code that the schema has for each.
    private static let words: [FormColumn: [String: String]] = [
        .purpose: ["vacation": "holiday", "leisure": "holiday", "tourism": "holiday"],
        .sex: ["male": "M", "female": "F", "unspecified": "X", "unknown": "U"],
        .victimSex: ["male": "M", "female": "F", "unspecified": "X", "unknown": "U"],
        .means: ["plane": "air", "ship": "sea", "cruise": "sea", "train": "rail", "car": "road"],
    ]

    init(
        cells: [FormColumn: String], profile: FormProfile, member: MemberCode, now: Instant,
        territories: Territories
    ) {
        self.territories = territories
        self.cells = cells
        self.profile = profile
        self.member = member
        self.now = now
    }

    mutating func refuse(_ column: FormColumn, _ code: FaultCode, _ sentence: String? = nil) {
        faults.append(Finding(column: column, code: code, sentence: sentence ?? code.meaning))
    }

    /// The draft. Handling and legal basis are in no form; placeholders stand for them
    /// (`JSON.standingIn`), and the keeper of the draft writes the member's own defaults over them.
    mutating func document(number: Int) -> JSON {
        for field in profile.fields where field.isRequired && parts(field.column).isEmpty {
            refuse(field.column, .fieldMissing)
        }
        let thread = NoticeTemplate.noticeNumber(member, .travelAlert, now, number)
        let journey = journey()
        var document = NoticeTemplate.envelope(
            .travelAlert, member, journey.countries, now, thread: thread,
            retainUntil: .string(now.utcDate.adding(years: 1).description))
        document["alertNo"] = .string(thread)
        document["person"] = person()
        document["convictionSummary"] = conviction()
        document["itinerary"] = journey.itinerary
        document["notice"] = report(journey.departs)
        document["purposeOfTravel"] = code(.purpose).map { .string($0) }
        document["registration"] = registration()
        document["requests"] = ["none-information-only"]
        document["contact"] = contact()
        document["domesticNotes"] = text(.notes)
        return document
    }

    // MARK: Cells

    func text(_ column: FormColumn) -> JSON? { cells[column].map { .string($0) } }

    /// The parts of a cell that has several, separated by `;`.
    func parts(_ column: FormColumn) -> [String] {
        (cells[column] ?? "").split(separator: ";").map { FormFile.trimmed($0) }
            .filter { !$0.isEmpty }
    }

    /// The code for the word in a cell.
    func code(_ column: FormColumn) -> String? {
        guard let cell = cells[column] else { return nil }
        let word = cell.lowercased()
        let known = Self.words[column]?[word]
        if column == .sex || column == .victimSex { return known ?? cell.uppercased() }
        return known ?? word
    }

    // MARK: Parts

    private mutating func person() -> JSON {
        var primary: JSON = ["kind": "primary"]
        primary["primaryIdentifier"] = text(.familyName)
        let given = [cells[.givenName], cells[.middleName]].compactMap(\.self)
        if !given.isEmpty { primary["secondaryIdentifier"] = .string(given.joined(separator: " ")) }
        let aliases = parts(.aliases).map { alias -> JSON in
            let names = alias.split(separator: ",", maxSplits: 1).map { FormFile.trimmed($0) }
            var identity: JSON = ["kind": "alias", "primaryIdentifier": .string(names.first ?? "")]
            if names.count > 1, !names[1].isEmpty {
                identity["secondaryIdentifier"] = .string(names[1])
            }
            return identity
        }
        var person: JSON = [
            "dataSubjectCategory": "convicted", "identities": .array([primary] + aliases),
        ]
        person["sex"] = code(.sex).map { .string($0) }
        if let date = cells[.birthDate] { person["birth"] = ["date": .string(date)] }
        let states = parts(.citizenship).map { JSON.string($0.uppercased()) }
        if !states.isEmpty { person["nationalities"] = .array(states) }
        if let number = cells[.documentNumber], let issuer = cells[.documentIssuer] {
            var document: JSON = [
                "code": "P",
                "number": .string(number.uppercased().filter { $0 != " " && $0 != "-" }),
                "issuer": .string(issuer.uppercased()),
            ]
            document["expires"] = text(.documentExpires)
            person["documents"] = [document]
        }
        if let number = cells[.registerNumber] {
            person["domesticIds"] = [
                [
                    "kind": .string(profile.heading(of: .registerNumber)),
                    "value": .string(number),
                ]
            ]
        }
        return person
    }

    private mutating func conviction() -> JSON {
        var summary: JSON = [:]
        let offences = parts(.offences).map { JSON.string($0) }
        if !offences.isEmpty { summary["offences"] = .array(offences) }
        if let date = cells[.convictedOn] {
            if let day = PartialDate(date) {
                summary["year"] = .number(JSONNumber(day.year))
            } else {
                refuse(.convictedOn, .formatWrong, "This must be a date, or a year.")
            }
        }
        summary["country"] = text(.convictedIn)
        summary["victimBand"] = text(.victimBand)
        summary["victimSex"] = code(.victimSex).map { .string($0) }
        summary["nationalText"] = text(.offenceText)
        summary["sentence"] = text(.sentence)
        return summary
    }

    /// The day on which the journey was reported, by the calendar of the place where it begins: the
    /// law counts days.
    private mutating func report(_ departs: (zone: IANAZone, moment: Instant)?) -> JSON? {
        guard let cell = cells[.reportedOn] else {
            guard let reason = text(.lateReason) else { return nil }
            return ["lateReason": reason]
        }
        var reported = Instant(rfc3339: cell)
        if reported == nil, let zone = departs?.zone ?? IANAZone("Etc/UTC"),
            CivilDate(iso8601: cell) != nil
        {
            // If the clocks go forward at midnight, the day begins an hour later.
            reported =
                ["T00:00", "T01:00", "T02:00"].lazy
                .compactMap { LocalTime(cell + $0).flatMap { zone.moments(at: $0).first } }.first
        }
        guard let reported else {
            refuse(.reportedOn, .formatWrong, "This must be a date, or a time with an offset.")
            return nil
        }
        if reported > now { refuse(.reportedOn, .eventFuture) }
        var notice: JSON = ["reportedAt": .string(reported.description)]
        if let days = profile.leadDays(for: member) {
            notice["statutoryLeadDays"] = .number(JSONNumber(days))
        }
        notice["lateReason"] = text(.lateReason)
        return notice
    }

    private func registration() -> JSON? {
        var registration: JSON = ["required": true]
        registration["from"] = text(.registeredFrom)
        registration["until"] = text(.registeredUntil)
        registration["travelPermission"] = code(.travelPermission).map { .string($0) }
        return registration.objectValue?.count == 1 ? nil : registration
    }

    private mutating func contact() -> JSON? {
        guard let office = text(.contactOffice) else {
            if cells[.contactTelephone] != nil { refuse(.contactOffice, .fieldMissing) }
            return nil
        }
        var contact: JSON = ["office": office]
        contact["telephone"] = text(.contactTelephone)
        return contact
    }
}
