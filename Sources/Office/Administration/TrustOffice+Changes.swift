internal import Federation
internal import Notices
internal import Ports
internal import Station
internal import Traffic

extension TrustOffice {
    /// Lists as an import takes them, and the digest that was given by hand.
    static func lists(
        _ command: Command
    ) throws(HeliographError) -> (lists: [[UInt8]], pinned: Digest?) {
        let lists = (command.arguments["lists"]?.arrayValue ?? [])
            .compactMap { $0.stringValue.flatMap { Base64.decode($0) } }
        guard !lists.isEmpty else { throw HeliographError(.usage, "There is no trust list.") }
        guard let text = command.optional("digest") else { return (lists, nil) }
        guard let digest = Digest(hexadecimal: text.lowercased()) else {
            throw HeliographError(.usage, "`digest` takes 64 hexadecimal digits.")
        }
        return (lists, digest)
    }

    /// What an import would change, and whether it would be accepted; nothing is kept.
    func diff(_ command: Command) async throws(HeliographError) -> JSON {
        let (lists, pinned) = try Self.lists(command)
        let preview = await context.trust.preview(lists, pinned: pinned)
        let items = preview.steps.flatMap { step in
            step.changes.map { $0.json(version: step.version) }
        }
        let (verdict, sentence, refusal) = Self.words(preview)
        // Of a first list that is refused, the digest comes from the secretariat or not at all.
        let digest = preview.from == nil && refusal != nil ? nil : preview.digest
        return [
            "federation": JSON(preview.federation),
            "from": JSON(preview.from),
            "to": JSON(preview.to),
            "digest": JSON(digest?.description),
            "accepted": JSON(preview.acceptedCount),
            "verdict": .string(verdict),
            "code": JSON(refusal?.code.rawValue),
            "reason": JSON(refusal.map { $0.detail.first ?? $0.sentence }),
            "sentence": .string(sentence),
            "items": .array(items),
        ]
    }

    private static func words(
        _ preview: TrustPreview
    ) -> (verdict: String, sentence: String, refusal: HeliographError?) {
        let version = preview.to.map { "Version \($0)" } ?? "The list"
        switch preview.verdict {
        case .accepted: return ("accepted", "\(version) would be accepted.", nil)
        case .known: return ("known", "\(version) is in force already, or over.", nil)
        case .refused(let error):
            let reason = error.detail.first.map { ": \($0)" } ?? ""
            let next =
                [.listDigestMissing, .listDigestMismatch].contains(error.code)
                ? " " + error.next : ""
            return (
                "refused",
                "\(version) would be refused. \(error.sentence.dropLast())\(reason).\(next)", error
            )
        }
    }

    /// Two lists for one version.
    func forks() async -> JSON {
        .items(await context.trust.forks.map { Self.json($0) })
    }

    /// Both lists of one fork, as files: up to 8 MB, so that only one is asked for at a time.
    func proof(_ command: Command) async throws(HeliographError) -> JSON {
        let digest = try command.text("digest")
        let forks = await context.trust.forks
        guard let fork = forks.first(where: { $0.otherDigest.description == digest }) else {
            throw HeliographError(.notFound, "There is no fork with the digest \(digest).")
        }
        let sides = [("held", fork.heldDigest, fork.held), ("other", fork.otherDigest, fork.other)]
        let files = sides.map { side, digest, der -> JSON in
            let name = "version-\(fork.version)-\(side)-\(digest.description.prefix(16)).der"
            return ["name": .string(name), "bytes": .string(Base64.encode(der))]
        }
        return ["files": .array(files)]
    }

    func settle(_ command: Command) async throws(HeliographError) -> JSON {
        let fork = try await context.trust.settleFork(
            try command.text("digest"), by: try command.officer())
        return Self.json(fork)
    }

    static func json(_ fork: StoredFork) -> JSON {
        [
            "version": .number(JSONNumber(fork.version)),
            "held": .string(fork.heldDigest.description),
            "other": .string(fork.otherDigest.description),
            "seen": JSON(fork.seen.flooredToSecond),
            "settled": JSON(fork.settled),
            "settledBy": JSON(fork.settledBy),
        ]
    }
}
