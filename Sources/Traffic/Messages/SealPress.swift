internal import Exchange
internal import Federation
internal import Notices
internal import Ports
internal import Station

/// Makes envelopes of a message: the first with the submission, others when a key becomes known or
/// changes, or a recipient loses its right. The inner bytes are always the same.
struct SealPress {
    let context: TrafficContext

    /// The most seals of one message to one key. A recipient that announces a key and calls it
    /// stale would otherwise have us make envelopes until the disk is full.
    static let sealsPerKeyMax = 8

    /// Makes seal 1, for all recipients whose key is known.
    ///
    /// - Returns: nil if no key is known.
    func firstSeal(
        _ message: OutgoingMessage, _ header: NoticeHeader, _ inner: [UInt8]
    )
        throws(HeliographError) -> Pressed?
    {
        try press(message, header, inner, seal: 1, recipients: message.recipients)
    }

    /// Finds the newest envelope that the recipient can open now, or makes one if none is fit.
    ///
    /// - Parameter refused: a seal that the recipient refused as stale; only a later one will do.
    /// - Returns: nil while no valid key of the recipient is known that it does not call stale.
    func envelope(
        for message: OutgoingMessage, to recipient: MemberCode, after refused: Int?
    )
        async throws(HeliographError) -> (envelope: OutgoingEnvelope, bytes: [UInt8])?
    {
        let made = try await context.store.envelopes(of: message.id)
        let active = try await PolicyDesk(context: context).entitled(to: message)
        let now = context.clock.now
        var announced = AnnouncedKeys(at: now)
        let fitting = made.filter { isFit($0, active, &announced) }
        if let fit = Self.newest(of: fitting, for: recipient, after: refused) {
            return (fit, try await context.station.body(of: fit.record))
        }
        let key = context.sealer.encryptionKey(of: recipient, at: now)
        let sealed = made.count { zip($0.recipients, $0.keys).contains { $0 == (recipient, key) } }
        guard sealed < Self.sealsPerKeyMax else { return nil }
        let inner = try await context.station.body(of: message.inner)
        let header = try readHeader(inner)
        let waiting = Set(
            try await context.store.deliveries(of: message.id)
                .filter { !$0.state.isClosed }.map(\.recipient))
        let missing = message.recipients.filter { other in
            active.contains(other)
                && (other == recipient
                    || (waiting.contains(other)
                        && !fitting.contains { $0.recipients.contains(other) }))
        }
        guard
            let pressed = try press(
                message, header, inner, seal: (made.last?.seal ?? 0) + 1, recipients: missing),
            pressed.envelope.recipients.contains(recipient)
        else { return nil }
        try await context.store.commit(pressed.changes)
        return (pressed.envelope, pressed.bytes)
    }

    /// The newest of these envelopes that the recipient of a delivery can open now; nil if one must
    /// be made.
    func fit(
        _ envelopes: [OutgoingEnvelope], for delivery: Delivery, _ active: Set<MemberCode>,
        _ announced: inout AnnouncedKeys
    ) -> OutgoingEnvelope? {
        Self.newest(
            of: envelopes.filter { isFit($0, active, &announced) }, for: delivery.recipient,
            after: delivery.refusedSeal)
    }

    /// Keys to which envelopes are sealed, asked about once for many envelopes to the same members.
    struct AnnouncedKeys {
        let now: Instant
        private var last: (members: [MemberCode], keys: [KeyID], isWhole: Bool)?

        init(at now: Instant) {
            self.now = now
        }

        /// True if all keys that the envelope is sealed to are still announced, and not revoked.
        fileprivate mutating func hold(all envelope: OutgoingEnvelope, _ sealer: any Sealer) -> Bool
        {
            if let last, last.members == envelope.recipients, last.keys == envelope.keys {
                return last.isWhole
            }
            let isWhole = zip(envelope.recipients, envelope.keys).allSatisfy { member, key in
                sealer.isAnnounced(key, of: member, at: now)
            }
            last = (envelope.recipients, envelope.keys, isWhole)
            return isWhole
        }
    }

    private static func newest(
        of fitting: [OutgoingEnvelope], for recipient: MemberCode, after refused: Int?
    ) -> OutgoingEnvelope? {
        fitting.last { $0.recipients.contains(recipient) && $0.seal > refused ?? 0 }
    }

    /// True if an envelope may still be sent: all of its recipients have their right, the keys that
    /// it is sealed to are still announced and not revoked, and so is the key that signed it.
    private func isFit(
        _ envelope: OutgoingEnvelope, _ active: Set<MemberCode>,
        _ announced: inout AnnouncedKeys
    ) -> Bool {
        active.isSuperset(of: envelope.recipients)
            && context.sealer.speaksForUs(envelope.signer, at: announced.now)
            && announced.hold(all: envelope, context.sealer)
    }

    struct Pressed {
        let envelope: OutgoingEnvelope
        let bytes: [UInt8]
        let changes: [Change]
    }

    private func press(
        _ message: OutgoingMessage, _ header: NoticeHeader, _ inner: [UInt8], seal: Int,
        recipients: [MemberCode]
    ) throws(HeliographError) -> Pressed? {
        let now = context.clock.now
        let keys = recipients.compactMap { member in
            context.sealer.encryptionKey(of: member, at: now).map { (member: member, key: $0) }
        }
        guard !keys.isEmpty else { return nil }
        let sealed = try context.sealer.seal(inner, to: keys)
        let frame = FrameHeader(
            from: header.from, id: message.id,
            seal: seal, contentDigest: message.contentDigest, created: message.created,
            expires: message.expires, envelopeBytes: sealed.count,
            recipients: keys.compactMap { key in
                header.recipients.first { $0.member == key.member }.map {
                    FrameHeader.Recipient(
                        member: $0.member, precedence: $0.precedence, deadline: $0.deadline,
                        keyID: key.key)
                }
            })
        let signed = try context.sealer.signed(frame.frame(envelope: sealed), as: .frame, at: now)
        let bytes = signed.der
        let (record, change) = try context.station.newRecord(bytes)
        let envelope = OutgoingEnvelope(
            id: message.id, seal: seal, recipients: keys.map(\.member),
            keys: keys.map(\.key), signer: signed.signer, digest: context.sealer.digest(bytes),
            byteCount: bytes.count, made: now,
            record: record)
        return Pressed(
            envelope: envelope, bytes: bytes, changes: [change, .insertEnvelope(envelope)])
    }

    /// The header inside our own stored SignedData; its signature was made here.
    private func readHeader(_ inner: [UInt8]) throws(HeliographError) -> NoticeHeader {
        let content = try context.sealer.content(of: inner, as: .notice)
        let header = try readingGrammar { () throws(GrammarRefusal) in
            try NoticeContent.read(content[...]).header
        }
        guard header.from == context.member else {
            throw HeliographError(.headerMismatch, "A stored message is not ours.")
        }
        return header
    }
}
