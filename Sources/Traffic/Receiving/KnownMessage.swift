internal import Exchange
internal import Notices
internal import Ports

/// The rows that are held already under the id of a message that has just come.
struct KnownMessage: Sendable {
    let item: InboxItem?
    /// The evidence that answered `item`.
    private(set) var evidence: [UInt8]?
    /// The evidence in which this member refused the message for good; it stays refused, though a
    /// clock or a key may have changed since.
    let refusal: [UInt8]?

    /// - Parameters:
    ///   - header: of a frame whose signature has verified.
    ///   - member: this member.
    init(
        _ header: FrameHeader, by member: MemberCode, _ store: isolated any Store
    ) throws(HeliographError) {
        item = try store.inboxItem(from: header.from, id: header.id)
        if let item { evidence = try store.evidenceDER(item.evidence) }
        refusal = try store.refusalDER(
            from: header.from, id: header.id, seal: header.seal,
            contentDigest: header.contentDigest, by: member)
    }
}
