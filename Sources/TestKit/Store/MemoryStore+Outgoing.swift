public import Exchange
public import Notices
public import Ports

// Reads of what goes out.

extension MemoryStore {
    public func notices(_ filter: NoticeFilter) -> [NoticeVersion] {
        readCount += 1
        return tables.notices.values
            .filter { filter.thread == nil || $0.thread == filter.thread }
            .filter { filter.kind == nil || $0.kind == filter.kind }
            .sorted {
                ($0.created, $0.thread, $0.sequence) > ($1.created, $1.thread, $1.sequence)
            }
            .first(filter.limit)
    }

    public func notices(ofThreads threads: Set<String>) -> [String: [NoticeVersion]] {
        each(threads) { notices(NoticeFilter(thread: $0, limit: .max)) }
    }

    public func histories(ofThreads threads: Set<String>) -> [String: ThreadHistory] {
        var found: [String: ThreadHistory] = [:]
        for (thread, versions) in notices(ofThreads: threads) {
            let messages = messages(ofThreads: [thread])[thread] ?? []
            let deliveries = deliveries(of: Set(messages.map(\.id)))
            found[thread] = ThreadHistory(
                versions: versions.sorted { $0.sequence < $1.sequence }, messages: messages,
                deliveries: messages.flatMap { deliveries[$0.id] ?? [] })
        }
        return found
    }

    public func messages(_ ids: Set<MessageID>) -> [MessageID: OutgoingMessage] {
        readCount += 1
        return one(ids) { tables.messages[$0] }
    }

    public func messages(ofThreads threads: Set<String>) -> [String: [OutgoingMessage]] {
        Dictionary(grouping: tables.messages.values.filter { threads.contains($0.thread) }) {
            $0.thread
        }.mapValues { $0.sorted { ($0.sequence, $0.id) < ($1.sequence, $1.id) } }
    }

    public func envelopes(of messages: Set<MessageID>) -> [MessageID: [OutgoingEnvelope]] {
        Dictionary(grouping: tables.envelopes.values.filter { messages.contains($0.id) }) { $0.id }
            .mapValues { $0.sorted { $0.seal < $1.seal } }
    }

    public func deliveries(_ keys: Set<DeliveryKey>) -> [DeliveryKey: Delivery] {
        one(keys) { tables.deliveries[$0] }
    }

    public func deliveries(of messages: Set<MessageID>) -> [MessageID: [Delivery]] {
        each(messages) { id in
            (tables.recipientsOf[id] ?? []).sorted()
                .compactMap { tables.deliveries[DeliveryKey(id: id, recipient: $0)] }
        }
    }

    public func openDeliveries(_ keys: Set<DeliveryKey>) -> [DeliveryKey: OpenDelivery] {
        let open = deliveries(keys).filter { !$1.state.isClosed }
        let envelopes = envelopes(of: Set(open.keys.map(\.id)))
        return open.mapValues { OpenDelivery(delivery: $0, envelopes: envelopes[$0.id] ?? []) }
    }

    public func deliveries(limit: Int) -> [Delivery] {
        tables.deliveries.values
            .sorted { ($0.created, $0.id, $0.recipient) > ($1.created, $1.id, $1.recipient) }
            .first(limit)
    }

    /// Everything that is open: what a checker looks at.
    public func openDeliveries() -> [Delivery] {
        tables.open.compactMap { tables.deliveries[$0] }
            .sorted { ($0.queued.position, $0.recipient) < ($1.queued.position, $1.recipient) }
    }

    public func openDeliveries(_ request: DeliveryPageRequest) -> DeliveryPage {
        let behind = openDeliveries().map(\.queued).filter { one in
            one.key.recipient == request.recipient
                && (request.after.map { $0 < one.position } ?? true)
        }
        func isPassedOver(_ delivery: QueuedDelivery) -> Bool {
            guard let by = request.triableBy, let next = delivery.nextAttempt else { return false }
            return next > by
        }
        let found = behind.filter { !isPassedOver($0) }.first(request.count)
        let isAll = found.count < request.count
        let last = isAll ? behind.last : found.last
        let passedOver = behind.prefix { one in last.map { one.position <= $0.position } ?? false }
            .filter(isPassedOver)
        return DeliveryPage(
            deliveries: found, isAll: isAll, putOff: passedOver.compactMap(\.nextAttempt).min())
    }

    public func alarms(after: QueueAlarm?, lead: Duration, limit: Int) -> AlarmPage {
        let all = openDeliveries().map(\.queued).flatMap { one in
            [QueueAlarm(at: one.expires, key: one.key, isExpiry: true)]
                + (one.deadline.map {
                    [QueueAlarm(at: $0 - lead, key: one.key, isExpiry: false)]
                } ?? [])
        }
        let behind = all.filter { one in after.map { one > $0 } ?? true }.sorted()
        return AlarmPage(alarms: behind.first(limit), isAll: behind.count <= limit)
    }

    public func openCounts(lateAt now: Instant) -> [OpenCount] {
        Dictionary(grouping: openDeliveries(), by: \.recipient)
            .map { recipient, open in
                let late = open.count { $0.deadline.map { $0 <= now } ?? false }
                return OpenCount(recipient: recipient, count: open.count, late: late)
            }
            .sorted { $0.recipient < $1.recipient }
    }

    public func decisions(ofThreads threads: Set<String>) -> [String: [Decision]] {
        Dictionary(grouping: tables.decisions.values.filter { threads.contains($0.thread) }) {
            $0.thread
        }.mapValues { $0.sorted { Self.place($0) < Self.place($1) } }
    }

    public func openDecisions() -> [Decision] {
        tables.decisions.values.filter { $0.due != nil && $0.settled == nil }
            .sorted {
                let (left, right) = (($0.due ?? $0.at, $0.thread), ($1.due ?? $1.at, $1.thread))
                return left == right ? Self.place($0) < Self.place($1) : left < right
            }
    }

    private static func place(_ decision: Decision) -> (Int, String, String) {
        (decision.sequence, decision.matter.rawValue, decision.subject)
    }
}
