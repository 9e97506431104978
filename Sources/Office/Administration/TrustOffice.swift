internal import Federation
internal import Notices
internal import Ports
internal import Station
internal import Traffic

/// What this node believes, and whom.
struct TrustOffice {
    let context: TrafficContext

    func show() async throws(HeliographError) -> JSON {
        guard let held = await context.trust.held else {
            throw HeliographError(.listMissing, "There is no trust list yet.")
        }
        let list = held.list
        let now = context.clock.now
        var known = await context.trust.listVersions
        known[context.member] = list.version
        let age: String
        switch list.age(at: now) {
        case .fresh: age = "fresh"
        case .stale: age = "stale"
        case .expired: age = "expired"
        }
        return [
            "federation": .string(list.federation),
            "version": .number(JSONNumber(list.version)),
            "digest": .string(held.digest.description),
            "issued": JSON(list.issued),
            "expires": JSON(list.expires),
            "age": .string(age),
            "staleFrom": JSON(list.staleFrom),
            "daysLeft": .number(JSONNumber(Int(list.expires.since(now).wholeSeconds / 86_400))),
            "threshold": .number(JSONNumber(list.threshold)),
            "signers": .array(list.signers.map { .string($0.name) }),
            "forks": .array(await context.trust.forks.map { Self.json($0) }),
            "items": .array(list.members.map { Self.json($0, listVersion: known[$0.code]) }),
        ]
    }

    /// Takes in lists in order: all that follow the one held; or, on a new node, the last alone,
    /// by the digest that was given by hand.
    func importList(_ command: Command) async throws(HeliographError) -> JSON {
        let (lists, pinned) = try Self.lists(command)
        var accepted = 0
        for der in await context.trust.list == nil ? lists.suffix(1) : lists[...] {
            do throws(HeliographError) {
                if case .accepted = try await context.trust.importList(der, pinned: pinned) {
                    accepted += 1
                }
            } catch {
                // Older ones of a whole export are held already.
                guard error.code == .listOlder, lists.count > 1 else { throw error }
            }
        }
        try await learnBundles(command)
        let list = try await context.trust.currentList()
        return [
            "version": .number(JSONNumber(list.version)),
            "accepted": .number(JSONNumber(accepted)),
            "members": .number(JSONNumber(list.members.count)),
        ]
    }

    /// A bundle that is older than the one held, or of a member that is gone, is passed over.
    private func learnBundles(_ command: Command) async throws(HeliographError) {
        for bundle in command.arguments["bundles"]?.arrayValue ?? [] {
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

    /// How each peer has been doing.
    func peers() async throws(HeliographError) -> JSON {
        let list = try await context.trust.currentList()
        let rows = try await context.store.peers()
        let now = context.clock.now
        let open = try await context.store.openCounts(lateAt: now)
        var items: [JSON] = []
        for member in list.members where member.code != context.member {
            let row = rows.first { $0.member == member.code }
            items.append([
                "member": .string(member.code.description),
                "authority": .string(member.authority),
                "status": .string(member.status.rawValue),
                "endpoints": .array(member.endpoints.map { .string($0) }),
                "telephone": .string(member.contact.telephone),
                "queued": JSON(open.first { $0.recipient == member.code }?.count ?? 0),
                "lastContact": JSON(row?.lastContact),
                "lastFailure": JSON(row?.lastFailure),
                "lastCode": JSON(row?.lastCode?.rawValue),
                "encryptionKey": JSON(
                    context.sealer.encryptionKey(of: member.code, at: now)?.description),
            ])
        }
        return .items(items)
    }

    private static func json(_ member: Member, listVersion: Int?) -> JSON {
        [
            "member": .string(member.code.description),
            "authority": .string(member.authority),
            "status": .string(member.status.rawValue),
            "endpoints": .array(member.endpoints.map { .string($0) }),
            "telephone": .string(member.contact.telephone),
            "hours": .string(member.contact.hours),
            "listVersion": JSON(listVersion),
        ]
    }
}
