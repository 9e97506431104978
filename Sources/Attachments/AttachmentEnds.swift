internal import Exchange
internal import Notices
internal import Ports
internal import Station

/// Says whether an attachment of ours is still carried to a recipient.
struct AttachmentEnds {
    let context: NodeContext

    /// The reason why an attachment is not carried any more.
    ///
    /// - Returns: nil while it is carried; otherwise `attachmentWithdrawn` or `expired`.
    func end(
        of message: OutgoingMessage, for recipient: MemberCode
    ) async throws(HeliographError) -> Code? {
        let delivery = try await context.store.delivery(
            DeliveryKey(id: message.id, recipient: recipient))
        switch delivery?.state {
        case .cancelled, .superseded, .refused, nil: return .attachmentWithdrawn
        case .queued, .sending, .relayed, .delivered, .retrieved, .expiredUndelivered: break
        }
        // Every version of a thread is whole: the next one takes the place of all before it.
        let newest = try await context.store.notices(
            NoticeFilter(thread: message.thread, limit: 1)
        ).first
        if let newest, newest.sequence > message.sequence { return .attachmentWithdrawn }
        return message.expires <= context.clock.now ? .expired : nil
    }
}
