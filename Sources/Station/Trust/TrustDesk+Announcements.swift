package import Certificates
public import Exchange
internal import Federation
public import Notices
internal import Ports

// Announcements of peers: key bundles and revocation lists. Each part proves itself, or is refused;
// the parts that are held stay.

extension TrustDesk {
    /// The most that a bundle's version, which is a time, may be ahead of this clock.
    package static let versionAheadMax = Duration.hours(24)

    /// Takes in the announcement of a peer.
    ///
    /// Revocation lists come first, so that a bundle signed by a key that they revoke is refused.
    ///
    /// - Parameter mayKeep: asked before anything new is kept, because all of it is kept for ever.
    /// - Throws: the code of the first part that is refused; parts before it were taken.
    public func learn(
        _ hello: Hello, from peer: MemberCode,
        mayKeep: @Sendable () throws(HeliographError) -> Void = {}
    ) async throws(HeliographError) {
        try await learning.withLock { () throws(HeliographError) in
            try await learnAlone(hello, from: peer, mayKeep)
        }
    }

    /// Takes in a bundle alone, from a file or while the node is stopped, by the same rules.
    public func learnBundle(_ der: [UInt8], of peer: MemberCode) async throws(HeliographError) {
        try await learning.withLock { () throws(HeliographError) in
            try await learnBundleAlone(der, of: peer) {}
        }
    }

    private func learnAlone(
        _ hello: Hello, from peer: MemberCode, _ mayKeep: () throws(HeliographError) -> Void
    ) async throws(HeliographError) {
        try checkVersions(hello, of: peer)
        note(hello.versions, of: peer)
        await compare(hello.trustList, of: peer)
        // Peers say the same thing over and over: what is held, byte for byte, needs no judging.
        if hello.keyBundle == bundleBytes[peer],
            hello.revocationLists.allSatisfy({ holds($0, of: peer) })
        {
            return
        }
        let offered = try TrustDesk.parseBundle(
            sealer.content(of: hello.keyBundle, as: .keyBundle))
        guard offered.member == peer else {
            throw HeliographError(
                .bundleForeign, "\(peer) offered a key bundle of \(offered.member).")
        }
        let issuers = offered.certificates + (bundles[peer]?.certificates ?? [])
        for list in hello.revocationLists where !holds(list, of: peer) {
            try await learnRevocations(list, of: peer, issuers: issuers, mayKeep)
        }
        try await learnBundleAlone(hello.keyBundle, of: peer, mayKeep)
    }

    /// Checks that the header of a hello names the versions that follow it. A header with other
    /// versions would keep a newer list, or a fork of it, from being looked at.
    private func checkVersions(_ hello: Hello, of peer: MemberCode) throws(HeliographError) {
        let list =
            hello.trustList == held?.der
            ? held?.list : try? sealer.signatures(onTrustList: hello.trustList, known: []).list
        let bundle =
            hello.keyBundle == bundleBytes[peer]
            ? bundles[peer]
            : try TrustDesk.parseBundle(sealer.content(of: hello.keyBundle, as: .keyBundle))
        guard list.map({ $0.version == hello.versions.trustList }) ?? true,
            bundle.map({ $0.version == hello.versions.keyBundle }) ?? true
        else {
            throw HeliographError(
                .malformed, "The header of \(peer)'s hello names other versions than follow it.")
        }
    }

    private func learnBundleAlone(
        _ der: [UInt8], of peer: MemberCode, _ mayKeep: () throws(HeliographError) -> Void
    ) async throws(HeliographError) {
        let now = clock.now
        let bundle = try readBundle(der, at: now)
        guard bundle.member == peer else {
            throw HeliographError(
                .bundleForeign, "\(peer) offered a key bundle of \(bundle.member).")
        }
        let version = bundles[peer]?.version ?? 0
        if bundle.version == version {
            bundleBytes[peer] = der
            return
        }
        guard bundle.version > version else {
            throw HeliographError(
                .bundleRollback, "\(peer) offered bundle \(bundle.version); \(version) is held.")
        }
        // A version far ahead would keep out every later one.
        guard bundle.version <= (now + Self.versionAheadMax).milliseconds else {
            throw HeliographError(
                .bundleMalformed, "\(peer) offered a bundle with a version of tomorrow.")
        }
        // Each has to be one that can be read, whoever has it.
        _ = try bundle.parsedCertificates()
        try sealer.checkAnnounced(bundle.certificates, by: peer, at: now)
        try mayKeep()
        try await store.commit([
            .insertKeyBundle(
                StoredKeyBundle(member: peer, version: bundle.version, der: der, accepted: now))
        ])
        bundles[peer] = bundle
        revokedKeys.note(bundle)
        bundleBytes[peer] = der
        try adopt()
        log(.info, "key-bundle-accepted", ["peer": .string(peer.description)])
    }

    private func holds(_ revocationList: [UInt8], of peer: MemberCode) -> Bool {
        revocations[peer]?.contains { $0.der == revocationList } ?? false
    }

    private func learnRevocations(
        _ der: [UInt8], of peer: MemberCode, issuers: [[UInt8]],
        _ mayKeep: () throws(HeliographError) -> Void
    ) async throws(HeliographError) {
        let now = clock.now
        let list = try sealer.verifyRevocationList(der, of: peer, issuers: issuers, at: now)
        try checkIsOwn(issuer: list.issuer, of: peer)
        let known = revocations[peer] ?? []
        if let last = known.last(where: { $0.issuer == list.issuer }) {
            if last.number == list.number { return }
            let before = try RevocationList(der: last.der)
            guard list.number > last.number, before.revokedSerials.isSubset(of: list.serials) else {
                throw HeliographError(
                    .revocationRollback,
                    "\(peer) offered revocation list \(list.number); \(last.number) is held.")
            }
        }
        let stored = StoredRevocationList(
            member: peer, issuer: list.issuer, number: list.number, der: der, accepted: now)
        try mayKeep()
        try await store.commit([.insertRevocationList(stored)])
        let others = (revocations[peer] ?? []).filter { $0.issuer != list.issuer }
        revocations[peer] = others + [stored]
        revokedKeys.note(list.serials, by: list.issuer, of: peer)
        try adopt()
        log(
            .info, "revocation-list-accepted",
            ["peer": .string(peer.description), "number": .number(JSONNumber(Int(list.number)))])
    }

    /// The versions that are held of a member's announcements, for the answer that it asks for.
    package func held(
        of member: MemberCode
    ) -> (keyBundle: Int64, revocationLists: [KeyID: Int64], trustList: Int) {
        let lists = (revocations[member] ?? []).suffix(Hello.revocationListsMax)
        return (
            bundleVersion(of: member),
            Dictionary(lists.map { ($0.issuer, $0.number) }) { max($0, $1) }, list?.version ?? 0
        )
    }

    private func readBundle(_ der: [UInt8], at moment: Instant) throws(HeliographError) -> KeyBundle
    {
        let verified = try sealer.verify(der, as: .keyBundle, at: moment) {
            content throws(HeliographError) in
            try TrustDesk.parseBundle(content).member
        }
        return try TrustDesk.parseBundle(verified.content)
    }

    /// Reads a bundle that was believed when it came, or our own. Its signer may have been
    /// suspended, have expired or have another root since: that is no reason not to start. Each key
    /// in it is judged at each use.
    func readHeld(_ der: [UInt8]) throws(HeliographError) -> KeyBundle {
        try TrustDesk.parseBundle(sealer.content(of: der, as: .keyBundle))
    }

    private static func parseBundle(_ content: [UInt8]) throws(HeliographError) -> KeyBundle {
        do throws(StrictObject.Refusal) {
            return try KeyBundle.read(content)
        } catch {
            throw HeliographError(
                .bundleMalformed, "A key bundle cannot be read.", detail: [error.description])
        }
    }

    /// Refuses a revocation list whose issuing key is another member's. A member can certify the
    /// issuing key of another as its own: the other member's list, kept under the wrong name, would
    /// be missing under the right one.
    private func checkIsOwn(issuer: KeyID, of peer: MemberCode) throws(HeliographError) {
        let owner = revocations.first {
            $0.key != peer && $0.value.contains { $0.issuer == issuer }
        }?
        .key
        let conflict =
            owner.map { "the key is \($0)'s" }
            ?? claims.conflict(of: issuer, for: peer, as: .issuing)
        guard let conflict else { return }
        throw HeliographError(
            .keyReused, "\(peer) offered a revocation list by a key that it may not use so.",
            detail: [conflict])
    }
}

extension KeyBundle {
    /// The certificates of the bundle, read.
    ///
    /// - Throws: `bundleMalformed` if one of the certificates is not of the profile.
    package func parsedCertificates() throws(HeliographError) -> [Certificate] {
        var parsed: [Certificate] = []
        for bytes in certificates {
            do throws(HeliographError) {
                parsed.append(try Certificate.read(bytes))
            } catch {
                throw HeliographError(
                    .bundleMalformed, "A certificate in a key bundle cannot be used.",
                    detail: [error.description])
            }
        }
        return parsed
    }
}
