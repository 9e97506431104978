package import Attachments
package import Federation
package import Membership
package import Notices
package import Ports
package import Station
package import Traffic

/// The parts of a node that offices ask for.
package protocol RunningNode: SendingNode {
    /// The settings of the administrator.
    var configuration: Configuration { get }
    /// Finds out who asks.
    var doorkeeper: Doorkeeper { get }
    /// This member's own keys.
    var keyDesk: KeyDesk { get }
    /// Tells peers what this node announces.
    var herald: Herald { get }
    /// Takes the next steps of rotations.
    var keeper: KeyKeeper { get }
    /// The time that a rotation waits at each step.
    var pace: RotationPace { get }
    /// The drafts that imports propose.
    var drafts: DraftDesk { get }
    /// Brings attachments here.
    var fetcher: AttachmentFetcher { get }
    /// Brings evidence to peers.
    var courier: EvidenceCourier { get }
    /// Writes to the log the tasks that people must do.
    var duties: DutyWatch { get }
    /// Hands notices over to national systems; nil if there is no drop folder.
    var dropFolder: DropFolder? { get }
    /// The data folder; nil for a node that keeps nothing on a disk.
    var folder: DataFolder? { get }
    /// Calls peers.
    var link: any PeerLink { get }
    /// The port on which peers reach this node; nil while the node does not listen.
    var port: UInt16? { get async }

    /// Carries a call out; one that needs the proof of a second officer waits for it.
    ///
    /// - Parameters:
    ///   - principal: the person or program that asks, as the door has found.
    ///   - files: handed over with the call, in the order in which the request names them.
    /// - Throws: the reason why it was not carried out.
    func carryOut(
        _ call: Call, by principal: Principal, files: [HandedFile]
    ) async throws(HeliographError) -> JSON

    /// Sends forged messages through the gate and the library.
    ///
    /// - Returns: the number of messages that were refused, and the names of those that the library
    ///   alone would open.
    /// - Throws: `selfTestFailed`.
    func testReceivePath() throws(HeliographError) -> (refused: Int, openedByLibrary: [String])
}
