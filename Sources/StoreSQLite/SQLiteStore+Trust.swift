public import Notices
public import Ports

// Reads of trust, peers, the audit table and the blind index.

extension SQLiteStore {
    public func trustLists() throws(HeliographError) -> [StoredTrustList] {
        try rows("SELECT version, digest, der, accepted FROM trust_list ORDER BY version", []) {
            row throws(SQLiteFailure) in
            StoredTrustList(
                version: try row.count(), digest: try row.digest(), der: row.blob(),
                accepted: row.instant())
        }
    }

    public func forks() throws(HeliographError) -> [StoredFork] {
        try rows(
            """
            SELECT version, held_digest, held, other_digest, other, seen, settled, settled_by
            FROM trust_fork ORDER BY seen, version, other_digest
            """, []
        ) { row throws(SQLiteFailure) in
            StoredFork(
                version: try row.count(), heldDigest: try row.digest(), held: row.blob(),
                otherDigest: try row.digest(), other: row.blob(), seen: row.instant(),
                settled: try row.optionalInstant(), settledBy: try row.optionalText())
        }
    }

    public func keyBundles() throws(HeliographError) -> [StoredKeyBundle] {
        try rows(
            """
            SELECT member, version, der, accepted FROM key_bundle AS newest
            WHERE version = (SELECT max(version) FROM key_bundle WHERE member = newest.member)
            ORDER BY member
            """,
            [], Self.keyBundle)
    }

    public func keyBundles(
        of member: MemberCode, limit: Int
    ) throws(HeliographError) -> [StoredKeyBundle] {
        try rows(
            """
            SELECT member, version, der, accepted FROM key_bundle WHERE member = ?
            ORDER BY version DESC LIMIT ?
            """,
            [.member(member), .count(limit)], Self.keyBundle)
    }

    private static func keyBundle(
        _ row: inout Row
    ) throws(SQLiteFailure) -> StoredKeyBundle {
        StoredKeyBundle(
            member: try row.member(), version: row.integer(), der: row.blob(),
            accepted: row.instant())
    }

    public func revocationLists() throws(HeliographError) -> [StoredRevocationList] {
        try rows(
            """
            SELECT issuer, number, member, der, accepted FROM revocation_list AS newest
            WHERE number = (SELECT max(number) FROM revocation_list WHERE issuer = newest.issuer)
            ORDER BY issuer
            """,
            []
        ) { row throws(SQLiteFailure) in
            let issuer = try row.keyID()
            let number = row.integer()
            return StoredRevocationList(
                member: try row.member(), issuer: issuer, number: number, der: row.blob(),
                accepted: row.instant())
        }
    }

    public func peers() throws(HeliographError) -> [PeerRow] {
        try rows(
            "SELECT member, last_contact, last_failure, last_code FROM peer ORDER BY member", []
        ) { row throws(SQLiteFailure) in
            PeerRow(
                member: try row.member(), lastContact: try row.optionalInstant(),
                lastFailure: try row.optionalInstant(), lastCode: try row.optionalCode())
        }
    }

    public func probes() throws(HeliographError) -> [StoredProbe] {
        try rows(
            "SELECT member, key_bundle, trust_list, at, der FROM probe ORDER BY member", []
        ) { row throws(SQLiteFailure) in
            StoredProbe(
                member: try row.member(), keyBundle: row.integer(), trustList: try row.count(),
                at: row.instant(), der: row.blob())
        }
    }

    public func keyUses() throws(HeliographError) -> [KeyUse] {
        try rows("SELECT key, member, count, last FROM key_use ORDER BY key, member", []) {
            row throws(SQLiteFailure) in
            KeyUse(
                key: try row.keyID(), member: try row.member(), count: try row.count(),
                last: row.instant())
        }
    }

    public func audit(
        after sequence: Int64, limit: Int
    ) throws(HeliographError) -> [AuditEntry] {
        try rows(
            """
            SELECT sequence, at, operation, actor, subject, recipients, justification, salt
            FROM audit WHERE sequence > ? ORDER BY sequence LIMIT ?
            """,
            [.integer(sequence), .count(limit)]
        ) { row throws(SQLiteFailure) in
            AuditEntry(
                sequence: row.integer(), at: row.instant(), operation: try row.word(),
                actor: row.text(), subject: try row.subject(),
                recipients: try row.members(), justification: row.text(), salt: row.blob())
        }
    }

    public func find(_ value: BlindValue) throws(HeliographError) -> [BlindIndexEntry] {
        try rows(
            "SELECT sender, id, field FROM blind WHERE value = ? ORDER BY sender, id, field",
            [.blob(value.bytes)]
        ) { row throws(SQLiteFailure) in
            let (from, id) = (try row.member(), try row.messageID())
            return BlindIndexEntry(value: value, field: row.text(), from: from, id: id)
        }
    }
}
