internal import Exchange
internal import Notices
internal import Ports
internal import Station
import Synchronization

/// The allowances of members, as far as they were drawn since the node was started.
final class PeerAllowances: Sendable {
    private struct State {
        var allowances = Allowances()
        /// The members with an alarm in the log, and the uptime until which no other is written.
        var told: [MemberCode: Duration] = [:]
    }

    /// One alarm for each flood, not for each message of it.
    static let silence = Duration.minutes(10)

    private let clock: any Ports.Clock
    private let log: Log
    private let state = Mutex(State())

    /// - Parameter log: tells of members that want more than they are granted.
    init(clock: any Ports.Clock, log: Log) {
        self.clock = clock
        self.log = log
    }

    /// Draws on an allowance.
    ///
    /// - Parameter what: the thing that is drawn, for the log.
    /// - Returns: nil if it is granted, otherwise the time to wait.
    func draw(
        _ allowance: Allowance, _ count: Int = 1, by member: MemberCode, _ what: String
    ) -> Duration? {
        let now = clock.uptime
        let (wait, isNew) = state.withLock { state -> (Duration?, Bool) in
            switch state.allowances.draw(allowance, count, by: member, at: now) {
            case .granted: return (nil, false)
            case .wait(let wait):
                let isNew = now >= state.told[member] ?? now
                if isNew { state.told[member] = now + Self.silence }
                return (wait, isNew)
            }
        }
        if let wait, isNew {
            log(
                .alarm, "member-over-allowance",
                [
                    "peer": .string(member.description), "what": .string(what),
                    "waitSeconds": .number(JSONNumber(Int(wait.wholeSeconds))),
                ])
        }
        return wait
    }
}
