import CSQLite
import Exchange
import Notices
import Ports

extension Connection {
    /// Carries one change out, inside the transaction that is open.
    func apply(_ change: Change) throws(SQLiteFailure) {
        switch change {
        case .insertRecord(let id, let record):
            try write("INSERT", "record (id, body)", [.record(id), .blob(record.body)])
        case .insertNotice(let notice): try insert(notice)
        case .insertMessage(let message): try insert(message)
        case .insertEnvelope(let envelope): try insert(envelope)
        case .putDelivery(let delivery): try write("INSERT", delivery, then: Delivery.inPlace)
        case .insertInboxItem(let item): try insert(item)
        case .setInboxState(let from, let id, let state): try set(state, of: id, from: from)
        case .putThread(let thread): try put(thread)
        case .insertConflict(let conflict): try insert(conflict)
        case .keepEvidence(let document): try keep(document)
        case .putEvidenceDispatch(let dispatch): try put(dispatch)
        case .putAttachment(let attachment): try put(attachment)
        case .putHandover(let handover): try put(handover)
        case .putDecision(let decision): try put(decision)
        case .eraseRecord(let id):
            // A body may stand there no more; that it must not come back is kept all the same.
            try run("DELETE FROM record WHERE id = ?", [.record(id)])
            try write("INSERT OR IGNORE", "erased_record (id, shredded)", [.record(id), .count(0)])
        case .insertErasure(let erasure): try insert(erasure)
        case .unindex(let from, let id):
            try run("DELETE FROM blind WHERE sender = ? AND id = ?", [.member(from), .id(id)])
        case .insertTrustList(let list): try insert(list)
        case .putFork(let fork): try put(fork)
        case .insertKeyBundle(let bundle): try keep(bundle)
        case .insertRevocationList(let list): try keep(list)
        case .putPeer(let peer): try write("INSERT", peer, then: PeerRow.inPlace)
        case .putProbe(let probe): try put(probe)
        case .noteKeyUse(let key, let member, let at):
            try write(
                "INSERT", KeyUse(key: key, member: member, count: 1, last: at),
                then: KeyUse.oneMore)
        case .putHeldCall(let call): try put(call)
        case .putOfficer(let officer): try put(officer)
        case .putToken(let token): try put(token)
        case .noteTokenUse(let id, let at):
            try run("UPDATE token SET last_used = ? WHERE id = ?", [.at(at), .text(id)])
        case .putReply(let reply): try put(reply)
        case .dropReply(let principal, let key):
            try run(
                "DELETE FROM reply WHERE principal = ? AND key = ?",
                [.text(principal), .text(key)])
        case .audit(let entry): try insert(entry)
        case .index(let entry): try write("INSERT OR IGNORE", entry)
        }
    }

    /// - Parameter target: `table (column, …)`; there is a value for each column.
    private func write(
        _ verb: String, _ target: String, _ values: [Value]
    ) throws(SQLiteFailure) {
        try run(Writing(verb: verb, target: target, clause: ""), values)
    }

    private func set(
        _ state: InboxState, of id: MessageID, from: MemberCode
    ) throws(SQLiteFailure) {
        try run(Self.inboxState[state] ?? "", [.member(from), .id(id)])
        guard changedCount == 1 else {
            throw SQLiteFailure(result: SQLITE_CONSTRAINT, message: "no such item in the inbox")
        }
    }

    /// The statement that sets each state: the rule of `InboxState.after`, case by case.
    private static let inboxState = Dictionary(
        uniqueKeysWithValues: InboxState.allCases.map { next in
            let cases = InboxState.allCases.map { state in
                "WHEN '\(state.rawValue)' THEN '\(state.after(next).rawValue)'"
            }
            return (
                next,
                """
                UPDATE inbox SET state = CASE state \(cases.joined(separator: " ")) END
                WHERE sender = ? AND id = ?
                """
            )
        })

    private func keep(_ document: EvidenceDocument) throws(SQLiteFailure) {
        try run(
            "INSERT OR IGNORE INTO evidence (digest, der, kept) VALUES (?, ?, ?)",
            [.digest(document.digest), .blob(document.der), .at(document.kept)])
        guard changedCount == 1 else { return }
        let number = insertedRow
        for (position, entry) in document.entries.enumerated() {
            try write(
                "INSERT", EvidenceEntry.placed,
                [.integer(number), .count(position)] + EvidenceEntry.codec.values(of: entry))
        }
    }

    private func keep(_ bundle: StoredKeyBundle) throws(SQLiteFailure) {
        try insert(bundle)
        let versions = try query(
            "SELECT version FROM key_bundle WHERE member = ?", [.member(bundle.member)]
        ) { $0.integer() }
        for version in AnnouncementRetention.endedKeyBundles(among: versions) {
            try run(
                "DELETE FROM key_bundle WHERE member = ? AND version = ?",
                [.member(bundle.member), .integer(version)])
        }
    }

    private func keep(_ list: StoredRevocationList) throws(SQLiteFailure) {
        try insert(list)
        let issuer = Value.blob(list.issuer.bytes)
        let numbers = try query(
            "SELECT number FROM revocation_list WHERE issuer = ?", [issuer]
        ) { $0.integer() }
        for number in AnnouncementRetention.endedRevocationLists(among: numbers) {
            try run(
                "DELETE FROM revocation_list WHERE issuer = ? AND number = ?",
                [issuer, .integer(number)])
        }
    }
}
