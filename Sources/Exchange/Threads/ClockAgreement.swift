public import Notices

/// How far this node's clock is from its peers', by the times they sign.
///
/// A message from the future is refused for good only by a clock that agrees with the others;
/// otherwise the answer is "later", and both administrators are warned.
public struct ClockAgreement: Sendable {
    /// Peer minus own, the newest of each peer.
    private var offsets: [MemberCode: Duration] = [:]

    public init() {}

    /// - Parameters:
    ///   - signed: a time that the peer signed just now.
    ///   - now: this node's clock when it came.
    public mutating func observe(_ peer: MemberCode, signed: Instant, at now: Instant) {
        offsets[peer] = signed.since(now)
    }

    /// The median offset of the peers; nil before any was heard. Of two in the middle it is the one
    /// further from our clock: doubt puts a message off, and trust refuses it for good.
    public var medianOffset: Duration? {
        let sorted = offsets.values.sorted()
        guard !sorted.isEmpty else { return nil }
        let low = sorted[(sorted.count - 1) / 2]
        let high = sorted[sorted.count / 2]
        return high >= .zero - low ? high : low
    }

    /// True when at least one peer was heard and the median is within five minutes.
    public var isTrusted: Bool {
        guard let medianOffset else { return false }
        return medianOffset > .zero - WireProtocol.skewMax && medianOffset < WireProtocol.skewMax
    }
}
