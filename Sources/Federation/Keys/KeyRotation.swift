public import Notices

/// What the rotation of one slot does next.
public enum RotationStep: Sendable, Hashable {
    case publish(KeyID)
    case activate(KeyID)
    case retire(KeyID)
    case destroy(KeyID)
    case wait(RotationWait)
}

/// What a rotation waits for.
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

/// What is known of the peers, for the decisions of a rotation.
public struct RotationFacts: Sendable {
    public let now: Instant
    /// The key bundle of ours that each active peer has shown by its signature to hold; 0 if none.
    public let held: [MemberCode: Int64]
    /// Peers that did not answer when they were last told.
    public let unreached: Set<MemberCode>
    /// When something last came under a former key.
    public let lastUse: [KeyID: Instant]
    /// Roots that the trust list in force names for this member.
    public let listedRoots: Set<KeyID>
    /// The version of the trust list in force here.
    public let listVersion: Int
    /// The trust list that each active peer has shown to hold.
    public let heldLists: [MemberCode: Int64]

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

/// How long the steps of a rotation take at least and at most.
public struct RotationPace: Sendable, Hashable {
    /// A former key is quiet, or was used before, for so long before it is retired.
    public var drainMin: Duration
    /// After so long a former key is retired although a peer lags: it seals again by itself.
    public var drainMax: Duration
    /// After so long a key is used although a peer that answers does not show that it holds it: one
    /// that will not say so must not keep a member at a key until that key ends.
    public var preflightMax: Duration

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
    /// Peers that have not shown a signed word of this version.
    public func lagging(_ key: OwnKey, _ facts: RotationFacts) -> [MemberCode] {
        let held = key.slot == .root ? facts.heldLists : facts.held
        return held.filter { $0.value < key.version }.map(\.key).sorted()
    }

    /// What to do next about a slot; nil if there is nothing under way.
    ///
    /// A peer that cannot be reached does not hold a rotation up: what it seals to a former key
    /// drains, and after that is refused as stale and sealed again.
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

    /// A root is waited for: what comes under one that a peer does not know, that peer cannot take.
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
