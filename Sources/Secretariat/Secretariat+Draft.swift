internal import Certificates
public import Federation
public import Membership
public import Notices
internal import Ports
internal import Sealing
internal import Station

/// The changes of the draft of the next list. A draft that changes loses its signatures.
extension Secretariat {
    /// Puts a member into the draft. A member that is there already gets the entry of the proposal,
    /// and keeps its status: a suspended member does not restore itself.
    ///
    /// - Throws: `listMalformed`, `keyReused`, `usage`; the draft is then as it was.
    public func propose(_ proposal: Proposal) throws(HeliographError) {
        let draft = try draft()
        let code = proposal.member.code
        try Self.check(proposal)
        try Self.checkRootsAreOwn(proposal.member, in: draft)
        let before = draft.member(code)
        var member = proposal.member.with(status: before?.status)
        if member.territories.isEmpty, member.disclaims.isEmpty {
            member = member.with(territories: before?.territories, disclaims: before?.disclaims)
        }
        try Self.checkTerritories(of: member, in: draft)
        let others = draft.members.filter { $0.code != code }
        guard others.count < TrustList.membersMax else {
            throw HeliographError(
                .usage, "A list has at most \(TrustList.membersMax) members.")
        }
        try write(
            draft.with(
                members: (others + [member])
                    .sorted { $0.code < $1.code }))
        try Files.write(proposal.bundle, to: bundlesFolder + "/\(code).der", mode: 0o644)
    }

    /// Checks the entry that every other member will read, call and believe.
    private static func check(_ proposal: Proposal) throws(HeliographError) {
        let code = proposal.member.code
        if let fault = proposal.member.fault {
            throw HeliographError(
                .listMalformed,
                "The proposal of \(code) is not taken. \(fault.sentence) "
                    + "The draft was not changed.",
                next: "Have \(code) put it right in its proposal. " + fault.next)
        }
        for root in proposal.member.roots {
            guard let certificate = try? Certificate.read(root),
                certificate.fault(as: .root, of: code) == nil
            else {
                throw HeliographError(
                    .listMalformed,
                    "The proposal of \(code) has a root that is none of \(code). "
                        + "The draft was not changed.",
                    next:
                        "Ask \(code) for its `proposal.json` again, and its root key by telephone.")
            }
        }
    }

    private static func checkRootsAreOwn(
        _ member: Member, in draft: TrustList
    ) throws(HeliographError) {
        var others = draft.signers.map(\.certificate)
        for other in draft.members where other.code != member.code { others += other.roots }
        var taken: Set<KeyID> = []
        for der in others { taken.insert(try Certificate.read(der).keyID) }
        for root in member.roots where taken.contains(try Certificate.read(root).keyID) {
            throw HeliographError(
                .keyReused,
                "The root key of \(member.code) is another member's, or a signer's. "
                    + "The draft was not changed.",
                next: "Have \(member.code) make a root key of its own.")
        }
    }

    /// The command that brings the draft its signatures: signers whose keys are not in this folder
    /// sign at home.
    public func nextStep() throws(HeliographError) -> String {
        let signers = try draft().signers + lastSigners()
        let here = signers.map(\.name).filter { Files.exists(signersFolder + "/\($0).key") }
        let isElsewhere = signers.contains { !here.contains($0.name) }
        let draft = "heliograph federation draft --out FILE --dir \(folder)"
        guard let name = here.first else { return draft }
        let sign = "heliograph federation sign \(name) --dir \(folder)"
        return isElsewhere ? sign + ", and " + draft + " for who signs elsewhere" : sign
    }

    /// Suspends a member, or restores it.
    ///
    /// - Returns: false if it has that status already; the draft is then as it was.
    /// - Throws: `memberUnknown`.
    public func set(
        _ status: Member.Status, of code: MemberCode
    ) throws(HeliographError) -> Bool {
        let draft = try draft()
        guard try listed(code, in: draft).status != status else { return false }
        try write(
            draft.with(
                members: draft.members.map { $0.code == code ? $0.with(status: status) : $0 }))
        return true
    }

    /// Sets the territories that a member answers for, and those of its state that it does not.
    ///
    /// - Parameters:
    ///   - territories: nil leaves those of the draft.
    ///   - disclaims: nil leaves those of the draft.
    /// - Throws: `memberUnknown`; `usage` for a territory that is a member itself, or that two
    ///   would answer for.
    public func setTerritories(
        of code: MemberCode, _ territories: [MemberCode]?, disclaims: [MemberCode]?
    ) throws(HeliographError) {
        let draft = try draft()
        let member = try listed(code, in: draft)
            .with(territories: territories, disclaims: disclaims)
        try Self.checkTerritories(of: member, in: draft)
        try write(draft.with(members: draft.members.map { $0.code == code ? member : $0 }))
    }

    private static func checkTerritories(
        of member: Member, in draft: TrustList
    ) throws(HeliographError) {
        for other in draft.members where other.code != member.code {
            guard other.territories.contains(member.code) else { continue }
            throw HeliographError(
                .usage, "\(other.code) answers for \(member.code). The draft was not changed.",
                next: "Take it from \(other.code) first.")
        }
        for territory in member.territories {
            if draft.member(territory) != nil {
                throw HeliographError(
                    .usage, "\(territory) is a member itself. The draft was not changed.")
            }
            if let other = draft.members.first(where: {
                $0.code != member.code && $0.territories.contains(territory)
            }) {
                throw HeliographError(
                    .usage,
                    "\(other.code) answers for \(territory) already. The draft was not changed.",
                    next: "Take it from \(other.code) first.")
            }
        }
        guard Set(member.territories).isDisjoint(with: member.disclaims) else {
            throw HeliographError(
                .usage, "A member cannot answer for a territory and not. The draft was not changed."
            )
        }
    }

    /// Removes a member from the draft.
    ///
    /// - Throws: `memberUnknown`.
    public func remove(_ code: MemberCode) throws(HeliographError) {
        let draft = try draft()
        _ = try listed(code, in: draft)
        try write(draft.with(members: draft.members.filter { $0.code != code }))
    }

    /// Sets the signatures that the lists after the draft need, and that the draft needs of its own
    /// signers.
    ///
    /// - Throws: `usage` unless there are so many signers.
    public func setThreshold(_ threshold: Int) throws(HeliographError) {
        let draft = try draft()
        guard (1...draft.signers.count).contains(threshold) else {
            throw HeliographError(
                .usage,
                "The draft has \(draft.signers.count) "
                    + "\(draft.signers.count == 1 ? "signer" : "signers"), so that a threshold of "
                    + "\(threshold) does not fit.",
                next: draft.signers.count == 1
                    ? "Leave the threshold at 1, or add signers first: `heliograph federation "
                        + "signer add NAME`."
                    : "Take a number from 1 to \(draft.signers.count), or add signers first: "
                        + "`heliograph federation signer add NAME`.")
        }
        try write(draft.with(threshold: threshold))
    }

    /// Lets a further key sign the lists after the draft.
    ///
    /// - Parameters:
    ///   - certificate: of a signer that made its key itself; nil makes one here.
    ///   - life: of a certificate that is made here.
    /// - Returns: the id of the key.
    /// - Throws: `usage` for a name that is taken, `keyReused` for a key that is.
    public func addSigner(
        _ name: String, certificate: [UInt8]?, at now: Instant, validFor life: Duration
    ) throws(HeliographError) -> KeyID {
        let draft = try draft()
        guard SignerKey.isName(name), !draft.signers.contains(where: { $0.name == name }),
            draft.signers.count < TrustList.signersMax
        else {
            throw HeliographError(
                .usage,
                "A signer has a name of its own, of letters, digits and hyphens; a list "
                    + "has at most \(TrustList.signersMax).")
        }
        let made: Certificate
        if let certificate {
            made = try SignerKey.certificate(certificate)
            try Self.checkDifferent(
                draft.signers + [TrustList.Signer(name: name, certificate: made.der)])
        } else {
            made = try SignerKey.make(name, in: signersFolder, at: now, validFor: life)
        }
        try write(
            draft.with(
                signers: draft.signers + [TrustList.Signer(name: name, certificate: made.der)]))
        return made.keyID
    }

    /// Removes a signer from the draft. The signer may still sign the draft itself, as one of the
    /// list before it.
    ///
    /// - Throws: `notFound`, or `usage` if fewer would be left than the threshold asks for.
    public func removeSigner(_ name: String) throws(HeliographError) {
        let draft = try draft()
        let left = draft.signers.filter { $0.name != name }
        guard left.count < draft.signers.count else {
            throw HeliographError.noSigner(
                name, among: draft.signers.map(\.name), isRemoved: true)
        }
        guard left.count >= draft.threshold else {
            throw HeliographError(
                .usage, "The draft needs \(draft.threshold) signers; \(left.count) would be left.",
                next: "Add another signer, or lower the threshold, first.")
        }
        try write(draft.with(signers: left))
    }

    /// One key stands for one signer.
    static func checkDifferent(_ signers: [TrustList.Signer]) throws(HeliographError) {
        var keys: Set<KeyID> = []
        for signer in signers {
            guard keys.insert(try SignerKey.certificate(signer.certificate).keyID).inserted else {
                throw HeliographError(
                    .keyReused, "The key of \(signer.name) is a signer's already.")
            }
        }
    }

    private func listed(
        _ code: MemberCode, in draft: TrustList
    ) throws(HeliographError) -> Member {
        guard let member = draft.member(code) else {
            throw HeliographError(
                .memberUnknown,
                "The draft has no member \(code)."
                    + Country.suggestion(
                        for: code.description, among: draft.members.map(\.code.description)),
                next: draft.members.isEmpty
                    ? "The draft has no members: `heliograph federation propose` adds one."
                    : "The members of the draft are \(draft.membersShown): name one of them.")
        }
        return member
    }
}

extension HeliographError {
    /// The refusal of a name that no signer has.
    ///
    /// - Parameter isRemoved: true for a name to remove; the only signer is not offered then,
    ///   because the list needs it.
    static func noSigner(
        _ name: String, among names: [String], isRemoved: Bool = false
    ) -> HeliographError {
        // A signer of the draft is most often one of the list before it too.
        var known: [String] = []
        for name in names where !known.contains(name) { known.append(name) }
        let shown = known.map { ShownText.foreign($0) }.joined(separator: ", ")
        return HeliographError(
            .notFound,
            "The draft has no signer \(ShownText.brief(name))."
                + Suggestion.question(to: name, among: known),
            next: known.count == 1 && isRemoved
                ? "Its only signer is \(shown), which must stay: there is nothing to remove. "
                    + "`heliograph federation draft` shows who signs."
                : known.count == 1
                    ? "Its only signer is \(shown): write that name."
                    : "Its signers are \(shown): name one of them.")
    }
}

extension TrustList {
    func with(
        issued: Instant? = nil, expires: Instant? = nil, signers: [Signer]? = nil,
        threshold: Int? = nil, members: [Member]? = nil
    ) -> TrustList {
        TrustList(
            federation: federation, version: version, issued: issued ?? self.issued,
            expires: expires ?? self.expires, previous: previous,
            signers: signers ?? self.signers, threshold: threshold ?? self.threshold,
            members: members ?? self.members)
    }
}
