package import Asking
package import Notices
package import Station
internal import Traffic

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
package struct PreflightKey: Request {
    /// One of `KeySlot`.
    package var role = ""

    /// An empty request.
    package init() {}
    /// The entry of the catalogue.
    package static let operation = Operation<PreflightKey>(
        "keys.preflight", "Ask whether every peer has shown that it holds the next key.",
        right: .observe, effect: .reads,
        fields: [
            RequestField("role", \.role, "root, issuing, signing, transport or encryption")
        ]
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
package struct RotateKey: Request {
    /// One of `KeySlot`.
    package var role = ""

    /// An empty request.
    package init() {}
    /// The entry of the catalogue.
    package static let operation = Operation<RotateKey>(
        "keys.rotate", "Replace a key, step by step, unattended; the node carries it on.",
        right: .administer, effect: .changes,
        fields: [
            RequestField("role", \.role, "root, issuing, signing, transport or encryption")
        ]
    ) {
        $0.role = "encryption"
    }

    /// Carries the operation out.
    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> RoleKeysView {
        try await keys(of: node) { office throws(HeliographError) in
            try await office.rotate(self)
        }
    }
}

/// Makes the next key of a role; it is not announced yet.
package struct StageKey: Request {
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
            RequestField("role", \.role, "root, issuing, signing, transport or encryption"),
            RequestField(
                "certificate", \.certificate,
                "of an issuing CA, made by `keys certify` where the root is"),
        ]
    ) {
        $0.role = "encryption"
    }

    /// Carries the operation out.
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

    /// An empty request.
    package init() {}
    /// The entry of the catalogue.
    package static let operation = Operation<PublishKey>(
        "keys.publish", "Announce the staged key, so that peers hold it before it is used.",
        right: .administer, effect: .changes,
        fields: [
            RequestField("role", \.role, "root, issuing, signing, transport or encryption")
        ]
    ) {
        $0.role = "encryption"
    }

    /// Carries the operation out.
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

    /// An empty request.
    package init() {}
    /// The entry of the catalogue.
    package static let operation = Operation<ActivateKey>(
        "keys.activate", "Use the published key; the one before it drains.",
        right: .administer, effect: .changes,
        fields: [
            RequestField("role", \.role, "root, issuing, signing, transport or encryption"),
            RequestField(
                "force", \.force, "although peers lag, or although a key is not 31 days retired"),
        ]
    ) {
        $0.role = "encryption"
    }

    /// Carries the operation out.
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

    /// An empty request.
    package init() {}
    /// The entry of the catalogue.
    package static let operation = Operation<UndoKeyStep>(
        "keys.undo", "Go back one step, until the former key is retired.",
        right: .administer, effect: .changes,
        fields: [
            RequestField("role", \.role, "root, issuing, signing, transport or encryption")
        ]
    ) {
        $0.role = "encryption"
    }

    /// Carries the operation out.
    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> RoleKeysView {
        try await keys(of: node) { office throws(HeliographError) in
            try await office.undo(self)
        }
    }
}

/// Takes a draining key out of the announcement.
package struct RetireKey: Request {
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
        fields: [
            RequestField("id", \.id, "the beginning of the key id"),
            RequestField(
                "force", \.force, "although peers lag, or although a key is not 31 days retired"),
        ]
    ) {
        $0.id = "3f2a9c"
    }

    /// Carries the operation out.
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

    /// An empty request.
    package init() {}
    /// The entry of the catalogue.
    package static let operation = Operation<DestroyKey>(
        "keys.destroy", "Take away the private half of a key that was retired 31 days ago.",
        right: .administer, effect: .changes,
        fields: [
            RequestField("id", \.id, "the beginning of the key id"),
            RequestField(
                "force", \.force, "although peers lag, or although a key is not 31 days retired"),
        ]
    ) {
        $0.id = "3f2a9c"
    }

    /// Carries the operation out.
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
    /// The reason, for `keys list` and the log.
    package var reason = ""

    /// An empty request.
    package init() {}
    /// The entry of the catalogue.
    package static let operation = Operation<RevokeKey>(
        "keys.revoke", "Take a key out of use for good: somebody else may have it.",
        right: .administer, effect: .changes,
        fields: [
            RequestField("id", \.id, "the beginning of the key id"),
            RequestField("reason", \.reason, "why; for `keys list` and the log"),
        ]
    ) {
        $0.id = "3f2a9c"
        $0.reason = "laptop stolen"
    }

    /// Carries the operation out.
    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> RoleKeysView {
        try await keys(of: node) { office throws(HeliographError) in
            try await office.revoke(self)
        }
    }
}
