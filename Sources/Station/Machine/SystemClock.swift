import Foundation
public import Notices
public import Ports

/// The machine's clocks; `uptime` counts from the making of the value.
public struct SystemClock: Ports.Clock {
    private let start = ContinuousClock.now

    /// A clock with an uptime of zero.
    public init() {}

    /// The wall clock, to the millisecond.
    public var now: Instant {
        Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000))
    }

    /// Time since the clock was made; goes on while the machine is suspended.
    public var uptime: Duration { start.duration(to: .now) }

    /// Sleeps until `uptime` reaches `deadline`, or the task is cancelled.
    public func sleep(until deadline: Duration) async {
        try? await Task.sleep(until: start + deadline, clock: .continuous)
    }
}
