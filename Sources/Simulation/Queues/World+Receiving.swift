import Exchange
import Notices
import Ports
import TestKit

/// One request between being read and being committed.
struct Reception: Sendable {
    let request: Request
    let evidence: Digest
    let moment: Instant
    var results: [Answer.Result] = []
    var stored: [EvidenceDocument] = []
    var entries: [EvidenceEntry] = []
    var changes: [Change] = []
    var received: [InboxItem] = []
    var threads: [String: ThreadState] = [:]
    var claimed: Set<String> = []
    /// Messages that were known and taken for new: only where that rule is broken on purpose.
    var repeated: [DeliveryKey] = []
}

/// The receiving side of a node, as `Reception` does it.
extension World {
    mutating func receive(_ letters: [Letter], _ request: Request) async throws(Halt) {
        let node = request.to
        guard let digest = Digest(bytes: bytes(32)) else { return }
        var reception = Reception(request: request, evidence: digest, moment: clock(node))
        for letter in letters {
            let result = await take(letter, node, &reception)
            reception.results.append(result)
        }
        try boundary(node)
        if faults.breach == .acknowledgeBeforeCommit {
            reply(answer(reception, node), to: request)
        }
        agenda.add(
            .commit(node: node, life: nodes[node].life, reception), at: now + some(upTo: 400))
    }

    private mutating func take(
        _ letter: Letter, _ node: Int, _ reception: inout Reception
    ) async -> Answer.Result {
        let message = letter.message
        let from = nodes[reception.request.from].member
        guard claim("\(from) \(message.id)", node, &reception) else {
            return .later(.peerBusy, after: .seconds(1))
        }
        if let known = await nodes[node].store.inboxItem(from: from, id: message.id) {
            if faults.breach == .noDuplicateCheck {
                reception.repeated.append(key(of: letter))
            }
            guard let document = await nodes[node].store.evidence(known.evidence) else {
                ledger.violations.append("evidence: an item in the inbox has none")
                return .later(.storeCorrupt, after: .seconds(10))
            }
            reception.stored.append(document)
            return .evidence
        }
        if let refusal = await refusal(of: message, from, node),
            faults.breach != .refusalForgotten
        {
            reception.stored.append(refusal)
            return .evidence
        }
        if let code = misdated(message, node) {
            guard nodes[node].agreement.isTrusted(at: reading(node)) else {
                return .later(code, after: .minutes(1))
            }
            return sign(.refused, letter, code, node, &reception)
        }
        guard claim("\(from) thread \(message.thread)", node, &reception) else {
            return .later(.peerBusy, after: .seconds(1))
        }
        guard message.kind != Self.poison else {
            return sign(.refused, letter, .noticeInvalid, node, &reception)
        }
        await file(letter, from, node, &reception)
        return sign(.delivered, letter, nil, node, &reception)
    }

    /// The earlier refusal of this content: it stands, because the sender has closed the delivery
    /// by it.
    private func refusal(
        of message: OutgoingMessage, _ from: MemberCode, _ node: Int
    ) async -> EvidenceDocument? {
        await nodes[node].store.evidence(from: from, id: message.id).first { document in
            document.entries.contains {
                $0.step == .refused && $0.by == nodes[node].member && $0.id == message.id
                    && $0.contentDigest == message.contentDigest
            }
        }
    }

    private func misdated(_ message: OutgoingMessage, _ node: Int) -> Code? {
        if message.created > clock(node) + WireProtocol.skewMax { return .futureDated }
        return message.expires <= clock(node) ? .expired : nil
    }

    private func sign(
        _ step: EvidenceStep, _ letter: Letter, _ code: Code?, _ node: Int,
        _ reception: inout Reception
    ) -> Answer.Result {
        reception.entries.append(
            EvidenceEntry(
                step: step, by: nodes[node].member, from: nodes[reception.request.from].member,
                id: letter.message.id, seal: 1, recipient: nodes[node].member,
                contentDigest: letter.message.contentDigest,
                at: reception.moment.flooredToSecond, code: code))
        return .evidence
    }

    private mutating func file(
        _ letter: Letter, _ from: MemberCode, _ node: Int, _ reception: inout Reception
    ) async {
        let message = letter.message
        var thread = reception.threads[message.thread]
        if thread == nil {
            thread = await nodes[node].store.thread(issuer: from, thread: message.thread)
        }
        let isCancel = NoticeOperation(rawValue: message.operation).isCancel
        var filing = ThreadFiling.decide(
            highest: thread?.highestSequence, isCancelled: thread?.isCancelled ?? false,
            sequence: message.sequence, isCancel: isCancel)
        if filing == .history || filing == .afterCancel { ledger.overtaken += 1 }
        if faults.breach == .lateStatementHolds { filing = isCancel ? .tombstone : .current }
        if filing == .current || filing == .tombstone {
            let closed: InboxState = filing == .current ? .superseded : .cancelled
            let stored = await nodes[node].store.inbox(InboxFilter(thread: message.thread))
            let earlier = (reception.received + stored).filter {
                $0.from == from && $0.thread == message.thread && $0.state != .cancelled
            }
            for item in earlier {
                reception.changes.append(.setInboxState(from: from, id: item.id, closed))
            }
            let next = ThreadState(
                issuer: from, thread: message.thread,
                highestSequence: max(message.sequence, thread?.highestSequence ?? 0),
                isCancelled: isCancel, current: message.id)
            reception.threads[message.thread] = next
            reception.changes.append(.putThread(next))
        }
        guard let record = RecordID(bytes: bytes(16)) else { return }
        let item = InboxItem(
            from: from, id: message.id, contentDigest: message.contentDigest, seal: 1,
            thread: message.thread, sequence: message.sequence, kind: message.kind,
            operation: message.operation, precedence: letter.delivery.precedence,
            deadline: letter.delivery.deadline, created: message.created,
            expires: message.expires, received: reception.moment, state: filing.inboxState,
            envelope: record, inner: record, notice: record, evidence: reception.evidence)
        reception.received.append(item)
        reception.changes.append(.insertInboxItem(item))
    }

    // MARK: - Answering

    /// Commits everything of the request, and only then answers.
    mutating func finish(_ reception: Reception, _ node: Int) async throws(Halt) {
        nodes[node].claims.subtract(reception.claimed)
        var result = answer(reception, node)
        do throws(Halt) {
            if !reception.entries.isEmpty {
                let own = result.evidence.filter { $0.digest == reception.evidence }
                try await commit(own.map { .keepEvidence($0) } + reception.changes, node)
            }
            for item in reception.received {
                ledger.handedOver[
                    DeliveryKey(id: item.id, recipient: nodes[node].member), default: 0] += 1
            }
            for key in reception.repeated { ledger.handedOver[key, default: 0] += 1 }
            try boundary(node)
        } catch {
            guard case .store(let code) = error else { throw error }
            result = Answer(
                results: reception.results.map { _ in .later(code, after: .seconds(10)) })
        }
        if faults.breach != .acknowledgeBeforeCommit { reply(result, to: reception.request) }
    }

    private func answer(_ reception: Reception, _ node: Int) -> Answer {
        var evidence = reception.stored
        if !reception.entries.isEmpty {
            evidence.append(
                EvidenceDocument(
                    digest: reception.evidence, der: [], entries: reception.entries,
                    kept: reception.moment))
        }
        return Answer(results: reception.results, evidence: evidence)
    }

    private mutating func claim(
        _ claim: String, _ node: Int, _ reception: inout Reception
    ) -> Bool {
        if reception.claimed.contains(claim) { return true }
        guard nodes[node].claims.insert(claim).inserted else { return false }
        reception.claimed.insert(claim)
        return true
    }
}
