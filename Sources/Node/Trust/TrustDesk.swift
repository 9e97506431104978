internal import Certificates
public import Exchange
public import Federation
public import Notices
public import Ports

/// Holds the trust list in force and what members announced; takes in newer ones, refuses older.
public actor TrustDesk {
    /// The list in force, and what is needed to judge the next.
    struct Held: Sendable {
        let list: TrustList
        let digest: Digest
        let der: [UInt8]
        let signers: Set<KeyID>
        /// Who could sign another list with this version: the signers of the list before it.
        let former: [TrustList.Signer]
        let formerSigners: Set<KeyID>

        init(_ signed: TrustListSignatures, der: [UInt8], after held: Held?) {
            list = signed.list
            digest = signed.digest
            self.der = der
            signers = signed.signers
            former = held?.list.signers ?? []
            formerSigners = held?.signers ?? []
        }
    }

    let store: any Store
    let sealer: any Sealer
    let clock: any Ports.Clock
    let log: Log
    /// Called after every change of what signatures are judged by.
    private let changed: @Sendable (TrustView, _ previous: TrustList?) -> Void

    var held: Held?
    var previous: TrustList?
    /// Two lists for one version, the oldest proof first.
    var forks: [StoredFork] = []
    /// The list that each peer last said it holds; forgotten at a stop, asked for at a start.
    private(set) var listVersions: [MemberCode: Int] = [:]
    /// Held while a list is judged, stored and put in force.
    let imports = AsyncLock()
    var bundles: [MemberCode: KeyBundle] = [:]
    private var revocations: [MemberCode: [StoredRevocationList]] = [:]
    let own: OwnAnnouncement

    /// What this node announces of itself.
    public struct OwnAnnouncement: Sendable {
        public let bundle: [UInt8]
        public let revocationList: [UInt8]

        public init(bundle: [UInt8], revocationList: [UInt8]) {
            self.bundle = bundle
            self.revocationList = revocationList
        }
    }

    public init(
        store: any Store, sealer: any Sealer, clock: any Ports.Clock, own: OwnAnnouncement,
        log: Log, changed: @escaping @Sendable (TrustView, _ previous: TrustList?) -> Void
    ) {
        self.store = store
        self.sealer = sealer
        self.clock = clock
        self.own = own
        self.log = log
        self.changed = changed
    }

    /// Reads what was accepted before the node was stopped.
    public func load() async throws(HeliographError) {
        let lists = try await store.trustLists()
        var signers: [TrustList.Signer] = []
        for stored in lists.suffix(2) {
            let signed = try sealer.signatures(onTrustList: stored.der, known: signers)
            signers = signed.list.signers
            previous = held?.list
            held = Held(signed, der: stored.der, after: held)
        }
        forks = try await store.forks()
        try adopt()
        for stored in try await store.keyBundles() {
            bundles[stored.member] = try readHeld(stored.der)
        }
        for stored in try await store.revocationLists() {
            revocations[stored.member, default: []].append(stored)
        }
        if held?.list.member(sealer.member) != nil {
            bundles[sealer.member] = try readHeld(own.bundle)
        }
        try adopt()
    }

    // MARK: - What is held

    public var list: TrustList? { held?.list }

    /// The list in force.
    ///
    /// - Throws: `listMissing`.
    public func currentList() throws(HeliographError) -> TrustList {
        guard let list = held?.list else {
            throw HeliographError(.listMissing, "There is no trust list yet.")
        }
        return list
    }

    /// An active member of the list in force.
    ///
    /// - Throws: `listMissing`, `memberUnknown`, `memberSuspended`.
    public func activeMember(_ code: MemberCode) throws(HeliographError) -> Member {
        guard let member = try currentList().member(code) else {
            throw HeliographError(.memberUnknown, "\(code) is not in the trust list.")
        }
        guard member.status == .active else {
            throw HeliographError(.memberSuspended, "\(code) is suspended.")
        }
        return member
    }

    /// Members that may be sent something.
    var activeCodes: Set<MemberCode> {
        Set((held?.list.members ?? []).filter { $0.status == .active }.map(\.code))
    }

    /// What a member announced last.
    func bundle(of member: MemberCode) -> KeyBundle? { bundles[member] }

    /// The newest revocation list of one issuing CA; of our own, the one we announce.
    func revocationList(of member: MemberCode, issuer: KeyID) -> [UInt8]? {
        if member == sealer.member { return own.revocationList }
        return revocations[member]?.last { $0.issuer == issuer }?.der
    }

    public func bundleVersion(of member: MemberCode) -> Int64 { bundles[member]?.version ?? 0 }

    public var versions: HeldVersions {
        HeldVersions(
            member: sealer.member, time: clock.now.flooredToSecond,
            trustList: held?.list.version ?? 0,
            keyBundle: Int(bundles[sealer.member]?.version ?? 0))
    }

    /// What a peer says it holds.
    func note(_ versions: HeldVersions, of peer: MemberCode) {
        listVersions[peer] = versions.trustList
    }

    /// What a peer is told of this node.
    public var hello: Hello {
        Hello(
            versions: versions, trustList: held?.der ?? [], keyBundle: own.bundle,
            revocationList: own.revocationList)
    }

    // MARK: - Announcements

    /// Takes in what a peer announced of itself; each part proves itself or is refused.
    public func learn(_ hello: Hello, from peer: MemberCode) async throws(HeliographError) {
        note(hello.versions, of: peer)
        await compare(hello.trustList, of: peer)
        try await learnBundle(hello.keyBundle, of: peer)
        if !hello.revocationList.isEmpty {
            try await learnRevocations(hello.revocationList, of: peer)
        }
    }

    /// A bundle by a node that is stopped, or by a file: the same rules.
    public func learnBundle(_ der: [UInt8], of peer: MemberCode) async throws(HeliographError) {
        let now = clock.now
        let bundle = try readBundle(der, at: now)
        guard bundle.member == peer else {
            throw HeliographError(
                .bundleForeign, "\(peer) offered a key bundle of \(bundle.member).")
        }
        let version = bundles[peer]?.version ?? 0
        if bundle.version == version { return }
        guard bundle.version > version else {
            throw HeliographError(
                .bundleRollback, "\(peer) offered bundle \(bundle.version); \(version) is held.")
        }
        try checkKeysAreOwn(bundle)
        try await store.commit([
            .insertKeyBundle(
                StoredKeyBundle(member: peer, version: bundle.version, der: der, accepted: now))
        ])
        // Others were let in while it was stored: only a newer one takes the place.
        guard bundles[peer]?.version ?? 0 < bundle.version else { return }
        bundles[peer] = bundle
        try adopt()
        log(.info, "key-bundle-accepted", ["peer": .string(peer.description)])
    }

    private func learnRevocations(_ der: [UInt8], of peer: MemberCode) async throws(HeliographError)
    {
        let now = clock.now
        guard let issuers = bundles[peer]?.certificates else { return }
        let list = try sealer.verifyRevocationList(der, of: peer, issuers: issuers, at: now)
        let known = revocations[peer] ?? []
        if let last = known.last(where: { $0.issuer == list.issuer }) {
            if last.number == list.number { return }
            let before = try RevocationList(der: last.der)
            guard list.number > last.number, before.revokedSerials.isSubset(of: list.serials) else {
                throw HeliographError(
                    .revocationRollback,
                    "\(peer) offered revocation list \(list.number); \(last.number) is held.")
            }
        }
        let stored = StoredRevocationList(
            member: peer, issuer: list.issuer, number: list.number, der: der, accepted: now)
        try await store.commit([.insertRevocationList(stored)])
        let others = (revocations[peer] ?? []).filter { $0.issuer != list.issuer }
        let held = revocations[peer]?.last { $0.issuer == list.issuer }?.number ?? -1
        guard held < list.number else { return }
        revocations[peer] = others + [stored]
        try adopt()
    }

    private func readBundle(_ der: [UInt8], at moment: Instant) throws(HeliographError) -> KeyBundle
    {
        let verified = try sealer.verify(der, as: .keyBundle, at: moment) {
            content throws(HeliographError) in
            try TrustDesk.parseBundle(content).member
        }
        return try TrustDesk.parseBundle(verified.content)
    }

    /// A bundle that was believed when it came, or our own. Its signer may have been suspended, have
    /// expired or have another root since: that is no reason not to start. Each key in it is judged
    /// at each use.
    func readHeld(_ der: [UInt8]) throws(HeliographError) -> KeyBundle {
        try TrustDesk.parseBundle(sealer.content(of: der, as: .keyBundle))
    }

    private static func parseBundle(_ content: [UInt8]) throws(HeliographError) -> KeyBundle {
        do throws(StrictObject.Refusal) {
            return try KeyBundle.read(content)
        } catch {
            throw HeliographError(
                .bundleMalformed, "A key bundle cannot be read.", detail: [error.description])
        }
    }

    /// A public key stands for one member in one role, for ever.
    private func checkKeysAreOwn(_ bundle: KeyBundle) throws(HeliographError) {
        var owners: [KeyID: String] = [:]
        for known in bundles.values where known.member != bundle.member {
            for certificate in try known.parsedCertificates() {
                owners[certificate.keyID] = known.member.description
            }
        }
        var roles: [KeyID: KeyRole?] = [:]
        for certificate in try bundle.parsedCertificates() {
            if let owner = owners[certificate.keyID] {
                throw HeliographError(
                    .keyReused, "\(bundle.member) announced a key that is \(owner)'s.")
            }
            if let role = roles[certificate.keyID], role != certificate.role {
                throw HeliographError(
                    .keyReused, "\(bundle.member) announced one key in two roles.")
            }
            roles[certificate.keyID] = certificate.role
        }
    }

    func adopt() throws(HeliographError) {
        guard let held else { return }
        let view = TrustView(
            list: held.list, bundles: bundles.values.sorted { $0.member < $1.member },
            revocationLists: revocations.mapValues { $0.map(\.der) })
        try sealer.adopt(view)
        changed(view, previous)
    }
}

extension KeyBundle {
    /// - Throws: `bundleMalformed` if one of the certificates is not of the profile.
    func parsedCertificates() throws(HeliographError) -> [Certificate] {
        var parsed: [Certificate] = []
        for bytes in certificates {
            do throws(HeliographError) {
                parsed.append(try Certificate(der: bytes))
            } catch {
                throw HeliographError(
                    .bundleMalformed, "A certificate in a key bundle cannot be used.",
                    detail: [error.description])
            }
        }
        return parsed
    }
}
