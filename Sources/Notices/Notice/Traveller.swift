/// A person of a notice, in the form in which persons are compared.
///
/// Two notices concern one person if they have the same travel document, or a name in a permitted
/// spelling and script together with a day of birth, day and month exchanged or not. Names alone
/// are never enough: too many people share them.
public struct Traveller: Hashable, Sendable {
    /// The reason why two persons are taken for one.
    public enum Agreement: String, Sendable, CaseIterable {
        case document
        case nameAndBirth = "name-and-birth"
        /// The number of a document, with any issuer: `looseAgreement`.
        case number
        /// Family name, first given name and day of birth: `looseAgreement`.
        case firstNameAndBirth = "first-name-and-birth"

        /// What two persons have in common, as an officer says it.
        public var phrase: String {
            switch self {
            case .document: "the same travel document"
            case .nameAndBirth: "the same name and day of birth"
            case .number: "the same document number"
            case .firstNameAndBirth: "the same family name, first given name and day of birth"
            }
        }
    }

    let documents: Set<SearchKey>
    /// Every identity that the tables can spell, in its own script and in Latin letters.
    let names: [PersonName]
    /// Zones whose name field is full, so that a name in them may be cut.
    private let fullZones: [MRZ]
    /// Full days of birth; day and month are sorted if each may be either.
    let births: Set<String>

    /// A name that is compared letter by letter.
    struct PersonName: Hashable, Sendable {
        /// Family and given names; nil for a name that does not show which part is which.
        let halves: Halves?
        /// The parts of the name; order and hyphens do not count.
        let parts: [NameLetters]

        struct Halves: Hashable, Sendable {
            let family: NameLetters
            let given: NameLetters?
        }

        func agrees(with other: PersonName) -> Bool {
            NameLetters.partsAgree(parts, other.parts)
        }
    }

    /// Takes a person.
    ///
    /// - Parameter person: the person as in `/person` of a notice.
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

    /// The key of a day of birth: `1981-05-11` for the 5th of November as for the 11th of May. nil
    /// for an incomplete date.
    static func birthKey(_ date: String) -> String? {
        guard let day = CivilDate(iso8601: date) else { return nil }
        let isEither = day.month <= 12 && day.day <= 12
        let (first, second) =
            isEither ? (min(day.month, day.day), max(day.month, day.day)) : (day.month, day.day)
        return "\(padded(day.year, to: 4))-\(padded(first, to: 2))-\(padded(second, to: 2))"
    }

    /// The reason why the two are taken for one person, the stronger one first; nil if there is
    /// none.
    public func agreement(with other: Traveller) -> Agreement? {
        if !documents.isDisjoint(with: other.documents) { return .document }
        guard !births.isDisjoint(with: other.births) else { return nil }
        let isNamed =
            names.contains { name in other.names.contains { name.agrees(with: $0) } }
            || fits(other) || other.fits(self)
        return isNamed ? .nameAndBirth : nil
    }

    /// True if a zone of this person shows a name of the other, cut as zones are.
    private func fits(_ other: Traveller) -> Bool {
        fullZones.contains { zone in
            other.names.compactMap(\.halves).contains { zone.agrees($0.family, $0.given) }
        }
    }
}

extension Traveller {
    /// The keys by which notices about a person are found: documents, days of birth, and each name
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

    /// The keys under which a person is kept, so that the search keys of the same person find it.
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
    /// The largest time between the arrivals that two reports of one trip state.
    public static let tripWindow = Duration.hours(36)

    /// The persons of the notice, for comparison.
    public var travellers: [Traveller] { persons.map { Traveller($0) } }

    /// The keys by which the trips of its persons are found: their documents and days of birth. A
    /// green notice has keys although it has no trip: a passenger list reports one, perhaps under
    /// another part of a family name.
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

    /// The reason why another notice reports the same person on the same trip; nil if it does not.
    /// The first arrivals in some country must be no further apart than `tripWindow`.
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

    /// Each person with the person's own journey.
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

    /// This alert with the additions of another report of the same trip: further names and
    /// documents, its recipients behind those of this alert, and its itinerary, which is the newer
    /// one.
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
