/// A passenger list of one flight, as carriers send it before the doors close.
///
/// Nothing of it is kept by whoever reads it: passengers are compared with the node's own subjects,
/// and those that agree with none are counted and forgotten.
public struct Manifest: Sendable {
    /// One flight, its times by the clocks of its ports.
    public struct Flight: Sendable, Hashable {
        public let designator: FlightDesignator
        public let from: Place
        public let to: Place
        public let departs: LocalTime
        public let departZone: String
        public let arrives: LocalTime
        public let arriveZone: String
    }

    /// Something in the list that cannot be used.
    public struct Flaw: Sendable, Hashable {
        public let code: FaultCode
        /// What was wrong in which segment; it names no value, because that may be a person's.
        public let sentence: String
    }

    /// A passenger as far as the list says, and what of it cannot be used.
    public struct Passenger: Sendable, Hashable {
        /// Its place among the passengers, from 1.
        public let number: Int
        /// The segment that it begins with, from 1.
        public let segment: Int
        /// As `/person` of a notice: names, day of birth, sex, nationality, documents. A document
        /// whose issuer is not known has none.
        public let person: JSON
        public let locator: String?
        /// Where the passenger's own journey begins and ends, if the list says so.
        public let embarks: Place?
        public let debarks: Place?
        /// What was passed over, or why it cannot be compared with anybody.
        public let flaws: [Flaw]
        /// Whether there is enough to compare: a name with a day of birth, or the number of a
        /// document.
        public let isComparable: Bool
    }

    /// In order of time; one at least.
    public let legs: [Flight]
    public let passengers: [Passenger]
    /// Members of the crew, who are not compared.
    public let crewCount: Int

    /// The first leg, by which the list is called.
    public var flight: Flight { legs[0] }

    /// Whether the last leg has landed: then no alert comes before anybody.
    public func hasLanded(at now: Instant) -> Bool {
        legs.last?.arrivesAt.map { $0 <= now } ?? false
    }
}

/// What a file of passenger lists came to.
public struct PassengerLists: Sendable {
    /// A message that is no list of people who fly.
    public struct PassedOver: Sendable, Hashable {
        public enum Kind: String, Sendable, CaseIterable {
            case crewList = "crew-list"
            case cancellation
            case notOnBoard = "not-on-board"
            case other
        }

        /// Its place among the messages, from 1.
        public let message: Int
        public let kind: Kind
        /// Who is in it; nobody of them was compared.
        public let persons: Int
        public let sentence: String
    }

    /// Why nobody knows whether the file is whole. What is there was read all the same: a wrong
    /// total must not hide the one passenger whom it is about.
    public struct Doubt: Sendable, Hashable {
        public let code: Code
        public let sentence: String
    }

    public var lists: [Manifest] = []
    public var passedOver: [PassedOver] = []
    public var doubts: [Doubt] = []
}

extension Manifest.Flight {
    /// As a leg of an itinerary.
    public var leg: JSON {
        [
            "seq": 1, "mode": "air", "carrier": .string(designator.carrier),
            "service": .string(designator.service), "from": .string(from.code),
            "to": .string(to.code), "departLocal": .string(departs.description),
            "departTz": .string(departZone), "arriveLocal": .string(arrives.description),
            "arriveTz": .string(arriveZone),
        ]
    }

    /// When it leaves; the earlier moment where a clock shows the time twice.
    var departsAt: Instant? { IANAZone(departZone)?.moments(at: departs).first }

    /// When it lands, in the same way.
    var arrivesAt: Instant? { IANAZone(arriveZone)?.moments(at: arrives).first }

    /// Why nobody can fly so, by the rules that every itinerary is judged by.
    var fault: String? {
        let judgement = Judgement(
            [
                "type": .string(NoticeKind.travelAlert.rawValue), "itinerary": ["legs": [leg]],
            ], rules: NoticeRules(allowSpecimens: true))
        return judgement.faults.first { $0.pointer.hasPrefix("/itinerary/legs/") }?.sentence
    }

    public var canBeFlown: Bool { fault == nil }

    /// What tells it from any other flight.
    public var identity: String {
        "\(designator) \(from.identity) \(departs) \(to.identity) \(arrives)"
    }

    /// Reads what `leg` wrote.
    public init?(_ json: JSON) {
        func text(_ key: String) -> String { json[key]?.stringValue ?? "" }
        guard
            let designator = FlightDesignator(carrier: text("carrier"), service: text("service")),
            let from = Place(code: text("from")), let to = Place(code: text("to")),
            let departs = LocalTime(text("departLocal")),
            let arrives = LocalTime(text("arriveLocal")),
            IANAZone(text("departTz")) != nil, IANAZone(text("arriveTz")) != nil
        else { return nil }
        self.designator = designator
        self.from = from
        self.to = to
        self.departs = departs
        self.arrives = arrives
        departZone = text("departTz")
        arriveZone = text("arriveTz")
    }
}

extension [Manifest.Flight] {
    /// The legs that a passenger flies, by the ports of embarkation and debarkation that the list
    /// has for this passenger; all of them where it has none, or none of these.
    ///
    /// - Returns: also where the passenger goes on to, if no leg lands there.
    public func journey(
        from embarks: Place?, to debarks: Place?
    ) -> (legs: [Manifest.Flight], onward: Place?) {
        let first = firstIndex { $0.from.identity == embarks?.identity } ?? 0
        guard let debarks else { return (Array(self[first...]), nil) }
        guard let last = self[first...].firstIndex(where: { $0.to.identity == debarks.identity })
        else { return (Array(self[first...]), debarks) }
        return (Array(self[first...last]), nil)
    }
}
