import Exchange
import Notices
import Ports
import TestKit

/// Officers who issue, update and cancel, and the submission that follows, as `Submission` does it.
extension World {
    /// The kind of a notice that every receiver refuses.
    static let poison = "poison"
    /// Keys do not change in these worlds.
    static let signer: KeyID = {
        var make = Specimen(seed: 0)
        return make.keyID()
    }()

    /// Issues something new, or follows up, most often on the newest thread.
    mutating func stateSomething(_ node: Int) async throws(Halt) {
        let own = ledger.threads.indices.filter {
            ledger.threads[$0].issuer == node && !ledger.threads[$0].isCancelled
        }
        let choice = Int.random(in: 0..<10, using: &random)
        let oldest = strikes(percent: 60) ? max(0, own.count - 1) : 0
        let pick = own.isEmpty ? 0 : own[Int.random(in: oldest..<own.count, using: &random)]
        let recipients = someRecipients(of: node)
        guard nodes[node].isUp else { return }
        var thread: Ledger.Thread
        let operation: NoticeOperation
        if own.isEmpty || choice < 4 {
            let number = ledger.threads.count + 1
            thread = Ledger.Thread(
                issuer: node, name: "\(nodes[node].member)-\(number)", sequence: 0,
                recipients: [])
            operation = .issue
        } else {
            thread = ledger.threads[pick]
            operation = choice < 8 ? .updateItinerary : .cancel
        }
        if operation != .cancel {
            // A recipient that was told of the end is addressed again only in another thread.
            let ended = await endedRecipients(of: thread.name, node)
            thread.recipients = recipients.filter { !ended.contains($0) }
            guard !thread.recipients.isEmpty else { return }
        }
        thread.sequence += 1
        thread.isCancelled = operation.isCancel
        note("\(operation) \(thread.name) \(thread.sequence)", node)
        try await submit(operation, thread, at: operation == .issue ? nil : pick)
    }

    private func endedRecipients(of thread: String, _ node: Int) async -> Set<MemberCode> {
        var ended: Set<MemberCode> = []
        for message in await nodes[node].store.messages(ofThread: thread)
        where message.operation == NoticeOperation.cancel.rawValue {
            for delivery in await nodes[node].store.deliveries(of: message.id)
            where delivery.seal != nil { ended.insert(delivery.recipient) }
        }
        return ended
    }

    private mutating func someRecipients(of node: Int) -> [MemberCode] {
        let others = nodes.indices.filter { $0 != node }
        let count = Int.random(in: 1...others.count, using: &random)
        return others.shuffled(using: &random).prefix(count).map { nodes[$0].member }.sorted()
    }

    /// The changes of one submission, before they are committed.
    private struct Plan {
        var changes: [Change] = []
        var queued: [Delivery] = []
        var closed: [Delivery] = []
        var promises: [Ledger.Promise] = []
    }

    private mutating func submit(
        _ operation: NoticeOperation, _ thread: Ledger.Thread, at place: Int?
    ) async throws(Halt) {
        let node = thread.issuer
        let earlier = await earlierDeliveries(of: thread.name, node)
        var plan = Plan()
        for var delivery in earlier where !delivery.state.isClosed {
            delivery.state = operation.isCancel ? .cancelled : .superseded
            delivery.changed = clock(node)
            plan.closed.append(delivery)
            plan.changes.append(.putDelivery(delivery))
        }
        let sent = Set(earlier.filter { $0.seal != nil }.map(\.recipient))
        var reached = thread.recipients
        var dropped = sent.subtracting(thread.recipients).sorted()
        if operation.isCancel { reached = reached.filter { sent.contains($0) } }
        if faults.breach == .cancelStaysHome {
            if operation.isCancel { reached = [] }
            dropped = []
        }
        if !reached.isEmpty { addMessage(operation, thread, to: reached, &plan) }
        if !dropped.isEmpty { addMessage(.cancel, thread, to: dropped, &plan) }
        try await commit(plan.changes, node)
        record(plan, thread, at: place, earlier)
        try boundary(node)
        for delivery in plan.closed where faults.breach != .cancelledIsSent {
            feed(node, .closed(DeliveryKey(id: delivery.id, recipient: delivery.recipient)))
        }
        for delivery in plan.queued { enqueue(delivery, node) }
    }

    private func earlierDeliveries(of thread: String, _ node: Int) async -> [Delivery] {
        var found: [Delivery] = []
        for message in await nodes[node].store.messages(ofThread: thread) {
            found += await nodes[node].store.deliveries(of: message.id)
        }
        return found
    }

    /// Records in the ledger what an observer knows from the commit on.
    private mutating func record(
        _ plan: Plan, _ thread: Ledger.Thread, at place: Int?, _ earlier: [Delivery]
    ) {
        if let place { ledger.threads[place] = thread } else { ledger.threads.append(thread) }
        for promise in plan.promises { ledger.promised(promise) }
        for delivery in plan.closed {
            let key = DeliveryKey(id: delivery.id, recipient: delivery.recipient)
            if !ledger.left.contains(key), delivery.seal == nil {
                ledger.cancelledUnsent.insert(key)
            }
        }
    }

    private mutating func addMessage(
        _ operation: NoticeOperation, _ thread: Ledger.Thread, to recipients: [MemberCode],
        _ plan: inout Plan
    ) {
        let node = thread.issuer
        let moment = clock(node).flooredToSecond
        guard let digest = Digest(bytes: bytes(32)), let record = RecordID(bytes: bytes(16)) else {
            return
        }
        let isPoison = !operation.isCancel && strikes(percent: faults.poisonPercent)
        let isShort = strikes(percent: faults.shortLifePercent)
        let message = OutgoingMessage(
            id: MessageID(created: moment, random: bytes(10)), thread: thread.name,
            sequence: thread.sequence, kind: isPoison ? Self.poison : "travel-alert",
            operation: operation.rawValue, created: moment,
            expires: moment + (isShort ? .minutes(30) : .days(5)), contentDigest: digest,
            recipients: recipients, signer: Self.signer, inner: record)
        plan.changes.append(.insertMessage(message))
        for recipient in recipients {
            let deadline = someDeadline(after: moment)
            let delivery = Delivery(
                id: message.id, recipient: recipient, thread: thread.name,
                sequence: thread.sequence, precedence: Precedence(actBy: deadline, at: moment),
                deadline: deadline, created: moment, expires: message.expires, state: .queued,
                changed: moment)
            plan.queued.append(delivery)
            plan.changes.append(.putDelivery(delivery))
            plan.promises.append(
                Ledger.Promise(
                    issuer: node, key: DeliveryKey(id: message.id, recipient: recipient),
                    thread: thread.name, sequence: thread.sequence, isCancel: operation.isCancel,
                    isPoison: isPoison,
                    urgency: Urgency(
                        precedence: delivery.precedence, deadline: deadline, created: moment),
                    created: moment, deadline: deadline))
        }
    }

    private mutating func someDeadline(after moment: Instant) -> Instant? {
        switch Int.random(in: 0..<4, using: &random) {
        case 0: nil
        case 1: moment + .minutes(15) + some(upTo: 60 * 60_000)
        case 2: moment + .hours(1) + some(upTo: 24 * 3_600_000)
        default: moment + .hours(20) + some(upTo: 80 * 3_600_000)
        }
    }
}
