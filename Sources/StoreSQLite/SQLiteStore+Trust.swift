public import Notices
public import Ports

// Reads of trust, peers, the audit table and the blind index.

extension SQLiteStore {
    public func trustLists() throws(HeliographError) -> [StoredTrustList] {
        try rows("ORDER BY version")
    }

    public func forks() throws(HeliographError) -> [StoredFork] {
        try rows("ORDER BY seen, version, other_digest")
    }

    public func keyBundles() throws(HeliographError) -> [StoredKeyBundle] {
        try rows(
            """
            AS newest
            WHERE version = (SELECT max(version) FROM key_bundle WHERE member = newest.member)
            ORDER BY member
            """)
    }

    public func keyBundles(
        of member: MemberCode, limit: Int
    ) throws(HeliographError) -> [StoredKeyBundle] {
        try rows(
            "WHERE member = ? ORDER BY version DESC LIMIT ?", [.member(member), .count(limit)])
    }

    public func revocationLists() throws(HeliographError) -> [StoredRevocationList] {
        try rows(
            """
            AS newest
            WHERE number = (SELECT max(number) FROM revocation_list WHERE issuer = newest.issuer)
            ORDER BY issuer
            """)
    }

    public func peers() throws(HeliographError) -> [PeerRow] {
        try rows("ORDER BY member")
    }

    public func probes() throws(HeliographError) -> [StoredProbe] {
        try rows("ORDER BY member")
    }

    public func keyUses() throws(HeliographError) -> [KeyUse] {
        try rows("ORDER BY key, member")
    }

    public func audit(
        after sequence: Int64, limit: Int
    ) throws(HeliographError) -> [AuditEntry] {
        try rows(
            "WHERE sequence > ? ORDER BY sequence LIMIT ?", [.integer(sequence), .count(limit)])
    }

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

    public func find(
        _ values: Set<BlindValue>
    ) throws(HeliographError) -> [BlindValue: [BlindIndexEntry]] {
        try each(values) { value throws(HeliographError) in
            try self.rows("WHERE value = ? ORDER BY sender, id, field", [.blob(value.bytes)])
        }
    }
}
