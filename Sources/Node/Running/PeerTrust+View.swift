internal import Certificates
internal import Federation
internal import Notices
internal import PeerLink
internal import Ports

extension PeerTrust {
    /// Roots and revocation lists of the list in force; and, for those who may only fetch the cure,
    /// the roots of the list before it and of suspended members.
    init(_ view: TrustView, previous: TrustList?) throws(HeliographError) {
        let suspended = view.list.members.filter { $0.status == .suspended }
        var former = (previous?.members ?? []).filter { old in
            !suspended.contains { $0.code == old.code && $0.roots == old.roots }
        }
        for member in suspended {
            // One that is suspended in both lists may come with the roots of either.
            let old = former.first { $0.code == member.code }?.roots ?? []
            former.removeAll { $0.code == member.code }
            former.append(member.with(roots: member.roots + old))
        }
        self.init(
            current: try PeerTrust.members(
                view.list.members.filter { $0.status == .active }, view.revocationLists),
            former: try PeerTrust.members(former, [:]))
    }

    private static func members(
        _ listed: [Member], _ revocations: [MemberCode: [[UInt8]]]
    )
        throws(HeliographError) -> [MemberTrust]
    {
        var members: [MemberTrust] = []
        for member in listed {
            var roots: [Certificate] = []
            for root in member.roots { roots.append(try Certificate(der: root)) }
            var lists: [RevocationList] = []
            for list in revocations[member.code] ?? [] {
                lists.append(try RevocationList(der: list))
            }
            members.append(
                try MemberTrust(member: member.code, roots: roots, revocationLists: lists))
        }
        return members
    }
}
