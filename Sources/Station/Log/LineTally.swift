internal import Notices

/// When a line was last written, and how often the same thing has happened since: whoever is far away decides how
/// often that is, and not how long the log becomes.
package struct LineTally {
    static let interval = Duration.minutes(10)

    /// Uptime at the last line.
    private var told: Duration
    /// Since then.
    private var count = 0

    /// Nothing has happened since that is worth a line of its own.
    func isOld(at uptime: Duration) -> Bool { uptime - told >= Self.interval }

    /// Counts once more.
    ///
    /// - Returns: how many times a line is due for; nil if none is due.
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

/// Tallies of what is told apart, up to a number of them; the rest is counted together.
package struct LineTallies<Kind: Hashable> {
    let kindsMax: Int
    private var tallies: [Kind: LineTally] = [:]
    /// Those for whom there is no room.
    private var others: LineTally?

    package init(kindsMax: Int) {
        self.kindsMax = kindsMax
    }

    /// Counts one of a kind once more; makes room where nothing was told lately.
    ///
    /// - Returns: how many times a line is due for, nil if none is; and whether this kind is told apart.
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
