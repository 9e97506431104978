internal import Attachments
internal import Exchange
internal import Federation
internal import Notices
internal import Ports
internal import Station

/// Takes in evidence about our own messages: judges who may sign it, and finds its effects.
struct EvidenceIntake {
    let context: TrafficContext

    struct Result: Sendable {
        /// The document as it is kept.
        let document: EvidenceDocument
        /// Deliveries that this evidence closed.
        let closed: [Delivery]
        /// Deliveries whose seal the recipient could not open: to be sealed again.
        let stale: [Delivery]
        /// Deliveries that the recipient refused because our key is over: to be issued anew.
        let unsigned: [Delivery]
    }

    /// Verifies and keeps a document; every entry must be about a message and a recipient of ours,
    /// and its signer must be that recipient.
    ///
    /// - Throws: the code of a failed verification, `evidenceUnfounded`, `evidenceRepeated`,
    ///   `futureDated` or `peerBusy`.
    func take(_ der: [UInt8]) async throws(HeliographError) -> Result {
        let now = context.clock.now
        let verified = try context.sealer.verify(der, as: .evidence, at: now) {
            content throws(HeliographError) in
            guard let first = try Self.parse(content).first else {
                throw HeliographError(.malformed, "Evidence without an entry.")
            }
            return first.by
        }
        let entries = try Self.parse(verified.content)
        let document = EvidenceDocument(
            digest: context.sealer.digest(der), der: der, entries: entries, kept: now)
        // They never change, so that they may be read before the lock that their threads need.
        let messages = try await context.store.messages(Set(entries.map(\.id)))
        let threads = Set(messages.values.map(\.thread))
        let (result, commit) = try await context.threads.withLock(threads) {
            () throws(HeliographError) in
            try await apply(document, messages, signer: verified.member, at: now)
        }
        try await commit?.durable()
        return result
    }

    private func apply(
        _ document: EvidenceDocument, _ messages: [MessageID: OutgoingMessage],
        signer: MemberCode, at now: Instant
    )
        async throws(HeliographError) -> (Result, (any PendingCommit)?)
    {
        let keys = document.entries.filter { messages[$0.id] != nil }
            .map { DeliveryKey(id: $0.id, recipient: $0.recipient) }
        let ground = try await context.store.ground(
            of: document.digest, about: Set(keys), by: context.member)
        if let held = ground.held {
            return (Result(document: held, closed: [], stale: [], unsigned: []), nil)
        }
        let subjects = try Founding(member: context.member, signer: signer, now: now)
            .subjects(of: document, messages, ground)
        let attachments = AttachmentRecords(context: context.station)
        let rows = try await attachments.rows(namedBy: document.entries)
        var changes: [Change] = [.keepEvidence(document)]
        var closed: [Delivery] = []
        var stale: [Delivery] = []
        var unsigned: [Delivery] = []
        // A document may speak of one delivery more than once.
        var current: [DeliveryKey: Delivery] = [:]
        for (entry, subject) in zip(document.entries, subjects) {
            guard let subject else {
                changes += try attachments.heard(
                    entry, messages[entry.id], rows, signer: signer, at: now)
                continue
            }
            let key = DeliveryKey(id: entry.id, recipient: entry.recipient)
            var delivery = current[key] ?? subject.delivery
            let isSigned = context.sealer.speaksForUs(subject.message.signer, at: now)
            guard apply(entry, to: &delivery, isSigned: isSigned, at: now) else { continue }
            current[key] = delivery
            changes.append(.putDelivery(delivery))
            if delivery.state == .refused, let code = delivery.lastCode {
                changes.append(refused(delivery, code, at: now))
            }
            if delivery.state.isClosed {
                closed.append(delivery)
            } else if entry.code == .keyStale {
                stale.append(delivery)
            } else if entry.step == .refused {
                unsigned.append(delivery)
            }
        }
        // Evidence that says nothing new is proof all the same, but not without end.
        if changes.count == 1,
            context.allowances.draw(.repeatedEvidence, by: signer, "evidence") != nil
        {
            throw HeliographError(
                .peerBusy, "\(signer) sends more evidence that says nothing new than is kept.")
        }
        let commit = await context.store.begin(changes)
        return (
            Result(document: document, closed: closed, stale: stale, unsigned: unsigned), commit
        )
    }

    /// Opens a task for a refused delivery, with an alarm, so that no officer thinks that the
    /// country has the notice. The task stands until the notice was sent anew, taken back, or
    /// issued again.
    private func refused(_ delivery: Delivery, _ code: Code, at now: Instant) -> Change {
        context.log(
            .alarm, "delivery-refused",
            [
                "peer": .string(delivery.recipient.description),
                "id": .string(delivery.id.description), "thread": .string(delivery.thread),
                "to": .string(delivery.recipient.description), "code": .string(code.rawValue),
            ])
        let within: Duration = delivery.precedence <= .immediate ? .minutes(30) : .hours(4)
        return .putDecision(
            Decision(
                thread: delivery.thread, sequence: delivery.sequence, matter: .refusedDelivery,
                subject: delivery.recipient.description, officer: "node", reason: code.rawValue,
                at: now.flooredToSecond,
                due: min(now + within, delivery.deadline ?? now + within).flooredToSecond))
    }

    private static func parse(_ content: [UInt8]) throws(HeliographError) -> [EvidenceEntry] {
        try readingGrammar { () throws(GrammarRefusal) in try EvidenceContent.read(content) }
    }

    /// - Parameter isSigned: true if the key that signed the message still speaks for us.
    /// - Returns: false if nothing changes.
    private func apply(
        _ entry: EvidenceEntry, to delivery: inout Delivery, isSigned: Bool, at now: Instant
    ) -> Bool {
        let before = delivery.state
        // The first of two entries that cannot both be true stands, and an officer looks into it.
        guard !contradicts(entry, delivery) else {
            context.log(
                .alarm, "evidence-contradicts",
                [
                    "id": .string(delivery.id.description), "peer": .string(entry.by.description),
                    "state": .string(before.rawValue), "step": .string(entry.step.rawValue),
                ])
            return false
        }
        switch entry.step {
        case .delivered:
            guard delivery.deliveredAt == nil else { return false }
            delivery.deliveredAt = entry.at
            guard !delivery.state.isClosed else { return true }
            delivery.state = .delivered
            delivery.lastCode = nil
        case .retrieved:
            guard delivery.state != .retrieved else { return false }
            if delivery.deliveredAt == nil { delivery.deliveredAt = entry.at }
            // A delivery that was superseded or cancelled here stays so; the evidence is kept all
            // the same.
            guard !delivery.state.isClosed || delivery.state == .delivered else { return true }
            delivery.state = .retrieved
        case .refused:
            // A refusal is final only for its seal: one of an earlier seal says nothing now.
            guard !delivery.state.isClosed, let code = entry.code,
                entry.seal == delivery.seal ?? entry.seal
            else { return false }
            delivery.lastCode = code
            delivery.seal = entry.seal
            // Neither is an end: the message is sealed again, or issued anew. It stays open until
            // then, so that a crash in between loses nothing.
            guard code != .keyStale, code != .certificateUntrusted || isSigned else {
                delivery.state = .queued
                break
            }
            delivery.state = .refused
        case .accepted, .relayed, .recalled, .deleted:
            return false
        }
        if delivery.state != before { delivery.changed = now }
        return true
    }

    private func contradicts(_ entry: EvidenceEntry, _ delivery: Delivery) -> Bool {
        switch entry.step {
        case .delivered, .retrieved: delivery.state == .refused
        case .refused: delivery.deliveredAt != nil && entry.seal == delivery.seal
        case .accepted, .relayed, .recalled, .deleted: false
        }
    }
}
