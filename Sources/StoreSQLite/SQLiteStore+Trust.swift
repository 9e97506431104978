public import Notices
public import Ports

// Reads of trust, peers, the audit table and the blind index.

extension SQLiteStore {
    /// Every trust list held, lowest version first.
    public func trustLists() throws(HeliographError) -> [StoredTrustList] {
        try rows("ORDER BY version")
    }

    /// Every fork seen, the oldest first.
    public func forks() throws(HeliographError) -> [StoredFork] {
        try rows("ORDER BY seen, version, other_digest")
    }

    /// The newest bundle of each member, in the order of their codes.
    public func keyBundles() throws(HeliographError) -> [StoredKeyBundle] {
        try rows(
            """
            AS newest
            WHERE version = (SELECT max(version) FROM key_bundle WHERE member = newest.member)
            ORDER BY member
            """)
    }

    /// The bundles of one member, the newest first, at most `limit`.
    public func keyBundles(
        of member: MemberCode, limit: Int
    ) throws(HeliographError) -> [StoredKeyBundle] {
        try rows(
            "WHERE member = ? ORDER BY version DESC LIMIT ?", [.member(member), .count(limit)])
    }

    /// The newest revocation list of each issuing CA, in the order of their key ids.
    public func revocationLists() throws(HeliographError) -> [StoredRevocationList] {
        try rows(
            """
            AS newest
            WHERE number = (SELECT max(number) FROM revocation_list WHERE issuer = newest.issuer)
            ORDER BY issuer
            """)
    }

    /// In the order of their codes.
    public func peers() throws(HeliographError) -> [PeerRow] {
        try rows("ORDER BY member")
    }

    /// The last signed word of each peer about what it holds, in the order of their codes.
    public func probes() throws(HeliographError) -> [StoredProbe] {
        try rows("ORDER BY member")
    }

    /// By key, then by member.
    public func keyUses() throws(HeliographError) -> [KeyUse] {
        try rows("ORDER BY key, member")
    }

    /// Entries with `sequence` greater than the one given, lowest first, at most `limit`.
    public func audit(
        after sequence: Int64, limit: Int
    ) throws(HeliographError) -> [AuditEntry] {
        try rows(
            "WHERE sequence > ? ORDER BY sequence LIMIT ?", [.integer(sequence), .count(limit)])
    }

    /// Threads of messages that one member sent with one of these values.
    public func threads(
        withAny values: [BlindValue], of member: MemberCode, limit: Int
    ) throws(HeliographError) -> Set<String> {
        try together { () throws(HeliographError) in
            var found: Set<String> = []
            for value in values where found.count < limit {
                let threads = try self.rows(
                    """
                    SELECT DISTINCT thread FROM blind JOIN message ON message.id = blind.id
                    WHERE value = ? AND sender = ? ORDER BY thread LIMIT ?
                    """,
                    [.blob(value.bytes), .member(member), .count(limit)]
                ) { $0.text() }
                for thread in threads where found.count < limit { found.insert(thread) }
            }
            return found
        }
    }

    /// Messages with each of these values, in either direction, by sender, id and field; nothing
    /// for a value that no message has.
    public func find(
        _ values: Set<BlindValue>
    ) throws(HeliographError) -> [BlindValue: [BlindIndexEntry]] {
        try each(values) { value throws(HeliographError) in
            try self.rows("WHERE value = ? ORDER BY sender, id, field", [.blob(value.bytes)])
        }
    }
}
