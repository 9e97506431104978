internal import Certificates
internal import Federation
internal import Membership
internal import Notices
internal import Ports
internal import Station
internal import Traffic

/// This member's own keys: where each stands, and every step of its life by command.
struct KeyOffice {
    let node: any RunningNode

    private var context: TrafficContext { node.context }
    private var desk: KeyDesk { node.keyDesk }
    private var now: Instant { context.clock.now }

    // MARK: - Looking

    func list() async throws(HeliographError) -> JSON {
        let facts = try await node.keeper.facts()
        let uses = try await context.store.keyUses()
        let ring = await desk.ring
        let custody = desk.folder.custody
        var waiting: [JSON] = []
        for slot in KeySlot.allCases {
            guard case .wait(let wait)? = ring.nextStep(slot, facts, pace: node.pace) else {
                continue
            }
            waiting.append(Self.json(wait, slot))
        }
        return [
            "bundleVersion": .number(JSONNumber(Int(ring.bundleVersion))),
            "unattended": .array(ring.unattended.map(\.rawValue).sorted().map { .string($0) }),
            "waiting": .array(waiting),
            "items": .array(
                ring.keys.map { key in
                    let lagging = key.state.isOver ? [] : ring.lagging(key, facts)
                    return [
                        "id": .string(key.id.description),
                        "role": .string(key.slot.rawValue),
                        "state": .string(key.state.rawValue),
                        "since": JSON(key.since),
                        "ends": JSON(key.ends),
                        "daysLeft": .number(
                            JSONNumber(Int(key.ends.since(facts.now).wholeSeconds / 86_400))),
                        "issuer": .string(key.issuer.description),
                        "place": .string(custody.place(of: key.file)),
                        "file": .string(key.file),
                        "reason": JSON(key.reason),
                        "notShownBy": .array(lagging.map { .string($0.description) }),
                        "usedBy": .array(
                            uses.filter { $0.key == key.id }.map { use in
                                [
                                    "member": .string(use.member.description),
                                    "count": .number(JSONNumber(use.count)),
                                    "last": JSON(use.last),
                                ]
                            }),
                    ]
                }),
        ]
    }

    private static func json(_ wait: RotationWait, _ slot: KeySlot) -> JSON {
        let (key, why, lagging, until): (KeyID, String, [MemberCode], Instant?) =
            switch wait {
            case .preflight(let key, let peers): (key, "preflight", peers, nil)
            case .drain(let key, let peers): (key, "drain", peers, nil)
            case .certified(let key): (key, "certified", [], nil)
            case .trustList(let key): (key, "trust-list", [], nil)
            case .kept(let key, let until): (key, "kept", [], until)
            }
        return [
            "role": .string(slot.rawValue), "id": .string(key.description), "for": .string(why),
            "notShownBy": .array(lagging.map { .string($0.description) }), "until": JSON(until),
        ]
    }

    // MARK: - Steps

    func stage(_ command: Command) async throws(HeliographError) -> JSON {
        let slot = try slot(command)
        var certificate: Certificate?
        if let text = command.optional("certificate") {
            guard let der = Base64.decode(text) else {
                throw HeliographError(.usage, "`certificate` is not base64.")
            }
            certificate = try Certificate(der: der)
        }
        let request = try await desk.stage(slot, certificate: certificate, at: now)
        return try await answer(slot, request: request)
    }

    func publish(_ command: Command) async throws(HeliographError) -> JSON {
        let slot = try slot(command)
        try await desk.publish(slot, at: now)
        return try await answer(slot)
    }

    /// Asks every peer now, and refuses unless each that answers holds the next key.
    func preflight(_ command: Command) async throws(HeliographError) -> JSON {
        let slot = try slot(command)
        let facts = try await node.keeper.facts()
        let ring = await desk.ring
        guard let key = ring.successor(slot), key.state == .published else {
            throw HeliographError(.keyStepRefused, "No \(slot.rawValue) key is published.")
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

    func activate(_ command: Command) async throws(HeliographError) -> JSON {
        let slot = try slot(command)
        try await desk.activate(
            slot, try await node.keeper.facts(), isForced: command.isForced)
        return try await answer(slot)
    }

    func retire(_ command: Command) async throws(HeliographError) -> JSON {
        let key = try await desk.ring.find(try command.text("id"))
        try await desk.retire(
            key.id, try await node.keeper.facts(), isForced: command.isForced)
        return try await answer(key.slot)
    }

    func destroy(_ command: Command) async throws(HeliographError) -> JSON {
        let key = try await desk.ring.find(try command.text("id"))
        try await desk.destroy(key.id, isForced: command.isForced, at: now)
        return try await answer(key.slot)
    }

    func undo(_ command: Command) async throws(HeliographError) -> JSON {
        let slot = try slot(command)
        _ = try await desk.undo(slot, at: now)
        return try await answer(slot)
    }

    func rotate(_ command: Command) async throws(HeliographError) -> JSON {
        let slot = try slot(command)
        let request = try await desk.rotate(slot, at: now)
        return try await answer(slot, request: request)
    }

    func revoke(_ command: Command) async throws(HeliographError) -> JSON {
        let key = try await desk.ring.find(try command.text("id"))
        try await desk.revoke(key.id, because: try command.text("reason"), at: now)
        return try await answer(key.slot)
    }

    private func slot(_ command: Command) throws(HeliographError) -> KeySlot {
        guard let slot = KeySlot(rawValue: try command.text("role")) else {
            let roles = KeySlot.allCases.map(\.rawValue).joined(separator: ", ")
            throw HeliographError(.usage, "The role is one of \(roles).")
        }
        return slot
    }

    /// Where the keys of a slot stand now, the newest first.
    private func answer(
        _ slot: KeySlot, request: String? = nil
    ) async throws(HeliographError) -> JSON {
        let ring = await desk.ring
        let keys = ring.keys.reversed().filter { $0.slot == slot }
        return [
            "role": .string(slot.rawValue),
            "unattended": .bool(ring.unattended.contains(slot)),
            "request": JSON(request),
            "proposal": slot == .root ? .string(desk.proposal) : .null,
            "items": .array(
                keys.map {
                    [
                        "id": .string($0.id.description), "state": .string($0.state.rawValue),
                        "ends": JSON($0.ends),
                    ]
                }),
        ]
    }
}

extension Command {
    fileprivate var isForced: Bool { arguments["force"]?.boolValue ?? false }
}
