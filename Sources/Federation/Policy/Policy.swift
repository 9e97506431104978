public import Notices

/// The dissemination rules of one member, as data: which notices and fields may go to whom.
public struct Policy: Sendable, Equatable {
    /// The rules for one recipient. nil, false or empty: no such rule.
    public struct Rule: Sendable, Equatable {
        /// The reason why nothing goes to the recipient.
        public var deny: String?
        /// The reason why nothing goes to the recipient unless a supervisor overrides it: what may
        /// be done to the person there.
        public var humanRightsBlock: String?
        /// Only these kinds go to the recipient.
        public var kinds: Set<NoticeKind>?
        /// These kinds do not go to the recipient.
        public var withoutKinds: Set<NoticeKind> = []
        /// Only notices with one of these purposes go to the recipient.
        public var purposes: Set<String>?
        /// Beginnings of offence codes; a warning needs one conviction under one of them.
        public var offences: [String]?
        /// Beginnings of offence codes; a warning with a conviction under one of them is refused.
        public var withoutOffences: [String] = []
        /// A warning needs this grade or a higher one.
        public var riskGradeMin: RiskGrade?
        /// Notices go to the recipient only while one of these authorities speaks for it in the
        /// trust list.
        public var authorities: Set<String>?
        /// No notice goes to the recipient while one of these authorities speaks for it.
        public var withoutAuthorities: Set<String> = []
        /// True if a warning goes only to a recipient that has asked for its kind.
        public var mustSubscribe = false
        /// Kinds that the recipient has asked for by other ways than a directory entry.
        public var subscriptions: [Subscription] = []
        /// Fields that this recipient does not see.
        public var remove: [FieldPath] = []

        /// A rule that refuses nothing and removes nothing.
        public init() {}
    }

    /// A kind of warning that a recipient has asked for.
    public struct Subscription: Sendable, Hashable {
        /// The kind of warning.
        public let kind: NoticeKind
        /// The countries of departure that it asked for; nil for all.
        public let origins: Set<MemberCode>?

        /// The default asks for the kind from every origin.
        public init(kind: NoticeKind, origins: Set<MemberCode>? = nil) {
            self.kind = kind
            self.origins = origins
        }
    }

    /// Kinds that warn of a person or a method: rules about grades, offences and subscriptions
    /// concern no other.
    public static let warnings: Set<NoticeKind> = [
        .greenNotice, .travelAlert, .groupAlert, .intelligenceProduct,
    ]

    /// Officers who may override a human-rights block.
    public var supervisors: Set<OfficerName> = []
    /// Fields that never leave the country, besides those whose name begins with `domestic`.
    public var domesticOnly: [FieldPath] = []
    /// The rules for recipients without an entry. An entry takes over each rule that it does not
    /// name.
    public var everybody = Rule()
    /// The rules of recipients that have an entry of their own.
    public var recipients: [MemberCode: Rule] = [:]
    /// Liaison posts in each country: a warning to the country about a person is copied to them.
    public var liaisonPosts: [MemberCode: [MemberCode]] = [:]

    /// A policy without any rule.
    public init() {}

    /// True if the policy has no rule at all.
    public var isOpen: Bool { self == Policy() }

    /// The rules that hold for this recipient: its own entry, or the one for everybody.
    public func rule(for recipient: MemberCode) -> Rule { recipients[recipient] ?? everybody }

    /// The country in which each liaison post sits.
    public var hosts: [MemberCode: MemberCode] {
        var hosts: [MemberCode: MemberCode] = [:]
        for (country, posts) in liaisonPosts { for post in posts { hosts[post] = country } }
        return hosts
    }

    /// The posts that a statement is copied to, in the order of its recipients.
    ///
    /// Only warnings about persons are copied. A post that got a copy gets every later message of
    /// the thread, a cancel as well.
    public func posts(for kind: NoticeKind, to recipients: [MemberCode]) -> [MemberCode] {
        guard Self.warnings.contains(kind), kind != .intelligenceProduct else { return [] }
        return recipients.flatMap { liaisonPosts[$0] ?? [] }.filter { !recipients.contains($0) }
    }

    /// Fields that this recipient does not see.
    public func removals(for recipient: MemberCode) -> [FieldPath] {
        domesticOnly + rule(for: recipient).remove
    }
}
