package import Certificates
internal import Exchange
package import Federation
package import Notices
internal import Ports
package import Sealing
package import Station

/// The holder of this member's own keys, which takes each through its life.
///
/// The ring says which keys are in use. It is kept before anything follows from it: a crash leaves
/// a step undone or done.
package actor KeyDesk {
    /// The keys and certificates that the node uses, made from the ring.
    package struct Material: Sendable {
        /// The signing key in use, with its certificates.
        package let signing: SigningIdentity
        /// The encryption keys: the one in use first, then the published next one, then those still
        /// draining.
        package let opening: [OpeningKey]
        /// Every certificate that this member has signed with.
        package let signers: [Certificate]
        /// The key and certificates that the node shows in TLS.
        package let transport: PeerIdentity
        /// The bundle and the revocation lists that the node announces.
        package let announcement: TrustDesk.OwnAnnouncement
    }

    nonisolated let member: MemberCode
    /// The files of the keys.
    package nonisolated let folder: KeyFolder
    /// The path of the proposal for the secretariat, which is written anew when the roots change.
    package nonisolated let proposal: String
    let lives: KeyLives
    let log: Log
    /// The keys and their states, as they were kept last.
    package private(set) var ring: KeyRing
    /// The keys and certificates in use now.
    package private(set) var material: Material
    /// Called whenever other keys are used or announced.
    private var changed: (@Sendable (Material) async -> Void)?
    /// True if the ring was kept, and the steps that follow from it could not be done yet.
    private var isBehind = false
    /// Held while the node takes other keys into use.
    private let telling = AsyncLock()

    init(
        member: MemberCode, folder: KeyFolder, proposal: String, lives: KeyLives, log: Log,
        ring: KeyRing, material: Material
    ) {
        self.member = member
        self.folder = folder
        self.proposal = proposal
        self.lives = lives
        self.log = log
        self.ring = ring
        self.material = material
    }

    /// Reads the keys of a folder; replaces at once the leaves that have ended while the node was
    /// off.
    ///
    /// - Throws: `folderMixed`, `keyMissing`, `keyExposed`, `keyUnusable`, or the trouble of the
    ///   folder or token.
    package static func open(
        _ folder: KeyFolder, member: MemberCode, proposal: String, lives: KeyLives = .standard,
        log: Log, at now: Instant
    ) throws(HeliographError) -> KeyDesk {
        var ring: KeyRing
        if Files.exists(folder.ringFile) {
            ring = try folder.loadRing()
            // Before anything is taken away by what it says.
            try folder.check(ring, areOf: member)
            for name in try folder.sweep(ring) {
                log(.warning, "rotation-undone", ["file": .string(name)])
            }
            for slot in ring.unattended.sorted(by: { $0.rawValue < $1.rawValue }) {
                let state = (ring.successor(slot) ?? ring.draining(slot).last)?.state
                log(
                    .warning, "rotation-resumed",
                    [
                        "role": .string(slot.rawValue),
                        "state": JSON(state?.rawValue ?? KeyState.retired.rawValue),
                    ])
            }
        } else {
            try folder.checkHasNoLaterKeys()
            ring = try folder.firstRing(
                bundleVersion: try folder.bundleVersion() ?? now.milliseconds, at: now)
            try folder.save(ring)
        }
        let maker = KeyMaker(member: member, folder: folder, lives: lives)
        if try maker.replaceEnded(&ring, at: now) {
            try folder.save(ring)
            log(.warning, "keys-replaced-at-start")
        }
        return KeyDesk(
            member: member, folder: folder, proposal: proposal, lives: lives, log: log, ring: ring,
            material: try maker.material(ring, at: now))
    }

    /// The key and certificates that the node shows in TLS now.
    package var identity: PeerIdentity { material.transport }

    /// Sets the one closure that is called after each change, with the newest material.
    package func whenChanged(_ body: @escaping @Sendable (Material) async -> Void) {
        changed = body
    }

    var maker: KeyMaker { KeyMaker(member: member, folder: folder, lives: lives) }

    // MARK: - Changing

    /// Changes the ring: it is kept first, then followed. A change that leaves it as it was tells
    /// nobody.
    @discardableResult
    func change<T>(
        at now: Instant, _ body: (inout KeyRing) throws(HeliographError) -> T
    ) async throws(HeliographError) -> T {
        var next = ring
        let result = try body(&next)
        if next == ring, !isBehind { return result }
        try folder.save(next)
        ring = next
        try await follow(at: now)
        return result
    }

    /// Uses and announces the keys as the ring says.
    private func follow(at now: Instant) async throws(HeliographError) {
        isBehind = true
        material = try maker.material(ring, at: now)
        try propose()
        isBehind = false
        // One change at a time, and always the newest: of two changes at once the earlier must not
        // be the last to be used.
        await telling.withLock { await changed?(material) }
    }

    /// Writes the roots that the trust list should name into the proposal, if it names others.
    private func propose() throws(HeliographError) {
        guard Files.exists(proposal) else { return }
        let former = try Proposal.read(try Files.read(proposal))
        let roots = ring.keys.filter { $0.slot == .root && !$0.state.isOver }
        let member = former.member.with(roots: try maker.certificates(roots).map(\.der))
        guard member != former.member else { return }
        let next = Proposal(member: member, bundle: material.announcement.bundle)
        try Files.write(next.json.encodedPretty(), to: proposal, mode: 0o644)
    }

    /// Follows the ring again, after a full disk or the like kept it undone.
    func catchUp(at now: Instant) async throws(HeliographError) {
        if isBehind { try await follow(at: now) }
    }

    /// Replaces revocation lists before they end.
    func renewRevocationLists(at now: Instant) async throws(HeliographError) {
        guard try maker.needsRevocationList(ring, at: now) else { return }
        try await change(at: now) { ring throws(HeliographError) in ring.announceAnew(at: now) }
    }

    /// The time at which a peer's word last moved our version.
    private var overtaken: Instant?
    /// The least time between two such moves: a peer could name one more each time that it is told.
    private static let overtakePause = Duration.minutes(10)
    /// The most that our version may be ahead of the clock: an hour less than readers allow, whose
    /// clocks may be slow.
    private static let overtakeMax = TrustDesk.versionAheadMax - .hours(1)

    /// Announces above a version of our bundle that a peer holds and we never announced: a restored
    /// backup, or a thief of our signing key.
    func overtake(_ version: Int64, at now: Instant) async throws(HeliographError) {
        guard version > ring.bundleVersion else { return }
        // A probe is a peer's word. Above what any peer would have taken it is a lie, and to follow
        // it would make our own next bundle one that nobody takes.
        guard version <= (now + Self.overtakeMax).milliseconds else { return }
        if let overtaken, now >= overtaken, now.since(overtaken) < Self.overtakePause { return }
        overtaken = now
        try await change(at: now) { ring throws(HeliographError) in
            ring.announceAbove(version, at: now)
        }
    }
}
