public import Exchange
public import Notices

/// Our own notices, their messages and envelopes, and how far each delivery is.
public protocol OutgoingBook: Sendable {
    /// Versions of our notices, the newest first.
    func notices(_ filter: NoticeFilter) async throws(HeliographError) -> [NoticeVersion]
    /// Every version of each of these threads, the newest first; nothing for a thread without one.
    func notices(
        ofThreads threads: Set<String>
    ) async throws(HeliographError) -> [String: [NoticeVersion]]
    /// Everything that was said in each of these threads; nothing for a thread in which nothing
    /// was.
    func histories(
        ofThreads threads: Set<String>
    ) async throws(HeliographError) -> [String: ThreadHistory]
    /// Messages by their ids; nothing for an id that is not ours.
    func messages(
        _ ids: Set<MessageID>
    ) async throws(HeliographError) -> [MessageID: OutgoingMessage]
    /// Messages whose id is in a range, by id, at most `limit`.
    func messages(
        in ids: ClosedRange<MessageID>, limit: Int
    ) async throws(HeliographError) -> [OutgoingMessage]
    /// Every message of each of these threads, lowest sequence first, then by id; nothing for a
    /// thread without one.
    func messages(
        ofThreads threads: Set<String>
    ) async throws(HeliographError) -> [String: [OutgoingMessage]]
    /// Seals of messages, in the order of their numbers; nothing for a message without one.
    func envelopes(
        of messages: Set<MessageID>
    ) async throws(HeliographError) -> [MessageID: [OutgoingEnvelope]]
    /// Deliveries by message and recipient.
    func deliveries(
        _ keys: Set<DeliveryKey>
    ) async throws(HeliographError) -> [DeliveryKey: Delivery]
    /// Every delivery of each of these messages, in the order of the recipients' codes; nothing for
    /// a message without one.
    func deliveries(
        of messages: Set<MessageID>
    ) async throws(HeliographError) -> [MessageID: [Delivery]]
    /// The newest first, at most `limit`.
    func deliveries(limit: Int) async throws(HeliographError) -> [Delivery]
    /// Those of these deliveries that are open, with all that may have to be sent.
    ///
    /// - Parameters:
    ///   - keys: the most urgent first.
    ///   - bodyBytesMax: bodies beyond so many bytes are not read, except the first.
    func openDeliveries(
        _ keys: [DeliveryKey], bodyBytesMax: Int
    ) async throws(HeliographError) -> [DeliveryKey: OpenDelivery]
    /// Some of what is open for a member, in the order in which it leaves.
    func openDeliveries(
        _ request: DeliveryPageRequest
    ) async throws(HeliographError) -> DeliveryPage
    /// Alarms of open deliveries, the earliest first: those behind `after`, at most `limit`.
    ///
    /// - Parameter lead: how long before its deadline an alarm rings.
    func alarms(
        after: QueueAlarm?, lead: Duration, limit: Int
    ) async throws(HeliographError) -> AlarmPage
    /// The number of open deliveries of each member that has any, in the order of their codes.
    func openCounts(lateAt now: Instant) async throws(HeliographError) -> [OpenCount]
}

/// Everything that this member said in one thread, and how far it has come.
public struct ThreadHistory: Hashable, Sendable {
    /// Versions of the notice, lowest sequence first.
    public let versions: [NoticeVersion]
    /// Messages that carry them, lowest sequence first, then by id. A message is kept with the
    /// version that it carries.
    public let messages: [OutgoingMessage]
    /// Their deliveries, in the order of the messages, then of the recipients' codes.
    public let deliveries: [Delivery]

    /// Takes the fields as they are.
    public init(
        versions: [NoticeVersion] = [], messages: [OutgoingMessage] = [],
        deliveries: [Delivery] = []
    ) {
        self.versions = versions
        self.messages = messages
        self.deliveries = deliveries
    }
}

/// A delivery that may be sent, and what there is of it to send.
public struct OpenDelivery: Hashable, Sendable {
    /// The delivery.
    public let delivery: Delivery
    /// Every seal of its message, for whichever recipients, in the order of their numbers.
    public let envelopes: [OutgoingEnvelope]
    /// The newest of them that the recipient can open, as it is kept; nil if there is none, or no
    /// room for it.
    public let body: SealedRecord?

    /// Takes the fields as they are.
    public init(delivery: Delivery, envelopes: [OutgoingEnvelope], body: SealedRecord? = nil) {
        self.delivery = delivery
        self.envelopes = envelopes
        self.body = body
    }

    /// The envelope that `body` is of.
    public var newest: OutgoingEnvelope? {
        envelopes.last { $0.recipients.contains(delivery.recipient) }
    }

    /// The same with its body.
    public func with(body: SealedRecord?) -> OpenDelivery {
        OpenDelivery(delivery: delivery, envelopes: envelopes, body: body)
    }

    /// The bodies to read for these deliveries: as many as there is room for, and always the first.
    ///
    /// - Parameter deliveries: the most urgent first.
    public static func bodies(
        of deliveries: [OpenDelivery], bytesMax: Int
    ) -> Set<RecordID> {
        var wanted: Set<RecordID> = []
        var byteCount = 0
        for newest in deliveries.compactMap(\.newest) where !wanted.contains(newest.record) {
            byteCount += newest.byteCount
            if wanted.isEmpty || byteCount <= bytesMax { wanted.insert(newest.record) }
        }
        return wanted
    }
}

extension OutgoingBook {
    /// One message of ours.
    public func message(_ id: MessageID) async throws(HeliographError) -> OutgoingMessage? {
        try await messages([id])[id]
    }

    /// Every message of the thread, lowest sequence first, then by id.
    public func messages(
        ofThread thread: String
    ) async throws(HeliographError) -> [OutgoingMessage] {
        try await messages(ofThreads: [thread])[thread] ?? []
    }

    /// Seals of one message, in the order of their numbers.
    public func envelopes(
        of id: MessageID
    ) async throws(HeliographError) -> [OutgoingEnvelope] {
        try await envelopes(of: [id])[id] ?? []
    }

    /// One delivery.
    public func delivery(_ key: DeliveryKey) async throws(HeliographError) -> Delivery? {
        try await deliveries([key])[key]
    }

    /// Deliveries of one message, in the order of the recipients' codes.
    public func deliveries(of id: MessageID) async throws(HeliographError) -> [Delivery] {
        try await deliveries(of: [id])[id] ?? []
    }
}
