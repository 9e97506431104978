internal import Notices

/// The distance to a peer, measured as the least time of its answers.
///
/// On a far line two requests at a time leave the line empty most of the time. On a thin line more
/// than two only wait for each other, and might take longer than a request may.
struct Distance: Sendable {
    /// One more request for each 50 ms of distance.
    static let perRequest = Duration.milliseconds(50)
    /// An answer that takes longer than this is slow because the line is thin or the peer is busy.
    static let slowest = Duration.seconds(5)

    /// The least time of late: it falls at once, and rises slowly.
    private var least: Duration?
    private var isSlow = false

    /// - Parameter time: from the request's begin to its answer.
    mutating func observe(_ time: Duration) {
        isSlow = time > Self.slowest
        guard let least, least < time else {
            self.least = max(.zero, time)
            return
        }
        self.least = least + (time - least) / 16
    }

    mutating func forget() {
        self = Distance()
    }

    var requestsMore: Int {
        guard let least, !isSlow else { return 0 }
        return Int(least / Self.perRequest)
    }
}
