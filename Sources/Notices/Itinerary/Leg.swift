/// One leg of a journey, with its times as moments.
public struct Leg: Sendable, Hashable {
    /// The means of transport.
    public enum Mode: String, Sendable { case air, sea, rail, road, foot }

    /// The progress of a leg, as the officer or the carrier reported it.
    public enum Status: String, Sendable {
        case planned, boarded, departed, arrived, cancelled
        case checkedIn = "checked-in"
    }

    /// The number of the leg in the itinerary, as the officer wrote it.
    public let number: Int
    /// The index of the leg in `/itinerary/legs`, from 0.
    public let index: Int
    /// The means of transport.
    public let mode: Mode
    /// The service: a flight such as `ZZ418`, a ship's name, or empty.
    public let service: String
    /// The code of the place of departure, as written.
    public let from: String
    /// The code of the place of arrival, as written.
    public let to: String
    /// The member that answers for the place of departure. For a territory it is the member that
    /// the trust list names, or the territory's state; nil if only an officer can know it.
    public let fromCountry: MemberCode?
    /// The member that answers for the place of arrival, found in the same way.
    public let toCountry: MemberCode?
    /// The time of departure on the clocks at the place.
    public let departLocal: LocalTime
    /// The IANA zone of the place of departure.
    public let departZone: String
    /// The time of arrival on the clocks at the place.
    public let arriveLocal: LocalTime
    /// The IANA zone of the place of arrival.
    public let arriveZone: String
    /// The moment of departure.
    public let departs: Instant
    /// The moment of arrival.
    public let arrives: Instant
    /// The progress of the leg.
    public let status: Status
    /// True if it is not known how the traveller reaches the start of this leg.
    public let followsGap: Bool
}
