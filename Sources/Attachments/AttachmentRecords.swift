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

    /// The rows of every message of ours of which one of these entries names an attachment.
    package func rows(
        namedBy entries: [EvidenceEntry]
    ) async throws(HeliographError) -> [AttachmentDelivery] {
        let messages = Set(
            entries.filter { $0.attachment != nil }
                .map { MessageKey(from: context.member, id: $0.id) })
        guard !messages.isEmpty else { return [] }
        return try await context.store.attachments(of: messages).values.flatMap(\.self)
    }

    /// What a recipient signed about an attachment of ours: that it is there, or can never be.
    ///
    /// - Parameters:
    ///   - message: the message of ours that the entry is about, if there is one.
    ///   - rows: as `rows(namedBy:)` gives them.
    /// - Returns: what changes; nothing if it says nothing new.
    /// - Throws: `evidenceUnfounded` unless it is the signer's to say.
    package func heard(
        _ entry: EvidenceEntry, _ message: OutgoingMessage?, _ rows: [AttachmentDelivery],
        signer: MemberCode, at now: Instant
    ) throws(HeliographError) -> [Change] {
        guard let sealed = entry.attachment, entry.by == signer, entry.from == context.member,
            entry.recipient == signer,
            message?.contentDigest == entry.contentDigest,
            var row = rows.first(where: {
                $0.id == entry.id && $0.recipient == signer && $0.sealed == sealed
            })
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
