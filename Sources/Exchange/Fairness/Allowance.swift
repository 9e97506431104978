public import Notices

/// How much of one kind a member may make this node keep: so many at once, and then one at a time.
///
/// Each is a token bucket. Time is uptime: no clock that somebody sets can fill it.
public struct Allowance: Sendable, Hashable {
    /// What may come at once.
    public let burst: Int
    /// How long it takes until one more may come.
    public let refill: Duration

    public init(burst: Int, refill: Duration) {
        self.burst = burst
        self.refill = refill
    }

    /// Messages that are taken in, in pieces of 64 KiB: 12 GiB at once, and 5 GiB a day. What is over it waits at
    /// its sender.
    public static let messages = Allowance(burst: 200_000, refill: .seconds(1))
    /// What one piece of `messages` holds.
    public static let messagePieceBytes = 64 << 10
    /// Of a message that is refused, its envelope's digest is signed and kept for ever: a day's
    /// honest mistakes fit, and a flood grows the store by one a second.
    public static let refusals = Allowance(burst: 10_000, refill: .seconds(1))
    /// Two contents under one id are never an accident, and both are kept as proof.
    public static let conflicts = Allowance(burst: 100, refill: .minutes(10))
    /// Evidence that says again what is known.
    public static let repeatedEvidence = Allowance(burst: 1_000, refill: .seconds(10))
    /// Key bundles and revocation lists that take the place of earlier ones.
    public static let announcements = Allowance(burst: 120, refill: .seconds(30))
}

/// What every member has drawn of its allowances.
public struct Allowances: Sendable {
    private struct Key: Hashable {
        let member: MemberCode
        let allowance: Allowance
    }

    /// When the bucket will be full again; before now if it is full.
    private var fullAt: [Key: Duration] = [:]

    public init() {}

    public enum Answer: Sendable, Equatable {
        case granted
        /// Over the allowance; one more may come after this time.
        case wait(Duration)
    }

    /// Takes some of the allowance, or nothing.
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
