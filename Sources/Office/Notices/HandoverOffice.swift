internal import Asking
internal import Notices
internal import Ports
internal import Station
internal import Traffic

/// Shows the hand-overs that wait or were given up, and tries them again.
struct HandoverOffice {
    let store: any Store
    let clock: any Ports.Clock

    func list() async throws(HeliographError) -> Items<HandoverView> {
        var items: [HandoverView] = []
        for state in [Handover.State.dead, .pending] {
            items += try await store.handovers(state, limit: 1_000).map { handover in
                HandoverView(
                    from: handover.from, id: handover.id, target: handover.target,
                    state: handover.state, queued: handover.queued, attempts: handover.attempts,
                    nextAttempt: handover.state == .dead ? nil : handover.nextAttempt,
                    code: handover.lastCode)
            }
        }
        return Items(items)
    }

    /// Tries every hand-over at once that waits or was given up.
    func retry() async throws(HeliographError) -> RetriedView {
        let now = clock.now
        var changes: [Change] = []
        for state in [Handover.State.dead, .pending] {
            for var handover in try await store.handovers(state, limit: 10_000) {
                handover.state = .pending
                handover.attempts = 0
                handover.nextAttempt = now
                changes.append(.putHandover(handover))
            }
        }
        if !changes.isEmpty { try await store.commit(changes) }
        return RetriedView(retried: changes.count)
    }
}
