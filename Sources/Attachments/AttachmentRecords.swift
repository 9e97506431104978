package import Exchange
internal import Federation
package import Notices
package import Ports
package import Station

/// The rows that are kept of attachments beside their ciphertext.
package struct AttachmentRecords {
    let context: NodeContext

    /// - Parameter context: the node whose messages are read.
    package init(context: NodeContext) {
        self.context = context
    }

    /// The rows of a message of ours, one for each attachment and recipient.
    package func outgoing(_ header: NoticeHeader, at now: Instant) -> [Change] {
        header.recipients.flatMap { recipient in
            header.attachments.map { .putAttachment(row($0, header, recipient, at: now)) }
        }
    }

    /// The rows of a message that came, one for each attachment that is to be fetched.
    package func incoming(_ header: NoticeHeader, at now: Instant) -> [Change] {
        header.recipients.filter { $0.member == context.member }.flatMap { recipient in
            header.attachments.map { .putAttachment(row($0, header, recipient, at: now)) }
        }
    }

    private func row(
        _ attachment: SealedAttachment, _ header: NoticeHeader,
        _ recipient: NoticeHeader.Recipient, at now: Instant
    ) -> AttachmentDelivery {
        AttachmentDelivery(
            from: header.from, id: header.id, sealed: attachment.sealed,
            recipient: recipient.member, byteCount: attachment.byteCount,
            sealedByteCount: attachment.layout.sealedByteCount,
            precedence: recipient.precedence, deadline: recipient.deadline,
            expires: header.expires, changed: now)
    }

    /// Takes in the signed word of a recipient about an attachment of ours: it is there, or can
    /// never be.
    ///
    /// - Returns: the changes; none if it says nothing new.
    /// - Throws: `evidenceUnfounded` unless the signer may speak for it.
    package func heard(
        _ entry: EvidenceEntry, signer: MemberCode, at now: Instant
    ) async throws(HeliographError) -> [Change] {
        guard let sealed = entry.attachment, entry.by == signer, entry.from == context.member,
            entry.recipient == signer,
            let message = try await context.store.message(entry.id),
            message.contentDigest == entry.contentDigest,
            var row = try await context.store.attachments(
                AttachmentFilter(
                    from: context.member, id: entry.id, recipient: signer, sealed: sealed)
            ).first
        else {
            throw HeliographError(
                .evidenceUnfounded, "Evidence is about an attachment its signer cannot speak for.")
        }
        let isThere = entry.step == .delivered
        // The first word stands: an attachment that can never be there is not there later, nor the
        // other way round.
        guard row.state != .arrived, row.state != .failed else { return [] }
        row.state = isThere ? .arrived : .failed
        row.code = isThere ? nil : entry.code
        row.changed = now
        context.log(
            isThere ? .info : .alarm, isThere ? "attachment-delivered" : "attachment-refused",
            [
                "peer": .string(signer.description),
                "id": .string(entry.id.description), "to": .string(signer.description),
                "sealed": .string(sealed.description),
                "code": entry.code.map { .string($0.rawValue) } ?? .null,
            ])
        return [.putAttachment(row)]
    }

    /// The header of a stored inner SignedData, with the keys of its attachments.
    ///
    /// - Throws: `erased`, `storeCorrupt`.
    package func header(of inner: RecordID) async throws(HeliographError) -> NoticeHeader {
        let signed = try context.sealer.content(
            of: try await context.body(of: inner), as: .notice)
        return try readingGrammar { () throws(GrammarRefusal) in
            try NoticeContent.read(signed[...]).header
        }
    }

    /// Removes the remains of a crash from the shelf, and the files that no message names any more.
    package func sweep() async throws(HeliographError) {
        for place in try await context.shelf.places() {
            let isNamed: Bool
            switch place {
            case .draft: isNamed = false
            case .part(let name): isNamed = try await names(name, .waiting)
            case .whole(let name): isNamed = try await names(name, nil)
            }
            guard !isNamed else { continue }
            try await context.shelf.remove(place)
            context.log(.warning, "attachment-swept")
        }
    }

    /// True if a message names this attachment in this state; nil stands for any state.
    package func names(
        _ name: AttachmentName, _ state: AttachmentState?
    ) async throws(HeliographError) -> Bool {
        try await !context.store.attachments(
            AttachmentFilter(from: name.from, sealed: name.sealed, state: state, limit: 1)
        ).isEmpty
    }
}
