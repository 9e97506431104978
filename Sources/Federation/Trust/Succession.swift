public import Notices

/// The rules by which one trust list may follow another. Pure: signatures are verified elsewhere.
public enum Succession {
    /// The answer for one list.
    public enum Verdict: Sendable, Equatable {
        case accepted
        /// The list is held already, perhaps under other signatures, which prove nothing against
        /// it.
        case known
        case refused(Code, String)
    }

    /// Judges the first list: it is accepted if its digest equals the one that was given by hand,
    /// and `threshold` of its own signers signed it.
    ///
    /// - Parameters:
    ///   - signedBy: keys with a good signature on the list, by their public key; distinct.
    ///   - digest: SHA-256 of the list without its signatures.
    public static func first(
        _ list: TrustList, digest: Digest, pinned: Digest, signers: Set<KeyID>,
        signedBy: Set<KeyID>
    ) -> Verdict {
        guard digest == pinned else {
            // The list's real digest is not told here: an operator might simply paste it.
            return .refused(
                .listDigestMismatch, "the list's own digest differs from the one that was given")
        }
        let count = signers.intersection(signedBy).count
        guard count >= list.threshold else {
            return .refused(
                .listTooFewSigners, "\(count) of the \(list.threshold) signatures it asks for")
        }
        return .accepted
    }

    /// Judges a later list: it needs `threshold` distinct keys of the list before it, and of its
    /// own.
    ///
    /// - Parameter formerSigners: signers of the list before `held`. They could sign another list
    ///   with the version of `held`; their signatures are enough for an alarm, and for nothing
    ///   else.
    public static func next(
        _ list: TrustList, digest: Digest, signers: Set<KeyID>, signedBy: Set<KeyID>,
        after held: TrustList, heldDigest: Digest, heldSigners: Set<KeyID>,
        formerSigners: Set<KeyID> = []
    ) -> Verdict {
        if digest == heldDigest { return .known }
        guard list.federation == held.federation else {
            return .refused(
                .listForeign,
                "it is of \u{201C}\(ShownText.foreign(list.federation))\u{201D}, not of "
                    + "\u{201C}\(ShownText.foreign(held.federation))\u{201D}")
        }
        let canFork = heldSigners.union(formerSigners)
        if list.version == held.version {
            return fork(signedBy, canFork, "two lists have version \(list.version)")
        }
        guard list.version > held.version else {
            return .refused(.listOlder, "version \(list.version) is held as \(held.version)")
        }
        guard list.version == held.version + 1 else {
            return .refused(.listGap, "version \(held.version + 1) is missing")
        }
        guard list.previous == heldDigest else {
            return fork(
                signedBy, canFork, "it does not follow the version \(held.version) held here")
        }
        let old = heldSigners.intersection(signedBy).count
        guard old >= held.threshold else {
            return .refused(
                .listTooFewSigners,
                "\(old) of the \(held.threshold) signatures that version \(held.version) asks for")
        }
        let own = signers.intersection(signedBy).count
        guard own >= list.threshold else {
            return .refused(
                .listTooFewSigners, "\(own) of the \(list.threshold) signatures it asks for itself")
        }
        return .accepted
    }

    /// Judges a list of an earlier version. If it differs from the list that was in force then, and
    /// a signer signed it, it is a fork.
    ///
    /// - Parameter signers: signers of that version as it was in force, and of the one before it.
    public static func past(
        _ list: TrustList, digest: Digest, signedBy: Set<KeyID>, inForceThen: Digest,
        signers: Set<KeyID>
    ) -> Verdict {
        let older = Verdict.refused(.listOlder, "version \(list.version) is over")
        guard digest != inForceThen else { return older }
        return signedBy.isDisjoint(with: signers)
            ? older : fork(signedBy, signers, "two lists have version \(list.version)")
    }

    /// Only a signer can fork; a list without a signer's signature is no reason for an alarm.
    private static func fork(
        _ signedBy: Set<KeyID>, _ signers: Set<KeyID>, _ reason: String
    ) -> Verdict {
        signedBy.isDisjoint(with: signers)
            ? .refused(.listTooFewSigners, "no signer of the list held has signed it")
            : .refused(.listFork, reason)
    }
}
