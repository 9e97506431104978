internal import Exchange
internal import Federation
package import Notices
internal import Ports
package import Station

/// Tells every peer at once the keys and the trust list that this node announces anew, and repeats
/// it until each peer has signed that it holds them.
package actor Herald {
    /// Peers told at the same time.
    static let atOnceMax = 16
    private static let backoff = Backoff(from: .seconds(1), to: .minutes(5))
    /// The least wait for a peer that answered and did not take our word, however often it calls
    /// us.
    private static let waitRefused = Duration.seconds(30)

    private let context: NodeContext
    private let conversation: PeerConversation
    private let desk: KeyDesk
    private let rounds: Rounds
    private var failures = Failures<MemberCode, Outcome>(Herald.backoff)
    /// Called when peers were told, and may have shown something new.
    private var heard: (@Sendable () async -> Void)?

    /// The result of telling one peer.
    private enum Outcome {
        /// The peer signed that it holds everything.
        case holdsAll
        /// The peer signed that it holds less.
        case lags
        /// The peer answered, and will not take it; or claims to hold more than there is.
        case refused
        /// The call failed, and may succeed later.
        case failed
        /// The peer did not answer, or does not know this node.
        case unreached

        /// True if the peer answered, but does not hold everything.
        var isReached: Bool { self == .lags || self == .refused }

        /// True if a call from the peer brings the next attempt no sooner than `waitRefused`.
        var isRefused: Bool { self == .refused || self == .failed }
    }

    /// A herald at rest; `wake` begins its work.
    package init(context: NodeContext, conversation: PeerConversation, desk: KeyDesk) {
        self.context = context
        self.conversation = conversation
        self.desk = desk
        rounds = Rounds(clock: context.clock, cancelsRound: true)
    }

    /// Sets the one closure that is called after each round in which peers were told.
    package func whenHeard(_ body: @escaping @Sendable () async -> Void) { heard = body }

    /// Peers that did not answer when they were last told.
    var unreached: Set<MemberCode> {
        Set(failures.keys.filter { failures[$0]?.cause.isReached == false })
    }

    /// Tells every peer that something is new, also the peers whose wait is not over.
    package func wake() {
        for peer in failures.keys { failures.hasten(peer, to: .zero) }
        tell()
    }

    private func tell() {
        rounds.wake { await self.tellAll() }
    }

    /// Tells a peer sooner, because it called us and may be there again; not with each of its
    /// requests.
    package func contact(_ peer: MemberCode) {
        guard let failure = failures[peer] else { return }
        let least = failure.cause.isRefused ? Self.waitRefused : Self.backoff.least
        guard failures.hasten(peer, to: failure.noted + least) else { return }
        tell()
    }

    /// Breaks off the calls under way; the peers are told again after the next start.
    package func stop() async { await rounds.stop() }

    /// - Returns: the wait before the rest is tried; nil if every peer has shown the newest.
    private func tellAll() async -> Duration? {
        guard let probes = try? await context.store.probes(),
            await context.trust.list?.member(context.member)?.status == .active
        else { return Self.backoff.greatest }
        let version = await desk.ring.bundleVersion
        let list = await context.trust.list?.version ?? 0
        let done = probes.filter { $0.keyBundle == version && $0.trustList >= list }.map(\.member)
        let peers = await context.trust.activeCodes.subtracting([context.member])
            .subtracting(done)
        for gone in failures.keys where !peers.contains(gone) { failures.clear(gone) }
        let now = context.clock.uptime
        let due = peers.filter { failures.due($0) <= now }.sorted()
        await withTaskGroup(of: (MemberCode, Outcome).self) { group in
            for (index, peer) in due.enumerated() where !rounds.isStopping {
                if index >= Self.atOnceMax, let (told, outcome) = await group.next() {
                    note(told, outcome)
                }
                group.addTask { (peer, await self.tell(peer)) }
            }
            for await (told, outcome) in group { note(told, outcome) }
        }
        if !due.isEmpty { await heard?() }
        return failures.soonest(at: context.clock.uptime)
    }

    private func note(_ peer: MemberCode, _ outcome: Outcome) {
        if outcome == .holdsAll {
            failures.clear(peer)
        } else {
            failures.note(peer, outcome, at: context.clock.uptime)
        }
    }

    private func tell(_ peer: MemberCode) async -> Outcome {
        do throws(HeliographError) {
            let (probe, der) = try await conversation.announce(to: peer)
            try await context.store.commit([
                .putProbe(
                    StoredProbe(
                        member: peer, keyBundle: probe.keyBundle, trustList: probe.trustList,
                        at: probe.at, der: der))
            ])
            if probe.keyBundle > (await desk.ring).bundleVersion {
                context.peerLog.log(
                    .alarm, "bundle-ahead", of: peer, ["version": JSON(Int(probe.keyBundle))])
            }
            try await desk.overtake(probe.keyBundle, at: context.clock.now)
            let version = await desk.ring.bundleVersion
            let list = await context.trust.list?.version ?? 0
            if probe.keyBundle > version { return .refused }
            return probe.keyBundle == version && probe.trustList >= list ? .holdsAll : .lags
        } catch {
            if error.code == .peerUnreachable { return .unreached }
            context.peerLog.log(.warning, "announcement-refused", of: peer, error)
            if error.code == .peerUntrusted || error.code == .peerDoesNotKnowUs {
                return .unreached
            }
            return error.code.isWorthRetrying ? .failed : .refused
        }
    }
}
