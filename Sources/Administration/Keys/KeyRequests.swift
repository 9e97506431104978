package import Asking
internal import Federation
internal import Membership
package import Notices
package import Station
internal import Traffic

/// A request about the keys of one role.
protocol RoleRequest: Request {
    /// One of `KeySlot`.
    var role: String { get set }
}

extension RoleRequest {
    static var roleField: RequestField<Self> {
        RequestField(
            "role", \.role, oneOf: KeySlot.allCases.map(\.rawValue),
            "root, issuing, signing, transport or encryption")
    }
}

/// A request about one key.
protocol KeyRequest: Request {
    /// The beginning of the key id.
    var id: String { get set }
}

extension KeyRequest {
    static var keyField: RequestField<Self> {
        RequestField("id", \.id, "the beginning of the key id")
    }
}

/// A request that an administrator may insist on.
protocol ForcedRequest: Request {
    /// True to go on although peers lag, or a key is not 31 days retired.
    var force: Bool { get set }
}

extension ForcedRequest {
    static var forceField: RequestField<Self> {
        RequestField(
            "force", \.force, "although peers lag, or although a key is not 31 days retired")
    }
}

/// A request that takes one step in the life of a key.
protocol KeyStepRequest: Request where Answer == RoleKeysView {
    /// Takes the step.
    func step(_ office: KeyOffice) async throws(HeliographError) -> RoleKeysView
}

extension KeyStepRequest {
    /// Takes the step, and wakes the keeper of rotations.
    ///
    /// The keeper is woken after a failed step too. The ring may have kept that step; the keeper
    /// then carries it on.
    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> RoleKeysView {
        let result: Result<RoleKeysView, HeliographError>
        do throws(HeliographError) {
            result = .success(try await step(KeyOffice(node: node)))
        } catch {
            result = .failure(error)
        }
        await node.keeper.wake()
        return try result.get()
    }
}

/// Lists every key of this member.
package struct ListKeys: Request {
    /// An empty request.
    package init() {}
    /// The entry of the catalogue.
    package static let operation = Operation<ListKeys>(
        "keys.list", "Print every key of this member: its state, days left, who still uses it.",
        right: .observe, effect: .reads,
        fields: [])

    /// Carries the operation out.
    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> KeysView {
        try await KeyOffice(node: node).list()
    }
}

/// Asks whether every peer has shown that it holds the next key.
package struct PreflightKey: RoleRequest {
    /// One of `KeySlot`.
    package var role = ""

    /// An empty request.
    package init() {}
    /// The entry of the catalogue.
    package static let operation = Operation<PreflightKey>(
        "keys.preflight", "Ask whether every peer has shown that it holds the next key.",
        right: .observe, effect: .reads,
        fields: [roleField]
    ) {
        $0.role = "encryption"
    }

    /// Carries the operation out.
    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> RoleKeysView {
        try await KeyOffice(node: node).preflight(self)
    }
}

/// Replaces a key, step by step, unattended.
package struct RotateKey: RoleRequest, KeyStepRequest {
    /// One of `KeySlot`.
    package var role = ""

    /// An empty request.
    package init() {}
    /// The entry of the catalogue.
    package static let operation = Operation<RotateKey>(
        "keys.rotate", "Replace a key, step by step, unattended; the node carries it on.",
        right: .administer, effect: .changes,
        fields: [roleField]
    ) {
        $0.role = "encryption"
    }

    func step(_ office: KeyOffice) async throws(HeliographError) -> RoleKeysView {
        try await office.rotate(self)
    }
}

/// Makes the next key of a role; it is not announced yet.
package struct StageKey: RoleRequest, KeyStepRequest {
    /// One of `KeySlot`.
    package var role = ""
    /// The certificate of an issuing CA, DER; nil for other roles.
    package var certificate: Bytes?

    /// An empty request.
    package init() {}
    /// The entry of the catalogue.
    package static let operation = Operation<StageKey>(
        "keys.stage", "Make the next key of a role; nobody hears of it yet.",
        right: .administer, effect: .changes,
        fields: [
            roleField,
            RequestField(
                "certificate", \.certificate,
                "of an issuing CA, made by `keys certify` where the root is"),
        ]
    ) {
        $0.role = "encryption"
    }

    func step(_ office: KeyOffice) async throws(HeliographError) -> RoleKeysView {
        try await office.stage(self)
    }
}

/// Announces the staged key.
package struct PublishKey: RoleRequest, KeyStepRequest {
    /// One of `KeySlot`.
    package var role = ""

    /// An empty request.
    package init() {}
    /// The entry of the catalogue.
    package static let operation = Operation<PublishKey>(
        "keys.publish", "Announce the staged key, so that peers hold it before it is used.",
        right: .administer, effect: .changes,
        fields: [roleField]
    ) {
        $0.role = "encryption"
    }

    func step(_ office: KeyOffice) async throws(HeliographError) -> RoleKeysView {
        try await office.publish(self)
    }
}

/// Uses the published key; the one before it drains.
package struct ActivateKey: RoleRequest, KeyStepRequest, ForcedRequest {
    /// One of `KeySlot`.
    package var role = ""
    /// True to go on although peers lag, or a key is not 31 days retired.
    package var force = false

    /// An empty request.
    package init() {}
    /// The entry of the catalogue.
    package static let operation = Operation<ActivateKey>(
        "keys.activate", "Use the published key; the one before it drains.",
        right: .administer, effect: .changes,
        fields: [roleField, forceField]
    ) {
        $0.role = "encryption"
    }

    func step(_ office: KeyOffice) async throws(HeliographError) -> RoleKeysView {
        try await office.activate(self)
    }
}

/// Goes back one step.
package struct UndoKeyStep: RoleRequest, KeyStepRequest {
    /// One of `KeySlot`.
    package var role = ""

    /// An empty request.
    package init() {}
    /// The entry of the catalogue.
    package static let operation = Operation<UndoKeyStep>(
        "keys.undo", "Go back one step, until the former key is retired.",
        right: .administer, effect: .changes,
        fields: [roleField]
    ) {
        $0.role = "encryption"
    }

    func step(_ office: KeyOffice) async throws(HeliographError) -> RoleKeysView {
        try await office.undo(self)
    }
}

/// Takes a draining key out of the announcement.
package struct RetireKey: KeyRequest, KeyStepRequest, ForcedRequest {
    /// The beginning of the key id.
    package var id = ""
    /// True to go on although peers lag, or a key is not 31 days retired.
    package var force = false

    /// An empty request.
    package init() {}
    /// The entry of the catalogue.
    package static let operation = Operation<RetireKey>(
        "keys.retire", "Announce a draining key no more; refused while a peer lags.",
        right: .administer, effect: .changes,
        fields: [keyField, forceField]
    ) {
        $0.id = "3f2a9c"
    }

    func step(_ office: KeyOffice) async throws(HeliographError) -> RoleKeysView {
        try await office.retire(self)
    }
}

/// Takes away the private half of a retired key.
package struct DestroyKey: KeyRequest, KeyStepRequest, ForcedRequest {
    /// The beginning of the key id.
    package var id = ""
    /// True to go on although peers lag, or a key is not 31 days retired.
    package var force = false

    /// An empty request.
    package init() {}
    /// The entry of the catalogue.
    package static let operation = Operation<DestroyKey>(
        "keys.destroy", "Take away the private half of a key that was retired 31 days ago.",
        right: .administer, effect: .changes,
        fields: [keyField, forceField]
    ) {
        $0.id = "3f2a9c"
    }

    func step(_ office: KeyOffice) async throws(HeliographError) -> RoleKeysView {
        try await office.destroy(self)
    }
}

/// Takes a key out of use for good.
package struct RevokeKey: KeyRequest, KeyStepRequest {
    /// The beginning of the key id.
    package var id = ""
    /// The reason, for `keys list` and the log.
    package var reason = ""

    /// An empty request.
    package init() {}
    /// The entry of the catalogue.
    package static let operation = Operation<RevokeKey>(
        "keys.revoke", "Take a key out of use for good: somebody else may have it.",
        right: .administer, effect: .changes,
        fields: [
            keyField,
            RequestField("reason", \.reason, "why; for `keys list` and the log"),
        ]
    ) {
        $0.id = "3f2a9c"
        $0.reason = "laptop stolen"
    }

    func step(_ office: KeyOffice) async throws(HeliographError) -> RoleKeysView {
        try await office.revoke(self)
    }
}
