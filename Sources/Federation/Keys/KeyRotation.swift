public import Notices

/// The next step in the rotation of one slot.
public enum RotationStep: Sendable, Hashable {
    case publish(KeyID)
    case activate(KeyID)
    case retire(KeyID)
    case destroy(KeyID)
    case wait(RotationWait)
}

/// The reason why a rotation waits.
public enum RotationWait: Sendable, Hashable {
    /// Peers have not shown that they hold the key that will take over.
    case preflight(KeyID, lagging: [MemberCode])
    /// Peers have not shown that they know of the new key, or still use the former one.
    case drain(KeyID, lagging: [MemberCode])
    /// Keys that the former authority certified must be replaced first.
    case certified(KeyID)
    /// The trust list does not name the new root yet, or still names the former one.
    case trustList(KeyID)
    /// A retired key is kept until its time is over.
    case kept(KeyID, until: Instant)
}

/// The facts about keys and peers on which a rotation decides.
public struct RotationFacts: Sendable {
    /// The moment of the decision.
    public let now: Instant
    /// The version of this member's key bundle that each active peer has shown by its signature to
    /// hold; 0 if none.
    public let held: [MemberCode: Int64]
    /// Peers that did not answer when they were last told of the bundle.
    public let unreached: Set<MemberCode>
    /// The last moment at which anything arrived under each former key.
    public let lastUse: [KeyID: Instant]
    /// Roots that the trust list in force names for this member.
    public let listedRoots: Set<KeyID>
    /// The version of the trust list in force here.
    public let listVersion: Int
    /// The version of the trust list that each active peer has shown to hold.
    public let heldLists: [MemberCode: Int64]

    /// Puts the facts together as given.
    public init(
        now: Instant, held: [MemberCode: Int64], unreached: Set<MemberCode>,
        lastUse: [KeyID: Instant], listedRoots: Set<KeyID>, listVersion: Int,
        heldLists: [MemberCode: Int64]
    ) {
        self.now = now
        self.held = held
        self.unreached = unreached
        self.lastUse = lastUse
        self.listedRoots = listedRoots
        self.listVersion = listVersion
        self.heldLists = heldLists
    }
}

/// The shortest and longest times of a rotation's steps.
public struct RotationPace: Sendable, Hashable {
    /// The time that a former key must have drained, and been unused, before it is retired.
    public var drainMin: Duration
    /// The time after which a former key is retired although a peer lags: a message that this peer
    /// seals to it is refused, and the peer seals it again by itself.
    public var drainMax: Duration
    /// The time after which a key is used although a peer that answers does not show that it holds
    /// the key. Such a peer must not keep a member at a key until that key ends.
    public var preflightMax: Duration

    /// The default pace: an hour and 14 days of draining, 2 days of preflight.
    public init(
        drainMin: Duration = .hours(1), drainMax: Duration = .days(14),
        preflightMax: Duration = .days(2)
    ) {
        self.drainMin = drainMin
        self.drainMax = drainMax
        self.preflightMax = preflightMax
    }
}

extension KeyRing {
    /// Active peers that have not shown by a signature that they hold the version in which this key
    /// took its state: of the trust list for a root, of the key bundle for every other key.
    public func lagging(_ key: OwnKey, _ facts: RotationFacts) -> [MemberCode] {
        let held = key.slot == .root ? facts.heldLists : facts.held
        return held.filter { $0.value < key.version }.map(\.key).sorted()
    }

    /// The next step for a slot; nil if no rotation is under way.
    ///
    /// A peer that cannot be reached does not hold a rotation up. A message that it seals to a
    /// former key is opened while that key drains. Later such a message is refused as stale, and
    /// the peer seals it again.
    public func nextStep(
        _ slot: KeySlot, _ facts: RotationFacts, pace: RotationPace
    ) -> RotationStep? {
        if let key = successor(slot) {
            if slot == .root, !facts.listedRoots.contains(key.id) {
                return .wait(.trustList(key.id))
            }
            if key.state == .staged { return .publish(key.id) }
            let lagging = lagging(key, facts).filter { !facts.unreached.contains($0) }
            return lagging.isEmpty || isOverdue(key, facts.now, pace)
                ? .activate(key.id) : .wait(.preflight(key.id, lagging: lagging))
        }
        if let former = draining(slot).last { return drainStep(former, facts, pace) }
        guard let retired = keys.first(where: { $0.slot == slot && $0.state == .retired }) else {
            return nil
        }
        let until = retired.since + Self.keptAfterRetiring
        return facts.now >= until ? .destroy(retired.id) : .wait(.kept(retired.id, until: until))
    }

    /// True if the successor is used although peers lag. A root always waits: a peer that does not
    /// know a root refuses all that comes under it.
    private func isOverdue(_ next: OwnKey, _ now: Instant, _ pace: RotationPace) -> Bool {
        guard next.slot != .root else { return false }
        let endsSoon = active(next.slot).map { $0.ends <= now + .days(1) } ?? true
        return endsSoon || now.since(next.since) >= pace.preflightMax
    }

    private func drainStep(
        _ former: OwnKey, _ facts: RotationFacts, _ pace: RotationPace
    ) -> RotationStep {
        if keys.contains(where: { $0.issuer == former.id && $0.id != former.id && !$0.state.isOver }
        ) {
            return .wait(.certified(former.id))
        }
        let age = facts.now.since(former.since)
        let lagging = lagging(former, facts)
        if age < pace.drainMax {
            guard lagging.isEmpty, age >= pace.drainMin else {
                return .wait(.drain(former.id, lagging: lagging))
            }
            if let last = facts.lastUse[former.id], facts.now.since(last) < pace.drainMin {
                return .wait(.drain(former.id, lagging: []))
            }
        }
        return .retire(former.id)
    }
}
