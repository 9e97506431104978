import Exchange
import Notices
import Ports
import TestKit

/// The checkers: they look at the disks at the end, and at the ledger.
extension World {
    mutating func judge() async {
        for promise in ledger.promises { await judge(promise) }
        for node in nodes.indices { await judgeInbox(of: node) }
        for thread in ledger.threads { await judgeLast(of: thread) }
    }

    /// Delivered once in effect, or returned to the sender; never silently gone.
    private mutating func judge(_ promise: Ledger.Promise) async {
        let key = promise.key
        let receiver = index(of: key.recipient)
        let item = await nodes[receiver].store.inboxItem(
            from: nodes[promise.issuer].member, id: key.id)
        let count = ledger.handedOver[key, default: 0]
        if count > 1 { blame("twice", key, "handed over \(count) times") }
        if (item == nil) != (count == 0) {
            blame("inbox", key, "differs from what was handed over")
        }
        if item != nil, ledger.cancelledUnsent.contains(key) {
            blame("cancel", key, "cancelled before any attempt, and arrived all the same")
        }
        if item != nil, promise.isPoison { blame("refusal", key, "refused and kept") }
        guard let delivery = await delivery(key, promise.issuer) else {
            blame("lost", key, "the sender knows nothing of it")
            return
        }
        judgeDeadline(promise, delivery)
        switch delivery.state {
        case .delivered, .retrieved:
            if item == nil { blame("delivered", key, "it is not in the inbox") }
            await judgeEvidence(.delivered, key, promise.issuer)
        case .refused:
            if item != nil { blame("refused", key, "it is in the inbox") }
            await judgeEvidence(.refused, key, promise.issuer)
        case .expiredUndelivered:
            if !ledger.returned.contains(key) { blame("returned", key, "nobody was told") }
        case .superseded, .cancelled:
            let last = ledger.threads.first { $0.name == promise.thread }?.sequence ?? 0
            if last <= promise.sequence { blame("superseded", key, "nothing came after it") }
        case .queued, .sending, .relayed:
            blame("open", key, "still \(delivery.state)")
        }
    }

    /// If it was still open half an hour before its deadline, a human was told.
    private mutating func judgeDeadline(_ promise: Ledger.Promise, _ delivery: Delivery) {
        guard let deadline = promise.deadline else { return }
        let due = max(promise.created, deadline - DeliveryQueue.Limits().warnBefore)
        // A restart may find the delivery expired, or an officer may end it: then the sender is
        // told at once.
        guard delivery.state == .delivered || delivery.state == .refused else { return }
        if delivery.changed > due + .seconds(1), !ledger.warned.contains(promise.key) {
            blame("warning", promise.key, "open until \(delivery.changed), due \(deadline)")
        }
    }

    /// The sender holds the recipient's evidence, and so does the recipient.
    private mutating func judgeEvidence(
        _ step: EvidenceStep, _ key: DeliveryKey, _ issuer: Int
    ) async {
        let from = nodes[issuer].member
        for node in [issuer, index(of: key.recipient)] {
            let documents = await nodes[node].store.evidence(from: from, id: key.id)
            let isThere = documents.contains { document in
                document.entries.contains {
                    $0.step == step && $0.id == key.id && $0.by == key.recipient
                }
            }
            if !isThere { blame("evidence", key, "\(nodes[node].member) holds none") }
        }
    }

    /// Of each thread the highest sequence is in force, and it alone.
    private mutating func judgeInbox(of node: Int) async {
        let items = await nodes[node].store.inbox(InboxFilter())
        for thread in Set(items.map(\.thread)).sorted() {
            let versions = items.filter { $0.thread == thread }
                .sorted { ($0.sequence, $0.id) < ($1.sequence, $1.id) }
            guard let highest = versions.last else { continue }
            let key = DeliveryKey(id: highest.id, recipient: nodes[node].member)
            if highest.state != .new { blame("thread", key, "highest, but \(highest.state)") }
            for lower in versions.dropLast() {
                let ended: Set<InboxState> =
                    highest.operation == "cancel" ? [.cancelled] : [.superseded, .cancelled]
                if !ended.contains(lower.state) {
                    blame("thread", key, "\(lower.sequence) is \(lower.state) below it")
                }
            }
            let held = await nodes[node].store.thread(issuer: highest.from, thread: thread)
            if held?.highestSequence != highest.sequence || held?.current != highest.id {
                blame("thread", key, "the thread stands elsewhere")
            }
        }
    }

    /// A member that holds an earlier statement was sent the last one, or its cancel.
    private mutating func judgeLast(of thread: Ledger.Thread) async {
        for node in nodes.indices where node != thread.issuer {
            let member = nodes[node].member
            let items = await nodes[node].store.inbox(InboxFilter(thread: thread.name))
            guard let any = items.first else { continue }
            let isAddressed = ledger.promises.contains {
                $0.thread == thread.name && $0.sequence == thread.sequence
                    && $0.key.recipient == member
            }
            if !isAddressed {
                let key = DeliveryKey(id: any.id, recipient: member)
                blame("last", key, "statement \(thread.sequence) was never sent after it")
            }
        }
    }

    private mutating func blame(_ rule: String, _ key: DeliveryKey, _ what: String) {
        ledger.violations.append("\(rule): \(key.id) to \(key.recipient): \(what)")
    }

    func counts() async -> [String: Int] {
        var counts = [
            "warned": ledger.warned.count, "requests": requestCount,
            "overtaken": ledger.overtaken,
            "restarts": nodes.map(\.life).reduce(0, +),
        ]
        for promise in ledger.promises {
            guard let delivery = await delivery(promise.key, promise.issuer) else { continue }
            counts[delivery.state.rawValue, default: 0] += 1
        }
        return counts
    }
}
