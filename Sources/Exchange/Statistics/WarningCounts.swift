public import Notices

/// What warnings of one direction came to: each division adds up to all of them.
public struct WarningCounts: Sendable, Hashable {
    public let warnings: Int
    public let deliveries: [Count]
    public let outcomes: [Count]
    public let refusals: [Count]
    /// Minutes between delivery and arrival, sorted.
    public let leadMinutes: [Int]

    public struct Count: Sendable, Hashable {
        public let what: String
        public let count: Int
    }

    public init(_ records: [WarningRecord], at now: Instant) {
        warnings = records.count
        deliveries = Self.counts(records.map(\.delivery.rawValue))
        outcomes = Self.counts(records.map { $0.outcome(at: now) })
        refusals = Self.counts(records.map { $0.refusal ?? "none" })
        leadMinutes = records.compactMap(\.leadMinutes).sorted()
    }

    private static func counts(_ words: [String]) -> [Count] {
        var found: [String: Int] = [:]
        for word in words { found[word, default: 0] += 1 }
        return found.sorted { $0.key < $1.key }.map { Count(what: $0.key, count: $0.value) }
    }

    public func outcome(_ what: String) -> Int {
        outcomes.first { $0.what == what }?.count ?? 0
    }

    /// What is no result, but why there is none.
    private static let silences: Set<String> = ["cancelled", "pending", "no-feedback"]

    /// Warnings of which the recipient has said what became of them.
    public var answered: Int {
        outcomes.filter { !Self.silences.contains($0.what) }.reduce(0) { $0 + $1.count }
    }

    /// Of those that an answer was due for, how many in a hundred have one, rounded down; nil if none was due.
    public var answeredPercent: Int? {
        let due = answered + outcome("no-feedback")
        return due == 0 ? nil : answered * 100 / due
    }

    /// The middle one; of an even number the lower of the two in the middle, so that it is one that was.
    public var medianLead: Int? {
        leadMinutes.isEmpty ? nil : leadMinutes[(leadMinutes.count - 1) / 2]
    }
}

/// Statistics of a member: for each other member what was sent and received, and all together.
public struct WarningStatistics: Sendable {
    public struct Pair: Sendable {
        public let peer: MemberCode
        public let sent: WarningCounts
        public let received: WarningCounts
    }

    public let pairs: [Pair]
    public let sent: WarningCounts
    public let received: WarningCounts

    public init(_ records: [WarningRecord], at now: Instant) {
        func of(_ direction: WarningRecord.Direction, _ peer: MemberCode?) -> WarningCounts {
            WarningCounts(
                records.filter {
                    $0.direction == direction && (peer == nil || $0.peer == peer)
                }, at: now)
        }
        pairs = Set(records.map(\.peer)).sorted().map { peer in
            Pair(peer: peer, sent: of(.sent, peer), received: of(.received, peer))
        }
        sent = of(.sent, nil)
        received = of(.received, nil)
    }
}
