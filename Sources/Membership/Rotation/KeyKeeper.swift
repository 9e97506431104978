internal import Certificates
internal import Exchange
package import Federation
package import Notices
internal import Ports
package import Station

/// Keeps rotations going while the node runs: gathers the facts about the peers, lets the key desk
/// take its next steps, and warns of certificates and lists that will end.
package actor KeyKeeper {
    /// Between two looks while a rotation is under way, and otherwise.
    private static let waitShort = Duration.seconds(2)
    private static let waitLong = Duration.minutes(10)

    private let context: NodeContext
    private let desk: KeyDesk
    private let herald: Herald
    private let pace: RotationPace
    private let isAutomatic: Bool
    private var watch = ExpiryWatch()
    private let rounds: Rounds
    /// Looks in a row that failed.
    private var failures = 0
    /// Looks in a row that changed nothing.
    private var idleLooks = 0
    /// The uptime of the next survey, which reads every certificate there is: nothing of it ends
    /// within minutes.
    private var nextSurvey = Duration.zero

    /// A keeper that does not look yet.
    ///
    /// - Parameter isAutomatic: true if leaf keys are replaced when two thirds of their life are
    ///   over.
    package init(
        context: NodeContext, desk: KeyDesk, herald: Herald, pace: RotationPace, isAutomatic: Bool
    ) {
        self.context = context
        self.desk = desk
        self.herald = herald
        self.pace = pace
        self.isAutomatic = isAutomatic
        rounds = Rounds(clock: context.clock, cancelsRound: false)
    }

    /// Looks for the first time, and again and again; `wake` has no effect before.
    package func start() {
        rounds.start { await self.round() }
    }

    /// Looks again, because a peer has shown something or a command has begun something.
    package func wake() {
        idleLooks = 0
        rounds.wake()
    }

    /// Finishes the step under way, and begins no other.
    package func stop() async { await rounds.stop() }

    private func round() async -> Duration {
        let before = await desk.ring
        let isUnderWay = await look()
        idleLooks = await desk.ring == before ? idleLooks + 1 : 0
        guard isUnderWay else { return Self.waitLong }
        // A peer's word wakes this loop; the time alone changes things more slowly. And a failure
        // that comes every time is not logged every two seconds.
        let backoff = Backoff(
            from: Self.waitShort, to: failures > 0 ? Self.waitLong : waitIdle)
        return backoff.wait(after: 1 + max(idleLooks, failures))
    }

    /// The longest pause of a rotation that waits for nothing but the time.
    private var waitIdle: Duration { min(.minutes(1), max(Self.waitShort, pace.drainMin / 30)) }

    /// - Returns: true if a rotation is under way, or the look failed: it is worth looking again
    ///   soon.
    private func look() async -> Bool {
        do throws(HeliographError) {
            try await desk.catchUp(at: context.clock.now)
            if context.clock.uptime >= nextSurvey {
                try await survey()
                nextSurvey = context.clock.uptime + Self.waitLong
            }
            let isUnderWay = try await desk.advance(
                try await facts(), pace: pace, isAutomatic: isAutomatic)
            watch.look(at: await context.trust.list, now: context.clock.now, log: context.log)
            failures = 0
            return isUnderWay
        } catch {
            context.log(.alarm, "key-step-failed", error)
            failures += 1
            return true
        }
    }

    /// Warns of certificates that will end, and replaces a revocation list before it ends.
    private func survey() async throws(HeliographError) {
        try await desk.renewRevocationLists(at: context.clock.now)
        let endings = await ExpiryWatch.endings(context, ring: await desk.ring)
        watch.look(at: endings, now: context.clock.now, log: context.log)
    }

    /// The facts about the peers that rotations wait for, as the store and the trust list have them
    /// now.
    ///
    /// - Throws: an error of the store, or of a root in the trust list that is no certificate.
    package func facts() async throws(HeliographError) -> RotationFacts {
        let probes = try await context.store.probes()
        let uses = try await context.store.keyUses()
        let peers = await context.trust.activeCodes.subtracting([context.member])
        let list = await context.trust.list
        var held: [MemberCode: Int64] = [:]
        var heldLists: [MemberCode: Int64] = [:]
        for peer in peers {
            let probe = probes.first { $0.member == peer }
            held[peer] = probe?.keyBundle ?? 0
            heldLists[peer] = Int64(probe?.trustList ?? 0)
        }
        var lastUse: [KeyID: Instant] = [:]
        for use in uses { lastUse[use.key] = max(use.last, lastUse[use.key] ?? use.last) }
        var roots: Set<KeyID> = []
        for der in list?.member(context.member)?.roots ?? [] {
            roots.insert(try Certificate(der: der).keyID)
        }
        return RotationFacts(
            now: context.clock.now, held: held, unreached: await herald.unreached,
            lastUse: lastUse, listedRoots: roots, listVersion: list?.version ?? 0,
            heldLists: heldLists)
    }
}
