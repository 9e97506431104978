internal import Certificates
internal import Federation
internal import Notices
internal import Ports

/// What a trust view is once its certificates are read; replaced as a whole.
struct Trust: Sendable {
    /// The certificates of a member's bundle.
    struct Announced: Sendable {
        /// What they were read from.
        let source: [[UInt8]]
        /// In the order of the bundle.
        let encryption: [Certificate]
        let issuers: [Certificate]

        init(_ source: [[UInt8]]) {
            self.source = source
            // A certificate that does not hold is passed over here and judged again at each use.
            let certificates = source.compactMap { try? Certificate.read($0) }
            encryption = certificates.filter { $0.role == .encryption }
            issuers = certificates.filter(\.isAuthority)
        }
    }

    private(set) var members: [MemberCode: MemberTrust] = [:]
    private(set) var announced: [MemberCode: Announced] = [:]
    private(set) var claims = KeyClaims()

    init() {}

    /// - Parameter earlier: gives what has not changed since.
    init(_ view: TrustView, after earlier: Trust) throws(HeliographError) {
        for listed in view.list.members where listed.status == .active {
            members[listed.code] = try .of(
                listed.code, roots: listed.roots,
                revocationLists: view.revocationLists[listed.code] ?? [],
                revokedKeys: view.revokedKeys[listed.code] ?? [],
                after: earlier.members[listed.code])
        }
        claims = KeyClaims(view.list, view.bundles, after: earlier.claims)
        for bundle in view.bundles where members[bundle.member] != nil {
            let known = earlier.announced[bundle.member]
            announced[bundle.member] =
                if let known, known.source == bundle.certificates { known } else {
                    Announced(bundle.certificates)
                }
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

    /// - Parameter isOther: whether the trust in a member is another now.
    mutating func forget(where isOther: (MemberCode) -> Bool) {
        spans = spans.filter { !isOther($0.key.member) }
    }

    mutating func note(_ place: Place, from: Instant, until: Instant) {
        if spans.count >= Self.countMax { spans = [:] }
        spans[place] = (from, until)
    }
}
