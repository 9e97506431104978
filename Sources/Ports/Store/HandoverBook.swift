public import Notices

/// Received notices on their way into national systems.
public protocol HandoverBook: Sendable {
    /// Hand-overs in this state, the next attempt first (then by sender and id), at most `limit`.
    func handovers(
        _ state: Handover.State, limit: Int
    ) async throws(HeliographError) -> [Handover]
}
