internal import Exchange
internal import Federation
internal import Notices
internal import Ports
internal import Station

/// The ends of an attachment's way: arrived, or not.
extension AttachmentFetcher {
    /// Judges an attachment whose chunks are all here.
    func complete(
        _ row: AttachmentDelivery, _ item: InboxItem, _ assembly: AttachmentAssembly
    ) async throws(HeliographError) {
        assemblies[Key(row)] = nil
        do throws(HeliographError) {
            try await assembly.finish()
        } catch {
            // Every chunk is the sender's own, and together they are not the file that it signed.
            guard error.code == .attachmentMismatch else { throw error }
            try await end(
                row, .failed, error.code, with: try word(.refused, of: row, item, error.code))
            return await owed()
        }
        try await arrive(row, item)
    }

    /// Marks an attachment as arrived, in one commit with the signed word of it.
    func arrive(
        _ row: AttachmentDelivery, _ item: InboxItem
    ) async throws(HeliographError) {
        var arrived = row
        arrived.state = .arrived
        arrived.changed = context.clock.now
        try await context.store.commit(
            [
                .putAttachment(arrived),
                context.audit(
                    .collection, by: "node", about: .message(from: row.from, id: row.id),
                    why: "attachment \(row.sealed) received"),
            ] + word(.delivered, of: row, item, nil))
        context.log(.info, "attachment-arrived", fields(row))
        await owed()
    }

    func word(
        _ step: EvidenceStep, of row: AttachmentDelivery, _ item: InboxItem, _ code: Code?
    ) throws(HeliographError) -> [Change] {
        let now = context.clock.now
        let entry = EvidenceEntry(
            step: step, by: context.member, from: row.from, id: row.id, seal: item.seal,
            recipient: context.member, contentDigest: item.contentDigest,
            at: now.flooredToSecond, code: code, attachment: row.sealed)
        let der = try context.sealer.sign(EvidenceContent.encode([entry]), as: .evidence, at: now)
        let digest = context.sealer.digest(der)
        return [
            .keepEvidence(
                EvidenceDocument(digest: digest, der: der, entries: [entry], kept: now)),
            .putEvidenceDispatch(
                EvidenceDispatch(
                    digest: digest, to: row.from, precedence: item.precedence, queued: now)),
        ]
    }

    /// Ends an attachment: nothing more of it is fetched.
    func end(
        _ row: AttachmentDelivery, _ state: AttachmentState, _ code: Code,
        with word: [Change] = []
    ) async throws(HeliographError) {
        var ended = row
        ended.state = state
        ended.code = code
        ended.changed = context.clock.now
        try await context.store.commit([.putAttachment(ended)] + word)
        let name = AttachmentName(from: row.from, sealed: row.sealed)
        failures.clear(Key(row))
        assemblies[Key(row)] = nil
        // An update that names the same file goes on with what is here.
        if row.recipient == context.member,
            try await !AttachmentRecords(context: context).names(name, .waiting)
        {
            try await context.shelf.remove(.part(name))
        }
        context.log(.warning, "attachment-ended", fields(row, code))
    }

    /// Ends the attachments that have waited until their message expired, in both directions.
    ///
    /// - Returns: the time until the next one does; nil if none waits.
    func expire() async throws(HeliographError) -> Duration? {
        while let row = try await context.store.attachments(
            AttachmentFilter(state: .waiting, limit: 1)
        ).first {
            guard row.expires <= context.clock.now else {
                return row.expires.since(context.clock.now)
            }
            guard row.from == context.member else {
                try await end(row, .expired, .expired)
                continue
            }
            guard let message = try await context.store.message(row.id) else {
                throw HeliographError(.storeCorrupt, "An attachment's message is missing.")
            }
            let code = try await AttachmentEnds(context: context)
                .end(of: message, for: row.recipient)
            try await end(
                row, code == .attachmentWithdrawn ? .withdrawn : .expired, code ?? .expired)
            if code != .attachmentWithdrawn {
                context.log(.alarm, "attachment-not-delivered", fields(row, .expired))
            }
        }
        return nil
    }

    func fields(
        _ row: AttachmentDelivery, _ code: Code? = nil
    ) -> KeyValuePairs<String, JSON> {
        [
            "peer": .string((row.from == context.member ? row.recipient : row.from).description),
            "id": .string(row.id.description), "from": .string(row.from.description),
            "to": .string(row.recipient.description), "sealed": .string(row.sealed.description),
            "bytes": .number(JSONNumber(row.byteCount)), "code": JSON(code?.rawValue),
        ]
    }
}
