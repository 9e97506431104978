public import Notices

/// The difference between this node's clock and those of its peers, by the times that they sign.
///
/// A message from the future is refused for good only by a clock that agrees with the others;
/// otherwise the answer is "later", and both administrators are warned.
public struct ClockAgreement: Sendable {
    /// An administrator is warned when the median difference is larger than this, seconds.
    public static let warnSeconds: Int64 = 30
    /// A peer's time is dropped after this: this node's clock may have been set since.
    public static let validFor = Duration.hours(24)

    /// Both clocks of this node at one moment.
    public struct Reading: Sendable {
        /// The wall clock, which somebody may set.
        public let now: Instant
        /// The monotonic clock.
        public let uptime: Duration

        /// Takes both clocks as read at one moment.
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

    /// The newest time of each peer.
    private var words: [MemberCode: Word] = [:]

    /// Has heard no peer.
    public init() {}

    /// Keeps a peer's time; the newest of each peer counts.
    ///
    /// - Parameters:
    ///   - signed: a time that the peer signed just now.
    ///   - reading: this node's clocks when it came.
    public mutating func observe(_ peer: MemberCode, signed: Instant, at reading: Reading) {
        words[peer] = Word(signed: signed, heard: reading.uptime)
        words = words.filter { reading.uptime - $0.value.heard <= Self.validFor }
    }

    /// The median of peer minus own, compared with this node's clock as it stands now, even if it
    /// was set since; nil before any peer was heard. Of two in the middle it is the one further
    /// from our clock: doubt only delays a message, but trust refuses it for good.
    public func medianOffset(at reading: Reading) -> Duration? {
        let sorted = offsets(at: reading)
        guard !sorted.isEmpty else { return nil }
        let low = sorted[(sorted.count - 1) / 2]
        let high = sorted[sorted.count / 2]
        return high >= .zero - low ? high : low
    }

    /// True if an administrator should look at this clock.
    public func isFarOff(at reading: Reading) -> Bool {
        guard let medianOffset = medianOffset(at: reading) else { return false }
        return abs(medianOffset.wholeSeconds) > Self.warnSeconds
    }

    /// True when at least one peer was heard and the median is within five minutes.
    public func isTrusted(at reading: Reading) -> Bool {
        guard let medianOffset = medianOffset(at: reading) else { return false }
        return medianOffset > .zero - WireProtocol.skewMax && medianOffset < WireProtocol.skewMax
    }

    /// The least error of this clock, if most of the peers heard, and two at least, say that the
    /// clock is off by `WireProtocol.skewMax` or more, all in one direction; else nil. One peer
    /// alone may have the wrong clock itself.
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
