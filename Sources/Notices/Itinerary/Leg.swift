/// One leg of a journey, its times worked out.
public struct Leg: Sendable, Hashable {
    public enum Mode: String, Sendable { case air, sea, rail, road, foot }

    public enum Status: String, Sendable {
        case planned, boarded, departed, arrived, cancelled
        case checkedIn = "checked-in"
    }

    /// Place in the itinerary as the officer numbered it.
    public let number: Int
    /// Its index in `/itinerary/legs`.
    public let index: Int
    public let mode: Mode
    /// `ZZ418`, a ship's name, or empty.
    public let service: String
    public let from: String
    public let to: String
    /// The member that answers for the place: of a territory, the one that the trust list or the
    /// state of the territory gives; nil where only an officer can know.
    public let fromCountry: MemberCode?
    /// The same for where it lands.
    public let toCountry: MemberCode?
    /// As the clocks there show it.
    public let departLocal: LocalTime
    public let departZone: String
    public let arriveLocal: LocalTime
    public let arriveZone: String
    public let departs: Instant
    public let arrives: Instant
    public let status: Status
    /// The traveller gets to where this leg starts in a way that is not known.
    public let followsGap: Bool
}
