public import Notices

/// What may be told to whom: the rules of one member, as data.
public struct Policy: Sendable, Equatable {
    /// What holds for one recipient. nil, false or empty: no such rule.
    public struct Rule: Sendable, Equatable {
        /// Why nothing goes there.
        public var deny: String?
        /// Why nothing goes there unless a supervisor overrides it: what may be done to the person.
        public var humanRightsBlock: String?
        /// Only these kinds.
        public var kinds: Set<NoticeKind>?
        public var withoutKinds: Set<NoticeKind> = []
        public var purposes: Set<String>?
        /// Beginnings of offence codes; a warning needs one conviction under one of them.
        public var offences: [String]?
        public var withoutOffences: [String] = []
        /// A warning needs this grade or a higher one.
        public var riskGradeMin: RiskGrade?
        /// Only while one of these authorities speaks for the recipient in the trust list.
        public var authorities: Set<String>?
        public var withoutAuthorities: Set<String> = []
        /// A warning goes only to who has asked for its kind.
        public var mustSubscribe = false
        /// What the recipient has asked for by other ways than a directory entry.
        public var subscriptions: [Subscription] = []
        /// Fields that this recipient does not see.
        public var remove: [FieldPath] = []

        public init() {}
    }

    public struct Subscription: Sendable, Hashable {
        public let kind: NoticeKind
        /// Only journeys that leave one of these; nil for all.
        public let origins: Set<MemberCode>?

        public init(kind: NoticeKind, origins: Set<MemberCode>? = nil) {
            self.kind = kind
            self.origins = origins
        }
    }

    /// Kinds that offences, grades and subscriptions are asked of.
    public static let warnings: Set<NoticeKind> = [
        .greenNotice, .travelAlert, .groupAlert, .intelligenceProduct,
    ]

    /// Who may override a block for the sake of human rights.
    public var supervisors: Set<OfficerName> = []
    /// Fields that never leave the country, besides those whose name begins with `domestic`.
    public var domesticOnly: [FieldPath] = []
    /// For recipients without an entry; an entry takes over each rule that it does not name.
    public var everybody = Rule()
    public var recipients: [MemberCode: Rule] = [:]
    /// Liaison posts in a country: what warns the country of a person is copied to them.
    public var liaisonPosts: [MemberCode: [MemberCode]] = [:]

    public init() {}

    /// Whether there is any rule at all.
    public var isOpen: Bool { self == Policy() }

    public func rule(for recipient: MemberCode) -> Rule { recipients[recipient] ?? everybody }

    /// The country that each liaison post sits in.
    public var hosts: [MemberCode: MemberCode] {
        var hosts: [MemberCode: MemberCode] = [:]
        for (country, posts) in liaisonPosts { for post in posts { hosts[post] = country } }
        return hosts
    }

    /// The posts that a statement is copied to, in the order of its recipients.
    ///
    /// Of warnings about persons alone; whoever got a copy gets what follows, a cancel as well.
    public func posts(for kind: NoticeKind, to recipients: [MemberCode]) -> [MemberCode] {
        guard Self.warnings.contains(kind), kind != .intelligenceProduct else { return [] }
        return recipients.flatMap { liaisonPosts[$0] ?? [] }.filter { !recipients.contains($0) }
    }

    /// What this recipient does not see.
    public func removals(for recipient: MemberCode) -> [FieldPath] {
        domesticOnly + rule(for: recipient).remove
    }
}
