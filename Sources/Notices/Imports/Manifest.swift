/// A passenger list of one flight, as carriers send it before the doors close.
///
/// The reader keeps nothing of it: passengers are compared with the node's own subjects, and those
/// that agree with none are counted and forgotten.
public struct Manifest: Sendable {
    /// One flight, with times by the clocks of its ports.
    public struct Flight: Sendable, Hashable {
        /// Carrier and number of the flight.
        public let designator: FlightDesignator
        /// The airport of departure.
        public let from: Place
        /// The airport of arrival.
        public let to: Place
        /// The time of departure on the clocks at the airport.
        public let departs: LocalTime
        /// The IANA zone of the airport of departure.
        public let departZone: String
        /// The time of arrival on the clocks at the airport.
        public let arrives: LocalTime
        /// The IANA zone of the airport of arrival.
        public let arriveZone: String
    }

    /// A part of the list that cannot be used.
    public struct Flaw: Sendable, Hashable {
        /// The code of the fault, listed in `docs/errors.md`.
        public let code: FaultCode
        /// The fault and its segment in words. No value is repeated, because it may be a person's.
        public let sentence: String
    }

    /// A passenger with the usable facts of the list, and its flaws.
    public struct Passenger: Sendable, Hashable {
        /// The place among the passengers, from 1.
        public let number: Int
        /// The segment with which the passenger begins, from 1.
        public let segment: Int
        /// The passenger as `/person` of a notice: names, day of birth, sex, nationality,
        /// documents. A document with an unknown issuer has none.
        public let person: JSON
        /// The locator of the reservation; nil if the list has none.
        public let locator: String?
        /// The port where the passenger's own journey begins; nil if the list does not state it.
        public let embarks: Place?
        /// The port where the passenger's own journey ends; nil if the list does not state it.
        public let debarks: Place?
        /// The parts that were left out, or the reasons why the passenger cannot be compared.
        public let flaws: [Flaw]
        /// True if there is enough to compare: a name with a day of birth, or the number of a
        /// document.
        public let isComparable: Bool
    }

    /// The legs of the flight in order of time; at least one.
    public let legs: [Flight]
    /// The passengers in the order of the list.
    public let passengers: [Passenger]
    /// The number of crew members, who are not compared.
    public let crewCount: Int

    /// The first leg, which names the list.
    public var flight: Flight { legs[0] }

    /// True if the last leg has landed: an alert would come too late for everybody.
    public func hasLanded(at now: Instant) -> Bool {
        legs.last?.arrivesAt.map { $0 <= now } ?? false
    }
}

/// The result of reading a file of passenger lists.
public struct PassengerLists: Sendable {
    /// A message that is no list of persons who fly.
    public struct PassedOver: Sendable, Hashable {
        /// The kind of message that was left out; the raw value stands in answers to programs.
        public enum Kind: String, Sendable, CaseIterable {
            case crewList = "crew-list"
            case cancellation
            case notOnBoard = "not-on-board"
            case other
        }

        /// The place among the messages, from 1.
        public let message: Int
        /// The kind of the message.
        public let kind: Kind
        /// The number of persons in it; none of them was compared.
        public let persons: Int
        /// The reason in one plain sentence.
        public let sentence: String
    }

    /// A reason to doubt that the file is whole. The messages were read all the same: a wrong total
    /// must not hide the one passenger whom an alert is about.
    public struct Doubt: Sendable, Hashable {
        /// The code of the doubt, listed in `docs/errors.md`.
        public let code: Code
        /// The doubt in one plain sentence.
        public let sentence: String
    }

    /// The passenger lists, one for each message that has one.
    public var lists: [Manifest] = []
    /// Messages that were left out.
    public var passedOver: [PassedOver] = []
    /// Reasons to doubt that the file is whole; empty if there are none.
    public var doubts: [Doubt] = []
}

extension Manifest.Flight {
    /// The flight as a leg of an itinerary.
    public var leg: JSON {
        [
            "seq": 1, "mode": "air", "carrier": .string(designator.carrier),
            "service": .string(designator.service), "from": .string(from.code),
            "to": .string(to.code), "departLocal": .string(departs.description),
            "departTz": .string(departZone), "arriveLocal": .string(arrives.description),
            "arriveTz": .string(arriveZone),
        ]
    }

    /// The moment of departure; the earlier one where a clock shows the time twice.
    var departsAt: Instant? { IANAZone(departZone)?.moments(at: departs).first }

    /// The moment of arrival, in the same way.
    var arrivesAt: Instant? { IANAZone(arriveZone)?.moments(at: arrives).first }

    /// The reason why nobody can fly so, by the rules for every itinerary; nil if it is possible.
    var fault: String? {
        let judgement = Judgement(
            [
                "type": .string(NoticeKind.travelAlert.rawValue), "itinerary": ["legs": [leg]],
            ], rules: NoticeRules(allowSpecimens: true))
        return judgement.faults.first { $0.pointer.hasPrefix("/itinerary/legs/") }?.sentence
    }

    /// True if the flight is possible by the rules for every itinerary.
    public var canBeFlown: Bool { fault == nil }

    /// A text that differs from that of every other flight.
    public var identity: String {
        "\(designator) \(from.identity) \(departs) \(to.identity) \(arrives)"
    }

    /// Reads a flight as `leg` writes it; nil for anything else.
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
    /// has for this passenger. They are all legs if the list has no port, or none of these legs has
    /// it.
    ///
    /// - Returns: the legs, and the port to which the passenger travels on if no leg lands there.
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
