public import Notices

/// All keys that this member has had, and the rules by which each moves through its life: *stage*,
/// *publish*, *preflight*, *activate*, *drain*, *retire*, *destroy*; undo before retire.
///
/// Pure: the private halves, certificates and files are elsewhere. Every change is one new value,
/// which is kept whole or not at all, so that a crash leaves a ring between two steps.
public struct KeyRing: Sendable, Hashable {
    /// All keys, in the order in which they were made.
    public internal(set) var keys: [OwnKey]
    /// The version of the key bundle that announces the keys; it only rises.
    public internal(set) var bundleVersion: Int64
    /// Slots whose rotation goes on by itself until the former key is retired.
    public internal(set) var unattended: Set<KeySlot>

    /// Puts a ring together as given; `read` alone checks it.
    public init(keys: [OwnKey], bundleVersion: Int64, unattended: Set<KeySlot> = []) {
        self.keys = keys
        self.bundleVersion = bundleVersion
        self.unattended = unattended
    }

    // MARK: - The keys

    /// The key with this id; nil if this member never had it.
    public subscript(id: KeyID) -> OwnKey? { keys.first { $0.id == id } }

    /// The key of a slot that is in use; nil if there is none.
    public func active(_ slot: KeySlot) -> OwnKey? { only(slot, [.active]) }

    /// The key of a slot that will take over, staged or published; nil if there is none.
    public func successor(_ slot: KeySlot) -> OwnKey? { only(slot, [.staged, .published]) }

    /// Keys of a slot that were in use before and still open what comes, the newest first.
    public func draining(_ slot: KeySlot) -> [OwnKey] {
        keys.reversed().filter { $0.slot == slot && $0.state == .draining }
    }

    private func only(_ slot: KeySlot, _ states: Set<KeyState>) -> OwnKey? {
        keys.last { $0.slot == slot && states.contains($0.state) }
    }

    /// Issuing CAs whose revocation list is announced, at most `listingMax`: those in the bundle,
    /// and former ones that have revoked something. An issuing CA whose root is over is left out:
    /// no certificate under that root is believed, so none needs to be revoked.
    public var listing: [OwnKey] {
        let issuers = keys.filter { key in
            key.slot == .issuing && self[key.issuer]?.state.isOver != true
                && (key.state.isAnnounced
                    || keys.contains { $0.issuer == key.id && $0.reason != nil })
        }
        return issuers.suffix(Self.listingMax)
    }

    /// The number of revocation lists that a hello has room for.
    static let listingMax = 8

    /// The keys that the bundle names; in each slot the key in use comes first. An issuing CA stays
    /// in the bundle as long as a key that it certified, or its own revocation list, is announced.
    public var announced: [OwnKey] {
        let order: [KeyState] = [.active, .published, .draining]
        var found: [OwnKey] = []
        for slot in KeySlot.leaves + [.issuing] {
            for state in order {
                found += keys.reversed().filter { $0.slot == slot && $0.state == state }
            }
        }
        let needed = Set(found.filter { $0.slot != .issuing }.map(\.issuer) + listing.map(\.id))
        found += keys.filter {
            $0.slot == .issuing && $0.state.isOver && needed.contains($0.id)
        }
        return found
    }

    /// The key with this id, or the one key whose id begins with `text`, of 6 characters or more.
    ///
    /// - Throws: `notFound` if no key matches, or several do.
    public func find(_ text: String) throws(HeliographError) -> OwnKey {
        let matching = keys.filter { $0.id.description.hasPrefix(text.lowercased()) }
        guard text.utf8.count >= 6, matching.count == 1, let key = matching.first else {
            let shown = ShownText.brief(text)
            throw HeliographError(
                .notFound,
                text.utf8.count < 6
                    ? "\(shown) is too short for the id of a key."
                    : matching.isEmpty
                        ? "No key of this member has an id that begins with \(shown)."
                        : "Several keys of this member have an id that begins with \(shown).",
                next: "`heliograph keys list` shows the ids; 6 characters of one are enough.")
        }
        return key
    }

    // MARK: - Steps

    /// Takes in a key that was just made.
    ///
    /// - Throws: `keyStepRefused` if the slot has a successor already, or the ring has this key.
    public mutating func stage(_ key: OwnKey) throws(HeliographError) {
        if let other = successor(key.slot) {
            throw Self.refusal("A \(key.slot.rawValue) key is \(other.state.rawValue) already.")
        }
        guard self[key.id] == nil else { throw Self.refusal("The key is in the ring already.") }
        keys.append(key)
    }

    /// Announces the staged key of a slot.
    ///
    /// - Throws: `keyStepRefused` if no key of the slot is staged.
    public mutating func publish(_ slot: KeySlot, at now: Instant) throws(HeliographError) {
        guard let key = only(slot, [.staged]) else {
            throw Self.refusal("No \(slot.rawValue) key is staged.")
        }
        bumpVersion(at: now)
        set(key.id, .published, at: now)
    }

    /// Uses the published key of a slot from now on; the key in use before drains.
    ///
    /// - Parameter isUrgent: allows a staged key too, because the key in use cannot be used any
    ///   more.
    /// - Throws: `keyStepRefused` if the slot has no such key.
    public mutating func activate(
        _ slot: KeySlot, at now: Instant, isUrgent: Bool = false
    ) throws(HeliographError) {
        guard let key = successor(slot), key.state == .published || isUrgent else {
            throw Self.noneIsPublished(slot, successor(slot))
        }
        bumpVersion(at: now)
        if let before = active(slot) { set(before.id, .draining, at: now) }
        set(key.id, .active, at: now)
    }

    /// Takes a draining key out of the bundle.
    ///
    /// - Throws: `keyStepRefused` if the key does not drain, or a key that it certified is not
    ///   over.
    public mutating func retire(_ id: KeyID, at now: Instant) throws(HeliographError) {
        guard let key = self[id], key.state == .draining else {
            throw Self.refusal("Only a key that is draining can be retired.")
        }
        guard !keys.contains(where: { $0.issuer == id && $0.id != id && !$0.state.isOver }) else {
            throw Self.refusal("Keys that it certified are still in use.")
        }
        bumpVersion(at: now)
        set(id, .retired, at: now)
        if draining(key.slot).isEmpty, successor(key.slot) == nil { unattended.remove(key.slot) }
    }

    /// The time that a retired key is kept: a message sealed to the key can be opened until the key
    /// is destroyed.
    public static let keptAfterRetiring = Duration.days(31)

    /// Notes that the private half of a key is gone.
    ///
    /// - Parameter isForced: allows it before `keptAfterRetiring` is over.
    /// - Throws: `keyStepRefused` if the key is neither retired nor revoked, or its time is not
    ///   over.
    public mutating func destroy(
        _ id: KeyID, at now: Instant, isForced: Bool = false
    ) throws(HeliographError) {
        guard let key = self[id], key.state == .retired || key.state == .revoked else {
            throw Self.refusal("Only a key that is retired or revoked can be destroyed.")
        }
        guard isForced || now.since(key.since) >= Self.keptAfterRetiring else {
            throw Self.refusal("A key is kept 31 days after it was retired.")
        }
        // The moment of a revocation stays: the revocation list names it.
        set(id, .destroyed, at: key.reason == nil ? now : key.since)
    }

    /// Goes back one step. A successor that was not in use yet is given up. Without a successor,
    /// the newest draining key is used again, and the key in use drains.
    ///
    /// - Returns: the key that was given up or is draining now.
    /// - Throws: `keyStepRefused` if there is nothing to undo, or the former key's certificate has
    ///   ended.
    @discardableResult
    public mutating func undo(_ slot: KeySlot, at now: Instant) throws(HeliographError) -> OwnKey {
        if let key = successor(slot) {
            if key.state == .published { bumpVersion(at: now) }
            set(key.id, .destroyed, at: now)
            if draining(slot).isEmpty { unattended.remove(slot) }
            return key
        }
        guard let before = draining(slot).first, let current = active(slot) else {
            throw Self.refusal("No rotation of the \(slot.rawValue) key can be undone.")
        }
        guard before.ends > now else {
            throw Self.refusal("The former \(slot.rawValue) key ended at \(before.ends).")
        }
        bumpVersion(at: now)
        set(current.id, .draining, at: now)
        set(before.id, .active, at: now)
        unattended.remove(slot)
        return current
    }

    /// Takes a key out of use for good. A key in use needs a staged or published successor first.
    ///
    /// - Throws: `keyStepRefused` if the key is unknown or revoked already, is an authority, or is
    ///   in use without a successor.
    public mutating func revoke(
        _ id: KeyID, because reason: String, at now: Instant
    ) throws(HeliographError) {
        guard let key = self[id], key.reason == nil else {
            throw Self.refusal("The key is revoked already.")
        }
        guard key.slot != .root, key.slot != .issuing else {
            throw Self.refusal(
                "An authority is revoked in the trust list, not by its own revocation list.")
        }
        if key.state == .active { try activate(key.slot, at: now, isUrgent: true) }
        bumpVersion(at: now)
        set(id, .revoked, at: now)
        if let index = keys.firstIndex(where: { $0.id == id }) { keys[index].reason = reason }
        // Or the next rotation, begun by hand, would go on by itself.
        if draining(key.slot).isEmpty, successor(key.slot) == nil { unattended.remove(key.slot) }
    }

    /// Lets the rotation of this slot go on by itself until the former key is retired.
    public mutating func setUnattended(_ slot: KeySlot) { unattended.insert(slot) }

    /// Announces the same keys under a new version.
    public mutating func announceAnew(at now: Instant) { bumpVersion(at: now) }

    /// Announces the same keys under a version above `version`, which somebody else has announced.
    public mutating func announceAbove(_ version: Int64, at now: Instant) {
        bundleVersion = max(bundleVersion, version)
        bumpVersion(at: now)
    }

    /// Notes that the trust list in force, of this version, names a staged root; it counts as
    /// published. An id that is no staged key changes nothing.
    public mutating func rootListed(_ id: KeyID, in version: Int, at now: Instant) {
        guard let index = keys.firstIndex(where: { $0.id == id && $0.state == .staged }) else {
            return
        }
        keys[index].state = .published
        keys[index].since = now
        keys[index].version = Int64(version)
    }

    // MARK: - Versions and states

    /// max(last + 1, Unix milliseconds).
    private mutating func bumpVersion(at now: Instant) {
        bundleVersion = max(bundleVersion + 1, now.milliseconds)
    }

    private mutating func set(_ id: KeyID, _ state: KeyState, at now: Instant) {
        guard let index = keys.firstIndex(where: { $0.id == id }) else { return }
        keys[index].state = state
        keys[index].since = now
        // A root is known by the trust list that names it, not by a bundle.
        if keys[index].slot != .root { keys[index].version = bundleVersion }
    }

    /// The refusal of a step for which the next key of a slot must be published.
    ///
    /// - Parameter next: the next key of the slot, if there is one.
    package static func noneIsPublished(_ slot: KeySlot, _ next: OwnKey?) -> HeliographError {
        let name = slot.rawValue
        guard next?.state == .staged else {
            return HeliographError(
                .keyStepRefused, "There is no next \(name) key: none was staged and published.",
                next: "`heliograph keys rotate \(name)` makes the next key and takes every step by "
                    + "itself. By hand, begin with `heliograph keys stage \(name)`.")
        }
        return HeliographError(
            .keyStepRefused, "The next \(name) key is staged, and not published yet.",
            next: "Publish it first: `heliograph keys publish \(name)`.")
    }

    private static func refusal(_ sentence: String) -> HeliographError {
        HeliographError(.keyStepRefused, sentence)
    }
}
