import Exchange
public import Notices
public import Ports

// Reads of bodies, trust, the audit log and the blind index.

extension MemoryStore {
    /// The bodies with these names.
    public func records(_ ids: Set<RecordID>) -> [RecordID: SealedRecord] {
        readCount += 1
        return one(ids) { tables.records[$0] }
    }

    /// Those of these bodies that were erased, as against lost.
    public func erased(_ ids: Set<RecordID>) -> Set<RecordID> {
        ids.filter { tables.erasedRecords[$0] != nil }
    }

    /// The proof that is kept of messages whose bodies were erased; nothing for the others.
    public func erasures(of messages: Set<MessageKey>) -> [MessageKey: Erasure] {
        one(messages) { tables.erasures[$0] }
    }

    /// Body and key went together.
    public func shred() {}

    /// Every trust list held, lowest version first.
    public func trustLists() -> [StoredTrustList] {
        tables.trustLists.values.sorted { $0.version < $1.version }
    }

    /// Every fork seen, the oldest first.
    public func forks() -> [StoredFork] {
        tables.forks.values.sorted {
            ($0.seen, $0.version, $0.otherDigest) < ($1.seen, $1.version, $1.otherDigest)
        }
    }

    /// The newest bundle of each member, in the order of their codes.
    public func keyBundles() -> [StoredKeyBundle] {
        Dictionary(grouping: tables.bundles.values, by: \.member).values
            .compactMap { $0.max { $0.version < $1.version } }
            .sorted { $0.member < $1.member }
    }

    /// The bundles of one member, the newest first, at most `limit`.
    public func keyBundles(of member: MemberCode, limit: Int) -> [StoredKeyBundle] {
        tables.bundles.values.filter { $0.member == member }
            .sorted { $0.version > $1.version }
            .first(limit)
    }

    /// The newest revocation list of each issuing CA, in the order of their key ids.
    public func revocationLists() -> [StoredRevocationList] {
        Dictionary(grouping: tables.revocationLists.values, by: \.issuer).values
            .compactMap { $0.max { $0.number < $1.number } }
            .sorted { $0.issuer < $1.issuer }
    }

    /// In the order of their codes.
    public func peers() -> [PeerRow] {
        tables.peers.values.sorted { $0.member < $1.member }
    }

    /// The last signed word of each peer about what it holds, in the order of their codes.
    public func probes() -> [StoredProbe] {
        tables.probes.values.sorted { $0.member < $1.member }
    }

    /// By key, then by member.
    public func keyUses() -> [KeyUse] {
        tables.keyUses.values.sorted { ($0.key, $0.member) < ($1.key, $1.member) }
    }

    /// Entries with `sequence` greater than the one given, lowest first, at most `limit`.
    public func audit(after sequence: Int64, limit: Int) -> [AuditEntry] {
        Array(tables.audit.dropFirst(Int(max(0, sequence)))).first(limit)
    }

    /// Threads of messages that one member sent with one of these values.
    public func threads(
        withAny values: [BlindValue], of member: MemberCode, limit: Int
    ) -> Set<String> {
        var found: Set<String> = []
        for value in values {
            let own = (tables.blind[value] ?? []).filter { $0.from == member }
            for thread in Set(own.compactMap { tables.messages[$0.id]?.thread }).sorted()
            where found.count < limit { found.insert(thread) }
        }
        return found
    }

    /// Messages with each of these values, in either direction, by sender, id and field; nothing
    /// for a value that no message has.
    public func find(_ values: Set<BlindValue>) -> [BlindValue: [BlindIndexEntry]] {
        readCount += 1
        return each(values) { value in
            (tables.blind[value] ?? [])
                .sorted { ($0.from, $0.id, $0.field) < ($1.from, $1.id, $1.field) }
        }
    }

    /// The rows of each key; keys without any are left out.
    func each<Key: Hashable, Row>(_ keys: Set<Key>, _ rows: (Key) -> [Row]) -> [Key: [Row]] {
        one(keys) { key in
            let own = rows(key)
            return own.isEmpty ? nil : own
        }
    }

    /// The one row of each key; keys without one are left out.
    func one<Key: Hashable, Row>(_ keys: Set<Key>, _ row: (Key) -> Row?) -> [Key: Row] {
        var found: [Key: Row] = [:]
        for key in keys { found[key] = row(key) }
        return found
    }
}

extension Array {
    /// At most `limit` elements; none for a limit below 1.
    func first(_ limit: Int) -> [Element] {
        limit < 1 ? [] : Array(prefix(limit))
    }
}
