public import Exchange
public import Notices
public import Ports

// Reads of what goes out.

extension MemoryStore {
    /// Versions of our notices, the newest first.
    public func notices(_ filter: NoticeFilter) -> [NoticeVersion] {
        readCount += 1
        return tables.notices.values
            .filter { filter.thread == nil || $0.thread == filter.thread }
            .filter { filter.kind == nil || $0.kind == filter.kind }
            .filter { $0.thread.hasPrefix(filter.threadBeginning ?? "") }
            .sorted {
                ($0.created, $0.thread, $0.sequence) > ($1.created, $1.thread, $1.sequence)
            }
            .first(filter.limit)
    }

    /// Every version of each of these threads, the newest first; nothing for a thread without one.
    public func notices(ofThreads threads: Set<String>) -> [String: [NoticeVersion]] {
        each(threads) { notices(NoticeFilter(thread: $0, limit: .max)) }
    }

    /// Everything that was said in each of these threads; nothing for a thread in which nothing
    /// was.
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

    /// Messages by their ids; nothing for an id that is not ours.
    public func messages(_ ids: Set<MessageID>) -> [MessageID: OutgoingMessage] {
        readCount += 1
        return one(ids) { tables.messages[$0] }
    }

    /// Messages whose id is in a range, by id, at most `limit`.
    public func messages(in ids: ClosedRange<MessageID>, limit: Int) -> [OutgoingMessage] {
        tables.messages.values.filter { ids.contains($0.id) }.sorted { $0.id < $1.id }.first(limit)
    }

    /// Every message of each of these threads, lowest sequence first, then by id; nothing for a
    /// thread without one.
    public func messages(ofThreads threads: Set<String>) -> [String: [OutgoingMessage]] {
        Dictionary(grouping: tables.messages.values.filter { threads.contains($0.thread) }) {
            $0.thread
        }.mapValues { $0.sorted { ($0.sequence, $0.id) < ($1.sequence, $1.id) } }
    }

    /// Seals of messages, in the order of their numbers; nothing for a message without one.
    public func envelopes(of messages: Set<MessageID>) -> [MessageID: [OutgoingEnvelope]] {
        Dictionary(grouping: tables.envelopes.values.filter { messages.contains($0.id) }) { $0.id }
            .mapValues { $0.sorted { $0.seal < $1.seal } }
    }

    /// Deliveries by message and recipient.
    public func deliveries(_ keys: Set<DeliveryKey>) -> [DeliveryKey: Delivery] {
        one(keys) { tables.deliveries[$0] }
    }

    /// Every delivery of each of these messages, in the order of the recipients' codes; nothing for
    /// a message without one.
    public func deliveries(of messages: Set<MessageID>) -> [MessageID: [Delivery]] {
        each(messages) { id in
            (tables.recipientsOf[id] ?? []).sorted()
                .compactMap { tables.deliveries[DeliveryKey(id: id, recipient: $0)] }
        }
    }

    /// Those of these deliveries that are open, with all that may have to be sent.
    public func openDeliveries(
        _ keys: [DeliveryKey], bodyBytesMax: Int
    ) -> [DeliveryKey: OpenDelivery] {
        let open = deliveries(Set(keys)).filter { !$1.state.isClosed }
        let envelopes = envelopes(of: Set(open.keys.map(\.id)))
        let found = open.mapValues { OpenDelivery(delivery: $0, envelopes: envelopes[$0.id] ?? []) }
        let bodies = records(
            OpenDelivery.bodies(of: keys.compactMap { found[$0] }, bytesMax: bodyBytesMax))
        return found.mapValues { one in one.with(body: one.newest.flatMap { bodies[$0.record] }) }
    }

    /// The newest first, at most `limit`.
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

    /// Some of what is open for a member, in the order in which it leaves.
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

    /// Alarms of open deliveries, the earliest first: those behind `after`, at most `limit`.
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

    /// The number of open deliveries of each member that has any, in the order of their codes.
    public func openCounts(lateAt now: Instant) -> [OpenCount] {
        Dictionary(grouping: openDeliveries(), by: \.recipient)
            .map { recipient, open in
                let late = open.count { $0.deadline.map { $0 <= now } ?? false }
                return OpenCount(recipient: recipient, count: open.count, late: late)
            }
            .sorted { $0.recipient < $1.recipient }
    }

    /// Those about each of these threads, by sequence, matter and subject; nothing for a thread
    /// without one.
    public func decisions(ofThreads threads: Set<String>) -> [String: [Decision]] {
        Dictionary(grouping: tables.decisions.values.filter { threads.contains($0.thread) }) {
            $0.thread
        }.mapValues { $0.sorted { Self.place($0) < Self.place($1) } }
    }

    /// Those from which something must still follow, the earliest due first (then by thread,
    /// sequence, matter and subject).
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
