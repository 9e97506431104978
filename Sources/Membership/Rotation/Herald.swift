internal import Exchange
internal import Federation
package import Notices
internal import Ports
package import Station

/// Tells every peer at once what this node announces anew, and keeps at it until each has signed
/// that it holds it.
package actor Herald {
    /// Peers told at the same time.
    static let atOnceMax = 16
    private static let waitMin = Duration.seconds(1)
    private static let waitMax = Duration.minutes(5)
    /// For one that answered and did not take our word, however often it calls us.
    private static let waitRefused = Duration.seconds(30)

    private let context: NodeContext
    private let conversation: PeerConversation
    private let desk: KeyDesk
    private var loop: Task<Void, Never>?
    private var pause: Task<Void, Never>?
    private var failures: [MemberCode: Failure] = [:]
    private var isAwake = false
    private var isStopping = false
    /// Called when a peer has shown something new.
    private var heard: (@Sendable () async -> Void)?

    private struct Failure {
        var count = 0
        /// On the monotonic clock.
        var until = Duration.zero
        /// When it was told last.
        var told = Duration.zero
        /// It answered, but does not hold everything.
        var isReached = false
        /// It answered, and not with a probe.
        var isRefused = false
    }

    private enum Outcome {
        case holdsAll, lags, refused, failed, unreached
    }

    package init(context: NodeContext, conversation: PeerConversation, desk: KeyDesk) {
        self.context = context
        self.conversation = conversation
        self.desk = desk
    }

    package func whenHeard(_ body: @escaping @Sendable () async -> Void) { heard = body }

    /// Peers that did not answer when they were last told.
    var unreached: Set<MemberCode> { Set(failures.filter { !$0.value.isReached }.keys) }

    /// Something new is to be told, also to those that were to be left alone for a while.
    package func wake() {
        for peer in failures.keys { failures[peer]?.until = .zero }
        tell()
    }

    private func tell() {
        isAwake = true
        pause?.cancel()
        guard loop == nil, !isStopping else { return }
        loop = Task { await self.run() }
    }

    /// The peer called us, so it may be there again: tell it, but not with each of its requests.
    package func contact(_ peer: MemberCode) {
        guard let failure = failures[peer] else { return }
        let soonest = failure.told + (failure.isRefused ? Self.waitRefused : Self.waitMin)
        guard failure.until > soonest else { return }
        failures[peer]?.until = soonest
        tell()
    }

    package func stop() async {
        isStopping = true
        pause?.cancel()
        loop?.cancel()
        await loop?.value
    }

    private func run() async {
        while !isStopping {
            isAwake = false
            let wait = await tellAll()
            if isAwake || isStopping { continue }
            guard let wait else { break }
            let clock = context.clock
            let pause = Task { await clock.sleep(until: clock.uptime + wait) }
            self.pause = pause
            await pause.value
            self.pause = nil
        }
        loop = nil
    }

    /// - Returns: how long to wait before trying the rest; nil if every peer has shown the newest.
    private func tellAll() async -> Duration? {
        guard let probes = try? await context.store.probes(),
            await context.trust.list?.member(context.member)?.status == .active
        else { return Self.waitMax }
        let version = await desk.ring.bundleVersion
        let list = await context.trust.list?.version ?? 0
        let done = probes.filter { $0.keyBundle == version && $0.trustList >= list }.map(\.member)
        let peers = await context.trust.activeCodes.subtracting([context.member])
            .subtracting(done)
        for gone in failures.keys where !peers.contains(gone) { failures[gone] = nil }
        let now = context.clock.uptime
        let due = peers.filter { (failures[$0]?.until ?? .zero) <= now }.sorted()
        await withTaskGroup(of: (MemberCode, Outcome).self) { group in
            for (index, peer) in due.enumerated() where !isStopping {
                if index >= Self.atOnceMax, let (told, outcome) = await group.next() {
                    note(told, outcome)
                }
                group.addTask { (peer, await self.tell(peer)) }
            }
            for await (told, outcome) in group { note(told, outcome) }
        }
        if !due.isEmpty { await heard?() }
        return failures.values.map { max(.zero, $0.until - context.clock.uptime) }.min()
    }

    private func note(_ peer: MemberCode, _ outcome: Outcome) {
        guard outcome != .holdsAll else {
            failures[peer] = nil
            return
        }
        var failure = failures[peer] ?? Failure()
        failure.count += 1
        let wait = min(Self.waitMin * (1 << min(failure.count - 1, 10)), Self.waitMax)
        failure.told = context.clock.uptime
        failure.until = failure.told + wait
        failure.isReached = outcome == .lags || outcome == .refused
        failure.isRefused = outcome == .refused || outcome == .failed
        failures[peer] = failure
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
