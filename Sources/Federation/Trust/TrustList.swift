public import Notices

/// The signed list of members. Versions only go up; version N names who signs N + 1.
public struct TrustList: Sendable, Hashable {
    /// A key that may sign the next list, in a self-signed certificate.
    public struct Signer: Sendable, Hashable {
        /// The signer's name, for people.
        public let name: String
        /// The self-signed certificate, DER.
        public let certificate: [UInt8]

        /// Puts a signer together as given.
        public init(name: String, certificate: [UInt8]) {
            self.name = name
            self.certificate = certificate
        }
    }

    /// The name of the federation; a list of another federation never follows this one.
    public let federation: String
    /// The version, from 1; each list has its predecessor's version + 1.
    public let version: Int
    /// The moment of issue, to the second.
    public let issued: Instant
    /// The moment from which the list is expired, to the second.
    public let expires: Instant
    /// SHA-256 of the list before this one, without its signatures; nil for the first.
    public let previous: Digest?
    /// Keys that may sign the next list, at most `signersMax`.
    public let signers: [Signer]
    /// The number of distinct keys of `signers` that the next list needs.
    public let threshold: Int
    /// The members, at most `membersMax`, no code twice.
    public let members: [Member]

    /// Puts a list together as given; `read` alone checks it.
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

    /// The codes of the members, for a sentence; no more than fit into one.
    public var membersShown: String {
        let codes = members.map(\.code.description)
        guard codes.count > Self.membersShownMax else { return codes.joined(separator: ", ") }
        return codes.prefix(Self.membersShownMax).joined(separator: ", ")
            + " and \(codes.count - Self.membersShownMax) more"
    }

    private static let membersShownMax = 30

    /// The member with this code; nil if the list does not name it.
    public func member(_ code: MemberCode) -> Member? {
        members.first { $0.code == code }
    }

    /// The members that answer for each territory, by this list.
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
    /// The status of a member in the federation.
    public enum Status: String, Sendable, CaseIterable {
        case active
        /// Sends and receives nothing until a later list restores it.
        case suspended
    }

    /// The telephone contact of a member, where a human answers.
    public struct Contact: Sendable, Hashable {
        /// The telephone number, in international form.
        public let telephone: String
        /// `24x7`, or office hours in words.
        public let hours: String

        /// Puts a contact together as given.
        public init(telephone: String, hours: String) {
            self.telephone = telephone
            self.hours = hours
        }
    }

    /// The country's code.
    public let code: MemberCode
    /// The authority that speaks for the country, by its own name.
    public let authority: String
    /// The member's status.
    public let status: Status
    /// Root certificates, DER; the one in force and, during a change, its successor.
    public let roots: [[UInt8]]
    /// Addresses of the member's nodes as `https://host:port`; the first is tried first.
    public let endpoints: [String]
    /// Members or relays that may carry for this one.
    public let relays: [MemberCode]
    /// The telephone contact of the authority.
    public let contact: Contact
    /// Ids of cipher suites that the member states, such as `p256-a256gcm-sha256`; version 1 of the
    /// protocol does not use them.
    public let suites: [String]
    /// Codes of ISO 3166-1 that this member answers for besides its own.
    public let territories: [MemberCode]
    /// Codes of territories of its state that this member does not answer for.
    public let disclaims: [MemberCode]

    /// Puts a member together as given.
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

/// The age of a trust list: fresh, stale (warn), expired (stop sending, never stop receiving).
public enum TrustListAge: Sendable, Equatable {
    case fresh
    /// More than two thirds of its life are over.
    case stale(left: Duration)
    case expired
}

extension TrustList {
    /// The moment from which the list is stale: two thirds of its validity are over.
    public var staleFrom: Instant { issued + expires.since(issued) * 2 / 3 }

    /// The age of the list at a moment.
    public func age(at now: Instant) -> TrustListAge {
        guard now < expires else { return .expired }
        return now > staleFrom ? .stale(left: expires.since(now)) : .fresh
    }
}
