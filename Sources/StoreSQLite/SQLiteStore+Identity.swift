public import Notices
public import Ports

/// The node that a store belongs to.
public struct StoreIdentity: Hashable, Sendable {
    /// 16 random bytes, of this store and no other.
    public let node: [UInt8]
    /// The member whose node it is.
    public let member: MemberCode
    /// The keyed hash of `node` under the storage key: tells it from any other key.
    public let keyCheck: BlindValue

    /// Takes the fields as they are.
    public init(node: [UInt8], member: MemberCode, keyCheck: BlindValue) {
        self.node = node
        self.member = member
        self.keyCheck = keyCheck
    }
}

extension SQLiteStore {
    /// The mark in a half of the store.
    ///
    /// - Returns: nil for a store of an earlier version, and one that is being made.
    public func identity(of half: Half) throws(HeliographError) -> StoreIdentity? {
        try read { files throws(SQLiteFailure) in
            try files.connection(half).mark()
        }
    }

    /// Writes into both halves whose they are; returns once that is durable.
    public func identify(as identity: StoreIdentity) throws(HeliographError) {
        try read { files throws(SQLiteFailure) in
            for connection in [files.keys, files.main] { try connection.identify(as: identity) }
        }
    }

    /// Writes and syncs as a commit does, and changes nothing.
    public func tryWriting() throws(HeliographError) {
        try read { files throws(SQLiteFailure) in
            for connection in [files.keys, files.main] {
                try connection.run("UPDATE identity SET member = member")
            }
        }
    }

    /// Any body, to try the storage key with.
    ///
    /// - Returns: nil if the store holds none.
    public func anyRecord() throws(HeliographError) -> (RecordID, SealedRecord)? {
        let newest = try rows("SELECT id FROM record ORDER BY rowid DESC LIMIT 1", []) {
            row throws(SQLiteFailure) in try row.recordID()
        }
        guard let id = newest.first, let record = try records([id])[id] else { return nil }
        return (id, record)
    }
}

extension Connection {
    /// - Returns: nil if there is none, or no table for it yet.
    func mark() throws(SQLiteFailure) -> StoreIdentity? {
        let tables = try query("SELECT name FROM sqlite_schema WHERE name = 'identity'") {
            $0.text()
        }
        guard !tables.isEmpty else { return nil }
        return try query("SELECT node, member, key_check FROM identity") {
            row throws(SQLiteFailure) in
            StoreIdentity(
                node: row.blob(), member: try row.member(),
                keyCheck: BlindValue(bytes: row.blob()))
        }.first
    }

    /// A mark that stands there already stays.
    func identify(as identity: StoreIdentity) throws(SQLiteFailure) {
        try run(
            """
            INSERT INTO identity (one, node, member, key_check) VALUES (1, ?, ?, ?)
            ON CONFLICT DO NOTHING
            """,
            [.blob(identity.node), .member(identity.member), .blob(identity.keyCheck.bytes)])
    }
}
