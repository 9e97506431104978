public import Federation
public import Notices

/// How long each certificate of a member's tree lives.
public struct KeyLives: Sendable, Equatable {
    public var root: Duration
    public var issuing: Duration
    public var leaf: Duration
    public var revocationList: Duration

    /// Root 20 years, issuing CA and revocation list 90 days, leaves 30 days.
    public static let standard = KeyLives(
        root: .days(7_305), issuing: .days(90), leaf: .days(30), revocationList: .days(90))

    public init(root: Duration, issuing: Duration, leaf: Duration, revocationList: Duration) {
        self.root = root
        self.issuing = issuing
        self.leaf = leaf
        self.revocationList = revocationList
    }
}

/// All keys of a new member: an offline root, an online issuing CA, and one leaf a role.
public struct MemberKeyTree: Sendable {
    public struct Leaf: Sendable {
        public let role: KeyRole
        public let key: PrivateKey
        public let certificate: Certificate
    }

    public let member: MemberCode
    /// Belongs on an offline medium as soon as the issuing CA is made.
    public let root: CertificateIssuer
    public let issuing: CertificateIssuer
    /// signing, transport, encryption.
    public let leaves: [Leaf]
    public let revocationList: RevocationList

    /// - Parameter makeKey: makes the key of a slot, wherever keys are kept; nil for keys in
    ///   memory.
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

    public func leaf(_ role: KeyRole) -> Leaf {
        guard let leaf = leaves.first(where: { $0.role == role }) else {
            preconditionFailure("a member has a leaf of every role but relay")
        }
        return leaf
    }

    /// What the member announces at first.
    public func bundle(version: Int64, at now: Instant) -> KeyBundle {
        KeyBundle(
            member: member, version: version, issued: now,
            certificates: leaves.map(\.certificate.der) + [issuing.certificate.der])
    }
}
