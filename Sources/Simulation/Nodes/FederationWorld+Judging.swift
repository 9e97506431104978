import Exchange
import Federation
import Node
import Notices
import Ports
internal import Secretariat
import TestKit

/// The end of the faults, and the checkers, which look at the disks and at the answers that people
/// got.
extension FederationWorld {
    static let restWithin: Duration = .days(3)

    /// From here on nothing fails. Machines that are down come up, suspended members are active
    /// again, and a list of today is in force.
    func calm() async {
        note("calm")
        isCalm = true
        chance.calm()
        var left: VirtualNetwork.Way?
        if faults.breach == .staysCut {
            left = VirtualNetwork.Way(from: countries[0].member, to: countries[1].member)
        }
        await network.calm(leaving: left)
        for _ in 0..<200 where countries.contains(where: \.life.isOver) {
            await wait(.minutes(1))
        }
        for country in countries where country.life.isOver {
            ledger.violations.append("down: \(country.member) is not up again")
        }
        for country in countries { country.life.clock.setWall(now) }
        do {
            for country in countries { _ = try secretariat.set(.active, of: country.member) }
            try await bringList()
        } catch {
            ledger.violations.append("list: \(error)")
        }
    }

    /// Waits until nothing is open and everybody holds everybody's newest keys and the newest list.
    func rest() async {
        let end = now + (faults.breach == nil ? Self.restWithin : .hours(2))
        while now < end {
            await wait(.minutes(10))
            if await restless().isEmpty { return }
        }
        for what in await restless() { ledger.violations.append(what) }
    }

    private func restless() async -> [String] {
        var found: [String] = []
        var lists: Set<Int> = []
        for country in countries {
            let store = country.life.store
            for delivery in await store.openDeliveries() {
                found.append(
                    "open: \(delivery.id) from \(country.member) to \(delivery.recipient): "
                        + "\(delivery.state) \(delivery.lastCode?.rawValue ?? "")")
            }
            for owed in await store.pendingEvidence(limitPerMember: 10) {
                found.append("evidence: \(country.member) still owes some to \(owed.to)")
            }
            lists.insert(await store.trustLists().last?.version ?? 0)
            let own = await country.life.machinery?.bundleVersion ?? 0
            for probe in await store.probes() where probe.keyBundle < own {
                found.append("keys: \(probe.member) does not hold \(country.member)'s newest")
            }
        }
        if lists.count > 1 { found.append("lists: the members hold \(lists.sorted())") }
        return found
    }

    func judge() async {
        await plant()
        for what in await network.hung { ledger.violations.append("hung: \(what)") }
        for promise in ledger.promises { await judge(promise) }
        for country in countries {
            await judgeInbox(of: country)
            await judgeWords(about: country)
            await judgeClaims(of: country)
            await judgeIndex(of: country)
            await judgeKeyUse(of: country)
            await judgeStore(of: country)
        }
    }

    /// A delivery that an officer was told of is known for ever, and its stated end is true.
    private func judge(_ promise: NodeLedger.Promise) async {
        guard let issuer = countries.first(where: { $0.member == promise.issuer }),
            let receiver = countries.first(where: { $0.member == promise.key.recipient })
        else { return }
        let key = promise.key
        guard
            let delivery = await issuer.life.store.delivery(key)
        else {
            blame("lost", key, "its sender knows nothing of it")
            return
        }
        ledger.count("ended \(delivery.state.rawValue)")
        let item = await receiver.life.store.inboxItem(from: promise.issuer, id: key.id)
        switch delivery.state {
        case .delivered, .retrieved:
            if item == nil { blame("delivered", key, "it is not in the inbox") }
        case .refused:
            if item != nil { blame("refused", key, "it is in the inbox") }
            // In these worlds a message is refused only if a former key of ours signed it, and such
            // a message is issued anew.
            blame("refused", key, delivery.lastCode?.rawValue ?? "without a code")
        case .expiredUndelivered: break
        case .superseded, .cancelled:
            let others = await issuer.life.store.messages(ofThread: delivery.thread)
                .filter { $0.id != key.id }
            let isFollowed = others.contains {
                $0.sequence > delivery.sequence
                    || ($0.sequence == delivery.sequence && $0.recipients.contains(key.recipient))
            }
            // A delivery that never left may end with a cancel that nobody needs to hear.
            if !isFollowed, delivery.state == .superseded || delivery.seal != nil {
                blame("superseded", key, "\(delivery.state), and nothing came after it")
            }
        case .queued, .sending, .relayed:
            break  // `rest` has said so.
        }
    }

    /// Nobody holds a message that was not addressed to it; of each thread the highest sequence is
    /// in force.
    private func judgeInbox(of country: Country) async {
        let items = await country.life.store.inbox(InboxFilter(limit: .max))
        for item in items {
            let key = DeliveryKey(id: item.id, recipient: country.member)
            let issuer = countries.first { $0.member == item.from }
            guard let message = await issuer?.life.store.message(item.id),
                message.recipients.contains(country.member)
            else {
                blame("read", key, "it was never addressed to it")
                continue
            }
            if message.contentDigest != item.contentDigest { blame("altered", key, "") }
        }
        for (thread, versions) in Dictionary(grouping: items, by: { "\($0.from) \($0.thread)" }) {
            let highest = versions.map(\.sequence).max() ?? 0
            for item in versions where item.sequence < highest {
                let isHistory = item.state == .superseded || item.state == .cancelled
                if !isHistory {
                    blame(
                        "thread", DeliveryKey(id: item.id, recipient: country.member),
                        "\(item.sequence) of \(thread) is \(item.state) below \(highest)")
                }
            }
        }
    }

    /// `doctor --deep`: everything kept agrees with everything else.
    private func judgeStore(of country: Country) async {
        do {
            for fault in try await country.life.machinery?.storeFaults() ?? [] {
                ledger.violations.append("deep: \(country.member): \(fault)")
            }
        } catch {
            ledger.violations.append("deep: \(country.member): \(error)")
        }
    }

    func blame(_ rule: String, _ key: DeliveryKey, _ what: String) {
        ledger.violations.append("\(rule): \(key.id) to \(key.recipient): \(what)")
    }

    /// A line of a node's log.
    func hear(_ line: [UInt8], from life: Life) {
        let text = String(decoding: line, as: UTF8.self)
        guard let json = try? JSON.parse(line), let event = json["event"]?.stringValue else {
            ledger.violations.append("log: not JSON: \(text)")
            return
        }
        for name in ledger.names where text.contains(name) {
            ledger.violations.append("log: a name in \(event)")
        }
        note("\(life.member) \(event) \(json["code"]?.stringValue ?? "")")
        ledger.count(event)
    }

    func counts() async -> [String: Int] {
        var counts = ledger.counts
        counts["requests"] = await network.requestCount
        counts["lives"] = countries.map(\.lives).reduce(0, +)
        return counts
    }
}
