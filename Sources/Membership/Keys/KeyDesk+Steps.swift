package import Certificates
package import Federation
package import Notices
internal import Station

// The steps of a rotation: each as a command of its own, and all of them unattended.

extension KeyDesk {
    // MARK: - By command

    /// Makes the next key of a slot.
    ///
    /// - Parameters:
    ///   - certificate: of an issuing CA whose request the root certified elsewhere.
    ///   - isUnattended: true if the rotation that begins with it goes on by itself.
    /// - Returns: the path of a request when the root's key is not here, else nil.
    /// - Throws: `keyStepRefused` if the slot has a next key already; `keyMissing`,
    ///   `certificateUntrusted`, `notFound`, or the trouble of the folder or token.
    package func stage(
        _ slot: KeySlot, certificate: Certificate?, isUnattended: Bool = false, at now: Instant
    ) async throws(HeliographError) -> String? {
        let maker = maker
        if let other = ring.successor(slot) {
            throw HeliographError(
                .keyStepRefused, "A \(slot.rawValue) key is \(other.state.rawValue) already.")
        }
        if slot == .issuing, certificate == nil, let root = ring.active(.root),
            !folder.custody.holds(root.file)
        {
            return try maker.requestIssuing(at: now)
        }
        try await change(at: now) { ring throws(HeliographError) in
            let key: OwnKey
            switch slot {
            case .root: key = try maker.makeRoot(at: now)
            case .issuing:
                key =
                    if let certificate {
                        try maker.takeIssuing(certificate, ring, at: now)
                    } else {
                        try maker.makeIssuing(ring, at: now)
                    }
            case .signing, .transport, .encryption: key = try maker.makeLeaf(slot, ring, at: now)
            }
            try ring.stage(key)
            if isUnattended { ring.setUnattended(slot) }
        }
        // Once the ring knows the key, and not before: a key without a request is swept away.
        if slot == .issuing, let key = ring.successor(slot) {
            try Files.destroy(folder.requestFile(key.file))
        }
        note("staged", slot)
        return nil
    }

    /// Announces the staged key of a slot in the next bundle.
    ///
    /// - Throws: `keyStepRefused` for a root, which a trust list publishes, or without a staged
    ///   key.
    package func publish(_ slot: KeySlot, at now: Instant) async throws(HeliographError) {
        guard slot != .root else {
            throw HeliographError(
                .keyStepRefused, "A root is published by the trust list that names it.",
                next: "Send the proposal that `heliograph keys list` names to the secretariat.")
        }
        try await change(at: now) { ring throws(HeliographError) in
            try ring.publish(slot, at: now)
        }
        note("published", slot)
    }

    /// Takes the published key of a slot into use.
    ///
    /// - Throws: `peersLag` unless every peer that can be reached holds the new key, or it is
    ///   forced; `keyStepRefused`.
    package func activate(
        _ slot: KeySlot, _ facts: RotationFacts, isForced: Bool
    ) async throws(HeliographError) {
        if !isForced, let key = ring.successor(slot) {
            try check(ring.lagging(key, facts).filter { !facts.unreached.contains($0) })
        }
        try await change(at: facts.now) { ring throws(HeliographError) in
            try ring.activate(slot, at: facts.now)
        }
        note("activated", slot)
    }

    /// Announces a draining key no more.
    ///
    /// - Throws: `peersLag` if a peer may still need the key, unless it is forced; `keyStepRefused`
    ///   unless it is draining and no key that it certified is in use.
    package func retire(
        _ id: KeyID, _ facts: RotationFacts, isForced: Bool
    ) async throws(HeliographError) {
        if !isForced, let key = ring[id] { try check(ring.lagging(key, facts)) }
        try await change(at: facts.now) { ring throws(HeliographError) in
            try ring.retire(id, at: facts.now)
        }
        log(.info, "key-retired", ["key": .string(id.description)])
    }

    /// Destroys the private key of a retired or revoked key.
    ///
    /// - Parameter isForced: true to destroy it before 31 days are over.
    /// - Throws: `keyStepRefused`; or the trouble of the folder or token, after which the ring is
    ///   as it was.
    package func destroy(_ id: KeyID, isForced: Bool, at now: Instant) async throws(HeliographError)
    {
        var trial = ring
        try trial.destroy(id, at: now, isForced: isForced)
        if let key = ring[id] { try folder.custody.destroy(key.file) }
        try await change(at: now) { ring throws(HeliographError) in
            try ring.destroy(id, at: now, isForced: isForced)
        }
        log(.info, "key-destroyed", ["key": .string(id.description)])
    }

    /// Gives up the next key of a slot, which is destroyed; or takes the former key into use again,
    /// while the present one drains.
    ///
    /// - Returns: the key that was given up, as it was.
    /// - Throws: `keyStepRefused` if there is no such step.
    package func undo(_ slot: KeySlot, at now: Instant) async throws(HeliographError) -> OwnKey {
        let undone = try await change(at: now) { ring throws(HeliographError) in
            try ring.undo(slot, at: now)
        }
        if let key = ring[undone.id], key.state == .destroyed {
            try folder.custody.destroy(key.file)
        }
        note("undone", slot)
        return undone
    }

    /// Begins a rotation that goes on by itself until the former key is retired; a rotation that is
    /// under way goes on by itself from now on.
    ///
    /// - Returns: the path of a request for the root, when it must certify first; else nil.
    package func rotate(_ slot: KeySlot, at now: Instant) async throws(HeliographError) -> String? {
        let isUnderWay = ring.unattended.contains(slot) && !ring.draining(slot).isEmpty
        guard ring.successor(slot) != nil || isUnderWay else {
            return try await stage(slot, certificate: nil, isUnattended: true, at: now)
        }
        try await change(at: now) { ring throws(HeliographError) in ring.setUnattended(slot) }
        return nil
    }

    /// Revokes a key for good; a leaf in use is replaced in the same step.
    package func revoke(
        _ id: KeyID, because reason: String, at now: Instant
    ) async throws(HeliographError) {
        let maker = maker
        try await change(at: now) { ring throws(HeliographError) in
            guard let key = ring[id] else { return }
            if key.state == .active, key.slot.role != nil, ring.successor(key.slot) == nil {
                try ring.stage(try maker.makeLeaf(key.slot, ring, at: now))
            }
            try ring.revoke(id, because: reason, at: now)
        }
        log(.alarm, "key-revoked", ["key": .string(id.description)])
    }

    private func check(_ lagging: [MemberCode]) throws(HeliographError) {
        guard lagging.isEmpty else {
            throw HeliographError(
                .peersLag,
                "Not shown yet by \(lagging.map(\.description).joined(separator: ", ")).")
        }
    }

    private func note(_ step: String, _ slot: KeySlot) {
        log(.info, "key-step", ["step": .string(step), "role": .string(slot.rawValue)])
    }

    // MARK: - By itself

    /// True if a leaf should be replaced: two thirds of its life are over, or its authority is
    /// being replaced.
    private func isDue(_ slot: KeySlot, at now: Instant, _ isAutomatic: Bool) -> Bool {
        guard slot.role != nil, ring.successor(slot) == nil, let key = ring.active(slot),
            let issuing = ring.active(.issuing)
        else { return false }
        if key.issuer != issuing.id, ring.unattended.contains(.issuing) { return true }
        return isAutomatic && key.isDueForRotation(at: now) && issuing.ends > key.ends
    }

    /// True if a root took over by itself, and no issuing CA under it was made or asked for yet.
    private var lacksIssuing: Bool {
        guard ring.unattended.contains(.root), ring.successor(.root) == nil,
            ring.successor(.issuing) == nil, let root = ring.active(.root),
            let issuing = ring.active(.issuing)
        else { return false }
        return issuing.issuer != root.id && !folder.hasRequest
    }

    /// Takes every unattended step that can be taken now: of rotations that were begun so, of keys
    /// whose time to be destroyed has come and, if it is automatic, of keys that are two thirds
    /// over.
    ///
    /// - Returns: true if a rotation is under way, so that it should be asked again soon.
    func advance(
        _ facts: RotationFacts, pace: RotationPace, isAutomatic: Bool
    ) async throws(HeliographError) -> Bool {
        var isUnderWay = false
        for slot in KeySlot.allCases {
            if isDue(slot, at: facts.now, isAutomatic) {
                _ = try await rotate(slot, at: facts.now)
            }
            // A step changes what the next one is; there are five at most.
            for _ in 0..<5 {
                guard let step = ring.nextStep(slot, facts, pace: pace) else { break }
                if case .destroy(let id) = step {
                    try await destroy(id, isForced: false, at: facts.now)
                    continue
                }
                guard ring.unattended.contains(slot) else { break }
                switch step {
                case .publish(let id):
                    if slot == .root {
                        try await change(at: facts.now) { ring throws(HeliographError) in
                            ring.rootListed(id, in: facts.listVersion, at: facts.now)
                        }
                        note("published", slot)
                    } else {
                        try await publish(slot, at: facts.now)
                    }
                    isUnderWay = true
                case .activate:
                    try await activate(slot, facts, isForced: true)
                case .retire(let id):
                    try await retire(id, facts, isForced: true)
                case .wait(.kept):
                    break
                case .wait:
                    isUnderWay = true
                case .destroy:
                    break
                }
                if case .wait = step { break }
                if case .publish = step { break }
            }
            if slot == .root, lacksIssuing { _ = try await rotate(.issuing, at: facts.now) }
            if ring.successor(slot) != nil || !ring.draining(slot).isEmpty {
                isUnderWay = isUnderWay || ring.unattended.contains(slot)
            }
        }
        return isUnderWay
    }
}
