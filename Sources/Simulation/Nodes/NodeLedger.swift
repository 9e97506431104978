import Exchange
import Notices

/// The record of an observer outside the nodes. The checkers believe this record and the stores.
struct NodeLedger: Sendable {
    /// A delivery that an officer was told is on its way.
    struct Promise: Sendable {
        let issuer: MemberCode
        let key: DeliveryKey
    }

    /// The latest statement of an officer in a thread, as far as the officer knows.
    struct Statement: Sendable {
        let thread: String
        let document: JSON
    }

    var promises: [Promise] = []
    var statements: [MemberCode: [Statement]] = [:]
    /// Deliveries that a log said are over without having arrived, and why.
    var told: [String: String] = [:]
    /// Lines of the nodes' logs by level and event.
    var events: [String: Int] = [:]
    /// Words that must not stand in any log.
    var names: Set<String> = []
    var violations: [String] = []
    var counts: [String: Int] = [:]

    mutating func count(_ what: String) { counts[what, default: 0] += 1 }
}
