internal import Exchange
internal import Notices
internal import Ports
internal import Station

/// How far attachments are, for inbox and outbox.
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

    /// Adds how many there are, and how many of them have arrived.
    func count(
        _ id: MessageID, from: MemberCode, to recipient: MemberCode, in json: inout JSON
    ) {
        let own = rows(of: id, from: from, to: recipient)
        json["attachments"] = .number(JSONNumber(own.count))
        json["attachmentsArrived"] = .number(
            JSONNumber(own.count { $0.state == .arrived }))
    }
}

extension AttachmentDelivery {
    /// - Parameters:
    ///   - held: of the file, bytes that are here; nil if that is not known.
    ///   - digest: SHA-256 of the file, for an officer who has opened the notice.
    func json(held: Int?, code: Code?, digest: Digest?) -> JSON {
        [
            "sealed": .string(sealed.description), "to": .string(recipient.description),
            "digest": JSON(digest?.description), "bytes": .number(JSONNumber(byteCount)),
            "heldBytes": JSON(state == .arrived ? byteCount : held),
            "state": .string(state.rawValue), "code": JSON((self.code ?? code)?.rawValue),
            "changed": JSON(changed),
        ]
    }
}
