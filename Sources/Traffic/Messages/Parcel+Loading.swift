internal import Exchange
internal import Federation
internal import Notices
internal import Ports
internal import Station

// From the queue's keys to a request: the rows of the store, read in one visit, and the part of
// them that fits.

extension Parcel {
    /// Reads the envelopes of deliveries that are still open, and keeps in one commit that their
    /// bytes may leave from here on: a later cancel must then follow them.
    ///
    /// - Parameter keys: most urgent first.
    /// - Throws: `listExpired`, or an error of the store; nothing was then kept.
    static func load(
        _ keys: [DeliveryKey], _ context: TrafficContext
    ) async throws(HeliographError) -> Load {
        try await checkList(context)
        let press = SealPress(context: context)
        // They never change, so that they may be read before the lock that their threads need.
        let messages = try await context.store.messages(Set(keys.map(\.id)))
        let threads = Set(messages.values.map(\.thread))
        let policy = PolicyDesk(context: context)
        var entitled: [MessageID: Set<MemberCode>] = [:]
        for (id, message) in messages {
            do throws(HeliographError) {
                entitled[id] = try await policy.entitled(to: message)
            } catch {
                // A lost body is the trouble of this message alone, and is reported when its turn
                // comes.
                guard !error.code.isWorthRetrying else { throw error }
            }
        }
        let active = entitled
        let (load, commit) = try await context.threads.withLock(threads) {
            () throws(HeliographError) in
            let rows = try await Row.read(keys, messages, active, press)
            var packing = Packing(context: context)
            for row in rows { try await packing.add(row, press) }
            guard !packing.changes.isEmpty else {
                return (packing.load, Optional<any PendingCommit>.none)
            }
            return (packing.load, await context.store.begin(packing.changes))
        }
        try await commit?.durable()
        return load
    }

    /// The rows of one open delivery.
    private struct Row: Sendable {
        let delivery: Delivery
        let message: OutgoingMessage
        /// The envelope to send, if an earlier one is fit, and its body.
        let envelope: OutgoingEnvelope?
        let body: SealedRecord?

        /// The lock on the threads holds: nobody changes a delivery or makes a seal between the
        /// reads.
        static func read(
            _ keys: [DeliveryKey], _ messages: [MessageID: OutgoingMessage],
            _ active: [MessageID: Set<MemberCode>], _ press: SealPress
        ) async throws(HeliographError) -> [Row] {
            let open = try await press.context.store.openDeliveries(
                keys, bodyBytesMax: Parcel.requestBytesMax)
            var announced = SealPress.AnnouncedKeys(at: press.context.clock.now)
            var found: [(open: OpenDelivery, message: OutgoingMessage, fit: OutgoingEnvelope?)] = []
            var missing: Set<RecordID> = []
            var byteCount = 0
            for key in keys {
                guard let one = open[key], let message = messages[key.id] else { continue }
                let fit = press.fit(
                    one.envelopes, for: one.delivery, active[key.id] ?? [], &announced)
                byteCount += fit?.byteCount ?? 0
                // Almost always the newest is fit. What there is no room for is not read.
                if let fit, found.isEmpty || byteCount <= Parcel.requestBytesMax,
                    one.body == nil || fit != one.newest
                {
                    missing.insert(fit.record)
                }
                found.append((one, message, fit))
            }
            let bodies = missing.isEmpty ? [:] : try await press.context.store.records(missing)
            return found.map { one, message, fit in
                let body = fit == one.newest ? one.body : nil
                return Row(
                    delivery: one.delivery, message: message, envelope: fit,
                    body: fit.flatMap { bodies[$0.record] ?? body })
            }
        }
    }

    /// A request that is being put together.
    private struct Packing {
        let context: TrafficContext
        var load = Load()
        var changes: [Change] = []
        private var hours: HoursDesk
        private var byteCount = 0
        /// The precedence of the most urgent envelope.
        private var first: Precedence?

        init(context: TrafficContext) {
            self.context = context
            hours = HoursDesk(context: context)
        }

        mutating func add(_ row: Row, _ press: SealPress) async throws(HeliographError) {
            var delivery = row.delivery
            let key = DeliveryKey(id: delivery.id, recipient: delivery.recipient)
            guard context.sealer.speaksForUs(row.message.signer, at: context.clock.now) else {
                load.unsigned.insert(row.message.id)
                return
            }
            if let envelope = row.envelope, !hasRoom(for: envelope.byteCount, delivery) {
                load.leftOut.append(key)
                return
            }
            let made: (envelope: OutgoingEnvelope, bytes: [UInt8])?
            do throws(HeliographError) {
                if let later = try await hours.wait(for: delivery) {
                    load.later[key] = later
                    return
                }
                if let code = try await PolicyDesk(context: context).refusal(
                    of: row.message, for: key.recipient)
                {
                    load.later[key] = DeliveryQueue.Later(code: code, after: .zero)
                    return
                }
                if let envelope = row.envelope {
                    made = (envelope, try context.station.body(envelope.record, row.body))
                } else {
                    made = try await press.envelope(
                        for: row.message, to: key.recipient, after: delivery.refusedSeal)
                }
            } catch {
                // The store's trouble is everybody's; a lost body is the trouble of this message
                // alone.
                guard !error.code.isWorthRetrying else { throw error }
                context.log(.alarm, "message-not-sealed", error)
                load.later[key] = DeliveryQueue.Later(code: error.code, after: .zero)
                return
            }
            guard let (envelope, bytes) = made else {
                load.later[key] = DeliveryQueue.Later(code: .peerKeysUnknown, after: .zero)
                return
            }
            guard hasRoom(for: bytes.count, delivery) else {
                load.leftOut.append(key)
                return
            }
            first = first ?? delivery.precedence
            byteCount += bytes.count
            let isFirst = delivery.seal == nil
            if delivery.lastCode == .keyStale { delivery.lastCode = nil }
            delivery.state = .sending
            delivery.seal = envelope.seal
            changes.append(.putDelivery(delivery))
            load.parcels.append(
                Parcel(
                    key: key, bytes: bytes, isFlash: delivery.precedence == .flash, isFirst: isFirst
                ))
        }

        private func hasRoom(for count: Int, _ delivery: Delivery) -> Bool {
            let isAsUrgent = delivery.precedence == first ?? delivery.precedence
            let most = isAsUrgent ? Parcel.requestBytesMax : Parcel.companyBytesMax
            return load.parcels.isEmpty || byteCount + count <= most
        }
    }
}

extension Delivery {
    /// The seal that the recipient called stale; only a later one will do. nil for none.
    var refusedSeal: Int? { lastCode == .keyStale ? seal : nil }
}
