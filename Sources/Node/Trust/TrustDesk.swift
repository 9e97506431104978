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
    }

    let store: any Store
    let sealer: any Sealer
    let clock: any Ports.Clock
    let log: Log
    /// Called after every change of what signatures are judged by.
    private let changed: @Sendable (TrustView, _ previous: TrustList?) -> Void

    private(set) var held: Held?
    private var previous: TrustList?
    var bundles: [MemberCode: KeyBundle] = [:]
    var revocations: [MemberCode: [StoredRevocationList]] = [:]
    private var own: OwnAnnouncement
    /// Held while an announcement is judged and stored: the same one may come by two ways at once.
    let learning = AsyncLock()

    /// What this node announces of itself.
    public struct OwnAnnouncement: Sendable {
        public let bundle: [UInt8]
        /// Of each issuing CA, DER.
        public let revocationLists: [[UInt8]]

        public init(bundle: [UInt8], revocationLists: [[UInt8]]) {
            self.bundle = bundle
            self.revocationLists = revocationLists
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
            held = Held(
                list: signed.list, digest: signed.digest, der: stored.der, signers: signed.signers)
        }
        try adopt()
        for stored in try await store.keyBundles() {
            bundles[stored.member] = try readHeld(stored.der)
        }
        for stored in try await store.revocationLists() {
            revocations[stored.member, default: []].append(stored)
        }
        try adoptOwn()
        try adopt()
    }

    /// Announces other keys of this member from now on.
    public func announce(_ own: OwnAnnouncement) throws(HeliographError) {
        self.own = own
        try adoptOwn()
        try adopt()
    }

    /// Our own word is believed like a peer's, once the list names us.
    private func adoptOwn() throws(HeliographError) {
        guard held?.list.member(sealer.member) != nil else { return }
        let bundle = try readHeld(own.bundle)
        bundles[sealer.member] = bundle
        let issuers = try bundle.parsedCertificates().filter(\.isAuthority)
        var lists: [StoredRevocationList] = []
        for der in own.revocationLists {
            let list = try RevocationList(der: der)
            guard let issuer = issuers.first(where: { list.isSigned(by: $0) }) else { continue }
            lists.append(
                StoredRevocationList(
                    member: sealer.member, issuer: issuer.keyID, number: list.number, der: der,
                    accepted: list.issued))
        }
        revocations[sealer.member] = lists
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

    /// The newest revocation list of one issuing CA.
    func revocationList(of member: MemberCode, issuer: KeyID) -> [UInt8]? {
        revocations[member]?.last { $0.issuer == issuer }?.der
    }

    public func bundleVersion(of member: MemberCode) -> Int64 { bundles[member]?.version ?? 0 }

    public var versions: HeldVersions {
        HeldVersions(
            member: sealer.member, time: clock.now.flooredToSecond,
            trustList: held?.list.version ?? 0,
            keyBundle: Int(bundles[sealer.member]?.version ?? 0))
    }

    /// What a peer is told of this node.
    public var hello: Hello {
        Hello(
            versions: versions, trustList: held?.der ?? [], keyBundle: own.bundle,
            revocationLists: own.revocationLists)
    }

    // MARK: - Trust lists

    public enum ImportOutcome: Sendable, Equatable {
        case accepted(TrustList)
        case known(TrustList)
    }

    /// Takes in a trust list that follows the one in force, or the first by its pinned digest.
    public func importList(
        _ der: [UInt8], pinned: Digest?
    ) async throws(HeliographError)
        -> ImportOutcome
    {
        let signed = try sealer.signatures(onTrustList: der, known: held?.list.signers ?? [])
        let verdict: Succession.Verdict
        if let held {
            verdict = Succession.next(
                signed.list, digest: signed.digest, signers: signed.signers,
                signedBy: signed.signedBy, after: held.list, heldDigest: held.digest,
                heldSigners: held.signers)
        } else if let pinned {
            verdict = Succession.first(
                signed.list, digest: signed.digest, pinned: pinned, signers: signed.signers,
                signedBy: signed.signedBy)
        } else {
            throw HeliographError(
                .listDigestMismatch, "The first trust list needs its digest, given by hand.")
        }
        switch verdict {
        case .known:
            return .known(signed.list)
        case .refused(let code, let reason):
            if code == .listFork { log(.alarm, "trust-list-fork") }
            throw HeliographError(code, code.meaning, detail: [reason])
        case .accepted:
            break
        }
        try checkRoots(signed.list)
        try await store.commit([
            .insertTrustList(
                StoredTrustList(
                    version: signed.list.version, digest: signed.digest, der: der,
                    accepted: clock.now))
        ])
        previous = held?.list
        held = Held(
            list: signed.list, digest: signed.digest, der: der, signers: signed.signers)
        try adoptOwn()
        try adopt()
        log(.info, "trust-list-accepted", ["version": .number(JSONNumber(signed.list.version))])
        return .accepted(signed.list)
    }

    /// What is stored is read at every start: a list whose roots cannot be used is never stored.
    private func checkRoots(_ list: TrustList) throws(HeliographError) {
        for member in list.members {
            for root in member.roots {
                do throws(HeliographError) {
                    _ = try Certificate(der: root)
                } catch {
                    throw HeliographError(
                        .listMalformed, "A root of \(member.code) cannot be used.",
                        detail: [error.sentence])
                }
            }
        }
    }

    /// A list that was held at any time, for peers that walk the versions.
    public func storedList(version: Int) async throws(HeliographError) -> [UInt8]? {
        try await store.trustLists().first { $0.version == version }?.der
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
