import Exchange
import Notices
import Ports
import TestKit

/// The sending side of a node, as `Dispatcher`, `Parcel` and `EvidenceIntake` do it.
extension World {
    mutating func carryOut(_ effect: DeliveryQueue.Effect, _ node: Int) async throws(Halt) {
        switch effect {
        case .probe(let peer):
            await post(.hello, [], to: index(of: peer), node)
        case .send(let peer, let keys):
            try await send(keys, to: peer, node)
        case .recordAttempt(let key, let attempts, let next, let code):
            _ = try await update(key, node) { delivery in
                delivery.attempts = attempts
                delivery.nextAttempt = next
                delivery.lastCode = code
                delivery.state = .queued
            }
        case .warn(let key):
            guard await delivery(key, node)?.state.isClosed == false else { return }
            if faults.breach != .warnsNobody { ledger.warned.insert(key) }
        case .expire(let key):
            try await expire(key, node)
        case .loadDeliveries(let request):
            await load(request, node)
        case .loadAlarms(let after, let count):
            await loadAlarms(after: after, count, node)
        case .wakeAt:
            break
        }
    }

    private mutating func expire(_ key: DeliveryKey, _ node: Int) async throws(Halt) {
        let moment = clock(node)
        do throws(Halt) {
            let changed = try await update(key, node) { delivery in
                delivery.state = .expiredUndelivered
                delivery.changed = moment
            }
            if changed { ledger.returned.insert(key) }
            try boundary(node)
        } catch {
            // The delivery is still open in the store: the next start queues it, and it expires
            // again.
            if error != .crashed { nodes[node].needsRestart = true }
            throw error
        }
    }

    /// Changes one delivery if it is still open.
    ///
    /// - Returns: false if it was closed.
    private mutating func update(
        _ key: DeliveryKey, _ node: Int, _ change: @Sendable (inout Delivery) -> Void
    ) async throws(Halt) -> Bool {
        guard var delivery = await delivery(key, node), !delivery.state.isClosed else {
            return false
        }
        change(&delivery)
        try await commit([.putDelivery(delivery)], node)
        return true
    }

    func delivery(_ key: DeliveryKey, _ node: Int) async -> Delivery? {
        await nodes[node].store.delivery(key)
    }

    // MARK: - A request

    private mutating func send(
        _ keys: [DeliveryKey], to peer: MemberCode, _ node: Int
    ) async throws(Halt) {
        let parcels: [(letter: Letter, isFirst: Bool)]
        do throws(Halt) {
            parcels = try await load(keys, node)
        } catch {
            guard case .store(let code) = error else { throw error }
            feed(node, .unanswered(peer, keys, code))
            return
        }
        let open = Set(parcels.map { key(of: $0.letter) })
        for key in keys where !open.contains(key) { feed(node, .closed(key)) }
        guard !parcels.isEmpty else {
            feed(node, .answered(peer, keys, later: [:]))
            return
        }
        try boundary(node)
        if await post(.letters(parcels.map(\.letter)), keys, to: index(of: peer), node) {
            try boundary(node)
            return
        }
        try await takeBack(parcels, node)
        feed(node, .unanswered(peer, keys, .peerUnreachable))
    }

    /// Notes in one commit that these bytes may leave from here on.
    private mutating func load(
        _ keys: [DeliveryKey], _ node: Int
    ) async throws(Halt) -> [(letter: Letter, isFirst: Bool)] {
        var parcels: [(letter: Letter, isFirst: Bool)] = []
        var changes: [Change] = []
        for key in keys {
            guard var delivery = await delivery(key, node),
                !delivery.state.isClosed || faults.breach == .cancelledIsSent,
                let message = await nodes[node].store.message(key.id)
            else { continue }
            let isFirst = delivery.seal == nil
            if !delivery.state.isClosed { delivery.state = .sending }
            delivery.seal = 1
            changes.append(.putDelivery(delivery))
            parcels.append((Letter(message: message, delivery: delivery), isFirst))
        }
        if !changes.isEmpty { try await commit(changes, node) }
        return parcels
    }

    /// The connection was refused: a delivery that had never left before needs no cancel later.
    private mutating func takeBack(
        _ parcels: [(letter: Letter, isFirst: Bool)], _ node: Int
    ) async throws(Halt) {
        for parcel in parcels {
            let byCount = faults.breach == .takeBackByCount
            do throws(Halt) {
                _ = try await update(key(of: parcel.letter), node) { delivery in
                    guard byCount ? delivery.attempts == 0 : parcel.isFirst else { return }
                    delivery.seal = nil
                    delivery.state = .queued
                }
            } catch {
                if error == .crashed { throw error }
            }
        }
    }

    func key(of letter: Letter) -> DeliveryKey {
        DeliveryKey(id: letter.message.id, recipient: letter.delivery.recipient)
    }

    // MARK: - Its end

    mutating func fail(_ request: Int, _ node: Int, _ code: Code) async {
        guard let pending = nodes[node].pending.removeValue(forKey: request) else { return }
        note("unanswered \(request) \(code)", node)
        let peer = nodes[pending.peer].member
        if pending.letters.isEmpty {
            feed(node, .probed(peer, isReachable: false))
        } else {
            feed(node, .unanswered(peer, pending.keys, code))
        }
    }

    mutating func take(_ answer: Answer, to request: Int, _ node: Int) async throws(Halt) {
        guard let pending = nodes[node].pending[request] else { return }
        note("answered \(request)", node)
        let peer = nodes[pending.peer].member
        guard !pending.letters.isEmpty else {
            nodes[node].pending[request] = nil
            feed(node, .probed(peer, isReachable: true))
            return
        }
        do throws(Halt) {
            for document in answer.evidence { try await takeIn(document, node) }
        } catch {
            guard case .store(let code) = error else { throw error }
            await fail(request, node, code)
            return
        }
        nodes[node].pending[request] = nil
        var later: [DeliveryKey: DeliveryQueue.Later] = [:]
        for (letter, result) in zip(pending.letters, answer.results) {
            guard case .later(let code, let after) = result else { continue }
            later[key(of: letter)] = DeliveryQueue.Later(code: code, after: after)
        }
        feed(node, .answered(peer, pending.keys, later: later))
    }

    /// Keeps a peer's evidence, and closes the deliveries that it ends.
    private mutating func takeIn(_ document: EvidenceDocument, _ node: Int) async throws(Halt) {
        var changes: [Change] = [.keepEvidence(document)]
        var closed: [DeliveryKey] = []
        for entry in document.entries where entry.from == nodes[node].member {
            let key = DeliveryKey(id: entry.id, recipient: entry.recipient)
            guard var delivery = await delivery(key, node) else {
                ledger.violations.append("evidence about a delivery that never was")
                continue
            }
            let former = delivery.state
            guard apply(entry, to: &delivery) else { continue }
            // Evidence may come after the end; the time of that end stays.
            if delivery.state != former { delivery.changed = clock(node) }
            changes.append(.putDelivery(delivery))
            if delivery.state.isClosed { closed.append(key) }
        }
        try await commit(changes, node)
        try boundary(node)
        if let last = document.entries.last {
            nodes[node].agreement.observe(last.by, signed: last.at, at: reading(node))
        }
        for key in closed { feed(node, .closed(key)) }
    }

    private func apply(_ entry: EvidenceEntry, to delivery: inout Delivery) -> Bool {
        switch entry.step {
        case .delivered:
            guard delivery.deliveredAt == nil else { return false }
            delivery.deliveredAt = entry.at
            if !delivery.state.isClosed { delivery.state = .delivered }
        case .refused:
            guard !delivery.state.isClosed else { return false }
            delivery.lastCode = entry.code
            delivery.state = .refused
        case .accepted, .relayed, .retrieved, .recalled, .deleted:
            return false
        }
        return true
    }
}
