public import Notices

/// Keeps drafts until an officer sends or discards them: sealed, each under a random name.
public protocol DraftShelf: Sendable {
    /// The names of all drafts, in some fixed order.
    func names() async throws(HeliographError) -> [RecordID]
    /// Reads one draft.
    ///
    /// - Returns: nil if there is none of that name.
    func read(_ name: RecordID) async throws(HeliographError) -> SealedRecord?
    /// Replaces the draft of that name; returns once that is durable.
    func write(_ record: SealedRecord, as name: RecordID) async throws(HeliographError)
}
