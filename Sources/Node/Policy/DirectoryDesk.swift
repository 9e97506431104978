internal import Exchange
internal import Federation
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
            if let notice = try await context.keptNotice(item.notice) {
                found.append(notice)
            }
        }
        return found
    }

    /// A member has one entry: it names the one authority of the Lanzarote Convention, article 37.
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

    /// `heliograph directory`: for each member one line, with one authority.
    ///
    /// The entry that a member wrote last says who it is; the trust list, where it has written none.
    ///
    /// - Throws: `memberUnknown`.
    func look(_ command: Command) async throws(HeliographError) -> JSON {
        let list = try await context.trust.currentList()
        var wanted = list.members
        if let text = command.optional("member") {
            guard let code = MemberCode(text) else {
                throw HeliographError(.usage, "A member is a code of two capital letters.")
            }
            wanted = wanted.filter { $0.code == code }
            guard !wanted.isEmpty else {
                throw HeliographError(.memberUnknown, "\(code) is not in the trust list.")
            }
        }
        var lines: [JSON] = []
        for member in wanted {
            let entry = try await entry(of: member.code)
            let stated = entry?.json["authority"]?.stringValue
            lines.append([
                "member": .string(member.code.description),
                "authority": .string(stated ?? member.authority),
                "source": .string(stated == nil ? "trust-list" : "entry"),
                "listed": .string(member.authority),
                "thread": JSON(entry?.thread), "sequence": JSON(entry?.sequence),
                "telephone": .string(member.contact.telephone),
                "contacts": entry?.json["contacts"] ?? [], "hours": entry?.json["hours"] ?? .null,
            ])
        }
        return .items(lines)
    }

    /// The entry that holds: the one that the member, or this one, wrote last.
    private func entry(of member: MemberCode) async throws(HeliographError) -> Notice? {
        guard member == context.member else {
            return try await entries(of: member).max { $0.createdAt < $1.createdAt }
        }
        guard let last = try await ownThreads().last else { return nil }
        return try await context.keptNotice(last.document)
    }
}
