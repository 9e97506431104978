public import Notices

/// The signed list of members. Versions only go up; version N names who signs N + 1.
public struct TrustList: Sendable, Hashable {
    /// A key that may sign the next list, in a self-signed certificate.
    public struct Signer: Sendable, Hashable {
        public let name: String
        /// DER.
        public let certificate: [UInt8]

        public init(name: String, certificate: [UInt8]) {
            self.name = name
            self.certificate = certificate
        }
    }

    public let federation: String
    public let version: Int
    public let issued: Instant
    public let expires: Instant
    /// SHA-256 of the list before this one, without its signatures; nil for the first.
    public let previous: Digest?
    public let signers: [Signer]
    /// How many distinct keys of `signers` the next list needs.
    public let threshold: Int
    public let members: [Member]

    public init(
        federation: String, version: Int, issued: Instant, expires: Instant, previous: Digest?,
        signers: [Signer], threshold: Int, members: [Member]
    ) {
        self.federation = federation
        self.version = version
        self.issued = issued
        self.expires = expires
        self.previous = previous
        self.signers = signers
        self.threshold = threshold
        self.members = members
    }

    public func member(_ code: MemberCode) -> Member? {
        members.first { $0.code == code }
    }

    /// Who answers for which territory, by this list.
    public var whoAnswers: Territories {
        Territories(
            members: Set(members.map(\.code)),
            claims: Dictionary(
                members.flatMap { member in member.territories.map { ($0, member.code) } },
                uniquingKeysWith: { first, _ in first }),
            disclaimed: Set(members.flatMap(\.disclaims)))
    }
}

/// One member of the federation, as the trust list names it.
public struct Member: Sendable, Hashable {
    public enum Status: String, Sendable, CaseIterable {
        case active
        /// Sends and receives nothing until a later list restores it.
        case suspended
    }

    /// Where a human answers.
    public struct Contact: Sendable, Hashable {
        public let telephone: String
        /// `24x7`, or office hours in words.
        public let hours: String

        public init(telephone: String, hours: String) {
            self.telephone = telephone
            self.hours = hours
        }
    }

    public let code: MemberCode
    /// The authority that speaks for the country, by its own name.
    public let authority: String
    public let status: Status
    /// Root certificates, DER; the one in force and, during a change, its successor.
    public let roots: [[UInt8]]
    /// `https://host:port`, the first is tried first.
    public let endpoints: [String]
    /// Members or relays that may carry for this one.
    public let relays: [MemberCode]
    public let contact: Contact
    public let suites: [String]
    /// Codes of ISO 3166-1 that this member answers for besides its own.
    public let territories: [MemberCode]
    /// Territories of its state that it does not answer for.
    public let disclaims: [MemberCode]

    public init(
        code: MemberCode, authority: String, status: Status, roots: [[UInt8]],
        endpoints: [String], relays: [MemberCode], contact: Contact, suites: [String],
        territories: [MemberCode] = [], disclaims: [MemberCode] = []
    ) {
        self.code = code
        self.authority = authority
        self.status = status
        self.roots = roots
        self.endpoints = endpoints
        self.relays = relays
        self.contact = contact
        self.suites = suites
        self.territories = territories
        self.disclaims = disclaims
    }

    /// The same member with another status, other roots, or other territories.
    public func with(
        status: Status? = nil, roots: [[UInt8]]? = nil, territories: [MemberCode]? = nil,
        disclaims: [MemberCode]? = nil
    ) -> Member {
        Member(
            code: code, authority: authority, status: status ?? self.status,
            roots: roots ?? self.roots, endpoints: endpoints, relays: relays, contact: contact,
            suites: suites, territories: territories ?? self.territories,
            disclaims: disclaims ?? self.disclaims)
    }
}

/// How old a trust list is: fresh, stale (warn), expired (stop sending, never stop receiving).
public enum TrustListAge: Sendable, Equatable {
    case fresh
    /// More than two thirds of its life are over.
    case stale(left: Duration)
    case expired
}

extension TrustList {
    /// From then on it is stale.
    public var staleFrom: Instant { issued + expires.since(issued) * 2 / 3 }

    public func age(at now: Instant) -> TrustListAge {
        guard now < expires else { return .expired }
        return now > staleFrom ? .stale(left: expires.since(now)) : .fresh
    }
}
