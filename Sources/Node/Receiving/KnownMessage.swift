internal import Exchange
internal import Notices
internal import Ports

/// What is held already under the id of a message that has just come.
struct KnownMessage: Sendable {
    var item: InboxItem?
    /// The evidence that answered `item`.
    var evidence: EvidenceDocument?
    /// What this member refused for good under the id.
    private var refusals: [EvidenceDocument] = []

    init() {}

    /// - Parameters:
    ///   - headers: of frames whose signatures have verified, all from one member.
    ///   - member: this one.
    static func read(
        _ headers: [FrameHeader], by member: MemberCode, _ store: isolated any Store
    ) throws(HeliographError) -> [MessageID: KnownMessage] {
        var known: [MessageID: KnownMessage] = [:]
        for header in headers where known[header.id] == nil {
            var message = KnownMessage()
            message.item = try store.inboxItem(from: header.from, id: header.id)
            if let item = message.item { message.evidence = try store.evidence(item.evidence) }
            message.refusals = try store.evidence(from: header.from, id: header.id).filter {
                $0.entries.contains { $0.step == .refused && $0.by == member }
            }
            known[header.id] = message
        }
        return known
    }

    /// What was refused for good stays refused, though a clock or a key may have changed since.
    func refusal(of header: FrameHeader) -> [UInt8]? {
        refusals.first {
            $0.entries.contains { entry in
                entry.step == .refused && entry.attachment == nil && entry.from == header.from
                    && entry.id == header.id && entry.seal == header.seal
                    && entry.contentDigest == header.contentDigest
            }
        }?.der
    }
}
