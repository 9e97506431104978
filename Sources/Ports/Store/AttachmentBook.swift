public import Notices

/// Attachments, ours and those that others sent, one row for each recipient.
public protocol AttachmentBook: Sendable {
    /// The one that expires first in front.
    func attachments(
        _ filter: AttachmentFilter
    ) async throws(HeliographError) -> [AttachmentDelivery]
    /// Every row of each of these messages, the one that expires first in front; nothing for a
    /// message without one.
    func attachments(
        of messages: Set<MessageKey>
    ) async throws(HeliographError) -> [MessageKey: [AttachmentDelivery]]
    /// The attachments that a member is still to fetch, most urgent first: by precedence, then
    /// deadline (none last); at most so many of each sender, so that one that sends many does not
    /// hide the others.
    func waitingAttachments(
        to recipient: MemberCode, limitPerMember: Int
    ) async throws(HeliographError) -> [AttachmentDelivery]
}
