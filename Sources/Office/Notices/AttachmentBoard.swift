internal import Exchange
internal import Notices
internal import Ports
internal import Station

/// The progress of attachments, for inbox and outbox.
struct AttachmentBoard {
    private struct Key: Hashable {
        let id: MessageID
        let from: MemberCode
        let recipient: MemberCode
    }

    private var rows: [Key: [AttachmentDelivery]] = [:]

    init(_ rows: [AttachmentDelivery]) {
        for row in rows {
            self.rows[
                Key(id: row.id, from: row.from, recipient: row.recipient), default: []
            ].append(row)
        }
    }

    func rows(
        of id: MessageID, from: MemberCode, to recipient: MemberCode
    ) -> [AttachmentDelivery] {
        rows[Key(id: id, from: from, recipient: recipient)] ?? []
    }
}

extension AttachmentStateView {
    /// The state of one attachment.
    ///
    /// - Parameters:
    ///   - held: bytes of the file that are here; nil if that is not known.
    ///   - digest: SHA-256 of the file, for an officer who has opened the notice.
    init(_ row: AttachmentDelivery, held: Int?, code: Code?, digest: Digest?) {
        self.init(
            sealed: row.sealed, to: row.recipient, digest: digest, bytes: row.byteCount,
            heldBytes: row.state == .arrived ? row.byteCount : held, state: row.state,
            code: row.code ?? code, changed: row.changed)
    }
}
