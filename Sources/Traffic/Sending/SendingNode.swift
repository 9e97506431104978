internal import Notices
package import Ports
package import Station

/// The parts of a running node that send.
package protocol SendingNode: Sendable {
    /// The context of the node.
    var context: TrafficContext { get }
    /// The agreement of this node's clock with its peers' clocks.
    var clocks: PeerClocks { get }
    /// The queue, and the actor that carries it out.
    var dispatcher: Dispatcher { get }
    /// True while queued deliveries are also sent.
    var isServing: Bool { get async }

    /// Sends the deliveries of a submission, and ends those that it closed.
    ///
    /// - Parameter express: the parcels of them that leave at once.
    func queued(_ deliveries: [Delivery], express: [Parcel], closed: [Delivery]) async
}
