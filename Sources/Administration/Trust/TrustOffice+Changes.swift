internal import Asking
internal import Federation
internal import Notices
internal import Ports
internal import Station
internal import Traffic

extension TrustOffice {
    /// The digest that was given by hand; nil for none.
    static func pinned(_ text: String?) throws(HeliographError) -> Digest? {
        guard let text else { return nil }
        guard let digest = Digest(hexadecimal: text.lowercased()) else {
            throw HeliographError(
                .usage,
                "`--digest` takes 64 hexadecimal digits; this one has "
                    + "\(text.utf8.count) characters.",
                next: "Compare it with what the secretariat reads out.")
        }
        return digest
    }

    /// The lists of a request; there is one at least.
    static func some(_ lists: BytesList) throws(HeliographError) -> [[UInt8]] {
        guard !lists.items.isEmpty else {
            throw HeliographError(.usage, "No trust list was given. Nothing was done.")
        }
        return lists.items
    }

    /// The changes that an import would make, and its verdict; nothing is kept.
    func diff(_ request: CompareTrust) async throws(HeliographError) -> TrustChangesView {
        let preview = await context.trust.preview(
            try Self.some(request.lists), pinned: try Self.pinned(request.digest))
        let (verdict, sentence, refusal) = Self.words(preview)
        return TrustChangesView(
            federation: preview.federation, from: preview.from, to: preview.to,
            // The digest of a refused first list is not printed: an officer must get it from the
            // secretariat.
            digest: preview.from == nil && refusal != nil ? nil : preview.digest,
            accepted: preview.acceptedCount, verdict: verdict, code: refusal?.code,
            reason: refusal.map { $0.detail.first ?? $0.sentence }, sentence: sentence,
            items: preview.steps.flatMap { step in
                step.changes.map { ListChangeView($0, version: step.version) }
            })
    }

    private static func words(
        _ preview: TrustPreview
    ) -> (verdict: ListVerdict, sentence: String, refusal: HeliographError?) {
        let version = preview.to.map { "Version \($0)" } ?? "The list"
        switch preview.verdict {
        case .accepted: return (.accepted, "\(version) would be accepted.", nil)
        case .known: return (.known, "\(version) is in force already, or over.", nil)
        case .refused(let error):
            let reason = error.detail.first.map { ": \($0)" } ?? ""
            let next =
                [.listDigestMissing, .listDigestMismatch].contains(error.code)
                ? " " + error.next : ""
            return (
                .refused,
                "\(version) would be refused. \(error.sentence.dropLast())\(reason).\(next)", error
            )
        }
    }

    /// The forks that this node has seen. Each is a pair of lists with the same version.
    func forks() async -> Items<ForkView> {
        Items(await context.trust.forks.map { ForkView($0) })
    }

    /// Both lists of one fork, as files. They take up to 8 MB, so a request asks for one fork only.
    func proof(_ request: ShowProof) async throws(HeliographError) -> ProofView {
        let forks = await context.trust.forks
        guard let fork = forks.first(where: { $0.otherDigest.description == request.digest }) else {
            throw HeliographError(
                .notFound, "There is no fork with the digest \(request.digest).")
        }
        let sides = [("held", fork.heldDigest, fork.held), ("other", fork.otherDigest, fork.other)]
        return ProofView(
            files: sides.map { side, digest, der in
                NamedFileView(
                    name: "version-\(fork.version)-\(side)-\(digest.description.prefix(16)).der",
                    bytes: Base64.encode(der))
            })
    }

    func settle(
        _ request: SettleFork, by principal: Principal
    ) async throws(HeliographError) -> ForkView {
        ForkView(
            try await context.trust.settleFork(request.digest, by: principal.actor))
    }
}
