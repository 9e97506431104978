/// A person of a notice as compared with those of others.
///
/// Two notices speak of one person if they name the same travel document, or a name in some
/// permitted spelling and script together with a day of birth, day and month exchanged or not.
/// Names alone never do: too many people share them.
public struct Traveller: Hashable, Sendable {
    /// Why two are taken for one.
    public enum Agreement: String, Sendable, CaseIterable {
        case document
        case nameAndBirth = "name-and-birth"
        /// The number of a document, whoever issued it: `looseAgreement`.
        case number
        /// Family name, first given name and day of birth: `looseAgreement`.
        case firstNameAndBirth = "first-name-and-birth"
    }

    let documents: Set<SearchKey>
    /// Every identity that the tables can spell, in its script and in Latin letters.
    let names: [PersonName]
    /// Zones whose name field is full, so that a name may be cut in it.
    private let fullZones: [MRZ]
    /// Full days alone, day and month sorted where both may be either.
    let births: Set<String>

    /// A name that is compared letter by letter.
    struct PersonName: Hashable, Sendable {
        /// Nil for a name that does not say which part is which.
        let halves: Halves?
        /// Order and hyphens say nothing.
        let parts: [NameLetters]

        struct Halves: Hashable, Sendable {
            let family: NameLetters
            let given: NameLetters?
        }

        func agrees(with other: PersonName) -> Bool {
            NameLetters.partsAgree(parts, other.parts)
        }
    }

    /// - Parameter person: as in `/person` of a notice.
    public init(_ person: JSON) {
        documents = Set(SearchKey.documents(of: person))
        names = (person["identities"]?.arrayValue ?? []).flatMap(Self.names)
        fullZones = (person["documents"]?.arrayValue ?? []).compactMap { document in
            let lines = (document["mrz"]?.arrayValue ?? []).compactMap(\.stringValue)
            guard !lines.isEmpty, let zone = MRZ.read(lines).zone, zone.mayBeTruncated else {
                return nil
            }
            return zone
        }
        births = Set(
            [person.at(pointer: "/birth/date")?.stringValue].compactMap(\.self)
                .compactMap(Self.birthKey))
    }

    private static func names(_ identity: JSON) -> [PersonName] {
        var names: [PersonName] = []
        let given = identity["secondaryIdentifier"]?.stringValue
        if let family = identity["primaryIdentifier"]?.stringValue.flatMap({ NameLetters($0) }) {
            let letters = given.flatMap { NameLetters($0) }
            if given == nil || letters != nil {
                names.append(
                    PersonName(
                        halves: PersonName.Halves(family: family, given: letters),
                        parts: family.parts + (letters?.parts ?? [])))
            }
        }
        if let whole = identity["fullOriginalScript"]?["text"]?.stringValue,
            let letters = NameLetters(whole)
        {
            names.append(PersonName(halves: nil, parts: letters.parts))
        }
        return names
    }

    /// `1981-05-11` for the 5th of November as for the 11th of May; nil for a day that is not
    /// whole.
    static func birthKey(_ date: String) -> String? {
        guard let day = CivilDate(iso8601: date) else { return nil }
        let isEither = day.month <= 12 && day.day <= 12
        let (first, second) =
            isEither ? (min(day.month, day.day), max(day.month, day.day)) : (day.month, day.day)
        return "\(padded(day.year, to: 4))-\(padded(first, to: 2))-\(padded(second, to: 2))"
    }

    public func agreement(with other: Traveller) -> Agreement? {
        if !documents.isDisjoint(with: other.documents) { return .document }
        guard !births.isDisjoint(with: other.births) else { return nil }
        let isNamed =
            names.contains { name in other.names.contains { name.agrees(with: $0) } }
            || fits(other) || other.fits(self)
        return isNamed ? .nameAndBirth : nil
    }

    /// Whether a zone of this one shows a name of the other, cut as zones are.
    private func fits(_ other: Traveller) -> Bool {
        fullZones.contains { zone in
            other.names.compactMap(\.halves).contains { zone.agrees($0.family, $0.given) }
        }
    }
}

extension Traveller {
    /// What notices about a person may be found by: documents, days of birth, and each of the names
    /// as a family name, because either may stand in the other's place.
    public static func searchKeys(of person: JSON) -> [SearchKey] {
        let traveller = Traveller(person)
        var keys = traveller.documents.sorted { $0.value < $1.value }
        keys += traveller.births.sorted().map { SearchKey(.birth, $0) }
        for identity in person["identities"]?.arrayValue ?? [] {
            for name in ["primaryIdentifier", "secondaryIdentifier"] {
                guard let text = identity[name]?.stringValue else { continue }
                keys += SearchKey.name(family: text, given: nil)
                keys += SearchKey.outlines(sought: text)
            }
        }
        var seen: Set<SearchKey> = []
        return keys.filter { seen.insert($0).inserted }
    }

    /// What a person is kept under, to be found by the search keys of whoever it may be.
    public static func keptKeys(of person: JSON) -> [SearchKey] {
        let names = (person["identities"]?.arrayValue ?? []).flatMap { identity in
            ["primaryIdentifier", "secondaryIdentifier"].compactMap { identity[$0]?.stringValue }
        }
        var seen: Set<SearchKey> = []
        return (searchKeys(of: person) + names.flatMap { SearchKey.outlines(kept: $0) })
            .filter { seen.insert($0).inserted }
    }
}

extension Notice {
    /// How far apart two reports of one arrival may put it.
    public static let tripWindow = Duration.hours(36)

    public var travellers: [Traveller] { persons.map { Traveller($0) } }

    /// What the trips of its persons can be found by: their documents, and their days of birth. A
    /// green notice has no trip yet: a passenger list tells of one, and may have another part of a
    /// family name.
    public var tripKeys: [SearchKey] {
        guard !legs.isEmpty || kind == .greenNotice else { return [] }
        var keys: [SearchKey] = []
        for traveller in travellers {
            keys += traveller.documents.sorted { $0.value < $1.value }
            keys += traveller.births.sorted().map { SearchKey(.birth, $0) }
        }
        var seen: Set<SearchKey> = []
        return keys.filter { seen.insert($0).inserted }
    }

    /// Whether another notice tells of the same person on the same trip: the first arrivals in some
    /// country are no further apart than `tripWindow`.
    public func sameTrip(as other: Notice) -> Traveller.Agreement? {
        var found: Traveller.Agreement?
        for own in trips {
            for theirs in other.trips where Self.meet(own.legs, theirs.legs) {
                switch own.traveller.agreement(with: theirs.traveller) {
                case .document: return .document
                case let weaker?: found = weaker
                case nil: break
                }
            }
        }
        return found
    }

    /// Each person with its own journey.
    private var trips: [(traveller: Traveller, legs: [Leg])] {
        guard kind == .groupAlert else { return travellers.map { ($0, legs) } }
        return (json["members"]?.arrayValue ?? []).enumerated().compactMap { index, member in
            member["person"].map { (Traveller($0), ownLegs[index] ?? legs) }
        }
    }

    private static func meet(_ own: [Leg], _ theirs: [Leg]) -> Bool {
        own.countriesEntered.contains { country in
            guard let here = own.firstArrival(in: country),
                let there = theirs.firstArrival(in: country)
            else { return false }
            return abs(here.since(there).wholeSeconds) <= tripWindow.wholeSeconds
        }
    }

    /// This alert with what another report of the same trip adds: names and documents that are not
    /// here, its recipients behind those here, and its itinerary, which is the newer word.
    ///
    /// - Returns: the next statement of this thread; nil if the other adds nothing.
    public func supplemented(by other: Notice, at now: Instant) -> JSON? {
        guard kind == .travelAlert, other.kind == .travelAlert else { return nil }
        var document = successor(
            operation: .updateItinerary, at: now, superseding: [],
            reason: "A second report of the same trip.")
        var person = json["person"] ?? [:]
        var known = Traveller(person)
        var isNew = false
        for (list, isCovered) in [
            (
                "identities",
                { (one: Traveller) in
                    one.names.allSatisfy { name in known.names.contains { $0.agrees(with: name) } }
                }
            ),
            ("documents", { (one: Traveller) in one.documents.isSubset(of: known.documents) }),
        ] {
            var elements = person[list]?.arrayValue ?? []
            for var element in other.json["person"]?[list]?.arrayValue ?? []
            where !isCovered(Traveller([list: [element]])) {
                if list == "identities" { element["kind"] = "alias" }
                elements.append(element)
                isNew = true
            }
            if !elements.isEmpty { person[list] = .array(elements) }
        }
        known = Traveller(person)
        document["person"] = person
        let more = other.to.filter { !to.contains($0) && $0 != from }
        if !more.isEmpty {
            document["to"] = .array((to + more).map { .string($0.description) })
            isNew = true
        }
        if let itinerary = other.json["itinerary"], itinerary != json["itinerary"] {
            document["itinerary"] = itinerary
            isNew = true
        }
        return isNew ? document : nil
    }
}
