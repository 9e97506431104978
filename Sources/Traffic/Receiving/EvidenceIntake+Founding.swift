internal import Exchange
internal import Notices
internal import Ports

extension EvidenceIntake {
    /// Checks evidence against the facts here: the message, the seal and the time that it speaks
    /// of.
    struct Founding {
        let member: MemberCode
        let signer: MemberCode
        let now: Instant

        struct Subject {
            let delivery: Delivery
            let message: OutgoingMessage
        }

        /// The most entries of a recipient about one step of one seal of a message, or of one of
        /// its attachments. An honest node signs once; a node that was restored, once more.
        static let wordsMax = 8

        private struct Word: Hashable {
            let id: MessageID
            let step: EvidenceStep
            let seal: Int
            let attachment: Digest?

            init(_ entry: EvidenceEntry) {
                id = entry.id
                step = entry.step
                seal = entry.seal
                attachment = entry.attachment
            }
        }

        /// Finds the subject of each entry.
        ///
        /// - Returns: nil for an entry about an attachment.
        /// - Throws: `evidenceUnfounded`; `evidenceRepeated`; `futureDated` for a time that has not
        ///   come yet.
        func subjects(
            of document: EvidenceDocument, _ messages: [MessageID: OutgoingMessage],
            _ ground: EvidenceGround
        ) throws(HeliographError) -> [Subject?] {
            var subjects: [Subject?] = []
            var seals: [MessageID: [OutgoingEnvelope]] = [:]
            var counts: [Word: Int] = [:]
            for entry in document.entries {
                guard entry.by == signer, entry.from == member, entry.recipient == signer,
                    entry.step != .accepted, let message = messages[entry.id],
                    message.contentDigest == entry.contentDigest,
                    let delivery = ground.deliveries[
                        DeliveryKey(id: entry.id, recipient: entry.recipient)]
                else {
                    throw HeliographError(
                        .evidenceUnfounded,
                        "Evidence is about a message its signer cannot speak for.")
                }
                if seals[entry.id] == nil {
                    seals[entry.id] = ground.envelopes[entry.id] ?? []
                    for held in ground.heard[entry.id] ?? [] where held.by == signer {
                        counts[Word(held), default: 0] += 1
                    }
                }
                try check(entry, message, seals[entry.id] ?? [])
                counts[Word(entry), default: 0] += 1
                guard counts[Word(entry), default: 0] <= Self.wordsMax else {
                    throw HeliographError(
                        .evidenceRepeated,
                        "\(signer) signed the same step of a message more than "
                            + "\(Self.wordsMax) times."
                    )
                }
                subjects.append(
                    entry.attachment == nil ? Subject(delivery: delivery, message: message) : nil)
            }
            return subjects
        }

        /// Checks the seal and the time of an entry: no member can sign a step before the message
        /// was made, or one that is yet to come.
        private func check(
            _ entry: EvidenceEntry, _ message: OutgoingMessage, _ seals: [OutgoingEnvelope]
        ) throws(HeliographError) {
            guard
                seals.contains(where: {
                    $0.seal == entry.seal && $0.recipients.contains(signer)
                })
            else {
                throw HeliographError(
                    .evidenceUnfounded, "Evidence is about a seal that was never made.")
            }
            guard entry.at <= now + WireProtocol.skewMax else {
                throw HeliographError(
                    .futureDated, "Evidence states a time that has not come yet.",
                    next: "Check the clocks of both nodes; the peer brings it again.")
            }
            // A recipient that finds a message future-dated has a clock that is behind the
            // sender's.
            guard entry.code != .futureDated else { return }
            // Not before the message: a recipient takes none that its own clock finds future-dated.
            // It may be before the seal, which was perhaps made for a recipient whose clock is
            // behind.
            guard entry.at >= message.created - WireProtocol.skewMax else {
                throw HeliographError(
                    .evidenceUnfounded, "Evidence states a time before its message was sent.")
            }
        }
    }
}
