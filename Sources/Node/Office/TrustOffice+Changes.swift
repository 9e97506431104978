internal import Federation
internal import Notices
internal import Ports

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
        return [
            "federation": JSON(preview.federation),
            "from": JSON(preview.from),
            "to": JSON(preview.to),
            "digest": JSON(preview.digest?.description),
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
            return (
                "refused", "\(version) would be refused. \(error.sentence.dropLast())\(reason).",
                error
            )
        }
    }

    /// Two lists for one version, with the proof.
    func forks() async -> JSON {
        .items(
            await context.trust.forks.map { fork in
                var json = Self.json(fork)
                json["heldDer"] = .string(Base64.encode(fork.held))
                json["otherDer"] = .string(Base64.encode(fork.other))
                return json
            })
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

extension TrustListChange {
    /// - Parameter version: of the list that changes it.
    func json(version: Int) -> JSON {
        [
            "version": .number(JSONNumber(version)), "what": .string(kind.rawValue),
            "member": JSON(member?.description), "before": JSON(before), "after": JSON(after),
            "sentence": .string(sentence),
        ]
    }
}
