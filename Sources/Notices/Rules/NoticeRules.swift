/// The choices of a country for the notices that it writes and reads.
public struct NoticeRules: Sendable, Hashable {
    /// The reader of the document.
    public enum Audience: Sendable {
        /// The officer who writes it, or the node that is going to send it.
        case author
        /// A member at which it has arrived. Codes that its lists do not know are warnings only:
        /// lists differ in age, and a lost notice is worse than an unknown code. Domestic fields
        /// are refused: they should never have left.
        case recipient
    }

    /// The treatment of members that no schema knows. `x-…` and `domestic…` may be anywhere.
    public enum UnknownMembers: Sendable {
        /// They are kept as they are, in arrived and in sent notices: the sender may know more.
        case ignored
        /// They are warned of, in notices that are passed on or taken back.
        case warned
        /// They are judged, in notices of an officer here. A name close to a known one is most
        /// likely misspelt, and would be read by nobody, so it is refused. Any other name is a
        /// country's own, and is warned of.
        case judged
    }

    /// True to accept `XA`...`XZ`, `UTO` and the specimen airports: demonstrations and tests only.
    public var allowSpecimens: Bool
    /// The reader of the document.
    public var audience: Audience
    /// The treatment of members that no schema knows.
    public var unknownMembers = UnknownMembers.ignored
    /// The time before the first arrival in a country by which that country must know, unless it
    /// asked for more.
    public var leadTime: Duration
    /// Longer lead times that countries asked for.
    public var perCountryLead: [MemberCode: Duration]
    /// Liaison posts with the country of each: landings in the country concern the post.
    public var hosts: [MemberCode: MemberCode] = [:]
    /// The members that answer for territories.
    public var territories = Territories()

    /// The default lead time is two hours.
    ///
    /// - Source: domain rules; a border guard needs two hours to meet a flight.
    public init(
        allowSpecimens: Bool = false, audience: Audience = .author, leadTime: Duration = .hours(2),
        perCountryLead: [MemberCode: Duration] = [:]
    ) {
        self.allowSpecimens = allowSpecimens
        self.audience = audience
        self.leadTime = leadTime
        self.perCountryLead = perCountryLead
    }

    /// The lead time of a member: its own, that of its host country, or the common one.
    public func lead(for member: MemberCode) -> Duration {
        perCountryLead[member] ?? perCountryLead[host(of: member)] ?? leadTime
    }

    /// The country whose arrivals concern a member: its own country, or the host of a liaison post.
    public func host(of member: MemberCode) -> MemberCode { hosts[member] ?? member }
}
