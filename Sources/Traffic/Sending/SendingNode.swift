internal import Notices
package import Ports
package import Station

/// The parts of a running node that send.
package protocol SendingNode: Sendable {
    /// The node that it is.
    var context: TrafficContext { get }
    /// How this node's clock stands beside its peers'.
    var clocks: PeerClocks { get }
    /// The queue, and what carries it out.
    var dispatcher: Dispatcher { get }
    /// True while what is queued is also sent.
    var isServing: Bool { get async }

    /// Sends what a submission has queued, and ends the deliveries that it closed.
    ///
    /// - Parameter express: flash messages of it that may leave as they stand.
    func queued(_ deliveries: [Delivery], express: [Parcel], closed: [Delivery]) async
}
