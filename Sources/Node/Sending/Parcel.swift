internal import Exchange
internal import Federation
internal import Notices
internal import Ports

/// One delivery of a request, with the envelope to send.
struct Parcel: Sendable {
    /// Envelopes of one request together, unless one alone is longer: two minutes of a line of
    /// 64 kbit/s. What is more urgent waits for no longer than that, and what a broken request had
    /// carried is soon carried again.
    static let requestBytesMax = 1 << 20
    /// So many bytes of less urgent envelopes go along with an urgent one: nothing of a request is
    /// the peer's before all of it is. Eight seconds of such a line.
    static let companyBytesMax = 64 << 10

    let key: DeliveryKey
    let bytes: [UInt8]
    /// No seal of it had left before this attempt.
    let isFirst: Bool

    /// What can be sent of some deliveries now, and what cannot.
    struct Load: Sendable {
        var parcels: [Parcel] = []
        /// Deliveries for which there was no room in this request.
        var leftOut: [DeliveryKey] = []
        /// Deliveries that cannot be sent now, with the reason.
        var later: [DeliveryKey: DeliveryQueue.Later] = [:]
        /// Messages whose own signature peers take no more.
        var unsigned: Set<MessageID> = []
    }

    /// Reads the envelopes of deliveries that are still open, and notes in one commit that their
    /// bytes may leave from here on: a later cancel must then follow them.
    ///
    /// - Throws: `listExpired`, or what the store throws; nothing was then noted.
    static func load(
        _ keys: [DeliveryKey], _ context: NodeContext
    ) async throws(HeliographError) -> Load {
        if case .expired? = await context.trust.list?.age(at: context.clock.now) {
            throw HeliographError(.listExpired, "The trust list has expired.")
        }
        return try await context.deliveries.withLock { () throws(HeliographError) in
            var load = Load()
            var changes: [Change] = []
            var byteCount = 0
            // The keys come most urgent first.
            var first: Precedence?
            var desk = HoursDesk(context: context)
            for key in keys {
                guard var delivery = try await context.delivery(key), !delivery.state.isClosed,
                    let message = try await context.store.message(key.id)
                else { continue }
                guard context.sealer.speaksForUs(message.signer, at: context.clock.now) else {
                    load.unsigned.insert(message.id)
                    continue
                }
                let refused = delivery.lastCode == .keyStale ? delivery.seal : nil
                let made: (envelope: OutgoingEnvelope, bytes: [UInt8])?
                do throws(HeliographError) {
                    if let later = try await desk.wait(for: delivery) {
                        load.later[key] = later
                        continue
                    }
                    if let code = try await PolicyDesk(context: context).refusal(
                        of: message, for: key.recipient)
                    {
                        load.later[key] = DeliveryQueue.Later(code: code, after: .zero)
                        continue
                    }
                    made = try await SealPress(context: context).envelope(
                        for: message, to: key.recipient, after: refused)
                } catch {
                    // The store's trouble is everybody's; a body that is lost is this one's alone.
                    guard !error.code.isWorthRetrying else { throw error }
                    context.log(.alarm, "message-not-sealed", error)
                    load.later[key] = DeliveryQueue.Later(code: error.code, after: .zero)
                    continue
                }
                guard let (envelope, bytes) = made else {
                    load.later[key] = DeliveryQueue.Later(code: .keyMissing, after: .zero)
                    continue
                }
                let isFirst = delivery.seal == nil
                let most =
                    delivery.precedence == first ?? delivery.precedence
                    ? Self.requestBytesMax : Self.companyBytesMax
                first = first ?? delivery.precedence
                guard load.parcels.isEmpty || byteCount + bytes.count <= most else {
                    load.leftOut.append(key)
                    continue
                }
                byteCount += bytes.count
                if delivery.lastCode == .keyStale { delivery.lastCode = nil }
                delivery.state = .sending
                delivery.seal = envelope.seal
                changes.append(.putDelivery(delivery))
                load.parcels.append(Parcel(key: key, bytes: bytes, isFirst: isFirst))
            }
            if !changes.isEmpty { try await context.store.commit(changes) }
            return load
        }
    }

    /// The connection was refused: nothing left, so nothing needs to be followed by a cancel.
    static func takeBack(_ parcels: [Parcel], _ context: NodeContext) async {
        // After an earlier attempt bytes may have left all the same.
        for parcel in parcels where parcel.isFirst {
            try? await context.update(parcel.key) { delivery in
                delivery.seal = nil
                delivery.state = .queued
            }
        }
    }
}

extension NodeContext {
    func delivery(_ key: DeliveryKey) async throws(HeliographError) -> Delivery? {
        try await store.deliveries(of: key.id).first { $0.recipient == key.recipient }
    }

    /// Changes one delivery if it is still open.
    func update(
        _ key: DeliveryKey, _ change: @Sendable (inout Delivery) -> Void
    )
        async throws(HeliographError)
    {
        try await deliveries.withLock { () throws(HeliographError) in
            guard var delivery = try await delivery(key), !delivery.state.isClosed else { return }
            change(&delivery)
            try await store.commit([.putDelivery(delivery)])
        }
    }
}
