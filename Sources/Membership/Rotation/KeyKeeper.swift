internal import Certificates
internal import Exchange
package import Federation
package import Notices
internal import Ports
package import Station

/// Keeps rotations going while the node runs: gathers what is known of the peers, lets the key desk
/// take its next steps, and watches what will end.
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
    private var loop: Task<Void, Never>?
    private var pause: Task<Void, Never>?
    private var isAwake = false
    private var isStopping = false
    /// Looks in a row that failed.
    private var failures = 0
    /// Looks in a row that changed nothing.
    private var idleLooks = 0
    /// When what ends by itself is looked at again, on the monotonic clock: that takes reading every
    /// certificate there is, and nothing of it ends within minutes.
    private var nextSurvey = Duration.zero

    package init(
        context: NodeContext, desk: KeyDesk, herald: Herald, pace: RotationPace, isAutomatic: Bool
    ) {
        self.context = context
        self.desk = desk
        self.herald = herald
        self.pace = pace
        self.isAutomatic = isAutomatic
    }

    package func start() {
        guard loop == nil, !isStopping else { return }
        loop = Task { await self.run() }
    }

    /// A peer has shown something, or a command has begun something.
    package func wake() {
        isAwake = true
        idleLooks = 0
        pause?.cancel()
    }

    package func stop() async {
        isStopping = true
        pause?.cancel()
        await loop?.value
    }

    private func run() async {
        while !isStopping {
            isAwake = false
            let before = await desk.ring
            let isUnderWay = await look()
            idleLooks = await desk.ring == before ? idleLooks + 1 : 0
            // A peer's word wakes this loop; the time alone changes things more slowly. And what
            // goes wrong every time is not said every two seconds.
            let longest = failures > 0 ? Self.waitLong : waitIdle
            let doublings = min(max(idleLooks, failures), 10)
            let wait =
                isUnderWay ? min(Self.waitShort * (1 << doublings), longest) : Self.waitLong
            if isAwake || isStopping { continue }
            let clock = context.clock
            let pause = Task { await clock.sleep(until: clock.uptime + wait) }
            self.pause = pause
            await pause.value
            self.pause = nil
        }
    }

    /// The longest pause of a rotation that waits for nothing but the time.
    private var waitIdle: Duration { min(.minutes(1), max(Self.waitShort, pace.drainMin / 30)) }

    /// - Returns: whether to look again soon.
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

    /// Warns of what will end, and replaces a revocation list before it does.
    private func survey() async throws(HeliographError) {
        try await desk.renewRevocationLists(at: context.clock.now)
        let endings = await ExpiryWatch.endings(context, ring: await desk.ring)
        watch.look(at: endings, now: context.clock.now, log: context.log)
    }

    /// What is known of the peers.
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
