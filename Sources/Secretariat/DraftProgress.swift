internal import Certificates
public import Federation
public import Notices
internal import Station

/// The progress of the draft of the next list: its changes, its signatures, and those that it still
/// needs.
public struct DraftProgress: Sendable {
    /// A key that counts for the draft.
    public struct Signer: Sendable, Equatable {
        /// The name in the list or the draft.
        public let name: String
        /// The id of the key.
        public let key: KeyID
        /// True if it is a signer of the list in force.
        public let isOld: Bool
        /// True if it is a signer of the draft itself.
        public let isOwn: Bool
        /// True if its signature of this draft is here.
        public let hasSigned: Bool
    }

    /// The draft.
    public let draft: TrustList
    /// SHA-256 of the draft as it would be signed now.
    public let digest: Digest
    /// True if somebody may have the bytes to sign: they stay as they are until the draft is
    /// changed.
    public let isFixed: Bool
    /// The changes against the list in force, or against nothing for the first list.
    public let changes: [TrustListChange]
    /// The signers of the draft, then those of the list in force that leave with it.
    public let signers: [Signer]
    /// The keys of the list in force that must sign; nil for the first list.
    public let oldThreshold: Int?

    init(
        draft: TrustList, isFixed: Bool, last: TrustList?, signedBy: Set<KeyID>
    ) throws(HeliographError) {
        self.draft = draft
        self.isFixed = isFixed
        digest = Digest(sha256: draft.encoded())
        changes = TrustListChange.all(from: last, to: draft, naming: CertificateName.of)
        oldThreshold = last?.threshold
        let old = try Self.keys(last?.signers ?? [])
        let own = try Self.keys(draft.signers)
        let left = old.filter { gone in !own.contains { $0.key == gone.key } }
        signers = (own + left).map { name, key in
            Signer(
                name: name, key: key, isOld: old.contains { $0.key == key },
                isOwn: own.contains { $0.key == key }, hasSigned: signedBy.contains(key))
        }
    }

    private static func keys(
        _ signers: [TrustList.Signer]
    ) throws(HeliographError) -> [(name: String, key: KeyID)] {
        var keys: [(name: String, key: KeyID)] = []
        for signer in signers {
            keys.append((signer.name, try Certificate(der: signer.certificate).keyID))
        }
        return keys
    }

    /// Keys of the list in force that have signed.
    public var oldSigned: Int { signers.count { $0.isOld && $0.hasSigned } }
    /// Keys of the draft's own signers that have signed.
    public var ownSigned: Int { signers.count { $0.isOwn && $0.hasSigned } }
    /// Distinct keys of the list in force that are still needed.
    public var oldMissing: Int { max(0, (oldThreshold ?? 0) - oldSigned) }
    /// Distinct keys of the draft's own signers that are still needed.
    public var ownMissing: Int { max(0, draft.threshold - ownSigned) }
    /// True if the draft has the signatures that it needs.
    public var isReady: Bool { oldMissing == 0 && ownMissing == 0 }

    /// The missing signatures, in one sentence.
    public var sentence: String {
        guard !isReady else { return "It has the signatures it needs: publish it." }
        var needs: [String] = []
        if oldMissing > 0 {
            needs.append("\(oldMissing) more of the signers of version \(draft.version - 1)")
        }
        if ownMissing > 0 { needs.append("\(ownMissing) more of its own signers") }
        return "It needs " + needs.joined(separator: " and ")
            + (needs.count == 2 ? "; one key may count for both." : ".")
    }

    /// The counts of signatures, as every verb on signatures prints them.
    public var signatures: JSON {
        [
            "version": .number(JSONNumber(draft.version)),
            "digest": .string(digest.description),
            "signed": .number(JSONNumber(signers.count(where: \.hasSigned))),
            "threshold": .number(JSONNumber(draft.threshold)),
            "oldMissing": .number(JSONNumber(oldMissing)),
            "ownMissing": .number(JSONNumber(ownMissing)),
            "ready": .bool(isReady),
        ]
    }

    /// The whole progress as an object, with `signers` and the changes as `items`.
    public var json: JSON {
        var json = signatures
        json["federation"] = .string(draft.federation)
        json["fixed"] = .bool(isFixed)
        json["issued"] = JSON(draft.issued)
        json["expires"] = JSON(draft.expires)
        json["members"] = JSON(draft.members.count)
        json["oldThreshold"] = JSON(oldThreshold)
        json["signers"] = .array(
            signers.map {
                [
                    "name": .string($0.name), "key": .string($0.key.description),
                    "old": .bool($0.isOld), "own": .bool($0.isOwn), "signed": .bool($0.hasSigned),
                ]
            })
        json["items"] = .array(changes.map { $0.json(version: draft.version) })
        return json
    }

    /// The lines that name the list: version, federation, members, life and digest.
    public var heading: [String] {
        let days = draft.expires.since(draft.issued).wholeSeconds / 86_400
        return [
            "Version \(draft.version) of \(ShownText.foreign(draft.federation)), "
                + "\(draft.members.count) \(draft.members.count == 1 ? "member" : "members"), "
                + (isFixed ? "until \(draft.expires)" : "for \(days) days once it is signed"),
            isFixed
                ? "digest \(digest)" : "not fixed yet: `heliograph federation draft --out FILE`",
            "",
        ]
    }

    /// The whole progress for people, in lines.
    public var text: String {
        var lines = heading
        lines += changes.filter { isFixed || $0.kind != .expiry }.map(\.sentence)
        lines.append("")
        for signer in signers {
            let side =
                switch (signer.isOld, signer.isOwn) {
                case (true, false): "  leaves with this list"
                case (false, true): oldThreshold == nil ? "" : "  new with this list"
                default: ""
                }
            let state = signer.hasSigned ? "signed " : "waiting"
            lines.append("\(state) \(ShownText.foreign(signer.name))\(side)")
        }
        lines.append(sentence)
        return lines.joined(separator: "\n")
    }
}
