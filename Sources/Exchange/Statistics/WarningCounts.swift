public import Notices

/// The results of the warnings of one direction, counted: each division adds up to all warnings.
public struct WarningCounts: Sendable, Hashable {
    /// Number of warnings.
    public let warnings: Int
    /// Warnings by `WarningRecord.Delivery`, sorted by its raw value.
    public let deliveries: [Count]
    /// Warnings by outcome, as in `WarningRecord.outcome(at:)`, sorted by name.
    public let outcomes: [Count]
    /// Warnings by the reason of refusal, `none` where there was none; sorted by name.
    public let refusals: [Count]
    /// Minutes between delivery and arrival, sorted.
    public let leadMinutes: [Int]

    /// One part of a division.
    public struct Count: Sendable, Hashable {
        /// The name of the part.
        public let what: String
        /// Warnings in it.
        public let count: Int
    }

    /// Counts the records.
    ///
    /// - Parameter now: decides between an outcome that is pending and one that never came.
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

    /// Warnings with this outcome; 0 if none has it.
    public func outcome(_ what: String) -> Int {
        outcomes.first { $0.what == what }?.count ?? 0
    }

    /// Outcomes that are no result, but the reason why there is none.
    private static let silences: Set<String> = ["cancelled", "pending", "no-feedback"]

    /// Warnings whose outcome the recipient has reported.
    public var answered: Int {
        outcomes.filter { !Self.silences.contains($0.what) }.reduce(0) { $0 + $1.count }
    }

    /// Warnings with an outcome, per hundred for which one was due, rounded down; nil if none was
    /// due.
    public var answeredPercent: Int? {
        let due = answered + outcome("no-feedback")
        return due == 0 ? nil : answered * 100 / due
    }

    /// The median lead, minutes; of an even number the lower of the two in the middle, so that it
    /// is a lead that occurred. Nil if no lead is known.
    public var medianLead: Int? {
        leadMinutes.isEmpty ? nil : leadMinutes[(leadMinutes.count - 1) / 2]
    }
}

/// Statistics of a member: the warnings sent and received, for each other member and all together.
public struct WarningStatistics: Sendable {
    /// The warnings between this member and one other.
    public struct Pair: Sendable {
        /// The other member.
        public let peer: MemberCode
        /// Warnings from this member to the peer.
        public let sent: WarningCounts
        /// Warnings from the peer to this member.
        public let received: WarningCounts
    }

    /// One per other member that occurs, sorted by code.
    public let pairs: [Pair]
    /// All warnings that this member sent.
    public let sent: WarningCounts
    /// All warnings that this member received.
    public let received: WarningCounts

    /// Counts the records for each peer and all together.
    ///
    /// - Parameter now: as for `WarningCounts`.
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
