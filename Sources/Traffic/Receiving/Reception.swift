internal import Exchange
internal import Federation
internal import Notices
internal import Ports
package import Station
import Synchronization

/// Takes envelopes in: verifies, opens, binds, validates, stores, and only then answers.
///
/// Envelopes that are answered together are one transaction: bodies, states, evidence and audit
/// entries, on the disk before anything is acknowledged. A transaction takes a whole request when
/// its member is alone, and a part of it otherwise: nobody else reads or writes while it is
/// committed.
package final class Reception: Sendable {
    let context: TrafficContext
    private let clocks: PeerClocks
    /// Messages and threads that a request is working on; another request must wait for them.
    private let claims = Mutex<Set<String>>([])

    /// - Parameter clocks: says whether this node may refuse for good because of the time.
    package init(context: TrafficContext, clocks: PeerClocks) {
        self.context = context
        self.clocks = clocks
    }

    /// The results of one request.
    struct Outcome: Sendable {
        let items: [ExchangeAnswer.Item]
        let evidence: [[UInt8]]
        /// The messages that were newly stored, for the log.
        let received: [InboxItem]
    }

    /// The most envelopes of one transaction while other members are there.
    static let sharedBatchMax = 8

    /// Takes the envelopes of one request in.
    ///
    /// - Parameter carrier: the member that the TLS connection belongs to.
    /// - Returns: a result for each envelope, in their order.
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
        let candidates = await verify(envelopes, from: carrier, &batch)
        var results: [ReceptionResult] = []
        do throws(HeliographError) {
            let lookedUp = try await lookUp(candidates, from: carrier)
            results = await judge(lookedUp, envelopes, from: carrier, &batch)
        } catch {
            results = candidates.map { _ in Self.unsigned(error) }
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

    /// An envelope whose outer signature was looked at.
    private enum Candidate {
        case frame(MessageOpening.Frame)
        case answered(ReceptionResult)
    }

    /// Verifies the outer signatures, and claims the messages before anything is looked up by their
    /// ids.
    private func verify(
        _ envelopes: [[UInt8]], from carrier: MemberCode, _ batch: inout ReceptionBatch
    ) async -> [Candidate] {
        let opening = MessageOpening(context: context, now: batch.now)
        var candidates: [Candidate] = []
        for bytes in envelopes {
            do throws(HeliographError) {
                let pass = try await context.turns.enter(carrier)
                defer { context.turns.leave(pass) }
                let frame = try opening.verifyFrame(bytes)
                if frame.header.from != carrier {
                    candidates.append(.answered(.rejected(.wrongCarrier)))
                } else if !claim("\(carrier) \(frame.header.id)", &batch.claimed) {
                    candidates.append(.answered(.later(.peerBusy, .seconds(1))))
                } else {
                    candidates.append(.frame(frame))
                }
            } catch {
                context.peerLog.log(.warning, "message-not-taken", of: carrier, error)
                candidates.append(.answered(Self.unsigned(error)))
            }
        }
        return candidates
    }

    /// A candidate, and the rows that are held under its id.
    private enum LookedUp {
        case frame(MessageOpening.Frame, KnownMessage)
        case answered(ReceptionResult)
    }

    private func lookUp(
        _ candidates: [Candidate], from carrier: MemberCode
    ) async throws(HeliographError) -> [LookedUp] {
        let pass = try await context.turns.enter(carrier)
        defer { context.turns.leave(pass) }
        var seals: Set<SealKey> = []
        for case .frame(let frame) in candidates { seals.insert(Self.seal(frame.header)) }
        // The claims hold: what is known now stays so until the answer.
        let known = seals.isEmpty ? [:] : try await context.store.known(seals, by: context.member)
        return candidates.map { candidate in
            switch candidate {
            case .answered(let result): .answered(result)
            case .frame(let frame): .frame(frame, known[Self.seal(frame.header)] ?? .nothing)
            }
        }
    }

    private static func seal(_ header: FrameHeader) -> SealKey {
        SealKey(
            message: MessageKey(from: header.from, id: header.id), seal: header.seal,
            contentDigest: header.contentDigest)
    }

    /// Opens the envelopes and files their messages. Messages of several envelopes are filed
    /// together, so that the store is asked once for all of them.
    ///
    /// - Returns: a result for each candidate, in order.
    private func judge(
        _ candidates: [LookedUp], _ envelopes: [[UInt8]], from carrier: MemberCode,
        _ batch: inout ReceptionBatch
    ) async -> [ReceptionResult] {
        var judged: [(index: Int, result: ReceptionResult)] = []
        var waiting = Array(candidates.indices)
        while !waiting.isEmpty {
            var opened: [(index: Int, message: MessageOpening.Opened)] = []
            var again: [Int] = []
            var ids: Set<MessageID> = []
            for index in waiting {
                switch candidates[index] {
                case .answered(let result): judged.append((index, result))
                case .frame(let frame, let known):
                    // A second envelope of one message is judged by what became of the first.
                    guard ids.insert(frame.header.id).inserted else {
                        again.append(index)
                        continue
                    }
                    switch await open(frame, envelopes[index], known, from: carrier, &batch) {
                    case .answered(let result): judged.append((index, result))
                    case .opened(let message): opened.append((index, message))
                    }
                }
            }
            let filed = await file(
                opened.map { ($0.message, envelopes[$0.index]) }, from: carrier, &batch)
            judged += zip(opened, filed).map { ($0.index, $1) }
            waiting = again
        }
        return judged.sorted { $0.index < $1.index }.map(\.result)
    }

    /// An envelope that was judged, or is to be filed.
    private enum Judged {
        case answered(ReceptionResult)
        case opened(MessageOpening.Opened)
    }

    private func open(
        _ frame: MessageOpening.Frame, _ bytes: [UInt8], _ known: KnownMessage,
        from carrier: MemberCode, _ batch: inout ReceptionBatch
    ) async -> Judged {
        do throws(HeliographError) {
            let pass = try await context.turns.enter(carrier)
            defer { context.turns.leave(pass) }
            return try await take(frame, bytes, known, &batch)
        } catch {
            return .answered(notTaken(error, from: carrier))
        }
    }

    private func notTaken(_ error: HeliographError, from carrier: MemberCode) -> ReceptionResult {
        context.peerLog.log(.warning, "message-not-taken", of: carrier, error)
        return Self.unsigned(error)
    }

    private func take(
        _ frame: MessageOpening.Frame, _ bytes: [UInt8], _ known: KnownMessage,
        _ batch: inout ReceptionBatch
    )
        async throws(HeliographError) -> Judged
    {
        let from = frame.header.from
        let id = frame.header.id
        let filed = batch.items.first { $0.from == from && $0.id == id }?.contentDigest
        if let held = filed ?? known.item?.contentDigest, held != frame.header.contentDigest {
            return .answered(try conflict(frame, bytes, known, &batch))
        }
        if filed != nil { return .answered(.repeated) }
        if known.item != nil {
            guard let stored = known.evidence else {
                throw HeliographError(.storeCorrupt, "Stored evidence is missing.")
            }
            return .answered(.stored(stored))
        }
        if let refusal = known.refusal { return .answered(.stored(refusal)) }
        if let answer = judgeTime(frame.header, at: batch.now) { return .answered(answer) }
        let pieces = 1 + (bytes.count - 1) / Allowance.messagePieceBytes
        if let wait = context.allowances.draw(.messages, pieces, by: from, "messages") {
            return .answered(.later(.peerBusy, wait))
        }
        do throws(HeliographError) {
            let opened = try MessageOpening(context: context, now: batch.now).open(frame)
            guard claim("\(from) thread \(opened.content.header.thread)", &batch.claimed) else {
                return .answered(.later(.peerBusy, .seconds(1)))
            }
            if opened.notice.isVerification, try await !mayVerify(from, &batch) {
                return .answered(.later(.peerBusy, .seconds(1)))
            }
            return .opened(opened)
        } catch {
            return .answered(try refused(frame.header, error, at: batch.now))
        }
    }

    /// Files opened messages in their threads.
    ///
    /// The store is asked once for all of them. The claims on the threads hold, so that nobody else
    /// files in them between the answer and the commit.
    ///
    /// - Returns: a result for each message, in order.
    private func file(
        _ opened: [(message: MessageOpening.Opened, bytes: [UInt8])], from carrier: MemberCode,
        _ batch: inout ReceptionBatch
    ) async -> [ReceptionResult] {
        let beside: FilingView
        do throws(HeliographError) {
            let pass = try await context.turns.enter(carrier)
            defer { context.turns.leave(pass) }
            beside = try await FilingView(of: opened.map(\.message), in: context.store)
        } catch {
            return opened.map { _ in notTaken(error, from: carrier) }
        }
        var results: [ReceptionResult] = []
        for (message, bytes) in opened {
            do throws(HeliographError) {
                let pass = try await context.turns.enter(carrier)
                defer { context.turns.leave(pass) }
                do throws(HeliographError) {
                    try file(message, bytes, beside, &batch)
                    results.append(
                        .new(
                            Self.entry(
                                .delivered, message.frame, by: context.member, at: batch.now)))
                } catch {
                    results.append(try refused(message.frame, error, at: batch.now))
                }
            } catch {
                results.append(notTaken(error, from: carrier))
            }
        }
        return results
    }

    /// This member's last word on a message.
    ///
    /// - Throws: the error, if it is no last word.
    private func refused(
        _ header: FrameHeader, _ error: HeliographError, at now: Instant
    ) throws(HeliographError) -> ReceptionResult {
        guard error.code.isVerdictOnMessage else { throw error }
        // Each has a verdict of its own, signed and kept: so many as `Allowance.refusals` grants.
        context.log(
            .warning, "message-refused",
            [
                "peer": .string(header.from.description), "id": .string(header.id.description),
                "code": .string(error.code.rawValue),
                // Codes only: a pointer holds member names that the sender chose.
                "faults": .array(error.faults.map { .string($0.code.rawValue) }),
                "detail": .array(error.detail.map { .string($0) }),
            ])
        return refuse(header, error.code, at: now)
    }

    /// Counts one more verification of a member: who may ask without end finds out what was issued.
    ///
    /// - Returns: false while another request of the same member is counted.
    /// - Throws: `verificationLimit`.
    private func mayVerify(
        _ member: MemberCode, _ batch: inout ReceptionBatch
    ) async throws(HeliographError) -> Bool {
        guard claim("\(member) verification", &batch.claimed) else { return false }
        let before: Int
        if let known = batch.verificationsBefore {
            before = known
        } else {
            before = try await CertificateRegister(context: context)
                .verifications(by: member, before: batch.now)
            batch.verificationsBefore = before
        }
        guard before < context.verificationsPerDay - batch.verificationCount else {
            throw HeliographError(.verificationLimit, Code.verificationLimit.meaning)
        }
        batch.verificationCount += 1
        return true
    }

    /// Refuses a message for good. A refusal is signed and kept for ever, so each draws on an
    /// allowance of the member; over it the answer is "later", and the verdict waits.
    private func refuse(_ header: FrameHeader, _ code: Code, at now: Instant) -> ReceptionResult {
        let (allowance, what): (Allowance, String) =
            code == .idConflict ? (.conflicts, "conflicts") : (.refusals, "refusals")
        if let wait = context.allowances.draw(allowance, by: header.from, what) {
            return .later(.peerBusy, wait)
        }
        return .new(Self.entry(.refused, header, by: context.member, at: now, code: code))
    }

    /// Keeps the second frame as proof, once.
    private func conflict(
        _ frame: MessageOpening.Frame, _ bytes: [UInt8], _ known: KnownMessage,
        _ batch: inout ReceptionBatch
    ) throws(HeliographError) -> ReceptionResult {
        let header = frame.header
        context.peerLog.log(
            .alarm, "id-conflict", of: header.from,
            ["id": .string(header.id.description), "from": .string(header.from.description)])
        if let refusal = known.refusal { return .stored(refusal) }
        let answer = refuse(header, .idConflict, at: batch.now)
        guard case .new = answer else { return answer }
        if !known.isConflictKept, batch.conflicts.insert(header.contentDigest).inserted {
            let (record, change) = try context.station.newRecord(bytes)
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

    /// Judges the times of a message. Only a clock that agrees with its peers' may refuse for good
    /// because of the time.
    ///
    /// - Returns: nil if the times are good.
    private func judgeTime(_ header: FrameHeader, at now: Instant) -> ReceptionResult? {
        let code: Code
        if header.created > now + WireProtocol.skewMax {
            code = .futureDated
        } else if header.expires <= now {
            code = .expired
        } else {
            return nil
        }
        guard clocks.isTrusted else {
            context.peerLog.log(.alarm, "clock-in-doubt", of: header.from, code: code)
            return .later(code, .minutes(1))
        }
        return refuse(header, code, at: now)
    }

    // MARK: - Answering

    /// Signs the evidence of all new messages, commits, and puts the answer together.
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
            if batch.hasAttachments { await context.attachmentBell.ring() }
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

    /// The unsigned answer to a failure: one before the outer signature is verified, or trouble of
    /// our own.
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
