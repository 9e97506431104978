internal import Exchange
internal import Federation
package import Notices
internal import Ports
package import Station

/// Asks peers for their hello when there is nothing to send: so that keys are known before they
/// are needed, and one reachable peer is enough to bring a newer trust list.
package actor Gossip {
    /// Between two rounds.
    static let interval = Duration.minutes(10)
    /// Peers asked in one round besides those whose key is not known.
    static let peersPerRound = 2
    /// Peers asked at the same time.
    static let atOnceMax = 16

    private let context: NodeContext
    private let conversation: PeerConversation
    private var loop: Task<Void, Never>?
    private var pause: Task<Void, Never>?
    private var isStopping = false
    private var turn = 0
    /// Peers that are being asked because of what they said.
    private var asking: Set<MemberCode> = []

    package init(context: NodeContext, conversation: PeerConversation) {
        self.context = context
        self.conversation = conversation
    }

    package func start() {
        guard loop == nil, !isStopping else { return }
        loop = Task { await self.run() }
    }

    /// A new list may have brought new members: ask them now.
    package func wake() { pause?.cancel() }

    package func stop() async {
        isStopping = true
        pause?.cancel()
        loop?.cancel()
        await loop?.value
    }

    private func run() async {
        // The first word of a node that is back goes to everybody: their queues for it wake.
        await ask(await peers())
        while !isStopping {
            let clock = context.clock
            let pause = Task { await clock.sleep(until: clock.uptime + Self.interval) }
            self.pause = pause
            if isStopping { pause.cancel() }
            await pause.value
            await round()
        }
    }

    /// Asks every peer whose key is missing, and the next ones in turn.
    func round() async {
        let now = context.clock.now
        let peers = await peers()
        guard !peers.isEmpty else { return }
        let active = await context.trust.activeCodes
        var asked = peers.filter {
            active.contains($0) && context.sealer.encryptionKey(of: $0, at: now) == nil
        }
        for _ in 0..<min(Self.peersPerRound, peers.count) {
            turn = (turn + 1) % peers.count
            if !asked.contains(peers[turn]) { asked.append(peers[turn]) }
        }
        await ask(asked)
    }

    /// Suspended ones too: only they may hold the list that restores them.
    private func peers() async -> [MemberCode] {
        (await context.trust.list?.members ?? []).map(\.code)
            .filter { $0 != context.member }.sorted()
    }

    /// A peer said that it has a newer trust list.
    package func ask(_ peer: MemberCode) {
        guard !isStopping, asking.insert(peer).inserted else { return }
        Task {
            await self.ask([peer])
            self.asking.remove(peer)
        }
    }

    /// A peer that is down is no news: its queue, if there is one, says so.
    private func ask(_ peers: [MemberCode]) async {
        let (conversation, context) = (conversation, context)
        await withTaskGroup(of: Void.self) { group in
            for (index, peer) in peers.enumerated() where !isStopping {
                if index >= Self.atOnceMax { await group.next() }
                group.addTask {
                    do throws(HeliographError) {
                        try await conversation.hello(peer)
                    } catch {
                        // It comes again; that it was not kept here is news all the same.
                        guard !error.code.isOfStore else {
                            context.peerLog.log(.warning, "announcement-not-kept", of: peer, error)
                            return
                        }
                        // `peers` and `doctor` say who does not answer, and why.
                        try? await context.store.commit([
                            .putPeer(
                                PeerRow(
                                    member: peer, lastFailure: context.clock.now,
                                    lastCode: error.code))
                        ])
                    }
                }
            }
        }
    }
}
