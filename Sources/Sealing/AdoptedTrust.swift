internal import Certificates
internal import Federation
internal import Notices
internal import Ports

/// What a trust view is once its certificates are read; replaced as a whole.
struct Trust: Sendable {
    var members: [MemberCode: MemberTrust] = [:]
    /// Per member, encryption certificates in the order of its bundle, with their issuers.
    var encryption: [MemberCode: [Certificate]] = [:]
    var issuers: [MemberCode: [Certificate]] = [:]

    init() {}

    init(_ view: TrustView) throws(HeliographError) {
        for listed in view.list.members where listed.status == .active {
            var roots: [Certificate] = []
            for root in listed.roots { roots.append(try Certificate(der: root)) }
            var lists: [RevocationList] = []
            for list in view.revocationLists[listed.code] ?? [] {
                lists.append(try RevocationList(der: list))
            }
            members[listed.code] = try MemberTrust(
                member: listed.code, roots: roots, revocationLists: lists)
        }
        for bundle in view.bundles where members[bundle.member] != nil {
            // A certificate that does not hold is passed over here and judged again at each use.
            let certificates = bundle.certificates.compactMap { try? Certificate(der: $0) }
            encryption[bundle.member] = certificates.filter { $0.role == .encryption }
            issuers[bundle.member] = certificates.filter(\.isAuthority)
        }
    }
}

/// Chains that were walked and found good, by the trust in force: a walk costs more than the
/// signature that it is for.
struct JudgedChains: Sendable {
    struct Place: Hashable {
        let member: MemberCode
        let role: KeyRole
        let fingerprint: Digest
        /// What came with it: the same leaf without its issuing CA leads nowhere.
        let others: [Digest]
    }

    /// A member can make as many leaves as it likes.
    static let countMax = 4_096

    private var spans: [Place: (from: Instant, until: Instant)] = [:]

    /// - Returns: when the chain ends; nil if it must be walked.
    func end(of place: Place, at moment: Instant) -> Instant? {
        guard let span = spans[place], moment >= span.from, moment < span.until else { return nil }
        return span.until
    }

    mutating func note(_ place: Place, from: Instant, until: Instant) {
        if spans.count >= Self.countMax { spans = [:] }
        spans[place] = (from, until)
    }
}
