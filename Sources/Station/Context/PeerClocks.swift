internal import Exchange
package import Notices
package import Ports
import Synchronization

/// The agreement of this node's clock with the times that its peers sign.
package final class PeerClocks: Sendable {
    private let clock: any Ports.Clock
    private let log: Log
    private let agreement = Mutex(ClockAgreement())
    /// The last verdict that was written to the log.
    private let wasFarOff = Atomic(false)

    /// A comparison without readings.
    ///
    /// - Parameter log: told when the clock goes far off, and when it agrees again.
    package init(clock: any Ports.Clock, log: Log) {
        self.clock = clock
        self.log = log
    }

    /// Takes in a time that a peer signed just now.
    package func observe(_ peer: MemberCode, signed: Instant) {
        let reading = reading
        let after = agreement.withLock { agreement in
            agreement.observe(peer, signed: signed, at: reading)
            return agreement.isFarOff(at: reading)
        }
        guard wasFarOff.exchange(after, ordering: .relaxed) != after else { return }
        let seconds = Int(offset?.wholeSeconds ?? 0)
        log(
            after ? .alarm : .info, after ? "clock-far-off" : "clock-agrees",
            ["medianSeconds": .number(JSONNumber(seconds))])
    }

    /// The median of the peers' clocks less this clock; nil before any peer was heard.
    package var offset: Duration? {
        let reading = reading
        return agreement.withLock { $0.medianOffset(at: reading) }
    }

    /// True if this clock agrees with the clocks of its peers.
    package var isTrusted: Bool {
        let reading = reading
        return agreement.withLock { $0.isTrusted(at: reading) }
    }

    /// The error of this clock, if peers would refuse what it signs; nil while that is not known.
    package var doubt: Duration? {
        let reading = reading
        return agreement.withLock { $0.doubt(at: reading) }
    }

    private var reading: ClockAgreement.Reading {
        ClockAgreement.Reading(now: clock.now, uptime: clock.uptime)
    }
}
