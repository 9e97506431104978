public import Notices

/// The wait before the next attempt: exponential with full jitter, and never so long that the
/// deadline passes unused.
///
/// - Source: RFC 5321 section 4.5.4.1 for the discipline; design section 6.
public struct RetryPolicy: Sendable, Hashable {
    /// The first wait is drawn from 0 to this.
    public var firstWait: Duration = .seconds(1)
    /// No wait is drawn from more than this.
    public var waitMax: Duration = .minutes(10)
    /// The upper end of the range of a draw is never below this, however near the deadline is.
    public var waitMin: Duration = .milliseconds(200)
    /// The upper end of the range is at most the time left to the deadline, divided by this.
    public var partOfTimeLeft: Int64 = 8

    /// The values stated at each property.
    public init() {}

    /// Draws the wait before the next attempt, in whole milliseconds.
    ///
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
