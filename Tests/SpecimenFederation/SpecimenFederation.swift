public import Certificates
public import Federation
public import Notices
public import Ports
public import Sealing

/// Members with real keys, and the trust between them, made new for each test.
public struct SpecimenFederation: Sendable {
    /// The moment at which everything was made.
    public let now: Instant
    /// The keys of each member, in the order of the codes.
    public let trees: [MemberKeyTree]
    /// The trust list with the bundles and revocation lists of all members.
    public let view: TrustView

    /// A federation made anew.
    ///
    /// - Parameters:
    ///   - codes: the members; each gets a whole tree of keys.
    ///   - signers: the names of those who sign the lists.
    public init(
        _ codes: [String] = ["XA", "XB", "XC"], at now: Instant = SpecimenFederation.start,
        signers: [String] = ["secretariat"], threshold: Int = 1
    )
        throws
    {
        self.now = now
        // Leaves live as long as their issuing CA, so that a list can end before them.
        var lives = KeyLives.standard
        lives.leaf = lives.issuing
        trees = try codes.map { try MemberKeyTree.make(Self.member($0), at: now, lives: lives) }
        listSigners = try signers.map { _ in try Self.makeSigner(at: now) }
        let list = TrustList(
            federation: "specimen", version: 1, issued: now, expires: now + .days(30),
            previous: nil,
            signers: zip(signers, listSigners).map {
                .init(name: $0, certificate: $1.certificate.der)
            },
            threshold: threshold,
            members: trees.map { tree in
                Member(
                    code: tree.member, authority: "Specimen authority", status: .active,
                    roots: [tree.root.certificate.der], endpoints: ["https://127.0.0.1:1"],
                    relays: [], contact: .init(telephone: "+000", hours: "24x7"), suites: [])
            })
        view = TrustView(
            list: list, bundles: trees.map { $0.bundle(version: 1, at: now) },
            revocationLists: Dictionary(
                uniqueKeysWithValues: trees.map { ($0.member, [$0.revocationList.der]) }))
        trustList = try TrustListSigning.sign(list, by: listSigners, at: now)
    }

    /// The first trust list, signed.
    public let trustList: [UInt8]
    /// The identities that sign the lists.
    public let listSigners: [SigningIdentity]
    /// The first of `listSigners`.
    public var listSigner: SigningIdentity { listSigners[0] }

    /// A key that may sign lists, in a certificate of its own.
    ///
    /// - Parameter key: one that has a certificate already; nil makes one.
    public static func makeSigner(
        at now: Instant = start, key: PrivateKey? = nil
    ) throws -> SigningIdentity {
        let key = try key ?? PrivateKey.generate()
        let certificate = try CertificateIssuer.selfSigned(
            .listSigner, member: nil, key: key, validity: Validity(at: now, for: .days(365)))
        return SigningIdentity(key: key, certificate: certificate, issuers: [])
    }

    /// The moment of the domain's second example.
    public static let start = Instant(milliseconds: 1_800_252_000_000)

    /// The code of a member; a test's code that is none ends the process.
    public static func member(_ code: String) -> MemberCode {
        guard let member = MemberCode(code) else { preconditionFailure("\(code) is no code") }
        return member
    }

    /// The keys of a member; a code that is not in the federation ends the process.
    public func tree(_ code: String) -> MemberKeyTree {
        guard let tree = trees.first(where: { $0.member.description == code }) else {
            preconditionFailure("\(code) is not in this federation")
        }
        return tree
    }

    /// The key and certificate of a member in one role.
    public func identity(_ code: String, role: KeyRole = .signing) -> SigningIdentity {
        let tree = tree(code)
        let leaf = tree.leaf(role)
        return SigningIdentity(
            key: leaf.key, certificate: leaf.certificate, issuers: [tree.issuing.certificate])
    }

    /// A member's sealer that has adopted the whole federation.
    public func sealer(_ code: String) throws -> CMSSealer {
        let leaf = tree(code).leaf(.encryption)
        let sealer = CMSSealer(
            member: Self.member(code), signing: identity(code),
            opening: [OpeningKey(key: leaf.key, certificate: leaf.certificate)])
        try sealer.adopt(view)
        return sealer
    }
}
