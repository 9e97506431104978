import Exchange
import Notices
import Ports

/// The record of an observer outside the nodes. The checkers believe this record and the stores,
/// never a node's memory.
struct Ledger: Sendable {
    /// One thread of one issuer, as its officers know it.
    struct Thread: Sendable {
        let issuer: Int
        let name: String
        var sequence: Int
        var recipients: [MemberCode]
        var isCancelled = false
    }

    /// One delivery that an officer's statement made.
    struct Promise: Sendable {
        let issuer: Int
        let key: DeliveryKey
        let thread: String
        let sequence: Int
        let isCancel: Bool
        let isPoison: Bool
        let urgency: Urgency
        let created: Instant
        let deadline: Instant?
    }

    var threads: [Thread] = []
    /// In the order they were made.
    var promises: [Promise] = []
    var promise: [DeliveryKey: Promise] = [:]
    /// Deliveries whose bytes were ever given to the network.
    var left: Set<DeliveryKey> = []
    /// Deliveries that were cancelled by their sender before anything had left.
    var cancelledUnsent: Set<DeliveryKey> = []
    /// Times that the officers of a receiver were handed a message.
    var handedOver: [DeliveryKey: Int] = [:]
    /// The sender was told that it was not delivered in time.
    var returned: Set<DeliveryKey> = []
    var warned: Set<DeliveryKey> = []
    /// Versions that came after a higher one of their thread.
    var overtaken = 0
    /// Broken rules, in words.
    var violations: [String] = []

    mutating func promised(_ promise: Promise) {
        promises.append(promise)
        self.promise[promise.key] = promise
    }

    /// A request must hold the most urgent first.
    mutating func sends(_ keys: [DeliveryKey]) {
        let urgencies = keys.compactMap { promise[$0]?.urgency }
        for (earlier, later) in zip(urgencies, urgencies.dropFirst()) where later < earlier {
            violations.append("order: a request holds the less urgent before the more urgent")
            return
        }
    }
}

/// The result of a world.
public struct Outcome: Sendable {
    /// Broken rules; empty for a good run.
    public let violations: [String]
    /// A hash of all events in order; the same for the same seed.
    public let traceHash: UInt64
    /// Number of events.
    public let eventCount: Int
    /// Deliveries by the state they ended in, and other counts, for a report.
    public let counts: [String: Int]
}
