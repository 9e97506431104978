internal import Certificates
internal import Federation
internal import Notices
internal import PeerLink
internal import Ports
import Synchronization

extension PeerTrust {
    /// Takes roots and revocation lists from the view in force; and, for peers that may only fetch
    /// the cure, the roots of the list before it and of suspended members.
    ///
    /// - Parameter earlier: gives the parts that have not changed since.
    init(
        _ view: TrustView, previous: TrustList?, after earlier: PeerTrust = PeerTrust(current: [])
    ) throws(HeliographError) {
        let suspended = view.list.members.filter { $0.status == .suspended }
        var former = (previous?.members ?? []).filter { old in
            !suspended.contains { $0.code == old.code && $0.roots == old.roots }
        }
        for member in suspended {
            // A member that is suspended in both lists may come with the roots of either.
            let old = former.first { $0.code == member.code }?.roots ?? []
            former.removeAll { $0.code == member.code }
            former.append(member.with(roots: member.roots + old))
        }
        self.init(
            current: try PeerTrust.members(
                view.list.members.filter { $0.status == .active }, view, earlier.current),
            former: try PeerTrust.members(former, nil, earlier.former),
            claims: KeyClaims(view.list, view.bundles, after: earlier.claims))
    }

    /// - Parameter revoked: the revocation lists; nil for peers that may fetch the cure all the
    ///   same.
    private static func members(
        _ listed: [Member], _ revoked: TrustView?,
        _ earlier: [MemberCode: MemberTrust]
    ) throws(HeliographError) -> [MemberTrust] {
        var members: [MemberTrust] = []
        for member in listed {
            members.append(
                try .of(
                    member.code, roots: member.roots,
                    revocationLists: revoked?.revocationLists[member.code] ?? [],
                    revokedKeys: revoked?.revokedKeys[member.code] ?? [],
                    after: earlier[member.code]))
        }
        return members
    }
}

/// The members whose connections are taken by the view in force.
final class PeersInForce: Sendable {
    private let trust = Mutex(PeerTrust(current: []))

    /// - Returns: nil if connections are judged as before.
    func next(_ view: TrustView, _ previous: TrustList?) -> PeerTrust? {
        trust.withLock { trust in
            let next = try? PeerTrust(view, previous: previous, after: trust)
            guard let next, !next.isSame(as: trust) || !next.claims.isSame(as: trust.claims)
            else { return nil }
            trust = next
            return next
        }
    }
}
