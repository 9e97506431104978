internal import Certificates
internal import Federation
internal import Notices
internal import Ports

/// A trust view with its certificates read; it is replaced as a whole.
struct Trust: Sendable {
    /// The certificates of a member's bundle.
    struct Announced: Sendable {
        /// The bytes that the certificates were read from.
        let source: [[UInt8]]
        /// The encryption certificates, in the order of the bundle.
        let encryption: [Certificate]
        let issuers: [Certificate]

        init(_ source: [[UInt8]]) {
            self.source = source
            // A certificate that cannot be read is left out here.
            let certificates = source.compactMap { try? Certificate.read($0) }
            encryption = certificates.filter { $0.role == .encryption }
            issuers = certificates.filter(\.isAuthority)
        }
    }

    private(set) var members: [MemberCode: MemberTrust] = [:]
    private(set) var announced: [MemberCode: Announced] = [:]
    private(set) var claims = KeyClaims()

    init() {}

    /// - Parameter earlier: the trust before; parts that have not changed are not read again.
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

/// Chains that were judged good under the trust in force. To judge a chain costs more than to
/// verify the signature itself.
struct JudgedChains: Sendable {
    struct Place: Hashable {
        let member: MemberCode
        let role: KeyRole
        let fingerprint: Digest
        /// The certificates that came with it: without its issuing CA a leaf leads nowhere.
        let others: [Digest]
    }

    /// The number of chains remembered, after which the cache starts empty again: a member can make
    /// as many leaves as it likes.
    static let countMax = 4_096

    private var spans: [Place: (from: Instant, until: Instant)] = [:]

    /// - Returns: the moment when the chain ends; nil if it must be judged.
    func end(of place: Place, at moment: Instant) -> Instant? {
        guard let span = spans[place], moment >= span.from, moment < span.until else { return nil }
        return span.until
    }

    /// - Parameter isOther: true for a member whose trust has changed.
    mutating func forget(where isOther: (MemberCode) -> Bool) {
        spans = spans.filter { !isOther($0.key.member) }
    }

    mutating func note(_ place: Place, from: Instant, until: Instant) {
        if spans.count >= Self.countMax { spans = [:] }
        spans[place] = (from, until)
    }
}
