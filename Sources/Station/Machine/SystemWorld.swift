internal import Certificates
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

/// OpenSSL's random bytes.
public struct SystemEntropy: Entropy {
    /// Needs nothing: the library seeds itself.
    public init() {}

    /// Random bytes, fit for keys.
    public func bytes(_ count: Int) -> [UInt8] { randomBytes(count) }
}

/// A generator that draws from a node's own source of randomness.
package struct EntropyGenerator: RandomNumberGenerator {
    private let entropy: any Entropy

    /// - Parameter entropy: asked for 8 bytes for each number.
    package init(_ entropy: any Entropy) {
        self.entropy = entropy
    }

    /// 64 random bits.
    package func next() -> UInt64 { entropy.bytes(8).reduce(0) { $0 << 8 | UInt64($1) } }
}

extension Entropy {
    /// A new id of a message: the time in milliseconds, and 10 random bytes.
    package func messageID(at now: Instant) -> MessageID {
        MessageID(created: now, random: bytes(10))
    }

    /// A new id of a record. It begins with the time, like a message's: records that are made one
    /// after the other lie side by side in the store, instead of each on a page of its own.
    package func recordID(at now: Instant) -> RecordID {
        guard let id = RecordID(bytes: messageID(at: now).bytes) else {
            preconditionFailure("a record id has 16 bytes")
        }
        return id
    }
}
