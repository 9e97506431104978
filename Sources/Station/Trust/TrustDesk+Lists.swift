public import Federation
public import Notices
internal import Ports

/// The trust list in force, and its change to a newer one.
extension TrustDesk {
    /// The outcome of an import that was not refused: a new list in force, or one that was held
    /// already.
    public enum ImportOutcome: Sendable, Equatable {
        case accepted(TrustList)
        case known(TrustList)
    }

    /// Takes in a trust list that follows the one in force, or the first by its pinned digest.
    ///
    /// - Parameters:
    ///   - pinned: the digest of the first list, from another channel.
    ///   - peer: the member that showed the list; nil for a file.
    /// - Throws: the code of the verdict, such as `listFork`, `listGap` or `listOlder`; the list in
    ///   force stays.
    public func importList(
        _ der: [UInt8], pinned: Digest?, from peer: MemberCode? = nil
    ) async throws(HeliographError)
        -> ImportOutcome
    {
        try await imports.withLock { @Sendable () throws(HeliographError) in
            try await self.importAlone(der, pinned: pinned, from: peer)
        }
    }

    private func importAlone(
        _ der: [UInt8], pinned: Digest?, from peer: MemberCode?
    ) async throws(HeliographError)
        -> ImportOutcome
    {
        let (signed, verdict) = try await judge(der, pinned: pinned, after: held)
        switch verdict {
        case .known:
            return .known(signed.list)
        case .refused(let code, let reason):
            if code == .listFork { try await keepFork(signed, der, from: peer) }
            throw HeliographError(code, code.meaning, detail: [reason])
        case .accepted:
            break
        }
        try await store.commit([
            .insertTrustList(
                StoredTrustList(
                    version: signed.list.version, digest: signed.digest, der: der,
                    accepted: clock.now))
        ])
        previous = held?.list
        held = Held(signed, der: der, after: held)
        try adoptOwn()
        try adopt()
        log(.info, "trust-list-accepted", ["version": .number(JSONNumber(signed.list.version))])
        return .accepted(signed.list)
    }

    /// Judges if a list may follow; changes nothing.
    ///
    /// - Throws: the fault that makes it no trust list at all.
    func judge(
        _ der: [UInt8], pinned: Digest?, after held: Held?
    ) async throws(HeliographError) -> (TrustListSignatures, Succession.Verdict) {
        let signed = try sealer.signatures(
            onTrustList: der, known: (held?.list.signers ?? []) + (held?.former ?? []))
        let verdict = try await verdict(on: signed, der, pinned: pinned, after: held)
        // A fork that a signer made is proof, even if the list has another fault.
        if case .accepted = verdict { try signed.list.checkForm(at: clock.now) }
        return (signed, verdict)
    }

    private func verdict(
        on signed: TrustListSignatures, _ der: [UInt8], pinned: Digest?, after held: Held?
    ) async throws(HeliographError) -> Succession.Verdict {
        guard let held else {
            guard let pinned else {
                throw HeliographError(.listDigestMissing, Code.listDigestMissing.meaning)
            }
            return Succession.first(
                signed.list, digest: signed.digest, pinned: pinned, signers: signed.signers,
                signedBy: signed.signedBy)
        }
        let verdict = Succession.next(
            signed.list, digest: signed.digest, signers: signed.signers,
            signedBy: signed.signedBy, after: held.list, heldDigest: held.digest,
            heldSigners: held.signers, formerSigners: held.formerSigners)
        guard case .refused(.listOlder, _) = verdict else { return verdict }
        return try await judgePast(signed, der) ?? verdict
    }

    /// A list with a version that is over: the one that was in force then, or a late fork of it.
    private func judgePast(
        _ arrived: TrustListSignatures, _ der: [UInt8]
    ) async throws(HeliographError) -> Succession.Verdict? {
        let lists = try await store.trustLists()
        let version = arrived.list.version
        guard let then = lists.first(where: { $0.version == version }),
            then.digest != arrived.digest
        else { return nil }
        var known: [TrustList.Signer] = []
        var keys: Set<KeyID> = []
        for stored in lists where stored.version == version || stored.version == version - 1 {
            let signed = try sealer.signatures(onTrustList: stored.der, known: [])
            known += signed.list.signers
            keys.formUnion(signed.signers)
        }
        let signedBy = try sealer.signatures(onTrustList: der, known: known).signedBy
        return Succession.past(
            arrived.list, digest: arrived.digest, signedBy: signedBy, inForceThen: then.digest,
            signers: keys)
    }

    /// A list that was held at any time, for peers that walk the versions; nil if it was not held.
    public func storedList(version: Int) async throws(HeliographError) -> [UInt8]? {
        try await store.trustLists().first { $0.version == version }?.der
    }
}
