internal import Exchange
internal import Federation
package import Notices
internal import Ports
internal import Station

/// The entries of members in the directory.
package struct DirectoryDesk {
    let context: TrafficContext

    /// - Parameter context: the node whose entries are read.
    package init(context: TrafficContext) {
        self.context = context
    }

    /// Entries of one member that are looked at.
    static let entriesMax = 100

    /// The hours of a member's office, by the entry that it wrote last.
    ///
    /// - Returns: nil if the office always answers, or its hours are not known.
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
            if let notice = try await context.keptNotice(item.notice) {
                found.append(notice)
            }
        }
        return found
    }

    /// Checks that a member has one entry: it names the one authority of the Lanzarote Convention,
    /// article 37.
    ///
    /// - Throws: `entryStands`.
    func check(_ notice: Notice) async throws(HeliographError) {
        guard notice.kind == .directory, notice.operation == .publish else { return }
        let standing = try await ownThreads().filter { $0.thread != notice.thread }
        guard let first = standing.first else { return }
        throw HeliographError(
            .entryStands, "The directory entry \(first.thread) stands.",
            next: "Send the change as `update` of \(first.thread), or cancel it first.")
    }

    /// The last statement of each of our own entries that stands.
    private func ownThreads() async throws(HeliographError) -> [NoticeVersion] {
        let versions = try await context.store.notices(
            NoticeFilter(kind: NoticeKind.directory.rawValue, limit: 10_000))
        return Dictionary(grouping: versions, by: \.thread).values
            .compactMap { $0.max { $0.sequence < $1.sequence } }
            .filter { $0.operation != NoticeOperation.cancel.rawValue }
            .sorted { ($0.created, $0.thread) < ($1.created, $1.thread) }
    }

    /// The entry that stands: the one that the member wrote last. nil for none.
    package func entry(of member: MemberCode) async throws(HeliographError) -> Notice? {
        guard member == context.member else {
            return try await entries(of: member).max { $0.createdAt < $1.createdAt }
        }
        guard let last = try await ownThreads().last else { return nil }
        return try await context.keptNotice(last.document)
    }
}
