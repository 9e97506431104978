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

    /// Both clocks of this node at one moment.
    public struct Reading: Sendable {
        public let now: Instant
        public let uptime: Duration

        public init(now: Instant, uptime: Duration) {
            self.now = now
            self.uptime = uptime
        }
    }

    /// A time that a peer signed, and when it was heard on the monotonic clock, which nobody sets.
    private struct Word: Sendable {
        let signed: Instant
        let heard: Duration
    }

    /// The newest of each peer.
    private var words: [MemberCode: Word] = [:]

    public init() {}

    /// - Parameters:
    ///   - signed: a time that the peer signed just now.
    ///   - reading: this node's clocks when it came.
    public mutating func observe(_ peer: MemberCode, signed: Instant, at reading: Reading) {
        words[peer] = Word(signed: signed, heard: reading.uptime)
        words = words.filter { reading.uptime - $0.value.heard <= Self.validFor }
    }

    /// The median of peer minus own, by this node's clock as it stands now, whoever has set it since;
    /// nil before any was heard. Of two in the middle it is the one
    /// further from our clock: doubt puts a message off, and trust refuses it for good.
    public func medianOffset(at reading: Reading) -> Duration? {
        let sorted = offsets(at: reading)
        guard !sorted.isEmpty else { return nil }
        let low = sorted[(sorted.count - 1) / 2]
        let high = sorted[sorted.count / 2]
        return high >= .zero - low ? high : low
    }

    /// Whether an administrator should look at this clock.
    public func isFarOff(at reading: Reading) -> Bool {
        guard let medianOffset = medianOffset(at: reading) else { return false }
        return abs(medianOffset.wholeSeconds) > Self.warnSeconds
    }

    /// True when at least one peer was heard and the median is within five minutes.
    public func isTrusted(at reading: Reading) -> Bool {
        guard let medianOffset = medianOffset(at: reading) else { return false }
        return medianOffset > .zero - WireProtocol.skewMax && medianOffset < WireProtocol.skewMax
    }

    /// How far this clock is off, if most of the peers heard, and two at least, say that it is off by more than
    /// they take, all in one direction; the least of it. One peer alone may have the wrong clock itself.
    public func doubt(at reading: Reading) -> Duration? {
        let offsets = offsets(at: reading)
        for isAhead in [true, false] {
            let against = offsets.filter {
                isAhead ? $0 <= .zero - WireProtocol.skewMax : $0 >= WireProtocol.skewMax
            }
            guard against.count >= 2, against.count * 2 > offsets.count else { continue }
            return isAhead ? against.last : against.first
        }
        return nil
    }

    /// Peer minus own, by this node's clock as it stands now, the smallest first.
    private func offsets(at reading: Reading) -> [Duration] {
        words.values.map { word in
            (word.signed + (reading.uptime - word.heard)).since(reading.now)
        }.sorted()
    }
}
