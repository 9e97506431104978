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
    /// The entry that a member wrote last says who it is; the trust list, where it has written none.
    ///
    /// - Throws: `memberUnknown`.
    func look(_ command: Command) async throws(HeliographError) -> JSON {
        let desk = DirectoryDesk(context: context)
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
            let entry = try await desk.entry(of: member.code)
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
}
