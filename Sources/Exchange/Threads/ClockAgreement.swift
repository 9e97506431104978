public import Notices

/// How far this node's clock is from its peers', by the times they sign.
///
/// A message from the future is refused for good only by a clock that agrees with the others;
/// otherwise the answer is "later", and both administrators are warned.
public struct ClockAgreement: Sendable {
    /// From here on an administrator is warned.
    public static let warnSeconds: Int64 = 30
    /// A clock may be set: what a peer said longer ago says nothing.
    public static let validFor = Duration.hours(24)

    /// Peer minus own, the newest of each peer, and when it was heard.
    private var offsets: [MemberCode: (offset: Duration, heard: Instant)] = [:]

    public init() {}

    /// - Parameters:
    ///   - signed: a time that the peer signed just now.
    ///   - now: this node's clock when it came.
    public mutating func observe(_ peer: MemberCode, signed: Instant, at now: Instant) {
        offsets[peer] = (signed.since(now), now)
        // Also when this clock was set back: what was heard in its future is forgotten.
        offsets = offsets.filter { _, said in
            said.heard <= now && now.since(said.heard) <= Self.validFor
        }
    }

    /// The median offset of the peers; nil before any was heard. Of two in the middle it is the one
    /// further from our clock: doubt puts a message off, and trust refuses it for good.
    public var medianOffset: Duration? {
        let sorted = offsets.values.map(\.offset).sorted()
        guard !sorted.isEmpty else { return nil }
        let low = sorted[(sorted.count - 1) / 2]
        let high = sorted[sorted.count / 2]
        return high >= .zero - low ? high : low
    }

    /// Whether an administrator should look at this clock.
    public var isFarOff: Bool {
        guard let medianOffset else { return false }
        return abs(medianOffset.wholeSeconds) > Self.warnSeconds
    }

    /// True when at least one peer was heard and the median is within five minutes.
    public var isTrusted: Bool {
        guard let medianOffset else { return false }
        return medianOffset > .zero - WireProtocol.skewMax && medianOffset < WireProtocol.skewMax
    }
}
