internal import Asking
internal import Certificates
internal import Federation
internal import Membership
internal import Notices
internal import Ports
internal import Station
internal import Traffic

/// This member's own keys: their states, and every step of their lives that an operation takes.
struct KeyOffice {
    let node: any RunningNode

    private var context: TrafficContext { node.context }
    private var desk: KeyDesk { node.keyDesk }
    private var now: Instant { context.clock.now }

    // MARK: - Looking

    func list() async throws(HeliographError) -> KeysView {
        let facts = try await node.keeper.facts()
        let uses = try await context.store.keyUses()
        let ring = await desk.ring
        let custody = desk.folder.custody
        var waiting: [WaitView] = []
        for slot in KeySlot.allCases {
            guard case .wait(let wait)? = ring.nextStep(slot, facts, pace: node.pace) else {
                continue
            }
            waiting.append(WaitView(wait, slot))
        }
        return KeysView(
            bundleVersion: Int(ring.bundleVersion),
            unattended: ring.unattended.sorted { $0.rawValue < $1.rawValue }, waiting: waiting,
            items: ring.keys.map { key in
                KeyView(
                    id: key.id, role: key.slot, state: key.state, since: key.since,
                    ends: key.ends,
                    daysLeft: Int(key.ends.since(facts.now).wholeSeconds / 86_400),
                    issuer: key.issuer, place: custody.place(of: key.file), file: key.file,
                    reason: key.reason,
                    notShownBy: key.state.isOver ? [] : ring.lagging(key, facts),
                    usedBy: uses.filter { $0.key == key.id }.map {
                        KeyUseView(member: $0.member, count: $0.count, last: $0.last)
                    })
            })
    }

    // MARK: - Steps

    func stage(_ request: StageKey) async throws(HeliographError) -> RoleKeysView {
        let slot = try slot(request.role)
        var certificate: Certificate?
        if let der = request.certificate { certificate = try Certificate(der: der.bytes) }
        let made = try await desk.stage(slot, certificate: certificate, at: now)
        return try await answer(slot, request: made)
    }

    func publish(_ request: PublishKey) async throws(HeliographError) -> RoleKeysView {
        let slot = try slot(request.role)
        try await desk.publish(slot, at: now)
        return try await answer(slot)
    }

    /// Asks every peer now, and refuses unless each peer that answers holds the next key.
    func preflight(_ request: PreflightKey) async throws(HeliographError) -> RoleKeysView {
        let slot = try slot(request.role)
        let facts = try await node.keeper.facts()
        let ring = await desk.ring
        guard let key = ring.successor(slot), key.state == .published else {
            throw KeyRing.noneIsPublished(slot, ring.successor(slot))
        }
        let lagging = ring.lagging(key, facts)
        guard lagging.isEmpty else {
            await node.herald.wake()
            throw HeliographError(
                .peersLag,
                "Not shown yet by \(lagging.map(\.description).joined(separator: ", ")).")
        }
        return try await answer(slot)
    }

    func activate(_ request: ActivateKey) async throws(HeliographError) -> RoleKeysView {
        let slot = try slot(request.role)
        try await desk.activate(
            slot, try await node.keeper.facts(), isForced: request.force)
        return try await answer(slot)
    }

    func retire(_ request: RetireKey) async throws(HeliographError) -> RoleKeysView {
        let key = try await desk.ring.find(request.id)
        try await desk.retire(
            key.id, try await node.keeper.facts(), isForced: request.force)
        return try await answer(key.slot)
    }

    func destroy(_ request: DestroyKey) async throws(HeliographError) -> RoleKeysView {
        let key = try await desk.ring.find(request.id)
        try await desk.destroy(key.id, isForced: request.force, at: now)
        return try await answer(key.slot)
    }

    func undo(_ request: UndoKeyStep) async throws(HeliographError) -> RoleKeysView {
        let slot = try slot(request.role)
        _ = try await desk.undo(slot, at: now)
        return try await answer(slot)
    }

    func rotate(_ request: RotateKey) async throws(HeliographError) -> RoleKeysView {
        let slot = try slot(request.role)
        let made = try await desk.rotate(slot, at: now)
        return try await answer(slot, request: made)
    }

    func revoke(_ request: RevokeKey) async throws(HeliographError) -> RoleKeysView {
        let key = try await desk.ring.find(request.id)
        try await desk.revoke(key.id, because: request.reason, at: now)
        return try await answer(key.slot)
    }

    private func slot(_ role: String) throws(HeliographError) -> KeySlot {
        guard let slot = KeySlot(rawValue: role) else {
            let roles = KeySlot.allCases.map(\.rawValue).joined(separator: ", ")
            throw HeliographError(
                .usage,
                "`\(ShownText.brief(role))` is no role of a key."
                    + Suggestion.question(to: role, among: KeySlot.allCases.map(\.rawValue)),
                next: "The roles are \(roles).")
        }
        return slot
    }

    /// The keys of a slot and their states, the newest first.
    private func answer(
        _ slot: KeySlot, request: String? = nil
    ) async throws(HeliographError) -> RoleKeysView {
        let ring = await desk.ring
        return RoleKeysView(
            role: slot, unattended: ring.unattended.contains(slot), request: request,
            proposal: slot == .root ? desk.proposal : nil,
            items: ring.keys.reversed().filter { $0.slot == slot }.map {
                KeyStandView(id: $0.id, state: $0.state, ends: $0.ends)
            })
    }
}

extension WaitView {
    /// The cause for which the rotation of a role waits.
    init(_ wait: RotationWait, _ slot: KeySlot) {
        let (key, cause, lagging, until): (KeyID, WaitCause, [MemberCode], Instant?) =
            switch wait {
            case .preflight(let key, let peers): (key, .preflight, peers, nil)
            case .drain(let key, let peers): (key, .drain, peers, nil)
            case .certified(let key): (key, .certified, [], nil)
            case .trustList(let key): (key, .trustList, [], nil)
            case .kept(let key, let until): (key, .kept, [], until)
            }
        self.init(role: slot, id: key, cause: cause, notShownBy: lagging, until: until)
    }
}
