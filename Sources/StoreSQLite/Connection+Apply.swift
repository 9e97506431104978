import CSQLite
import Exchange
import Notices
import Ports

extension Connection {
    /// Carries one change out, inside the transaction that is open.
    func apply(_ change: Change) throws(SQLiteFailure) {
        switch change {
        case .insertRecord(let id, let record):
            try insert("record (id, body)", [.record(id), .blob(record.body)])
        case .insertNotice(let notice): try insert(notice)
        case .insertMessage(let message): try insert(message)
        case .insertEnvelope(let envelope): try insert(envelope)
        case .putDelivery(let delivery): try put(delivery)
        case .insertInboxItem(let item): try insert(item)
        case .setInboxState(let from, let id, let state): try set(state, of: id, from: from)
        case .putThread(let thread): try put(thread)
        case .insertConflict(let conflict):
            try insert(
                "conflict (sender, id, content_digest, seen, envelope)",
                [
                    .member(conflict.from), .id(conflict.id), .digest(conflict.contentDigest),
                    .at(conflict.seen), .record(conflict.envelope),
                ])
        case .keepEvidence(let document): try keep(document)
        case .putEvidenceDispatch(let dispatch): try put(dispatch)
        case .putAttachment(let attachment): try put(attachment)
        case .putHandover(let handover): try put(handover)
        case .putDecision(let decision):
            try put(
                "decision (\(Decision.columns))",
                [
                    .text(decision.thread), .count(decision.sequence),
                    .text(decision.matter.rawValue), .text(decision.subject),
                    .text(decision.officer), .text(decision.reason), .at(decision.at),
                    .at(decision.due), .at(decision.settled), .text(decision.settledBy),
                ])
        case .eraseRecord(let id):
            // A body may stand there no more; that it must not come back is kept all the same.
            try run("DELETE FROM record WHERE id = ?", [.record(id)])
            try write("INSERT OR IGNORE", "erased_record (id, shredded)", [.record(id), .count(0)])
        case .insertErasure(let erasure):
            try insert(
                "erasure (sender, id, order_thread, at, remains)",
                [
                    .member(erasure.from), .id(erasure.id), .text(erasure.order), .at(erasure.at),
                    .blob(erasure.remains),
                ])
        case .unindex(let from, let id):
            try run("DELETE FROM blind WHERE sender = ? AND id = ?", [.member(from), .id(id)])
        case .insertTrustList(let list):
            try insert(
                "trust_list (version, digest, der, accepted)",
                [.count(list.version), .digest(list.digest), .blob(list.der), .at(list.accepted)])
        case .putFork(let fork):
            try put(
                """
                trust_fork (version, held_digest, held, other_digest, other, seen, settled, \
                settled_by)
                """,
                [
                    .count(fork.version), .digest(fork.heldDigest), .blob(fork.held),
                    .digest(fork.otherDigest), .blob(fork.other), .at(fork.seen),
                    .at(fork.settled), .text(fork.settledBy),
                ])
        case .insertKeyBundle(let bundle):
            try insert(
                "key_bundle (member, version, der, accepted)",
                [
                    .member(bundle.member), .integer(bundle.version), .blob(bundle.der),
                    .at(bundle.accepted),
                ])
            // A member may announce as many as it likes.
            try run(
                """
                DELETE FROM key_bundle WHERE member = ?1 AND version <= (
                    SELECT version FROM key_bundle WHERE member = ?1
                    ORDER BY version DESC LIMIT 1 OFFSET ?2)
                """,
                [.member(bundle.member), .count(StoredKeyBundle.keptMax)])
        case .insertRevocationList(let list):
            try insert(
                "revocation_list (issuer, number, member, der, accepted)",
                [
                    .blob(list.issuer.bytes), .integer(list.number), .member(list.member),
                    .blob(list.der), .at(list.accepted),
                ])
            // No entry is ever taken back: the newest says all that the ones before it said.
            try run(
                "DELETE FROM revocation_list WHERE member = ? AND issuer = ? AND number < ?",
                [.member(list.member), .blob(list.issuer.bytes), .integer(list.number)])
        case .putPeer(let peer):
            try write(
                "INSERT", "peer (member, last_contact, last_failure, last_code)",
                [
                    .member(peer.member), .at(peer.lastContact), .at(peer.lastFailure),
                    .code(peer.lastCode),
                ],
                then: """
                    ON CONFLICT DO UPDATE SET
                    last_contact = COALESCE(excluded.last_contact, last_contact),
                    last_failure = COALESCE(excluded.last_failure, last_failure),
                    last_code = COALESCE(excluded.last_code, last_code)
                    """)
        case .putProbe(let probe):
            try put(
                "probe (member, key_bundle, trust_list, at, der)",
                [
                    .member(probe.member), .integer(probe.keyBundle), .count(probe.trustList),
                    .at(probe.at), .blob(probe.der),
                ])
        case .noteKeyUse(let key, let member, let at):
            try run(
                """
                INSERT INTO key_use (key, member, count, last) VALUES (?, ?, 1, ?)
                ON CONFLICT DO UPDATE SET count = count + 1, last = excluded.last
                """, [.blob(key.bytes), .member(member), .at(at)])
        case .audit(let entry): try append(entry)
        case .index(let entry):
            try write(
                "INSERT OR IGNORE", "blind (value, sender, id, field)",
                [.blob(entry.value.bytes), .member(entry.from), .id(entry.id), .text(entry.field)])
        }
    }

    /// - Parameter target: `table (column, …)`; there is a value for each column.
    func write(
        _ verb: String, _ target: String, _ values: [Value], then clause: String = ""
    ) throws(SQLiteFailure) {
        try run(Writing(verb: verb, target: target, clause: clause), values)
    }

    func insert(_ target: String, _ values: [Value]) throws(SQLiteFailure) {
        try write("INSERT", target, values)
    }

    func put(_ target: String, _ values: [Value]) throws(SQLiteFailure) {
        try write("INSERT OR REPLACE", target, values)
    }

    private func insert(_ notice: NoticeVersion) throws(SQLiteFailure) {
        try insert(
            "notice (\(NoticeVersion.columns))",
            [
                .text(notice.thread), .count(notice.sequence), .text(notice.kind),
                .text(notice.operation), .at(notice.created), .text(notice.author),
                .text(notice.approver), .record(notice.document),
            ])
    }

    private func insert(_ message: OutgoingMessage) throws(SQLiteFailure) {
        try insert(
            "message (\(OutgoingMessage.columns))",
            [
                .id(message.id), .text(message.thread), .count(message.sequence),
                .text(message.kind), .text(message.operation), .at(message.created),
                .at(message.expires), .digest(message.contentDigest),
                .members(message.recipients), .blob(message.signer.bytes),
                .record(message.inner),
            ])
    }

    private func insert(_ envelope: OutgoingEnvelope) throws(SQLiteFailure) {
        try insert(
            "envelope (\(OutgoingEnvelope.columns))",
            [
                .id(envelope.id), .count(envelope.seal), .members(envelope.recipients),
                .keyIDs(envelope.keys), .blob(envelope.signer.bytes), .digest(envelope.digest),
                .count(envelope.byteCount), .at(envelope.made),
                .record(envelope.record),
            ])
    }

    /// Changed in its place: what is replaced would leave every index and come back. `created` never changes.
    private func put(_ delivery: Delivery) throws(SQLiteFailure) {
        try write(
            "INSERT", "delivery (\(Delivery.columns), lane, due_by)",
            [
                .id(delivery.id), .member(delivery.recipient), .text(delivery.thread),
                .count(delivery.sequence), .precedence(delivery.precedence),
                .at(delivery.deadline), .at(delivery.created), .at(delivery.expires),
                .text(delivery.state.rawValue), .count(delivery.seal), .count(delivery.attempts),
                .at(delivery.nextAttempt), .code(delivery.lastCode), .at(delivery.changed),
                .at(delivery.deliveredAt), .count(delivery.urgency.lane),
                .at(delivery.urgency.dueBy),
            ], then: Self.deliveryInPlace)
    }

    private static let deliveryInPlace = """
        ON CONFLICT DO UPDATE SET thread = excluded.thread, sequence = excluded.sequence,
        precedence = excluded.precedence, deadline = excluded.deadline,
        expires = excluded.expires, state = excluded.state, seal = excluded.seal,
        attempts = excluded.attempts, next_attempt = excluded.next_attempt,
        last_code = excluded.last_code, changed = excluded.changed,
        delivered_at = excluded.delivered_at, lane = excluded.lane, due_by = excluded.due_by
        """

    private func insert(_ item: InboxItem) throws(SQLiteFailure) {
        try insert(
            "inbox (\(InboxItem.columns))",
            [
                .member(item.from), .id(item.id), .digest(item.contentDigest), .count(item.seal),
                .text(item.thread), .count(item.sequence), .text(item.kind),
                .text(item.operation), .precedence(item.precedence), .at(item.deadline),
                .at(item.created), .at(item.expires), .at(item.received),
                .text(item.state.rawValue), .record(item.envelope), .record(item.inner),
                .record(item.notice), .digest(item.evidence),
            ])
    }

    private func set(
        _ state: InboxState, of id: MessageID, from: MemberCode
    ) throws(SQLiteFailure) {
        // An officer's step never brings back what its issuer has ended meanwhile.
        try run(
            """
            UPDATE inbox SET state = CASE
                WHEN state IN ('cancelled', 'superseded')
                    AND ?1 NOT IN ('cancelled', 'superseded') THEN state
                ELSE ?1 END
            WHERE sender = ?2 AND id = ?3
            """,
            [.text(state.rawValue), .member(from), .id(id)])
        guard changedCount == 1 else {
            throw SQLiteFailure(result: SQLITE_CONSTRAINT, message: "no such item in the inbox")
        }
    }

    private func put(_ thread: ThreadState) throws(SQLiteFailure) {
        try put(
            "thread (\(ThreadState.columns))",
            [
                .member(thread.issuer), .text(thread.thread), .count(thread.highestSequence),
                .integer(thread.isCancelled ? 1 : 0), .id(thread.current),
            ])
    }

    private func keep(_ document: EvidenceDocument) throws(SQLiteFailure) {
        try run(
            "INSERT OR IGNORE INTO evidence (digest, der, kept) VALUES (?, ?, ?)",
            [.digest(document.digest), .blob(document.der), .at(document.kept)])
        guard changedCount == 1 else { return }
        let number = insertedRow
        for (position, entry) in document.entries.enumerated() {
            try insert(
                "evidence_entry (evidence, position, \(EvidenceEntry.columns))",
                [
                    .integer(number), .count(position), .text(entry.step.rawValue),
                    .member(entry.by), .member(entry.from), .id(entry.id), .count(entry.seal),
                    .member(entry.recipient), .digest(entry.contentDigest), .at(entry.at),
                    .code(entry.code), .digest(entry.attachment),
                ])
        }
    }

    private func put(_ dispatch: EvidenceDispatch) throws(SQLiteFailure) {
        try put(
            "evidence_dispatch (\(EvidenceDispatch.columns))",
            [
                .digest(dispatch.digest), .member(dispatch.to), .precedence(dispatch.precedence),
                .at(dispatch.queued), .at(dispatch.acknowledged),
            ])
    }

    private func put(_ handover: Handover) throws(SQLiteFailure) {
        try put(
            "handover (\(Handover.columns))",
            [
                .member(handover.from), .id(handover.id), .text(handover.target),
                .at(handover.queued), .text(handover.state.rawValue), .count(handover.attempts),
                .at(handover.nextAttempt), .code(handover.lastCode),
            ])
    }

    private func append(_ entry: AuditEntry) throws(SQLiteFailure) {
        try insert(
            "audit (at, operation, actor, subject, recipients, justification, salt)",
            [
                .at(entry.at), .text(entry.operation.rawValue), .text(entry.actor),
                .text(entry.subject.description), .members(entry.recipients),
                .text(entry.justification), .blob(entry.salt),
            ])
    }
}
