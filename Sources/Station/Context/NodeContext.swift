package import Notices
package import Ports

/// The ports of a node, and the facts that every part of it shares: its member, its trust, its log.
package struct NodeContext: Sendable {
    /// The member that this node is.
    package let member: MemberCode
    /// The durable store.
    package private(set) var store: any Store
    /// Signs, verifies, seals and opens messages.
    package let sealer: any Sealer
    /// Seals bodies at rest, and hashes the keys of searches.
    package let vault: any Vault
    /// Ciphertext of attachments.
    package let shelf: any AttachmentShelf
    /// Wall time and uptime.
    package let clock: any Ports.Clock
    /// Randomness.
    package let entropy: any Entropy
    /// The trust list, and the announcements of members.
    package let trust: TrustDesk
    /// The node's log.
    package let log: Log
    /// The log of acts of members that this node does not take.
    package let peerLog: PeerLog
    /// The result of this node's last call to each member.
    package let calls = PeerCalls()

    /// Takes the ports as they are; the peer log is the one that `trust` writes to.
    package init(
        member: MemberCode, store: any Store, sealer: any Sealer, vault: any Vault,
        shelf: any AttachmentShelf, clock: any Ports.Clock, entropy: any Entropy,
        trust: TrustDesk, log: Log
    ) {
        self.member = member
        self.store = store
        self.sealer = sealer
        self.vault = vault
        self.shelf = shelf
        self.clock = clock
        self.entropy = entropy
        self.trust = trust
        self.log = log
        peerLog = trust.peerLog
    }

    /// The same node for long reads, which hold up no write and no answer to a peer.
    package var reading: NodeContext {
        var context = self
        context.store = store.reader
        return context
    }

    /// Seals a body for the store.
    ///
    /// - Returns: the new id, and the change that keeps the body.
    package func newRecord(
        _ body: [UInt8]
    ) throws(HeliographError) -> (id: RecordID, change: Change) {
        let id = entropy.recordID(at: clock.now)
        return (id, .insertRecord(id, try vault.seal(body, as: id)))
    }

    /// Reads a body back.
    ///
    /// - Throws: `erased`; `storeCorrupt` for a body that is missing or does not open.
    package func body(of id: RecordID) async throws(HeliographError) -> [UInt8] {
        try await keptBodies([id]).body(of: id)
    }

    /// Reads bodies, each of which opens or fails for itself.
    ///
    /// - Throws: an error of the store.
    package func keptBodies(_ ids: Set<RecordID>) async throws(HeliographError) -> KeptBodies {
        let records = ids.isEmpty ? [:] : try await store.records(ids)
        let missing = ids.subtracting(records.keys)
        return KeptBodies(
            records: records, erased: missing.isEmpty ? [] : try await store.erased(missing),
            context: self)
    }

    /// Reads bodies back.
    ///
    /// - Throws: as `body(of:)`, if that is so of any of them.
    package func bodies(
        of ids: Set<RecordID>
    ) async throws(HeliographError) -> [RecordID: [UInt8]] {
        let kept = try await keptBodies(ids)
        guard kept.erased.isEmpty else { throw HeliographError(.erased, Code.erased.meaning) }
        var bodies: [RecordID: [UInt8]] = [:]
        for id in ids { bodies[id] = try kept.body(of: id) }
        return bodies
    }

    /// Opens a body that the store gave.
    package func body(
        _ id: RecordID, _ record: SealedRecord?
    ) throws(HeliographError) -> [UInt8] {
        guard let record else {
            throw HeliographError(.storeCorrupt, "A stored body is missing.", detail: ["\(id)"])
        }
        return try vault.open(record, as: id)
    }

    /// The changes that keep the blind index entries of a notice: every key that it can be found
    /// by.
    ///
    /// - Parameters:
    ///   - more: keys that the notice alone does not give.
    ///   - id: the message under which the notice is found.
    package func index(
        _ notice: Notice, and more: [SearchKey] = [], as id: MessageID
    ) -> [Change] {
        Set(notice.searchKeys + notice.tripKeys + more).sorted { $0.value < $1.value }.map { key in
            .index(
                BlindIndexEntry(
                    value: vault.blind(key.value, field: key.field.rawValue),
                    field: key.field.rawValue, from: notice.from, id: id))
        }
    }

    /// The change that keeps an entry of the audit log about a message.
    package func audit(
        _ operation: AuditEntry.Operation, by actor: String, about subject: AuditSubject,
        to recipients: [MemberCode] = [], why justification: String
    ) -> Change {
        .audit(
            AuditEntry(
                at: clock.now, operation: operation, actor: actor, subject: subject,
                recipients: recipients, justification: justification, salt: entropy.bytes(16)))
    }
}

/// Bodies that were read together and are not opened yet.
package struct KeptBodies: Sendable {
    fileprivate let records: [RecordID: SealedRecord]
    fileprivate let erased: Set<RecordID>
    fileprivate let context: NodeContext

    /// Opens one of the bodies that were asked for.
    ///
    /// - Throws: `erased`; `storeCorrupt` for a body that is missing or does not open.
    package func body(of id: RecordID) throws(HeliographError) -> [UInt8] {
        guard !erased.contains(id) else {
            throw HeliographError(.erased, Code.erased.meaning)
        }
        return try context.body(id, records[id])
    }
}
