internal import Asking
internal import Federation
internal import Notices
internal import Ports
internal import Station

/// The trust list that this node believes, and the peers that it talks to.
struct TrustOffice {
    let context: NodeContext

    func show() async throws(HeliographError) -> TrustListView {
        guard let held = await context.trust.held else {
            throw HeliographError(.listMissing, "This node has no trust list yet.")
        }
        let list = held.list
        let now = context.clock.now
        var known = await context.trust.listVersions
        known[context.member] = list.version
        let age: ListAge =
            switch list.age(at: now) {
            case .fresh: .fresh
            case .stale: .stale
            case .expired: .expired
            }
        return TrustListView(
            federation: list.federation, version: list.version, digest: held.digest,
            issued: list.issued, expires: list.expires, age: age, staleFrom: list.staleFrom,
            daysLeft: Int(list.expires.since(now).wholeSeconds / 86_400),
            threshold: list.threshold, signers: list.signers.map(\.name),
            forks: await context.trust.forks.map { ForkView($0) },
            items: list.members.map { member in
                ListedMemberView(
                    member: member.code, authority: member.authority, status: member.status,
                    endpoints: member.endpoints, telephone: member.contact.telephone,
                    hours: member.contact.hours, listVersion: known[member.code])
            })
    }

    /// Takes lists in, in their order, from the one after the list in force.
    /// A new node takes the last list alone, by the digest that was given by hand.
    func importList(_ request: ImportTrust) async throws(HeliographError) -> TrustImportedView {
        let lists = try Self.some(request.lists)
        let pinned = try Self.pinned(request.digest)
        var accepted = 0
        for der in await context.trust.list == nil ? lists.suffix(1) : lists[...] {
            do throws(HeliographError) {
                if case .accepted = try await context.trust.importList(der, pinned: pinned) {
                    accepted += 1
                }
            } catch {
                // An export also has older lists, which this node already had.
                guard error.code == .listOlder, lists.count > 1 else { throw error }
            }
        }
        try await learnBundles(request)
        let list = try await context.trust.currentList()
        return TrustImportedView(
            version: list.version, accepted: accepted, members: list.members.count)
    }

    /// Takes key bundles in.
    /// A bundle is passed over if it is older than the one held, if its member is gone, or if its
    /// certificate is not trusted; the log names it.
    private func learnBundles(_ request: ImportTrust) async throws(HeliographError) {
        for bundle in request.bundles?.items ?? [] {
            guard let bytes = bundle["der"]?.stringValue.flatMap({ Base64.decode($0) }),
                let member = bundle["member"]?.stringValue.flatMap({ MemberCode($0) })
            else { throw HeliographError(.usage, "`bundles` does not have its form.") }
            guard member != context.member else { continue }
            do throws(HeliographError) {
                try await context.trust.learnBundle(bytes, of: member)
            } catch {
                switch error.code {
                case .bundleRollback, .memberUnknown, .certificateUntrusted:
                    context.peerLog.log(.warning, "bundle-not-taken", of: member, error)
                default:
                    throw error
                }
            }
        }
    }

    /// The peers, each with its last contact, its last failure and its open deliveries.
    func peers() async throws(HeliographError) -> Items<PeerView> {
        let list = try await context.trust.currentList()
        let rows = try await context.store.peers()
        let now = context.clock.now
        let open = try await context.store.openCounts(lateAt: now)
        return Items(
            list.members.filter { $0.code != context.member }.map { member in
                let row = rows.first { $0.member == member.code }
                return PeerView(
                    member: member.code, authority: member.authority, status: member.status,
                    endpoints: member.endpoints, telephone: member.contact.telephone,
                    queued: open.first { $0.recipient == member.code }?.count ?? 0,
                    lastContact: row?.lastContact, lastFailure: row?.lastFailure,
                    lastCode: row?.lastCode,
                    encryptionKey: context.sealer.encryptionKey(of: member.code, at: now))
            })
    }
}
