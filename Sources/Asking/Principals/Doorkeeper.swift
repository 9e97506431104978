internal import Federation
package import Notices
package import Ports
package import Station
import Synchronization

/// Finds out who asks: the officer or program behind a user of this machine, a token or a
/// certificate.
///
/// The officers are held in memory: only this node writes them. So a suspension holds from the
/// next request on.
package final class Doorkeeper: Sendable {
    /// The beginning of every token, by which scanners find one that lies where it should not.
    package static let tokenPrefix = "heliograph_"

    /// One change of officers at a time.
    package let changes = AsyncLock()
    private let store: any Store
    private let clock: any Ports.Clock
    private let digest: @Sendable ([UInt8]) -> Digest
    /// True if a name is taken as it is given.
    package let trustsNames: Bool
    /// The user of this machine who owns the data folder.
    private let owner: UInt32
    private let held = Mutex(Held())

    /// The officers as they were read, and how often they were forgotten.
    private struct Held {
        var officers: [String: Officer]?
        var changeCount = 0
    }

    /// A doorkeeper of one node.
    package init(
        store: any Store, clock: any Ports.Clock, trustsNames: Bool, owner: UInt32,
        digest: @escaping @Sendable ([UInt8]) -> Digest
    ) {
        self.store = store
        self.clock = clock
        self.trustsNames = trustsNames
        self.owner = owner
        self.digest = digest
    }

    /// Every officer by key, those that were removed too.
    package func officers() async throws(HeliographError) -> [String: Officer] {
        let (known, count) = held.withLock { ($0.officers, $0.changeCount) }
        if let known { return known }
        let read = try await store.officers()
        let officers = Dictionary(uniqueKeysWithValues: read.map { ($0.key, $0) })
        // Rows that were read before a change must not stand after it.
        held.withLock { if $0.changeCount == count { $0.officers = officers } }
        return officers
    }

    /// Reads the officers anew at the next question.
    package func forget() {
        held.withLock {
            $0.officers = nil
            $0.changeCount += 1
        }
    }

    /// The principal behind a user of this machine.
    ///
    /// A user that is linked to an officer is that officer. The owner of the data folder and root
    /// look after the machine: they have the rights of an administrator, and no name.
    ///
    /// - Parameters:
    ///   - claim: the name that the caller gave; nil if none.
    ///   - user: as the kernel says it.
    ///   - takesNames: false for a way in that everybody at this machine may use: a name is then
    ///     never taken on trust.
    /// - Throws: `nameRefused`, `officerSuspended`, `accessRefused`.
    package func principal(
        claiming claim: String?, user: UInt32, way: Principal.Way, takesNames: Bool = true
    ) async throws(HeliographError) -> Principal {
        let officers = try await officers()
        let linked = officers.values.first { $0.user == user && $0.state != .removed }
        if let linked {
            if let claim, OfficerName(claim)?.key != linked.key {
                throw HeliographError(
                    .nameRefused,
                    "User \(user) of this machine is the officer \(linked.name), and the name "
                        + "`\(ShownText.brief(claim))` was given. Nothing was done.")
            }
            return try Self.principal(linked, way)
        }
        if trustsNames, takesNames {
            guard let claim, let key = OfficerName(readable: claim)?.key,
                let known = officers[key]
            else { return Principal(name: claim, way: way) }
            return Principal(
                name: known.name, rights: try Self.active(known).allRights, way: way)
        }
        if let claim {
            throw HeliographError(
                .nameRefused,
                "No name is taken on trust here, and user \(user) of this machine is linked to "
                    + "no officer; the name `\(ShownText.brief(claim))` was given. Nothing was "
                    + "done.",
                next: "An administrator links the user: `heliograph officer link NAME --user "
                    + "\(user)`. To try things out, set `officers: { trustNames: true }`.")
        }
        guard user == owner || user == 0 else {
            throw HeliographError(
                .accessRefused,
                "User \(user) of this machine is linked to no officer. Nothing was done.",
                next: "An administrator links the user: `heliograph officer link NAME --user "
                    + "\(user)`.")
        }
        return Principal(name: nil, rights: Role.administrator.rights, way: way, isProven: true)
    }

    /// The principal behind a token.
    ///
    /// - Parameters:
    ///   - text: as it was shown when it was made.
    ///   - address: the numeric address from which the request comes; nil for this machine.
    /// - Throws: `accessRefused`, `officerSuspended`.
    package func principal(
        token text: String, from address: String?
    ) async throws(HeliographError) -> Principal {
        let digest = digest(Array(text.utf8))
        guard text.hasPrefix(Self.tokenPrefix),
            let holder = try await store.holder(ofToken: digest)
        else { throw HeliographError(.accessRefused, "The token is none of this node's.") }
        let token = holder.token
        let now = clock.now
        guard token.revoked == nil else {
            throw HeliographError(.accessRefused, "The token \(token.id) was revoked.")
        }
        guard now < token.expires else {
            throw HeliographError(
                .accessRefused, "The token \(token.id) ended on \(token.expires).",
                next: "Ask an administrator of the node for a new one.")
        }
        let networks = token.networks.compactMap { Network($0) }
        guard networks.isEmpty || networks.contains(where: { $0.contains(address) }) else {
            throw HeliographError(
                .accessRefused, "The token \(token.id) is not taken from this address.",
                next: "Ask from a network for which the token was made.")
        }
        if token.lastUsed.map({ now >= $0 + .minutes(1) }) ?? true {
            _ = await store.begin([.noteTokenUse(token.id, at: now)])
        }
        let officer = try Self.active(holder.officer)
        return Principal(
            name: officer.name, rights: officer.allRights.intersection(token.rights),
            way: .token(token.id), isProven: true)
    }

    /// The principal behind a client certificate.
    ///
    /// - Throws: `accessRefused`, `officerSuspended`.
    package func principal(certificate: Digest) async throws(HeliographError) -> Principal {
        let officer = try await officers().values.first {
            $0.certificate == certificate && $0.state != .removed
        }
        guard let officer else {
            throw HeliographError(
                .accessRefused, "The certificate is linked to no officer of this node.")
        }
        return try Self.principal(officer, .certificate(certificate))
    }

    private static func principal(
        _ officer: Officer, _ way: Principal.Way
    ) throws(HeliographError) -> Principal {
        Principal(
            name: officer.name, rights: try active(officer).allRights, way: way, isProven: true)
    }

    private static func active(_ officer: Officer) throws(HeliographError) -> Officer {
        switch officer.state {
        case .active: return officer
        case .suspended:
            throw HeliographError(
                .officerSuspended, "\(officer.name) is suspended. Nothing was done.")
        case .removed:
            throw HeliographError(
                .officerSuspended, "\(officer.name) was removed. Nothing was done.",
                next: "Ask an administrator of the node.")
        }
    }
}
