/// A moment in time: whole milliseconds since 1970-01-01T00:00:00Z, leap seconds ignored.
///
/// The pure targets have no clock: their callers pass the moment in.
public struct Instant: Hashable, Comparable, Sendable {
    /// Milliseconds since the Unix epoch; may be negative.
    public let milliseconds: Int64

    /// The moment so many milliseconds after the Unix epoch.
    public init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    /// The moment so many seconds after the Unix epoch.
    public init(seconds: Int64) {
        self.milliseconds = seconds * 1_000
    }

    /// True if `left` is the earlier moment.
    public static func < (left: Instant, right: Instant) -> Bool {
        left.milliseconds < right.milliseconds
    }

    /// The moment that lies `duration` later; parts of a millisecond are dropped.
    public static func + (instant: Instant, duration: Duration) -> Instant {
        Instant(milliseconds: instant.milliseconds + duration.wholeMilliseconds)
    }

    /// The moment that lies `duration` earlier; parts of a millisecond are dropped.
    public static func - (instant: Instant, duration: Duration) -> Instant {
        Instant(milliseconds: instant.milliseconds - duration.wholeMilliseconds)
    }

    /// The time from `earlier` to this moment; negative if this moment is the earlier one.
    public func since(_ earlier: Instant) -> Duration {
        .milliseconds(milliseconds - earlier.milliseconds)
    }

    /// This moment without its part of a second, as the wire and the command line print it.
    public var flooredToSecond: Instant {
        flooredTo(.seconds(1))
    }

    /// The latest multiple of `step` since the epoch that is not after this moment.
    public func flooredTo(_ step: Duration) -> Instant {
        let width = max(1, step.wholeMilliseconds)
        let remainder = milliseconds % width
        return Instant(milliseconds: milliseconds - (remainder < 0 ? remainder + width : remainder))
    }
}

extension Duration {
    /// Whole milliseconds, rounded towards zero.
    public var wholeMilliseconds: Int64 {
        components.seconds * 1_000 + components.attoseconds / 1_000_000_000_000_000
    }

    /// Whole seconds, rounded towards zero.
    public var wholeSeconds: Int64 {
        components.seconds
    }

    /// A duration of `count` minutes.
    public static func minutes(_ count: Int64) -> Duration { .seconds(count * 60) }
    /// A duration of `count` hours.
    public static func hours(_ count: Int64) -> Duration { .seconds(count * 3_600) }
    /// A duration of `count` days of 24 hours.
    public static func days(_ count: Int64) -> Duration { .seconds(count * 86_400) }
}
