import Exchange
import Notices
import Ports
import TestKit

/// Crashes, restarts, and the disk.
extension World {
    /// A boundary between two effects, where the power may go.
    mutating func boundary(_ node: Int) throws(Halt) {
        guard strikes(perMille: faults.crashesPerMille) else { return }
        note("crash", node)
        forget(node)
        nodes[node].isUp = false
        agenda.add(.restart(node: node), at: now + .seconds(1) + some(upTo: 120_000))
        throw .crashed
    }

    /// Makes changes durable, all or none; the power may go before and after.
    mutating func commit(_ changes: [Change], _ node: Int) async throws(Halt) {
        try boundary(node)
        if strikes(perMille: faults.diskFullPerMille) {
            note("disk full", node)
            throw .store(.diskFull)
        }
        do throws(HeliographError) {
            try await nodes[node].store.commit(changes)
        } catch {
            ledger.violations.append("store: \(nodes[node].member) \(error.code) \(error.detail)")
            throw .store(error.code)
        }
    }

    private mutating func forget(_ node: Int) {
        nodes[node].life += 1
        nodes[node].queue = DeliveryQueue(limits: faults.limits)
        nodes[node].timerNumber = 0
        nodes[node].pending = [:]
        nodes[node].claims = []
        nodes[node].agreement = ClockAgreement()
        nodes[node].needsRestart = false
    }

    /// A new life: every delivery that the store holds open is sent.
    mutating func restart(_ node: Int) async {
        note("restart", node)
        forget(node)
        nodes[node].isUp = true
        guard faults.breach != .forgetOnRestart else { return }
        let open = await nodes[node].store.openCounts(lateAt: clock(node))
        feed(node, .stored(open.map(\.recipient)))
    }

    /// From here on nothing fails: cuts are mended, and machines that are down come up by
    /// themselves.
    mutating func calm() async {
        isCalm = true
        cuts = [:]
        for node in nodes.indices where nodes[node].needsRestart { await restart(node) }
    }

    /// Gives the queue an event, and puts its effects on the agenda.
    mutating func feed(_ node: Int, _ event: DeliveryQueue.Event) {
        let life = nodes[node].life
        for effect in nodes[node].queue.handle(event, at: clock(node), using: &random) {
            switch effect {
            case .wakeAt(let moment):
                nodes[node].timerNumber += 1
                let timer = Event.timer(
                    node: node, life: life, number: nodes[node].timerNumber)
                agenda.add(timer, at: max(now + .milliseconds(1), moment - nodes[node].skew))
            case .send(_, let keys):
                ledger.sends(keys)
                agenda.add(.effect(node: node, life: life, effect), at: now + some(upTo: 3))
            case .probe, .recordAttempt, .warn, .expire, .loadDeliveries, .loadAlarms:
                agenda.add(.effect(node: node, life: life, effect), at: now + some(upTo: 3))
            }
        }
    }

    mutating func enqueue(_ delivery: Delivery, _ node: Int) {
        feed(node, .queued(queued(delivery.queued)))
    }

    /// The delivery as the queue of this world sees it.
    private func queued(_ delivery: QueuedDelivery) -> QueuedDelivery {
        guard faults.breach == .firstInFirstOut else { return delivery }
        let blind = Urgency(
            precedence: .routine, deadline: nil, created: delivery.urgency.created)
        return QueuedDelivery(
            key: delivery.key, urgency: blind, deadline: delivery.deadline,
            expires: delivery.expires, attempts: delivery.attempts,
            nextAttempt: delivery.nextAttempt)
    }

    /// The queue asked for deliveries that it had left to the store.
    mutating func load(_ request: DeliveryPageRequest, _ node: Int) async {
        let page = await nodes[node].store.openDeliveries(request)
        feed(
            node,
            .loadedDeliveries(
                request.recipient,
                strikes(perMille: faults.diskFullPerMille)
                    ? nil
                    : DeliveryPage(
                        deliveries: page.deliveries.map(queued),
                        isAll: page.isAll || faults.breach == .onePageIsAll, putOff: page.putOff)))
    }

    mutating func loadAlarms(after: QueueAlarm?, _ count: Int, _ node: Int) async {
        let page = await nodes[node].store.alarms(
            after: after, lead: faults.limits.warnBefore, limit: count)
        // This read never fails here. After a failed read the alarms come a second later, when the
        // delivery may be closed: the checker could not tell that from an alarm that never came.
        feed(node, .loadedAlarms(page))
    }
}
