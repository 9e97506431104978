internal import Notices
internal import Ports
internal import Station
internal import Traffic

/// Shows the hand-overs that wait or were given up, and tries them again.
struct HandoverOffice {
    let context: TrafficContext

    func list() async throws(HeliographError) -> JSON {
        var items: [JSON] = []
        for state in [Handover.State.dead, .pending] {
            items += try await context.store.handovers(state, limit: 1_000).map { handover in
                [
                    "from": .string(handover.from.description),
                    "id": .string(handover.id.description),
                    "target": .string(handover.target),
                    "state": .string(handover.state.rawValue),
                    "queued": JSON(handover.queued),
                    "attempts": .number(JSONNumber(handover.attempts)),
                    "nextAttempt": JSON(handover.state == .dead ? nil : handover.nextAttempt),
                    "code": JSON(handover.lastCode?.rawValue),
                ]
            }
        }
        return .items(items)
    }

    /// What was given up, or waits, is tried at once.
    func retry() async throws(HeliographError) -> JSON {
        let now = context.clock.now
        var changes: [Change] = []
        for state in [Handover.State.dead, .pending] {
            for var handover in try await context.store.handovers(state, limit: 10_000) {
                handover.state = .pending
                handover.attempts = 0
                handover.nextAttempt = now
                changes.append(.putHandover(handover))
            }
        }
        if !changes.isEmpty { try await context.store.commit(changes) }
        return ["retried": .number(JSONNumber(changes.count))]
    }
}
