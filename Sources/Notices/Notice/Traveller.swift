/// A person of a notice as compared with those of others.
///
/// Two notices speak of one person if they name the same travel document, or a name in some permitted
/// spelling and script together with a day of birth, day and month exchanged or not. Names alone never
/// do: too many people share them.
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
    /// Every permitted spelling of every identity, its parts sorted: order and hyphens say nothing.
    let names: Set<String>
    /// Full days alone, day and month sorted where both may be either.
    let births: Set<String>

    /// - Parameter person: as in `/person` of a notice.
    public init(_ person: JSON) {
        documents = Set(
            (person["documents"]?.arrayValue ?? []).compactMap { document in
                guard let issuer = document["issuer"]?.stringValue,
                    let number = document["number"]?.stringValue
                else { return nil }
                return SearchKey.document(issuer: issuer, number: number)
            })
        var names: Set<String> = []
        for identity in person["identities"]?.arrayValue ?? [] {
            if let family = identity["primaryIdentifier"]?.stringValue {
                let given = identity["secondaryIdentifier"]?.stringValue
                names.formUnion(SearchKey.name(family: family, given: given).map(Self.form))
            }
            if let whole = identity["fullOriginalScript"]?["text"]?.stringValue {
                names.formUnion(SearchKey.name(family: whole, given: nil).map(Self.form))
            }
        }
        self.names = names
        births = Set(
            [person.at(pointer: "/birth/date")?.stringValue].compactMap(\.self)
                .compactMap(Self.birthKey))
    }

    private static func form(_ key: SearchKey) -> String {
        key.value.split(separator: "<").sorted().joined(separator: "<")
    }

    /// `1981-05-11` for the 5th of November as for the 11th of May; nil for a day that is not whole.
    static func birthKey(_ date: String) -> String? {
        guard let day = CivilDate(iso8601: date) else { return nil }
        let isEither = day.month <= 12 && day.day <= 12
        let (first, second) =
            isEither ? (min(day.month, day.day), max(day.month, day.day)) : (day.month, day.day)
        return "\(padded(day.year, to: 4))-\(padded(first, to: 2))-\(padded(second, to: 2))"
    }

    public func agreement(with other: Traveller) -> Agreement? {
        if !documents.isDisjoint(with: other.documents) { return .document }
        if !births.isDisjoint(with: other.births), !names.isDisjoint(with: other.names) {
            return .nameAndBirth
        }
        return nil
    }
}

extension Traveller {
    /// What notices about a person may be found by: documents, days of birth, and each of the names as a
    /// family name, because either may stand in the other's place.
    public static func searchKeys(of person: JSON) -> [SearchKey] {
        let traveller = Traveller(person)
        var keys = traveller.documents.sorted { $0.value < $1.value }
        keys += traveller.births.sorted().map { SearchKey(.birth, $0) }
        for identity in person["identities"]?.arrayValue ?? [] {
            for name in ["primaryIdentifier", "secondaryIdentifier"] {
                guard let text = identity[name]?.stringValue else { continue }
                keys += SearchKey.name(family: text, given: nil)
            }
        }
        var seen: Set<SearchKey> = []
        return keys.filter { seen.insert($0).inserted }
    }
}

extension Notice {
    /// How far apart two reports of one arrival may put it.
    public static let tripWindow = Duration.hours(36)

    public var travellers: [Traveller] { persons.map { Traveller($0) } }

    /// What the trips of its persons can be found by: their documents, and their days of birth. A green
    /// notice has no trip yet: a passenger list tells of one, and may have another part of a family name.
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
            ("identities", { (one: Traveller) in one.names.isSubset(of: known.names) }),
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
