public import Federation
public import Notices

/// The lifetime of each certificate of a member's tree, and of its revocation list.
public struct KeyLives: Sendable, Equatable {
    /// The lifetime of a root.
    public var root: Duration
    /// The lifetime of an issuing CA.
    public var issuing: Duration
    /// The lifetime of a leaf.
    public var leaf: Duration
    /// The time from one revocation list to the moment when the next is due.
    public var revocationList: Duration

    /// Root 20 years, issuing CA and revocation list 90 days, leaves 30 days.
    public static let standard = KeyLives(
        root: .days(7_305), issuing: .days(90), leaf: .days(30), revocationList: .days(90))

    /// Puts the lifetimes together as given.
    public init(root: Duration, issuing: Duration, leaf: Duration, revocationList: Duration) {
        self.root = root
        self.issuing = issuing
        self.leaf = leaf
        self.revocationList = revocationList
    }
}

/// All keys of a new member: an offline root, an online issuing CA, and one leaf a role.
public struct MemberKeyTree: Sendable {
    /// One leaf certificate with its key.
    public struct Leaf: Sendable {
        /// The role of the leaf.
        public let role: KeyRole
        /// The private half of the certificate's key.
        public let key: PrivateKey
        /// The certificate, signed by the issuing CA.
        public let certificate: Certificate
    }

    /// The member that all of them name.
    public let member: MemberCode
    /// The root. Its key belongs on an offline medium as soon as the issuing CA is made.
    public let root: CertificateIssuer
    /// The issuing CA, signed by the root.
    public let issuing: CertificateIssuer
    /// One leaf for signing, transport and encryption each, in this order.
    public let leaves: [Leaf]
    /// The first revocation list of the issuing CA: number 1, without entries.
    public let revocationList: RevocationList

    /// Makes all keys and certificates of a new member.
    ///
    /// - Parameter makeKey: makes the key of a slot where keys are kept; nil for keys in memory.
    /// - Throws: `cryptoFailed`, or an error of `makeKey`.
    public static func make(
        _ member: MemberCode, at now: Instant, lives: KeyLives = .standard,
        makeKey: ((KeySlot) throws(HeliographError) -> PrivateKey)? = nil
    )
        throws(HeliographError) -> MemberKeyTree
    {
        func key(_ slot: KeySlot) throws(HeliographError) -> PrivateKey {
            if let makeKey { try makeKey(slot) } else { try PrivateKey.generate() }
        }
        let rootKey = try key(.root)
        let root = try CertificateIssuer(
            certificate: try CertificateIssuer.selfSigned(
                .root, member: member, key: rootKey, validity: Validity(at: now, for: lives.root)),
            key: rootKey)
        let issuingKey = try key(.issuing)
        let issuing = try CertificateIssuer(
            certificate: try root.issue(
                .issuing, member: member, subject: issuingKey,
                validity: Validity(at: now, for: lives.issuing)),
            key: issuingKey)
        var leaves: [Leaf] = []
        for slot in KeySlot.leaves {
            guard let role = slot.role else { continue }
            let key = try key(slot)
            let certificate = try issuing.issue(
                .leaf(role), member: member, subject: key,
                validity: Validity(at: now, for: lives.leaf))
            leaves.append(Leaf(role: role, key: key, certificate: certificate))
        }
        return MemberKeyTree(
            member: member, root: root, issuing: issuing, leaves: leaves,
            revocationList: try issuing.revocationList(
                [], number: 1, validity: Validity(at: now, for: lives.revocationList)))
    }

    /// The leaf with this role, which must not be `relay`.
    public func leaf(_ role: KeyRole) -> Leaf {
        guard let leaf = leaves.first(where: { $0.role == role }) else {
            preconditionFailure("a member has a leaf of every role but relay")
        }
        return leaf
    }

    /// The first key bundle of the member.
    public func bundle(version: Int64, at now: Instant) -> KeyBundle {
        KeyBundle(
            member: member, version: version, issued: now,
            certificates: leaves.map(\.certificate.der) + [issuing.certificate.der])
    }
}
