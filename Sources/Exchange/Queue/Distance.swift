internal import Notices

/// How far away a peer is, by how long its answers take at the least.
///
/// On a far line two requests at a time leave it empty most of the time; on a thin one more than two would
/// only wait for each other, and might take longer than a request may.
struct Distance: Sendable {
    /// One request more for each so much of distance.
    static let perRequest = Duration.milliseconds(50)
    /// An answer that takes longer than this is slow because the line is thin or the peer is busy.
    static let slowest = Duration.seconds(5)

    /// The least of late: it falls at once, and rises slowly.
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
