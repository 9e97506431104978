import Exchange
public import Notices
public import Ports

extension MemoryStore {
    /// The one that expires first in front.
    public func attachments(_ filter: AttachmentFilter) -> [AttachmentDelivery] {
        let found = tables.attachments.values.filter { row in
            (filter.from == nil || row.from == filter.from)
                && (filter.id == nil || row.id == filter.id)
                && (filter.recipient == nil || row.recipient == filter.recipient)
                && (filter.sealed == nil || row.sealed == filter.sealed)
                && (filter.state == nil || row.state == filter.state)
        }.sorted {
            if $0.expires != $1.expires { return $0.expires < $1.expires }
            return Self.name($0) < Self.name($1)
        }
        return Array(found.prefix(max(0, filter.limit)))
    }

    /// Every row of each of these messages, the one that expires first in front; nothing for a
    /// message without one.
    public func attachments(
        of messages: Set<MessageKey>
    ) -> [MessageKey: [AttachmentDelivery]] {
        each(messages) { attachments(AttachmentFilter(from: $0.from, id: $0.id, limit: .max)) }
    }

    /// The attachments that a member is still to fetch, most urgent first: by precedence, then
    /// deadline (none last); at most so many of each sender, so that one that sends many does not
    /// hide the others.
    public func waitingAttachments(
        to recipient: MemberCode, limitPerMember: Int
    ) -> [AttachmentDelivery] {
        var counts: [MemberCode: Int] = [:]
        return tables.attachments.values
            .filter { $0.recipient == recipient && $0.state == .waiting }
            .sorted {
                let left = ($0.precedence.rank, $0.deadline ?? Instant(milliseconds: .max))
                let right = ($1.precedence.rank, $1.deadline ?? Instant(milliseconds: .max))
                return left == right ? Self.name($0) < Self.name($1) : left < right
            }
            .filter { row in
                counts[row.from, default: 0] += 1
                return counts[row.from, default: 0] <= limitPerMember
            }
    }

    private static func name(
        _ row: AttachmentDelivery
    ) -> (MemberCode, MessageID, Digest, MemberCode) {
        (row.from, row.id, row.sealed, row.recipient)
    }
}
