/// What a country decides about the notices it writes and reads.
public struct NoticeRules: Sendable, Hashable {
    /// Who reads the document.
    public enum Audience: Sendable {
        /// The officer who writes it, or the node that is about to send it.
        case author
        /// A member that it has arrived at. Codes that its lists do not know are warnings only:
        /// lists differ in age, and a notice lost is worse than a code unknown. Domestic fields are
        /// refused: they should never have left.
        case recipient
    }

    /// What becomes of a member that no schema knows. `x-…` and `domestic…` may be anywhere.
    public enum UnknownMembers: Sendable {
        /// What arrives is kept as it is: its sender may know more. So is what was sent.
        case ignored
        /// What is passed on, or taken back, goes all the same.
        case warned
        /// What an officer wrote, and what is nearly a known name, is most likely misspelt: nobody
        /// would read it, so it is refused. Any other is a country's own, and is warned of.
        case judged
    }

    /// Accept `XA`...`XZ`, `UTO` and the specimen airports: demonstrations and tests only.
    public var allowSpecimens: Bool
    public var audience: Audience
    public var unknownMembers = UnknownMembers.ignored
    /// How long before the first arrival in a country it must know, unless it asked for longer.
    public var leadTime: Duration
    public var perCountryLead: [MemberCode: Duration]
    /// Liaison posts, and the country that each sits in: what lands there concerns the post.
    public var hosts: [MemberCode: MemberCode] = [:]
    /// Which member answers for a territory.
    public var territories = Territories()

    /// - Source: domain rules; two hours is what a border guard needs to meet a flight.
    public init(
        allowSpecimens: Bool = false, audience: Audience = .author, leadTime: Duration = .hours(2),
        perCountryLead: [MemberCode: Duration] = [:]
    ) {
        self.allowSpecimens = allowSpecimens
        self.audience = audience
        self.leadTime = leadTime
        self.perCountryLead = perCountryLead
    }

    public func lead(for member: MemberCode) -> Duration {
        perCountryLead[member] ?? perCountryLead[host(of: member)] ?? leadTime
    }

    /// The country whose arrivals concern a member: its own, or a liaison post's host.
    public func host(of member: MemberCode) -> MemberCode { hosts[member] ?? member }
}
