public import Notices

/// The amount of one kind that a member may make this node keep: a burst, and then one per
/// `refill`.
public struct Allowance: Sendable, Hashable {
    /// Units that may come at once.
    public let burst: Int
    /// Time until one more unit may come.
    public let refill: Duration

    /// An allowance of `burst` units at once, and one more per `refill`.
    public init(burst: Int, refill: Duration) {
        self.burst = burst
        self.refill = refill
    }

    /// Messages that are taken in, in pieces of 64 KiB: 12 GiB at once, and 5 GiB a day. A message
    /// beyond it waits at its sender.
    public static let messages = Allowance(burst: 200_000, refill: .seconds(1))
    /// Bytes of message that one unit of `messages` stands for.
    public static let messagePieceBytes = 64 << 10
    /// Refused messages. The digest of a refused envelope is signed and kept for ever: a day's
    /// honest mistakes fit, and a flood grows the store by one a second.
    public static let refusals = Allowance(burst: 10_000, refill: .seconds(1))
    /// Messages whose id is already held with other content. That is never an accident, and both
    /// are kept as proof.
    public static let conflicts = Allowance(burst: 100, refill: .minutes(10))
    /// Evidence that repeats what is known.
    public static let repeatedEvidence = Allowance(burst: 1_000, refill: .seconds(10))
    /// Key bundles and revocation lists that take the place of earlier ones.
    public static let announcements = Allowance(burst: 120, refill: .seconds(30))
}

/// The amounts that every member has drawn of its allowances.
public struct Allowances: Sendable {
    private struct Key: Hashable {
        let member: MemberCode
        let allowance: Allowance
    }

    /// The uptime at which the bucket is full again; in the past if it is full.
    private var fullAt: [Key: Duration] = [:]

    /// Every bucket is full.
    public init() {}

    /// The result of a draw.
    public enum Answer: Sendable, Equatable {
        case granted
        /// Over the allowance; one more may come after this time.
        case wait(Duration)
    }

    /// Draws `count` units of the allowance, all or none.
    ///
    /// - Parameter now: uptime.
    public mutating func draw(
        _ allowance: Allowance, _ count: Int = 1, by member: MemberCode, at now: Duration
    ) -> Answer {
        let key = Key(member: member, allowance: allowance)
        let full = max(fullAt[key] ?? now, now) + allowance.refill * count
        let over = full - now - allowance.refill * allowance.burst
        guard over <= .zero else { return .wait(over) }
        fullAt[key] = full
        return .granted
    }
}
