public import Notices

/// Where drafts lie until an officer sends or discards them: sealed, each under a name that says nothing.
public protocol DraftShelf: Sendable {
    /// In some fixed order.
    func names() async throws(HeliographError) -> [RecordID]
    /// - Returns: nil if there is none of that name.
    func read(_ name: RecordID) async throws(HeliographError) -> SealedRecord?
    /// Replaces what had the name; returns once that is durable.
    func write(_ record: SealedRecord, as name: RecordID) async throws(HeliographError)
}
