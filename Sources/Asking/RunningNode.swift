package import Attachments
package import Federation
package import Membership
package import Notices
package import Ports
package import Station
package import Traffic

/// The parts of a node that offices ask for.
package protocol RunningNode: SendingNode {
    /// What the administrator has set.
    var configuration: Configuration { get }
    /// This member's own keys.
    var keyDesk: KeyDesk { get }
    /// Tells peers what this node announces.
    var herald: Herald { get }
    /// Takes the next steps of rotations.
    var keeper: KeyKeeper { get }
    /// How long a rotation waits at each step.
    var pace: RotationPace { get }
    /// What imports propose.
    var drafts: DraftDesk { get }
    /// Brings attachments here.
    var fetcher: AttachmentFetcher { get }
    /// Brings evidence to peers.
    var courier: EvidenceCourier { get }
    /// Says in the log what people must do.
    var duties: DutyWatch { get }
    /// Hands notices over to national systems; nil where there is none.
    var dropFolder: DropFolder? { get }
    /// The data folder; nil for a node that keeps nothing on a disk.
    var folder: DataFolder? { get }
    /// Calls peers.
    var link: any PeerLink { get }
    /// The port on which peers are heard, while they are.
    var port: UInt16? { get async }

    /// Sends forged messages through gate and library.
    ///
    /// - Returns: how many were refused, and the names of those that the library alone would open.
    /// - Throws: `selfTestFailed`.
    func testReceivePath() throws(HeliographError) -> (refused: Int, openedByLibrary: [String])
}
