internal import Exchange
internal import Federation
internal import Notices
internal import Ports
import Synchronization

/// Takes envelopes in: verifies, opens, binds, validates, stores, and only then answers.
///
/// What is answered together is one transaction: bodies, states, evidence and audit entries, on the disk
/// before anything is acknowledged. It is all of a request when its member is alone, and some of it
/// otherwise: nobody else reads or writes while it is committed.
final class Reception: Sendable {
    private let context: NodeContext
    /// Messages and threads that a request is working on; the same ones in another must wait.
    private let claims = Mutex<Set<String>>([])
    private let agreement = Mutex(ClockAgreement())
    /// What the log was told last.
    private let wasFarOff = Atomic(false)

    init(context: NodeContext) {
        self.context = context
    }

    /// What became of one request.
    struct Outcome: Sendable {
        let items: [ExchangeAnswer.Item]
        let evidence: [[UInt8]]
        /// Newly stored, for the log.
        let received: [InboxItem]
    }

    /// A time that a peer signed just now.
    func observe(_ peer: MemberCode, signed: Instant) {
        let reading = reading
        let after = agreement.withLock { agreement in
            agreement.observe(peer, signed: signed, at: reading)
            return agreement.isFarOff(at: reading)
        }
        guard wasFarOff.exchange(after, ordering: .relaxed) != after else { return }
        let seconds = Int(clockOffset?.wholeSeconds ?? 0)
        context.log(
            after ? .alarm : .info, after ? "clock-far-off" : "clock-agrees",
            ["medianSeconds": .number(JSONNumber(seconds))])
    }

    /// How far the peers' clocks are ahead of this one, by their median; nil before any was heard.
    var clockOffset: Duration? {
        let reading = reading
        return agreement.withLock { $0.medianOffset(at: reading) }
    }

    private var reading: ClockAgreement.Reading {
        ClockAgreement.Reading(now: context.clock.now, uptime: context.clock.uptime)
    }

    /// Envelopes in one transaction while other members are there.
    static let sharedBatchMax = 8

    /// - Parameter carrier: who the TLS connection belongs to.
    func receive(_ envelopes: [[UInt8]], from carrier: MemberCode) async -> Outcome {
        var (items, evidence): ([ExchangeAnswer.Item], [[UInt8]]) = ([], [])
        var received: [InboxItem] = []
        var rest = envelopes[...]
        repeat {
            let isShared = context.turns.isShared(besides: carrier)
            let some = rest.prefix(isShared ? Self.sharedBatchMax : rest.count)
            rest = rest.dropFirst(some.count)
            let outcome = await receiveTogether(Array(some), from: carrier)
            for item in outcome.items {
                var result = item.result
                if case .evidence(let index) = result {
                    let der = outcome.evidence[index]
                    let place = evidence.firstIndex(of: der) ?? evidence.count
                    if place == evidence.count { evidence.append(der) }
                    result = .evidence(place)
                }
                items.append(ExchangeAnswer.Item(envelope: item.envelope, result: result))
            }
            received += outcome.received
        } while !rest.isEmpty
        return Outcome(items: items, evidence: evidence, received: received)
    }

    private func receiveTogether(
        _ envelopes: [[UInt8]], from carrier: MemberCode
    ) async -> Outcome {
        var batch = ReceptionBatch(now: context.clock.now)
        defer { release(batch.claimed) }
        var results: [ReceptionResult] = []
        for bytes in envelopes {
            do throws(HeliographError) {
                let pass = try await context.turns.enter(carrier)
                defer { context.turns.leave(pass) }
                results.append(try await take(bytes, from: carrier, &batch))
            } catch {
                context.log(.warning, "message-not-taken", error)
                results.append(Self.unsigned(error))
            }
        }
        do throws(HeliographError) {
            return try await finish(envelopes, results, batch, carrier)
        } catch {
            // Nothing was kept: every sender tries again.
            context.log(.alarm, "reception-failed", error)
            let items = envelopes.map {
                ExchangeAnswer.Item(
                    envelope: context.sealer.digest($0),
                    result: .later(
                        error.code.isOfToken ? .internalFault : error.code, after: .seconds(10)))
            }
            return Outcome(items: items, evidence: [], received: [])
        }
    }

    // MARK: - One envelope

    private func take(
        _ bytes: [UInt8], from carrier: MemberCode, _ batch: inout ReceptionBatch
    )
        async throws(HeliographError) -> ReceptionResult
    {
        let opening = MessageOpening(context: context, now: batch.now)
        let frame = try opening.verifyFrame(bytes)
        guard frame.header.from == carrier else {
            return .rejected(.wrongCarrier)
        }
        let from = frame.header.from
        let id = frame.header.id
        guard claim("\(from) \(id)", &batch.claimed) else {
            return .later(.peerBusy, .seconds(1))
        }
        if let known = batch.items.first(where: { $0.from == from && $0.id == id })?.contentDigest {
            return known == frame.header.contentDigest
                ? .repeated : try await conflict(frame, bytes, &batch)
        }
        if let known = try await context.store.inboxItem(from: from, id: id) {
            guard known.contentDigest == frame.header.contentDigest else {
                return try await conflict(frame, bytes, &batch)
            }
            guard let stored = try await context.store.evidence(known.evidence) else {
                throw HeliographError(.storeCorrupt, "Stored evidence is missing.")
            }
            return .stored(stored.der)
        }
        if let refusal = try await earlierRefusal(of: frame.header) { return .stored(refusal) }
        if let answer = judgeTime(frame.header, at: batch.now) { return answer }
        do throws(HeliographError) {
            let opened = try opening.open(frame)
            guard claim("\(from) thread \(opened.content.header.thread)", &batch.claimed) else {
                return .later(.peerBusy, .seconds(1))
            }
            // Filed whole or not at all: the rest of the request is committed all the same.
            var filed = batch
            try await file(opened, bytes, &filed)
            batch = filed
            return .new(Self.entry(.delivered, frame.header, by: context.member, at: batch.now))
        } catch {
            guard MessageOpening.isFinal(error.code) else { throw error }
            context.log(
                .warning, "message-refused",
                [
                    "id": .string(id.description), "from": .string(from.description),
                    "code": .string(error.code.rawValue),
                    // Codes only: a pointer holds member names that the sender chose.
                    "faults": .array(error.faults.map { .string($0.code.rawValue) }),
                    "detail": .array(error.detail.map { .string($0) }),
                ])
            return refuse(frame.header, error.code, at: batch.now)
        }
    }

    /// A refusal for good is signed and kept for ever, so each draws on what the member may have kept.
    /// Over it the answer is "later", and the verdict waits.
    private func refuse(_ header: FrameHeader, _ code: Code, at now: Instant) -> ReceptionResult {
        let (allowance, what): (Allowance, String) =
            code == .idConflict ? (.conflicts, "conflicts") : (.refusals, "refusals")
        if let wait = context.allowances.draw(allowance, by: header.from, what, context) {
            return .later(.peerBusy, wait)
        }
        return .new(Self.entry(.refused, header, by: context.member, at: now, code: code))
    }

    /// What was refused for good stays refused, though a clock or a key may have changed since.
    private func earlierRefusal(of header: FrameHeader) async throws(HeliographError) -> [UInt8]? {
        let member = context.member
        return try await context.store.evidence(from: header.from, id: header.id).first {
            $0.entries.contains { entry in
                entry.step == .refused && entry.by == member && entry.from == header.from
                    && entry.id == header.id && entry.seal == header.seal
                    && entry.contentDigest == header.contentDigest
            }
        }?.der
    }

    /// Keeps the second frame as proof, once.
    private func conflict(
        _ frame: MessageOpening.Frame, _ bytes: [UInt8], _ batch: inout ReceptionBatch
    ) async throws(HeliographError) -> ReceptionResult {
        let header = frame.header
        context.log(
            .alarm, "id-conflict",
            ["id": .string(header.id.description), "from": .string(header.from.description)])
        if let refusal = try await earlierRefusal(of: header) { return .stored(refusal) }
        let answer = refuse(header, .idConflict, at: batch.now)
        guard case .new = answer else { return answer }
        let known = try await context.store.hasConflict(
            from: header.from, id: header.id, contentDigest: header.contentDigest)
        if !known, batch.conflicts.insert(header.contentDigest).inserted {
            let (record, change) = try context.newRecord(bytes)
            batch.changes += [
                change,
                .insertConflict(
                    ConflictRecord(
                        from: header.from, id: header.id, contentDigest: header.contentDigest,
                        seen: batch.now, envelope: record)),
            ]
        }
        return answer
    }

    /// Only a clock that agrees with its peers' may refuse for good because of the time.
    private func judgeTime(_ header: FrameHeader, at now: Instant) -> ReceptionResult? {
        let code: Code
        if header.created > now + WireProtocol.skewMax {
            code = .futureDated
        } else if header.expires <= now {
            code = .expired
        } else {
            return nil
        }
        let reading = reading
        guard agreement.withLock({ $0.isTrusted(at: reading) }) else {
            context.log(.alarm, "clock-in-doubt", ["code": .string(code.rawValue)])
            return .later(code, .minutes(1))
        }
        return refuse(header, code, at: now)
    }

    // MARK: - Filing

    private func file(
        _ opened: MessageOpening.Opened, _ bytes: [UInt8], _ batch: inout ReceptionBatch
    ) async throws(HeliographError) {
        let frame = opened.frame
        let header = opened.content.header
        let key = ReceptionBatch.ThreadKey(issuer: header.from, thread: header.thread)
        var thread = batch.threads[key]
        if thread == nil {
            thread = try await context.store.thread(issuer: header.from, thread: header.thread)
        }
        let isCancel = opened.notice.operation.isCancel
        let filing = ThreadFiling.decide(
            highest: thread?.highestSequence, isCancelled: thread?.isCancelled ?? false,
            sequence: header.sequence, isCancel: isCancel)
        try await closeEarlier(filing, header, &batch)

        let (envelope, envelopeChange) = try context.newRecord(bytes)
        let (inner, innerChange) = try context.newRecord(opened.inner)
        let (notice, noticeChange) = try context.newRecord(opened.content.notice)
        let own = header.recipients.first { $0.member == context.member }
        let now = batch.now
        batch.items.append(
            ReceptionBatch.Item(
                from: header.from, id: header.id, contentDigest: frame.contentDigest,
                thread: header.thread
            ) { evidence in
                InboxItem(
                    from: header.from, id: header.id, contentDigest: frame.contentDigest,
                    seal: frame.seal, thread: header.thread, sequence: header.sequence,
                    kind: header.kind, operation: header.operation,
                    precedence: own?.precedence ?? .routine, deadline: own?.deadline,
                    created: header.created, expires: header.expires, received: now,
                    state: filing.inboxState, envelope: envelope, inner: inner, notice: notice,
                    evidence: evidence)
            })
        batch.steps += [
            .change(envelopeChange), .change(innerChange), .change(noticeChange),
            .item(batch.items.count - 1),
            .change(
                context.audit(
                    .collection, by: "node", from: header.from, id: header.id, why: "received")),
        ]
        if let key = frame.recipients.first(where: { $0.member == context.member })?.keyID {
            batch.steps.append(.change(.noteKeyUse(key, by: header.from, at: now)))
        }
        for target in context.handoverTargets {
            batch.steps.append(
                .change(
                    .putHandover(
                        Handover(
                            from: header.from, id: header.id, target: target, queued: batch.now))))
        }
        batch.steps += context.index(opened.notice, as: header.id).map { .change($0) }
        batch.steps += Consequence(context: context).of(opened.notice, at: now).map { .change($0) }
        if filing == .current || filing == .tombstone {
            let next = ThreadState(
                issuer: header.from, thread: header.thread,
                highestSequence: max(header.sequence, thread?.highestSequence ?? 0),
                isCancelled: isCancel, current: header.id)
            batch.threads[key] = next
            batch.steps.append(.change(.putThread(next)))
        }
    }

    private func closeEarlier(
        _ filing: ThreadFiling, _ header: NoticeHeader, _ batch: inout ReceptionBatch
    ) async throws(HeliographError) {
        let closed: InboxState
        switch filing {
        case .current: closed = .superseded
        case .tombstone: closed = .cancelled
        case .history, .afterCancel: return
        }
        var earlier = batch.items.filter { $0.from == header.from && $0.thread == header.thread }
            .map(\.id)
        let stored = try await context.store.inbox(
            InboxFilter(thread: header.thread, from: header.from, limit: 10_000))
        earlier += stored.filter { $0.from == header.from && $0.state != .cancelled }.map(\.id)
        for id in earlier {
            batch.steps.append(
                .change(.setInboxState(from: header.from, id: id, closed)))
        }
    }

    // MARK: - Answering

    /// Signs the evidence of everything new, commits, and puts the answer together.
    private func finish(
        _ envelopes: [[UInt8]], _ results: [ReceptionResult], _ batch: ReceptionBatch,
        _ carrier: MemberCode
    ) async throws(HeliographError) -> Outcome {
        let entries = results.compactMap(\.entry)
        var evidence: [[UInt8]] = []
        var changes = batch.changes
        var received: [InboxItem] = []
        if !entries.isEmpty {
            let pass = try await context.turns.enter(carrier)
            defer { context.turns.leave(pass) }
            let der = try context.sealer.sign(
                EvidenceContent.encode(entries), as: .evidence, at: batch.now)
            let digest = context.sealer.digest(der)
            evidence.append(der)
            changes.append(
                .keepEvidence(
                    EvidenceDocument(digest: digest, der: der, entries: entries, kept: batch.now)))
            received = batch.items.map { $0.make(digest) }
            changes += batch.steps.map { step in
                switch step {
                case .change(let change): change
                case .item(let index): .insertInboxItem(received[index])
                }
            }
            try await context.store.commit(changes)
        }
        var items: [ExchangeAnswer.Item] = []
        for (bytes, result) in zip(envelopes, results) {
            let answer: ExchangeAnswer.Result
            switch result {
            case .new, .repeated: answer = .evidence(0)
            case .stored(let der):
                let place = evidence.firstIndex(of: der) ?? evidence.count
                if place == evidence.count { evidence.append(der) }
                answer = .evidence(place)
            case .later(let code, let after): answer = .later(code, after: after)
            case .rejected(let code): answer = .rejected(code)
            }
            items.append(
                ExchangeAnswer.Item(envelope: context.sealer.digest(bytes), result: answer))
        }
        return Outcome(items: items, evidence: evidence, received: received)
    }

    private static func entry(
        _ step: EvidenceStep, _ header: FrameHeader, by member: MemberCode, at now: Instant,
        code: Code? = nil
    ) -> EvidenceEntry {
        EvidenceEntry(
            step: step, by: member, from: header.from, id: header.id, seal: header.seal,
            recipient: member, contentDigest: header.contentDigest, at: now.flooredToSecond,
            code: code)
    }

    /// Before the outer signature is verified, and for our own trouble, the answer is unsigned.
    private static func unsigned(_ error: HeliographError) -> ReceptionResult {
        if error.code.isOfToken { return .later(.internalFault, .seconds(10)) }
        return error.code.isWorthRetrying
            ? .later(error.code, .seconds(10)) : .rejected(error.code)
    }

    // MARK: - Claims

    private func claim(_ key: String, _ mine: inout Set<String>) -> Bool {
        if mine.contains(key) { return true }
        guard claims.withLock({ $0.insert(key).inserted }) else { return false }
        mine.insert(key)
        return true
    }

    private func release(_ mine: Set<String>) {
        claims.withLock { $0.subtract(mine) }
    }
}
