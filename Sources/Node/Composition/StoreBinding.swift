internal import Notices
internal import Ports
internal import Station
internal import StoreSQLite

/// Checks that the two files of the store, the storage key and the configuration are of one node.
struct StoreBinding: Sendable {
    let member: MemberCode
    let vault: any Vault

    /// The identity of a store that is about to be made.
    func newIdentity() -> StoreIdentity { identity(of: SystemEntropy().bytes(16)) }

    /// Checks a store, and marks one of an earlier version.
    ///
    /// - Throws: `folderMixed` unless all of it is of one node.
    func check(_ store: SQLiteStore) async throws(HeliographError) {
        let bodies = try await store.identity(of: .bodies)
        let keys = try await store.identity(of: .keys)
        // A store of an earlier version says nothing yet; a crash may have come between the two.
        guard bodies != nil || keys == nil else {
            try check(keys)
            return try await store.identify(as: identity(of: keys?.node ?? []))
        }
        guard let bodies else {
            if let (id, record) = try await store.anyRecord() {
                do throws(HeliographError) {
                    _ = try vault.open(record, as: id)
                } catch {
                    throw Self.storageKey
                }
            }
            return try await store.identify(as: newIdentity())
        }
        guard keys != nil else {
            throw HeliographError(
                .folderMixed, "store.db and keys.db belong to different stores.")
        }
        try check(bodies, keys)
    }

    /// Checks the marks of the two files.
    ///
    /// - Throws: `folderMixed` if two marks that stand there are not of one node, or not of this
    ///   one.
    func check(_ bodies: StoreIdentity?, _ keys: StoreIdentity?) throws(HeliographError) {
        if let bodies, let keys, bodies.node != keys.node {
            throw HeliographError(
                .folderMixed, "store.db and keys.db belong to different stores.")
        }
        try check(bodies)
        try check(keys)
    }

    private func check(_ identity: StoreIdentity?) throws(HeliographError) {
        guard let identity else { return }
        guard identity.member == member else {
            throw HeliographError(
                .folderMixed,
                "The configuration is \(member)'s, and the store is \(identity.member)'s.")
        }
        guard identity.keyCheck == keyCheck(identity.node) else { throw Self.storageKey }
    }

    private static let storageKey = HeliographError(
        .folderMixed, "keys/storage.key is not the key of this store.")

    private func identity(of node: [UInt8]) -> StoreIdentity {
        StoreIdentity(node: node, member: member, keyCheck: keyCheck(node))
    }

    private func keyCheck(_ node: [UInt8]) -> BlindValue {
        vault.blind(hexadecimal(node), field: "store")
    }
}
