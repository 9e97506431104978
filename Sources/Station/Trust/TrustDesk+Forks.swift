internal import Federation
package import Notices
package import Ports

/// Forks: two lists for one version, signed by a real signer.
///
/// A fork is an alarm and a lasting state. The list in force stays, both lists are kept as proof,
/// and the alarm is repeated until an officer says that it was dealt with. No later list ends it,
/// because the signer of a fork could sign that list as well.
extension TrustDesk {
    /// Forks that are kept and not settled; one more is an alarm in the log and nothing else.
    static let openForksMax = 8

    /// The forks that nobody has settled yet, the oldest proof first.
    package var openForks: [StoredFork] { forks.filter { $0.settled == nil } }

    /// Keeps the proof, once.
    ///
    /// - Parameter peer: the member that showed it; nil for a file.
    func keepFork(
        _ other: TrustListSignatures, _ der: [UInt8], from peer: MemberCode?
    ) async throws(HeliographError) {
        guard let held else { return }
        let version = min(other.list.version, held.list.version)
        let known = forks.first { $0.version == version && $0.otherDigest == other.digest }
        // A settled fork is no news; a peer may still hold the other list.
        let fields: KeyValuePairs<String, JSON> = [
            "peer": JSON(peer?.description), "version": .number(JSONNumber(version)),
            "other": .string(other.digest.description),
        ]
        if let peer, known != nil || openForks.count >= Self.openForksMax {
            // The peer shows the same list at every hello.
            peerLog.log(
                known?.settled == nil ? .alarm : .warning, "trust-list-fork", of: peer, fields)
        } else {
            log(known?.settled == nil ? .alarm : .warning, "trust-list-fork", fields)
        }
        guard known == nil, openForks.count < Self.openForksMax,
            let ours = try await store.trustLists().first(where: { $0.version == version })
        else { return }
        let fork = StoredFork(
            version: version, heldDigest: ours.digest, held: ours.der, otherDigest: other.digest,
            other: der, seen: clock.now)
        try await store.commit([.putFork(fork)])
        forks.append(fork)
    }

    /// Settles a fork: its proof stays, and is no longer an alarm.
    ///
    /// - Parameters:
    ///   - digest: of the other list, or its first eight digits or more.
    ///   - name: the person who dealt with it.
    /// - Throws: `notFound` unless it names exactly one fork that is open.
    package func settleFork(
        _ digest: String, by name: String
    ) async throws(HeliographError) -> StoredFork {
        try await imports.withLock { @Sendable () throws(HeliographError) in
            try await self.settleAlone(digest, by: name)
        }
    }

    private func settleAlone(
        _ digest: String, by name: String
    ) async throws(HeliographError) -> StoredFork {
        let found = openForks.filter {
            digest.utf8.count >= 8 && $0.otherDigest.description.hasPrefix(digest.lowercased())
        }
        guard var fork = found.first, found.count == 1 else {
            throw HeliographError(
                .notFound,
                digest.utf8.count < 8
                    ? "\(ShownText.brief(digest)) is too short for the digest of a fork."
                    : found.isEmpty
                        ? "No open fork has a digest that begins with \(ShownText.brief(digest))."
                        : "Several open forks have a digest that begins with "
                            + "\(ShownText.brief(digest)).",
                next:
                    "`heliograph trust forks` prints the forks with their digests; 8 characters of "
                    + "one are enough.")
        }
        fork.settled = clock.now.flooredToSecond
        fork.settledBy = name
        try await store.commit([.putFork(fork)])
        forks = try await store.forks()
        log(
            .warning, "trust-list-fork-settled",
            [
                "version": .number(JSONNumber(fork.version)),
                "other": .string(fork.otherDigest.description), "by": .string(name),
            ])
        return fork
    }

    /// Looks at the list that a peer holds: another list than ours, with a version that we have, is
    /// a fork. Any other fault of that list is the peer's trouble.
    func compare(_ der: [UInt8], of peer: MemberCode) async {
        guard !der.isEmpty, let held, der != held.der else { return }
        do throws(HeliographError) {
            let signed = try sealer.signatures(onTrustList: der, known: [])
            guard signed.list.version <= held.list.version else { return }
            _ = try await importList(der, pinned: nil, from: peer)
        } catch {
            guard error.code != .listOlder, error.code != .listFork else { return }
            peerLog.log(.warning, "trust-list-not-taken", of: peer, error)
        }
    }
}
