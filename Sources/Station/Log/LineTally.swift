internal import Notices

/// The time of the last log line about one thing, and the count of the same thing since. One far
/// away decides how often it happens, and not how long the log becomes.
package struct LineTally {
    static let interval = Duration.minutes(10)

    /// Uptime at the last line.
    private var told: Duration
    /// Occurrences since the last line.
    private var count = 0

    /// True if the last line is so long ago that the tally need not be kept.
    func isOld(at uptime: Duration) -> Bool { uptime - told >= Self.interval }

    /// Counts once more.
    ///
    /// - Returns: the count that a line is due for, this time included; nil if none is due.
    package static func count(_ tally: inout LineTally?, at uptime: Duration) -> Int? {
        guard let known = tally, !known.isOld(at: uptime) else {
            let count = (tally?.count ?? 0) + 1
            tally = LineTally(told: uptime)
            return count
        }
        tally?.count += 1
        return nil
    }
}

/// Tallies of several kinds of thing, up to a number of kinds; the kinds above it are counted
/// together.
package struct LineTallies<Kind: Hashable> {
    let kindsMax: Int
    private var tallies: [Kind: LineTally] = [:]
    /// The tally of all kinds for which there is no room.
    private var others: LineTally?

    /// An empty set of tallies.
    ///
    /// - Parameter kindsMax: kinds that are told apart at the same time.
    package init(kindsMax: Int) {
        self.kindsMax = kindsMax
    }

    /// Counts one more of a kind; makes room by forgetting kinds without a line in the last ten
    /// minutes.
    ///
    /// - Returns: the count that a line is due for, nil if none is due; and false if there was no
    ///   room to tell this kind apart.
    package mutating func count(_ kind: Kind, at uptime: Duration) -> (count: Int?, isKnown: Bool) {
        if tallies[kind] == nil, tallies.count >= kindsMax {
            tallies = tallies.filter { !$0.value.isOld(at: uptime) }
        }
        guard tallies[kind] != nil || tallies.count < kindsMax else {
            return (LineTally.count(&others, at: uptime), false)
        }
        return (LineTally.count(&tallies[kind], at: uptime), true)
    }
}
