internal import Certificates
import Foundation
public import Notices
public import Ports

/// The machine's clocks.
public struct SystemClock: Ports.Clock {
    private let start = ContinuousClock.now

    public init() {}

    public var now: Instant {
        Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000))
    }

    public var uptime: Duration { start.duration(to: .now) }

    public func sleep(until deadline: Duration) async {
        try? await Task.sleep(until: start + deadline, clock: .continuous)
    }
}

/// OpenSSL's random bytes.
public struct SystemEntropy: Entropy {
    public init() {}

    public func bytes(_ count: Int) -> [UInt8] { randomBytes(count) }
}

/// Draws from a node's own source of randomness.
package struct EntropyGenerator: RandomNumberGenerator {
    private let entropy: any Entropy

    package init(_ entropy: any Entropy) {
        self.entropy = entropy
    }

    package func next() -> UInt64 { entropy.bytes(8).reduce(0) { $0 << 8 | UInt64($1) } }
}

extension Entropy {
    package func messageID(at now: Instant) -> MessageID {
        MessageID(created: now, random: bytes(10))
    }

    /// Begins with the time, like a message's: records that are made one after the other lie side by
    /// side in the store, instead of each on a page of its own.
    package func recordID(at now: Instant) -> RecordID {
        guard let id = RecordID(bytes: messageID(at: now).bytes) else {
            preconditionFailure("a record id has 16 bytes")
        }
        return id
    }
}
