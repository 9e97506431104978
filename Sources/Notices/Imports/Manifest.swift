/// A passenger list of one flight, as carriers send it before the doors close.
///
/// Nothing of it is kept by whoever reads it: passengers are compared with the node's own subjects, and
/// those that agree with none are counted and forgotten.
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

    /// A passenger as far as the list says, and what of it cannot be used.
    public struct Passenger: Sendable, Hashable {
        /// Its place among the passengers, from 1.
        public let number: Int
        /// The segment that it begins with, from 1.
        public let segment: Int
        /// As `/person` of a notice: names, day of birth, sex, nationality, document.
        public let person: JSON
        public let locator: String?
        /// What was passed over, or why it cannot be compared with anybody.
        public let flaws: [FaultCode]
        /// Whether there is enough to compare: a name with a day of birth, or a document.
        public let isComparable: Bool
    }

    public let flight: Flight
    public let passengers: [Passenger]
    /// Members of the crew, who are not compared.
    public let crewCount: Int
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
