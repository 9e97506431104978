internal import Certificates
public import Exchange
public import Federation
public import Notices
public import Ports

/// The holder of the trust list in force and of members' announcements; takes in newer ones,
/// refuses older.
public actor TrustDesk {
    /// The list in force, and the facts that the next one is judged by.
    package struct Held: Sendable {
        /// The list itself.
        package let list: TrustList
        /// SHA-256 of the list.
        package let digest: Digest
        /// The list with its signatures.
        package let der: [UInt8]
        let signers: Set<KeyID>
        /// The signers of the list before it, who could sign another list with this version.
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
    nonisolated let peerLog: PeerLog
    /// Called after every change of the facts that signatures are judged by.
    private let changed: @Sendable (TrustView, _ previous: TrustList?) -> Void

    /// The list in force; nil before the first import.
    package internal(set) var held: Held?
    var previous: TrustList?
    /// Two lists for one version, the oldest proof first.
    package var forks: [StoredFork] = []
    /// The list that each peer last said it holds; forgotten at a stop, asked for at a start.
    package private(set) var listVersions: [MemberCode: Int] = [:]
    /// Held while a list is judged, stored and put in force.
    let imports = AsyncLock()
    var bundles: [MemberCode: KeyBundle] = [:]
    /// The bundles of peers as they were last taken in.
    var bundleBytes: [MemberCode: [UInt8]] = [:]
    /// The newest revocation list of each issuing CA, by member.
    package var revocations: [MemberCode: [StoredRevocationList]] = [:]
    private var own: OwnAnnouncement
    var revokedKeys = RevokedKeys()
    /// The member and role of each key.
    private(set) var claims = KeyClaims()
    /// Held while an announcement is judged and stored: the same one may come by two ways at once.
    let learning = AsyncLock()

    /// The announcement of this node.
    public struct OwnAnnouncement: Sendable {
        /// The key bundle, signed.
        public let bundle: [UInt8]
        /// The revocation list of each issuing CA, DER.
        public let revocationLists: [[UInt8]]

        /// Takes both as they are; `announce` and `load` read them.
        public init(bundle: [UInt8], revocationLists: [[UInt8]]) {
            self.bundle = bundle
            self.revocationLists = revocationLists
        }
    }

    /// A desk without a list; `load` reads the kept ones.
    ///
    /// - Parameters:
    ///   - own: the announcement of this node.
    ///   - changed: called after every change of the facts that signatures are judged by.
    public init(
        store: any Store, sealer: any Sealer, clock: any Ports.Clock, own: OwnAnnouncement,
        log: Log, changed: @escaping @Sendable (TrustView, _ previous: TrustList?) -> Void
    ) {
        self.store = store
        self.sealer = sealer
        self.clock = clock
        self.own = own
        self.log = log
        peerLog = PeerLog(log, clock: clock)
        self.changed = changed
    }

    /// Reads the lists and announcements that were accepted before the node was stopped.
    ///
    /// - Throws: an error of the store, or of a list in it that cannot be read.
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
            do throws(HeliographError) {
                let bundle = try readHeld(stored.der)
                bundles[stored.member] = bundle
                revokedKeys.note(bundle)
            } catch {
                // The bundle was taken by a rule that is over. The member is asked for its bundle
                // again.
                peerLog.log(.warning, "bundle-not-taken", of: stored.member, error)
            }
        }
        for stored in try await store.revocationLists() {
            revocations[stored.member, default: []].append(stored)
            revokedKeys.note(
                try RevocationList(der: stored.der).revokedSerials, by: stored.issuer,
                of: stored.member)
        }
        try await recallRevokedKeys()
        try adoptOwn()
        try adopt()
    }

    /// Finds the revoked keys again. A revocation list names serial numbers; the keys stand in
    /// bundles that were announced before, and the newest bundle may name them no more.
    private func recallRevokedKeys() async throws(HeliographError) {
        for member in revocations.keys.sorted() {
            let limit = AnnouncementRetention.keyBundlesMax
            for stored in try await store.keyBundles(of: member, limit: limit) {
                // A bundle that today's rules do not read names no key that today's rules would
                // take.
                if let bundle = try? readHeld(stored.der) { revokedKeys.note(bundle) }
            }
        }
    }

    /// Announces other keys of this member from now on.
    ///
    /// - Throws: `bundleMalformed` if the bundle cannot be read.
    public func announce(_ own: OwnAnnouncement) throws(HeliographError) {
        self.own = own
        try adoptOwn()
        try adopt()
    }

    /// Our own word is believed like a peer's, once the list names us.
    func adoptOwn() throws(HeliographError) {
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

    /// The list in force; nil before the first import.
    public var list: TrustList? { held?.list }

    /// The list in force.
    ///
    /// - Throws: `listMissing`.
    public func currentList() throws(HeliographError) -> TrustList {
        guard let list = held?.list else {
            throw HeliographError(.listMissing, "This node has no trust list yet.")
        }
        return list
    }

    /// An active member of the list in force.
    ///
    /// - Throws: `listMissing`, `memberUnknown`, `memberSuspended`.
    public func activeMember(_ code: MemberCode) throws(HeliographError) -> Member {
        let list = try currentList()
        guard let member = list.member(code) else { throw HeliographError.noMember(code, in: list) }
        guard member.status == .active else {
            throw HeliographError(.memberSuspended, "\(code) is suspended.")
        }
        return member
    }

    /// Members that may be sent something.
    package var activeCodes: Set<MemberCode> {
        Set((held?.list.members ?? []).filter { $0.status == .active }.map(\.code))
    }

    /// The bundle that a member announced last; nil before the first.
    package func bundle(of member: MemberCode) -> KeyBundle? { bundles[member] }

    /// The newest revocation list of one issuing CA.
    package func revocationList(of member: MemberCode, issuer: KeyID) -> [UInt8]? {
        revocations[member]?.last { $0.issuer == issuer }?.der
    }

    /// The version of the bundle that a member announced last; 0 before the first.
    public func bundleVersion(of member: MemberCode) -> Int64 { bundles[member]?.version ?? 0 }

    /// The versions that this node holds and announces, with its time.
    public var versions: HeldVersions {
        HeldVersions(
            member: sealer.member, time: clock.now.flooredToSecond,
            trustList: held?.list.version ?? 0,
            keyBundle: Int(bundles[sealer.member]?.version ?? 0))
    }

    /// Notes the trust list version that a peer says it holds.
    package func note(_ versions: HeldVersions, of peer: MemberCode) {
        listVersions[peer] = versions.trustList
    }

    /// The announcement of this node to a peer: its list, bundle and revocation lists.
    public var hello: Hello {
        Hello(
            versions: versions, trustList: held?.der ?? [], keyBundle: own.bundle,
            revocationLists: own.revocationLists)
    }

    func adopt() throws(HeliographError) {
        guard let held else { return }
        let view = TrustView(
            list: held.list, bundles: bundles.values.sorted { $0.member < $1.member },
            revocationLists: revocations.mapValues { $0.map(\.der) },
            revokedKeys: revokedKeys.keys)
        claims = KeyClaims(view.list, view.bundles, after: claims)
        try sealer.adopt(view)
        changed(view, previous)
    }
}
