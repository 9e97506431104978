public import Notices

/// Whether one trust list may follow another. Pure: who signed is found out elsewhere.
public enum Succession {
    public enum Verdict: Sendable, Equatable {
        case accepted
        /// The list that is held; perhaps under other signatures, which prove nothing against it.
        case known
        case refused(Code, String)
    }

    /// The first list is believed because its digest was given by hand, and its own signers
    /// signed it.
    ///
    /// - Parameters:
    ///   - signedBy: keys with a good signature on the list, by their public key; distinct.
    ///   - digest: SHA-256 of the list without its signatures.
    public static func first(
        _ list: TrustList, digest: Digest, pinned: Digest, signers: Set<KeyID>,
        signedBy: Set<KeyID>
    ) -> Verdict {
        guard digest == pinned else {
            return .refused(.listDigestMismatch, "the digest is \(digest)")
        }
        let count = signers.intersection(signedBy).count
        guard count >= list.threshold else {
            return .refused(
                .listTooFewSigners, "\(count) of the \(list.threshold) signatures it asks for")
        }
        return .accepted
    }

    /// A later list needs `threshold` distinct keys of the list before it, and of its own.
    public static func next(
        _ list: TrustList, digest: Digest, signers: Set<KeyID>, signedBy: Set<KeyID>,
        after held: TrustList, heldDigest: Digest, heldSigners: Set<KeyID>
    ) -> Verdict {
        if list.version == held.version {
            if digest == heldDigest { return .known }
            // Only a signer can fork; what nobody signed is no reason for an alarm.
            return signedBy.isDisjoint(with: heldSigners)
                ? .refused(.listTooFewSigners, "no signer of the list held has signed it")
                : .refused(.listFork, "two lists have version \(list.version)")
        }
        guard list.federation == held.federation else {
            return .refused(.listMalformed, "it belongs to another federation")
        }
        guard list.version > held.version else {
            return .refused(.listOlder, "version \(list.version) is held as \(held.version)")
        }
        guard list.version == held.version + 1 else {
            return .refused(.listGap, "version \(held.version + 1) is missing")
        }
        guard list.previous == heldDigest else {
            return .refused(.listFork, "it does not follow the version \(held.version) held here")
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
}
