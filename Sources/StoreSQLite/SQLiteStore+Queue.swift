public import Exchange
public import Notices
public import Ports

// Pages of what is open, for the queue.

extension SQLiteStore {
    /// As the indexes say it, so that they serve.
    private static let isOpen = "state IN ('queued', 'sending', 'relayed')"

    /// Some of what is open for a member, in the order in which it leaves.
    public func openDeliveries(
        _ request: DeliveryPageRequest
    ) throws(HeliographError) -> DeliveryPage {
        let here = Condition("\(Self.isOpen) AND recipient = ?", [.member(request.recipient)])
            .and(request.after.map { Condition(beside: ">", $0) })
        let triable = request.triableBy.map {
            Condition("(next_attempt IS NULL OR next_attempt <= ?)", [.at($0)])
        }
        let wanted = here.and(triable)
        let deliveries: [QueuedDelivery] = try rows(
            """
            INDEXED BY delivery_urgency
            WHERE \(wanted.sql) ORDER BY lane, due_by, created, id LIMIT ?
            """,
            wanted.values + [.count(request.count)])
        let isAll = deliveries.count < request.count
        var putOff: Instant?
        if let triableBy = request.triableBy {
            let last = isAll ? nil : deliveries.last?.position
            let passedOver = here.and(last.map { Condition(beside: "<=", $0) })
                .and(Condition("next_attempt > ?", [.at(triableBy)]))
            putOff =
                try rows(
                    """
                    SELECT min(next_attempt) FROM delivery INDEXED BY delivery_urgency
                    WHERE \(passedOver.sql)
                    """,
                    passedOver.values
                ) { row throws(SQLiteFailure) in try row.optionalInstant() }.first ?? nil
        }
        return DeliveryPage(deliveries: deliveries, isAll: isAll, putOff: putOff)
    }

    /// Alarms of open deliveries, the earliest first: those behind `after`, at most `limit`.
    public func alarms(
        after: QueueAlarm?, lead: Duration, limit: Int
    ) throws(HeliographError) -> AlarmPage {
        // One more tells whether there is more, and one is `after` itself.
        let found =
            try alarms("expires", before: .zero, isExpiry: true, after, limit + 2)
            + alarms("deadline", before: lead, isExpiry: false, after, limit + 2)
        let behind = found.filter { one in after.map { one > $0 } ?? true }.sorted()
        return AlarmPage(alarms: Array(behind.prefix(limit)), isAll: behind.count <= limit)
    }

    /// - Parameter after: what stands at this place comes too, for there may be an alarm of the
    ///   other kind.
    private func alarms(
        _ column: String, before lead: Duration, isExpiry: Bool, _ after: QueueAlarm?, _ limit: Int
    ) throws(HeliographError) -> [QueueAlarm] {
        let wanted = Condition("\(Self.isOpen) AND \(column) IS NOT NULL")
            .and(
                after.map {
                    Condition(
                        "(\(column), id, recipient) >= (?, ?, ?)",
                        [.at($0.at + lead), .id($0.key.id), .member($0.key.recipient)])
                })
        return try rows(
            """
            SELECT \(column), id, recipient FROM delivery INDEXED BY delivery_\(column)
            WHERE \(wanted.sql) ORDER BY \(column), id, recipient LIMIT ?
            """,
            wanted.values + [.count(limit)]
        ) { row throws(SQLiteFailure) in
            let moment = row.instant()
            let key = DeliveryKey(id: try row.messageID(), recipient: try row.member())
            return QueueAlarm(at: moment - lead, key: key, isExpiry: isExpiry)
        }
    }

    /// The number of open deliveries of each member that has any, in the order of their codes.
    public func openCounts(lateAt now: Instant) throws(HeliographError) -> [OpenCount] {
        let late = try counts(
            "delivery_deadline", Condition("\(Self.isOpen) AND deadline <= ?", [.at(now)]))
        return try counts("delivery_urgency", Condition(Self.isOpen))
            .sorted { $0.key < $1.key }
            .map { OpenCount(recipient: $0.key, count: $0.value, late: late[$0.key] ?? 0) }
    }

    private func counts(
        _ index: String, _ condition: Condition
    ) throws(HeliographError) -> [MemberCode: Int] {
        let pairs = try rows(
            """
            SELECT recipient, count(*) FROM delivery INDEXED BY \(index)
            WHERE \(condition.sql) GROUP BY recipient
            """,
            condition.values
        ) { row throws(SQLiteFailure) in (try row.member(), try row.count()) }
        return Dictionary(uniqueKeysWithValues: pairs)
    }
}

/// A part of a WHERE, and what goes into its parameters.
private struct Condition {
    let sql: String
    let values: [Value]

    init(_ sql: String, _ values: [Value] = []) {
        self.sql = sql
        self.values = values
    }

    /// - Parameter relation: of a row's place in the queue to this one.
    init(beside relation: String, _ position: QueuePosition) {
        self.init(
            "(lane, due_by, created, id) \(relation) (?, ?, ?, ?)",
            [
                .count(position.urgency.lane), .at(position.urgency.dueBy),
                .at(position.urgency.created), .id(position.key.id),
            ])
    }

    func and(_ other: Condition?) -> Condition {
        guard let other else { return self }
        return Condition("\(sql) AND \(other.sql)", values + other.values)
    }
}

extension QueuedDelivery: StoredRow {
    private typealias Its = Columns<QueuedDelivery>

    /// Of a delivery, what the index `delivery_urgency` has.
    static let codec = RowCodec(
        "delivery",
        {
            QueuedDelivery(
                key: DeliveryKey(id: $0, recipient: $1),
                urgency: Urgency(lane: $2, dueBy: $3, created: $4), deadline: $5, expires: $6,
                attempts: $7, nextAttempt: $8)
        },
        Its.id("id") { $0.key.id }, Its.member("recipient") { $0.key.recipient },
        Its.count("lane") { $0.urgency.lane }, Its.at("due_by") { $0.urgency.dueBy },
        Its.at("created") { $0.urgency.created }, Its.optionalAt("deadline") { $0.deadline },
        Its.at("expires") { $0.expires }, Its.count("attempts") { $0.attempts },
        Its.optionalAt("next_attempt") { $0.nextAttempt })
}
