internal import Asking
internal import Exchange
internal import Federation
internal import Notices
internal import Ports
internal import Station
internal import Traffic

/// Shows which authority answers for each member.
struct DirectoryOffice {
    let context: TrafficContext

    /// `heliograph directory`: for each member one line, with one authority.
    ///
    /// The newest directory entry of a member names its authority. The trust list names it if the
    /// member has sent no entry.
    ///
    /// - Throws: `memberUnknown`.
    func look(
        _ request: ListDirectory
    ) async throws(HeliographError) -> Items<DirectoryView> {
        let desk = DirectoryDesk(context: context)
        let list = try await context.trust.currentList()
        var wanted = list.members
        if let text = request.member {
            guard let code = MemberCode(text) else {
                throw HeliographError(
                    .usage,
                    "`\(ShownText.brief(text))` is no code of two capital letters."
                        + Country.suggestion(
                            for: text, among: list.members.map(\.code.description)),
                    next: "Take one of \(list.membersShown).")
            }
            wanted = wanted.filter { $0.code == code }
            guard !wanted.isEmpty else {
                throw HeliographError.noMember(code, in: list)
            }
        }
        var lines: [DirectoryView] = []
        for member in wanted {
            let entry = try await desk.entry(of: member.code)
            let stated = entry?.json["authority"]?.stringValue
            lines.append(
                DirectoryView(
                    member: member.code, authority: stated ?? member.authority,
                    source: stated == nil ? .trustList : .entry, listed: member.authority,
                    thread: entry?.thread, sequence: entry?.sequence,
                    telephone: member.contact.telephone,
                    contacts: (entry?.json["contacts"]?.arrayValue ?? []).map { Document($0) },
                    hours: entry?.json["hours"].flatMap { $0.isNull ? nil : Document($0) }))
        }
        return Items(lines)
    }
}
