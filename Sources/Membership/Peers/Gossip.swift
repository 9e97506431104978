internal import Exchange
internal import Federation
package import Notices
internal import Ports
package import Station

/// Asks peers for their hello when there is nothing to send. So keys are known before they are
/// needed, and one reachable peer is enough to bring a newer trust list.
package actor Gossip {
    /// Between two rounds.
    static let interval = Duration.minutes(10)
    /// Peers asked in one round besides those whose key is not known.
    static let peersPerRound = 2
    /// Peers asked at the same time.
    static let atOnceMax = 16

    private let context: NodeContext
    private let conversation: PeerConversation
    private let rounds: Rounds
    private var isFirstRound = true
    private var turn = 0
    /// Peers that are being asked because they said that they have a newer trust list.
    private var asking: Set<MemberCode> = []

    /// Gossip at rest; `start` begins it.
    package init(context: NodeContext, conversation: PeerConversation) {
        self.context = context
        self.conversation = conversation
        rounds = Rounds(clock: context.clock, cancelsRound: true)
    }

    /// Asks every peer at once, and some of them every ten minutes from then on.
    package func start() {
        rounds.start {
            await self.nextRound()
            return Self.interval
        }
    }

    /// Asks now, because a new list may have brought new members; no effect before `start`.
    package func wake() { rounds.wake() }

    /// Breaks off the calls of the round under way, and begins none.
    package func stop() async { await rounds.stop() }

    private func nextRound() async {
        guard isFirstRound else { return await round() }
        isFirstRound = false
        // The first word of a node that is back goes to everybody: their queues for it wake.
        await ask(await peers())
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

    /// Asks a peer now, because it said that it has a newer trust list.
    package func ask(_ peer: MemberCode) {
        guard !rounds.isStopping, asking.insert(peer).inserted else { return }
        Task {
            await self.ask([peer])
            self.asking.remove(peer)
        }
    }

    /// Asks peers for their hello. A peer that is down is no news: its queue, if there is one, says
    /// so.
    private func ask(_ peers: [MemberCode]) async {
        let (conversation, context) = (conversation, context)
        await withTaskGroup(of: Void.self) { group in
            for (index, peer) in peers.enumerated() where !rounds.isStopping {
                if index >= Self.atOnceMax { await group.next() }
                group.addTask {
                    do throws(HeliographError) {
                        try await conversation.hello(peer)
                    } catch {
                        // The announcement comes again; a failure to keep it here is news all the
                        // same.
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
