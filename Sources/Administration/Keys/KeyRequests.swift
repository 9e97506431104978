package import Asking
package import Notices
package import Station
internal import Traffic

/// Lists every key of this member.
package struct ListKeys: Request {
    package init() {}
    package static let name = "keys.list"
    package static let summary =
        "Print every key of this member: its state, days left, who still uses it."
    package static let right = Right.observe
    package static let effect = OperationEffect.reads
    package static let fields: [RequestField<ListKeys>] = []
    package static var example: ListKeys { ListKeys() }

    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> KeysView {
        try await KeyOffice(node: node).list()
    }
}

/// Asks whether every peer has shown that it holds the next key.
package struct PreflightKey: Request {
    /// One of `KeySlot`.
    package var role = ""

    package init() {}
    package static let name = "keys.preflight"
    package static let summary = "Ask whether every peer has shown that it holds the next key."
    package static let right = Right.observe
    package static let effect = OperationEffect.reads
    package static let fields: [RequestField<PreflightKey>] = [
        RequestField("role", \.role, "root, issuing, signing, transport or encryption")
    ]
    package static var example: PreflightKey {
        var request = PreflightKey()
        request.role = "encryption"
        return request
    }

    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> RoleKeysView {
        try await KeyOffice(node: node).preflight(self)
    }
}

/// Replaces a key, step by step, unattended.
package struct RotateKey: Request {
    /// One of `KeySlot`.
    package var role = ""

    package init() {}
    package static let name = "keys.rotate"
    package static let summary = "Replace a key, step by step, unattended; the node carries it on."
    package static let right = Right.administer
    package static let effect = OperationEffect.changes
    package static let fields: [RequestField<RotateKey>] = [
        RequestField("role", \.role, "root, issuing, signing, transport or encryption")
    ]
    package static var example: RotateKey {
        var request = RotateKey()
        request.role = "encryption"
        return request
    }

    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> RoleKeysView {
        try await keys(of: node) { office throws(HeliographError) in
            try await office.rotate(self)
        }
    }
}

/// Makes the next key of a role; nobody hears of it yet.
package struct StageKey: Request {
    /// One of `KeySlot`.
    package var role = ""
    /// The certificate of an issuing CA, DER; nil for other roles.
    package var certificate: Bytes?

    package init() {}
    package static let name = "keys.stage"
    package static let summary = "Make the next key of a role; nobody hears of it yet."
    package static let right = Right.administer
    package static let effect = OperationEffect.changes
    package static let fields: [RequestField<StageKey>] = [
        RequestField("role", \.role, "root, issuing, signing, transport or encryption"),
        RequestField(
            "certificate", \.certificate,
            "of an issuing CA, made by `keys certify` where the root is"),
    ]
    package static var example: StageKey {
        var request = StageKey()
        request.role = "encryption"
        return request
    }

    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> RoleKeysView {
        try await keys(of: node) { office throws(HeliographError) in
            try await office.stage(self)
        }
    }
}

/// Announces the staged key.
package struct PublishKey: Request {
    /// One of `KeySlot`.
    package var role = ""

    package init() {}
    package static let name = "keys.publish"
    package static let summary =
        "Announce the staged key, so that peers hold it before it is used."
    package static let right = Right.administer
    package static let effect = OperationEffect.changes
    package static let fields: [RequestField<PublishKey>] = [
        RequestField("role", \.role, "root, issuing, signing, transport or encryption")
    ]
    package static var example: PublishKey {
        var request = PublishKey()
        request.role = "encryption"
        return request
    }

    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> RoleKeysView {
        try await keys(of: node) { office throws(HeliographError) in
            try await office.publish(self)
        }
    }
}

/// Uses the published key; the one before it drains.
package struct ActivateKey: Request {
    /// One of `KeySlot`.
    package var role = ""
    /// True to go on although peers lag, or a key is not 31 days retired.
    package var force = false

    package init() {}
    package static let name = "keys.activate"
    package static let summary = "Use the published key; the one before it drains."
    package static let right = Right.administer
    package static let effect = OperationEffect.changes
    package static let fields: [RequestField<ActivateKey>] = [
        RequestField("role", \.role, "root, issuing, signing, transport or encryption"),
        RequestField(
            "force", \.force, "although peers lag, or although a key is not 31 days retired"),
    ]
    package static var example: ActivateKey {
        var request = ActivateKey()
        request.role = "encryption"
        return request
    }

    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> RoleKeysView {
        try await keys(of: node) { office throws(HeliographError) in
            try await office.activate(self)
        }
    }
}

/// Goes back one step.
package struct UndoKeyStep: Request {
    /// One of `KeySlot`.
    package var role = ""

    package init() {}
    package static let name = "keys.undo"
    package static let summary = "Go back one step, until the former key is retired."
    package static let right = Right.administer
    package static let effect = OperationEffect.changes
    package static let fields: [RequestField<UndoKeyStep>] = [
        RequestField("role", \.role, "root, issuing, signing, transport or encryption")
    ]
    package static var example: UndoKeyStep {
        var request = UndoKeyStep()
        request.role = "encryption"
        return request
    }

    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> RoleKeysView {
        try await keys(of: node) { office throws(HeliographError) in
            try await office.undo(self)
        }
    }
}

/// Announces a draining key no more.
package struct RetireKey: Request {
    /// The beginning of the key id.
    package var id = ""
    /// True to go on although peers lag, or a key is not 31 days retired.
    package var force = false

    package init() {}
    package static let name = "keys.retire"
    package static let summary = "Announce a draining key no more; refused while a peer lags."
    package static let right = Right.administer
    package static let effect = OperationEffect.changes
    package static let fields: [RequestField<RetireKey>] = [
        RequestField("id", \.id, "the beginning of the key id"),
        RequestField(
            "force", \.force, "although peers lag, or although a key is not 31 days retired"),
    ]
    package static var example: RetireKey {
        var request = RetireKey()
        request.id = "3f2a9c"
        return request
    }

    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> RoleKeysView {
        try await keys(of: node) { office throws(HeliographError) in
            try await office.retire(self)
        }
    }
}

/// Takes away the private half of a retired key.
package struct DestroyKey: Request {
    /// The beginning of the key id.
    package var id = ""
    /// True to go on although peers lag, or a key is not 31 days retired.
    package var force = false

    package init() {}
    package static let name = "keys.destroy"
    package static let summary =
        "Take away the private half of a key that was retired 31 days ago."
    package static let right = Right.administer
    package static let effect = OperationEffect.changes
    package static let fields: [RequestField<DestroyKey>] = [
        RequestField("id", \.id, "the beginning of the key id"),
        RequestField(
            "force", \.force, "although peers lag, or although a key is not 31 days retired"),
    ]
    package static var example: DestroyKey {
        var request = DestroyKey()
        request.id = "3f2a9c"
        return request
    }

    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> RoleKeysView {
        try await keys(of: node) { office throws(HeliographError) in
            try await office.destroy(self)
        }
    }
}

/// Takes a key out of use for good.
package struct RevokeKey: Request {
    /// The beginning of the key id.
    package var id = ""
    /// Why; for `keys list` and the log.
    package var reason = ""

    package init() {}
    package static let name = "keys.revoke"
    package static let summary = "Take a key out of use for good: somebody else may have it."
    package static let right = Right.administer
    package static let effect = OperationEffect.changes
    package static let fields: [RequestField<RevokeKey>] = [
        RequestField("id", \.id, "the beginning of the key id"),
        RequestField("reason", \.reason, "why; for `keys list` and the log"),
    ]
    package static var example: RevokeKey {
        var request = RevokeKey()
        request.id = "3f2a9c"
        request.reason = "laptop stolen"
        return request
    }

    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> RoleKeysView {
        try await keys(of: node) { office throws(HeliographError) in
            try await office.revoke(self)
        }
    }
}
