public import Notices

/// How long to wait before trying again: exponential with full jitter, and never so long that the
/// deadline passes unused.
///
/// - Source: RFC 5321 section 4.5.4.1 for the discipline; design section 6.
public struct RetryPolicy: Sendable, Hashable {
    /// The first wait is drawn from 0 to this.
    public var firstWait: Duration = .seconds(1)
    /// No wait is drawn from more than this.
    public var waitMax: Duration = .minutes(10)
    /// No wait is drawn from less than this, however near the deadline is.
    public var waitMin: Duration = .milliseconds(200)
    /// A wait takes at most this part of the time left to the deadline.
    public var partOfTimeLeft: Int64 = 8

    public init() {}

    /// - Parameters:
    ///   - failures: how often it has failed in a row, 1 or more.
    ///   - deadline: of the most urgent delivery that waits; nil for none.
    public func wait(
        failures: Int, deadline: Instant?, at now: Instant,
        using random: inout some RandomNumberGenerator
    ) -> Duration {
        let doublings = min(max(failures, 1) - 1, 20)
        var ceiling = min(firstWait * (1 << doublings), waitMax)
        if let deadline, deadline > now {
            ceiling = min(ceiling, deadline.since(now) / partOfTimeLeft)
        }
        let milliseconds = max(ceiling, waitMin).wholeMilliseconds
        return .milliseconds(Int64.random(in: 0...milliseconds, using: &random))
    }
}
