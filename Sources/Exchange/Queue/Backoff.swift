/// The waits between attempts that fail: the first is the least, each further one twice as long,
/// and none longer than the greatest.
///
/// The same count gives the same wait. Deliveries, which many nodes retry at once, draw theirs
/// from a `RetryPolicy`.
public struct Backoff: Sendable, Hashable {
    /// The wait after the first failure.
    public let least: Duration
    /// The wait that the doubling ends at.
    public let greatest: Duration

    /// - Parameters:
    ///   - least: the wait after the first failure, more than zero.
    ///   - greatest: the wait that the doubling ends at, not less than `least`.
    public init(from least: Duration, to greatest: Duration) {
        precondition(least > .zero && least <= greatest, "a back-off waits, and grows")
        self.least = least
        self.greatest = greatest
    }

    /// The wait before the next attempt.
    ///
    /// - Parameter failures: attempts that failed in a row; 0 counts as 1.
    /// - Returns: `least * 2^(failures - 1)`, at most `greatest`.
    public func wait(after failures: Int) -> Duration {
        var wait = least
        for _ in stride(from: 1, to: failures, by: 1) {
            // Half of the greatest and more: the double would be cut, and may not fit a `Duration`.
            guard wait < greatest / 2 else { return greatest }
            wait *= 2
        }
        return wait
    }
}
