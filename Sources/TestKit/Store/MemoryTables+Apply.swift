import Exchange
import Notices
import Ports

extension MemoryTables {
    /// Takes one change back.
    typealias Undo = (inout MemoryTables) -> Void

    /// Applies every change or none.
    mutating func apply(_ changes: [Change]) throws(HeliographError) {
        var undos: [Undo] = []
        do throws(HeliographError) {
            for change in changes { try apply(change, &undos) }
        } catch {
            for undo in undos.reversed() { undo(&self) }
            throw error
        }
    }

    private mutating func apply(
        _ change: Change, _ undos: inout [Undo]
    ) throws(HeliographError) {
        switch change {
        case .insertRecord(let id, let record): try insert(record, \.records, id, &undos)
        case .insertNotice(let notice):
            let key = NoticeKey(thread: notice.thread, sequence: notice.sequence)
            try insert(notice, \.notices, key, &undos)
        case .insertMessage(let message): try insert(message, \.messages, message.id, &undos)
        case .insertEnvelope(let envelope):
            let key = EnvelopeKey(id: envelope.id, seal: envelope.seal)
            try insert(envelope, \.envelopes, key, &undos)
        case .putDelivery(let delivery): put(delivery, &undos)
        case .insertInboxItem(let item):
            try insert(item, \.inbox, MessageKey(from: item.from, id: item.id), &undos)
        case .setInboxState(let from, let id, let state):
            let key = MessageKey(from: from, id: id)
            guard var item = inbox[key] else { throw conflict("no such item in the inbox") }
            item.state = item.state.after(state)
            put(item, \.inbox, key, &undos)
        case .putThread(let thread):
            put(thread, \.threads, ThreadKey(issuer: thread.issuer, thread: thread.thread), &undos)
        case .insertConflict(let record):
            let key = ConflictKey(
                message: MessageKey(from: record.from, id: record.id),
                contentDigest: record.contentDigest)
            try insert(record, \.conflicts, key, &undos)
        case .keepEvidence(let document): keep(document, &undos)
        case .putEvidenceDispatch(let dispatch):
            let key = DispatchKey(digest: dispatch.digest, to: dispatch.to)
            put(dispatch, \.dispatches, key, &undos)
        case .putAttachment(let attachment):
            let key = AttachmentKey(
                message: MessageKey(from: attachment.from, id: attachment.id),
                sealed: attachment.sealed, to: attachment.recipient)
            put(attachment, \.attachments, key, &undos)
        case .putHandover(let handover):
            let key = HandoverKey(
                message: MessageKey(from: handover.from, id: handover.id), target: handover.target)
            put(handover, \.handovers, key, &undos)
        case .eraseRecord(let id):
            put(true, \.erasedRecords, id, &undos)
            if let former = records.removeValue(forKey: id) {
                undos.append { $0.records[id] = former }
            }
        case .insertErasure(let erasure):
            try insert(
                erasure, \.erasures, MessageKey(from: erasure.from, id: erasure.id), &undos)
        case .unindex(let from, let id):
            for (value, entries) in blind {
                let kept = entries.filter { $0.from != from || $0.id != id }
                guard kept.count < entries.count else { continue }
                blind[value] = kept.isEmpty ? nil : kept
                undos.append { $0.blind[value] = entries }
            }
        case .putDecision(let decision):
            let key = DecisionKey(
                thread: decision.thread, sequence: decision.sequence, matter: decision.matter,
                subject: decision.subject)
            put(decision, \.decisions, key, &undos)
        case .insertTrustList(let list): try insert(list, \.trustLists, list.version, &undos)
        case .putFork(let fork):
            put(fork, \.forks, ForkKey(version: fork.version, other: fork.otherDigest), &undos)
        case .insertKeyBundle(let bundle):
            let key = BundleKey(member: bundle.member, version: bundle.version)
            try insert(bundle, \.bundles, key, &undos)
            let versions = bundles.values.filter { $0.member == bundle.member }.map(\.version)
            for version in AnnouncementRetention.endedKeyBundles(among: versions) {
                remove(\.bundles, BundleKey(member: bundle.member, version: version), &undos)
            }
        case .insertRevocationList(let list):
            let key = RevocationKey(issuer: list.issuer, number: list.number)
            try insert(list, \.revocationLists, key, &undos)
            let numbers = revocationLists.keys.filter { $0.issuer == list.issuer }.map(\.number)
            for number in AnnouncementRetention.endedRevocationLists(among: numbers) {
                remove(
                    \.revocationLists, RevocationKey(issuer: list.issuer, number: number), &undos)
            }
        case .putPeer(var peer):
            let before = peers[peer.member]
            peer.lastContact = peer.lastContact ?? before?.lastContact
            peer.lastFailure = peer.lastFailure ?? before?.lastFailure
            peer.lastCode = peer.lastCode ?? before?.lastCode
            put(peer, \.peers, peer.member, &undos)
        case .putProbe(let probe): put(probe, \.probes, probe.member, &undos)
        case .noteKeyUse(let key, let member, let at):
            let name = KeyUseKey(key: key, member: member)
            let use = KeyUse(
                key: key, member: member, count: (keyUses[name]?.count ?? 0) + 1, last: at)
            put(use, \.keyUses, name, &undos)
        case .putHeldCall(let call): put(call, \.heldCalls, call.id, &undos)
        case .putOfficer(let officer): put(officer, \.officers, officer.key, &undos)
        case .putToken(let token): put(token, \.tokens, token.id, &undos)
        case .noteTokenUse(let id, let at):
            guard var token = tokens[id] else { break }
            token.lastUsed = at
            put(token, \.tokens, id, &undos)
        case .putReply(let reply):
            let key = ReplyKey(principal: reply.principal, key: reply.key)
            put(reply, \.replies, key, &undos)
        case .dropReply(let principal, let key):
            remove(\.replies, ReplyKey(principal: principal, key: key), &undos)
        case .audit(var entry):
            entry.sequence = Int64(audit.count + 1)
            audit.append(entry)
            undos.append { $0.audit.removeLast() }
        case .index(let entry):
            if blind[entry.value, default: []].insert(entry).inserted {
                undos.append { $0.blind[entry.value]?.remove(entry) }
            }
        }
    }

    private mutating func put(_ delivery: Delivery, _ undos: inout [Undo]) {
        let key = DeliveryKey(id: delivery.id, recipient: delivery.recipient)
        let wasOpen = open.contains(key)
        if deliveries[key] == nil {
            recipientsOf[delivery.id, default: []].append(delivery.recipient)
            undos.append { _ = $0.recipientsOf[delivery.id]?.removeLast() }
        }
        put(delivery, \.deliveries, key, &undos)
        setOpen(key, !delivery.state.isClosed)
        undos.append { $0.setOpen(key, wasOpen) }
    }

    private mutating func setOpen(_ key: DeliveryKey, _ isOpen: Bool) {
        if isOpen { open.insert(key) } else { open.remove(key) }
    }

    private mutating func keep(_ document: EvidenceDocument, _ undos: inout [Undo]) {
        guard evidence[document.digest] == nil else { return }
        evidence[document.digest] = NumberedEvidence(number: evidence.count, document: document)
        undos.append { $0.evidence[document.digest] = nil }
        for key in Set(document.entries.map { MessageKey(from: $0.from, id: $0.id) }) {
            evidenceOf[key, default: []].append(document.digest)
            undos.append { _ = $0.evidenceOf[key]?.removeLast() }
        }
    }

    private mutating func insert<Key, Row>(
        _ row: Row, _ table: WritableKeyPath<MemoryTables, [Key: Row]>, _ key: Key,
        _ undos: inout [Undo]
    ) throws(HeliographError) {
        guard self[keyPath: table][key] == nil else { throw conflict("\(key) is there already") }
        put(row, table, key, &undos)
    }

    private mutating func put<Key, Row>(
        _ row: Row, _ table: WritableKeyPath<MemoryTables, [Key: Row]>, _ key: Key,
        _ undos: inout [Undo]
    ) {
        let former = self[keyPath: table].updateValue(row, forKey: key)
        undos.append { $0[keyPath: table][key] = former }
    }

    private mutating func remove<Key, Row>(
        _ table: WritableKeyPath<MemoryTables, [Key: Row]>, _ key: Key, _ undos: inout [Undo]
    ) {
        let former = self[keyPath: table].removeValue(forKey: key)
        undos.append { $0[keyPath: table][key] = former }
    }

    private func conflict(_ cause: String) -> HeliographError {
        HeliographError(
            .storeConflict, "What was to be kept is there already, or is not there to change.",
            detail: [cause])
    }
}
