internal import Exchange
internal import Notices
internal import Ports
import Synchronization

/// Lets members' work through by their fair shares, across suspensions.
///
/// The work of a request beyond reading it passes here, one envelope at a time: so a member with
/// one envelope is behind one envelope of a flood, not behind the flood.
final class Turnstile: Sendable {
    /// A permission to work, to be given back.
    struct Pass {
        let member: MemberCode
        fileprivate let since: Duration
    }

    private struct State {
        var share: FairShare
        var lastNumber = 0
        var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
        /// The uptime at which each member came last.
        var came: [MemberCode: Duration] = [:]
    }

    /// The time for which a member counts as there after it came.
    static let presence = Duration.seconds(2)

    private let clock: any Ports.Clock
    private let state: Mutex<State>

    init(clock: any Ports.Clock, limits: FairShare.Limits = FairShare.Limits()) {
        self.clock = clock
        state = Mutex(State(share: FairShare(limits: limits)))
    }

    /// Waits for the member's turn.
    ///
    /// - Throws: `peerBusy` if too many of this member's requests wait, or nobody waits for the
    ///   answer any more.
    func enter(
        _ member: MemberCode, isolation: isolated (any Actor)? = #isolation
    ) async throws(HeliographError) -> Pass {
        var isTurnedAway = false
        await withCheckedContinuation { continuation in
            let waits = state.withLock { state in
                state.lastNumber += 1
                state.came[member] = clock.uptime
                switch state.share.ask(member, state.lastNumber) {
                case .goes: return false
                case .turnedAway: isTurnedAway = true
                case .waits:
                    state.waiting[state.lastNumber] = continuation
                    return true
                }
                return false
            }
            if !waits { continuation.resume() }
        }
        guard !isTurnedAway else {
            throw HeliographError(.peerBusy, "Too much of \(member) waits already.")
        }
        let pass = Pass(member: member, since: clock.uptime)
        guard !Task.isCancelled else {
            leave(pass)
            throw HeliographError(.peerBusy, "\(member) waits for the answer no longer.")
        }
        return pass
    }

    /// True if other members are there, who may come again at any moment.
    func isShared(besides member: MemberCode) -> Bool {
        let earliest = clock.uptime - Self.presence
        return state.withLock { state in
            state.came.contains { $0.key != member && $0.value >= earliest }
        }
    }

    func leave(_ pass: Pass) {
        let begun = state.withLock { state in
            state.share.end(pass.member, cost: clock.uptime - pass.since).compactMap {
                state.waiting.removeValue(forKey: $0.number)
            }
        }
        for continuation in begun { continuation.resume() }
    }
}
