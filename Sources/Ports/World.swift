public import Notices

/// The wall clock and the monotonic clock of the machine.
public protocol Clock: Sendable {
    /// The wall clock, which somebody may set.
    var now: Instant { get }
    /// Time since some fixed moment of this process; never runs backwards.
    var uptime: Duration { get }
    /// Returns at or after the moment `uptime` reaches `deadline`, or when the task is cancelled.
    func sleep(until deadline: Duration) async
}

/// A cryptographic source of random bytes.
public protocol Entropy: Sendable {
    /// Random bytes, fit for keys.
    func bytes(_ count: Int) -> [UInt8]
}
