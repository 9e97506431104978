internal import Exchange
package import Membership
package import Notices
internal import Ports
package import Station

/// Brings evidence of ours that no answer carried, such as that an officer opened a notice, to its
/// addressee, and keeps trying until that member says that it holds it.
package actor EvidenceCourier {
    /// Documents of one request.
    static let batchMax = 64
    private static let backoff = Backoff(from: .seconds(1), to: .minutes(5))

    private let context: NodeContext
    private let conversation: PeerConversation
    private let rounds: Rounds
    private var failures = Failures<MemberCode, Code>(EvidenceCourier.backoff)

    /// A courier at rest; `wake` begins its work.
    package init(context: NodeContext, conversation: PeerConversation) {
        self.context = context
        self.conversation = conversation
        rounds = Rounds(clock: context.clock, cancelsRound: true)
    }

    /// Looks for evidence to bring; called at start and whenever there is new evidence.
    package func wake() {
        rounds.wake { await self.deliverPending() }
    }

    /// Tries a peer at once, because it called us.
    package func contact(_ peer: MemberCode) {
        guard failures.clear(peer) else { return }
        wake()
    }

    /// Breaks off a request that is under way: its evidence is brought again after the next start.
    package func stop() async { await rounds.stop() }

    /// - Returns: how long to wait before trying the rest; nil if there is none.
    private func deliverPending() async -> Duration? {
        // One document more than a batch tells that there is more.
        guard
            let pending = try? await context.store.pendingEvidence(
                limitPerMember: Self.batchMax + 1)
        else { return Self.backoff.greatest }
        var soonest: Duration?
        var seen: Set<MemberCode> = []
        for peer in pending.map(\.to) where !rounds.isStopping && seen.insert(peer).inserted {
            let now = context.clock.uptime
            guard failures.due(peer) <= now else {
                soonest = min(soonest ?? Self.backoff.greatest, failures.due(peer) - now)
                continue
            }
            let some = pending.filter { $0.to == peer }.prefix(Self.batchMax)
            do throws(HeliographError) {
                try await bring(Array(some), to: peer)
                failures.clear(peer)
                if pending.count(where: { $0.to == peer }) > some.count { soonest = .zero }
            } catch {
                let failure = failures.note(peer, error.code, at: context.clock.uptime)
                context.log(
                    .info, "evidence-not-brought",
                    [
                        "peer": .string(peer.description), "code": .string(error.code.rawValue),
                        "failures": .number(JSONNumber(failure.count)),
                    ])
                soonest = min(
                    soonest ?? Self.backoff.greatest, failure.until - failure.noted)
            }
        }
        return soonest
    }

    private func bring(
        _ dispatches: [EvidenceDispatch], to peer: MemberCode
    )
        async throws(HeliographError)
    {
        var documents: [EvidenceDocument] = []
        let held = try await context.store.evidence(Set(dispatches.map(\.digest)))
        for dispatch in dispatches {
            // One that is lost must not hold the others back.
            guard let document = held[dispatch.digest] else {
                context.log(
                    .alarm, "evidence-missing", ["digest": .string(dispatch.digest.description)])
                continue
            }
            documents.append(document)
        }
        guard !documents.isEmpty else {
            throw HeliographError(.storeCorrupt, "Stored evidence is missing.")
        }
        let answer = try await conversation.postEvidence(documents, to: peer)
        let done = Set(answer.held + answer.refused)
        let now = context.clock.now
        var changes: [Change] = []
        for var dispatch in dispatches where done.contains(dispatch.digest) {
            dispatch.acknowledged = now
            changes.append(.putEvidenceDispatch(dispatch))
        }
        guard !changes.isEmpty else {
            throw HeliographError(.peerAnswerInvalid, "The peer took none of the evidence.")
        }
        for digest in answer.refused {
            context.peerLog.log(
                .alarm, "evidence-refused", of: peer, ["digest": .string(digest.description)])
        }
        try await context.store.commit(changes)
        // A document that was named in neither list comes again by itself: the peer had trouble of
        // its own.
        guard documents.allSatisfy({ done.contains($0.digest) }) else {
            throw HeliographError(.peerBusy, "The peer has not taken all of the evidence yet.")
        }
    }
}
