internal import Exchange
internal import Notices
internal import Ports

/// What members say of themselves in directory entries.
struct DirectoryDesk {
    let context: NodeContext

    /// Entries of one member that are looked at.
    static let entriesMax = 100

    /// When a member's office answers, by the entry that it wrote last.
    ///
    /// - Returns: nil if it always does, or has not said.
    func hours(of member: MemberCode) async throws(HeliographError) -> OfficeHours? {
        try await entries(of: member).max { $0.createdAt < $1.createdAt }?.json["hours"]
            .flatMap { OfficeHours($0) }
    }

    /// The entries of a member that stand: neither superseded nor cancelled.
    func entries(of member: MemberCode) async throws(HeliographError) -> [Notice] {
        let items = try await context.store.inbox(
            InboxFilter(
                states: [.new, .read, .actioned, .closed], from: member,
                kind: NoticeKind.directory.rawValue, limit: Self.entriesMax))
        var found: [Notice] = []
        for item in items where item.operation != NoticeOperation.cancel.rawValue {
            let bytes = try await context.body(of: item.notice)
            if let notice = Notice.read(bytes, rules: context.recipientRules).notice {
                found.append(notice)
            }
        }
        return found
    }
}
