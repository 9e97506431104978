public import Notices

/// Keeps what the core says to keep: all books, and the commits that write them. Every store passes
/// `Tests/StoreConformance`.
///
/// Rows are plain values; a store knows nothing of what they mean. Bodies come already sealed
/// (`SealedRecord`), so no store ever sees a name.
///
/// A read is one round trip and sees one state of the rows, with every commit that was begun before
/// it. Between two reads others may write. Rows that belong together are asked for in one read. A
/// decision that rests on two reads holds a lock or a claim from the first read to `begin`.
public protocol Store: AnyObject, RecordBook, OutgoingBook, InboxBook, EvidenceBook, AttachmentBook,
    HandoverBook, DecisionBook, TrustBook, AuditBook, SearchBook, PrincipalBook
{
    /// The same rows, for reads that may take long: they hold nobody up who keeps something or
    /// answers a peer. They see what was durable when they began, and keep nothing.
    var reader: any Store { get }
    /// Takes changes, which are applied all or none, in order. Reads from here on come after them.
    ///
    /// After `begin` returns a lock on what was read before may be released: later reads see these
    /// changes, and need not wait for the disk.
    /// - Returns: what throws `storeConflict` if an `insert…` names something that is there
    ///   already; `storeBusy` and `diskFull`: nothing was kept, and the store goes on. After
    ///   `storeFailed` or `storeCorrupt` it serves no longer, and only opening it again tells what
    ///   was kept.
    func begin(_ changes: [Change]) async -> any PendingCommit
    /// Writes and syncs as a commit does, and changes nothing.
    ///
    /// - Throws: as `begin` says.
    func tryWriting() async throws(HeliographError)
    /// Reads everything from end to end. Takes seconds per gigabyte, in which nothing else runs.
    ///
    /// - Throws: `storeCorrupt`, with what was found in `detail`; the store then serves no longer.
    func check() async throws(HeliographError)
}

/// A commit that was begun.
public protocol PendingCommit: Sendable {
    /// Returns once the changes are durable, whether or not the task is cancelled meanwhile.
    ///
    /// - Throws: why they were not kept.
    func durable() async throws(HeliographError)
}

extension Store {
    /// The store itself, if it has no reader of its own.
    public var reader: any Store { self }

    /// Nothing to try: of a store without a disk.
    public func tryWriting() async throws(HeliographError) {}

    /// Applies every change, or none, in order, and returns once they are durable.
    ///
    /// - Throws: as `begin` says.
    public func commit(_ changes: [Change]) async throws(HeliographError) {
        guard !changes.isEmpty else { return }
        try await begin(changes).durable()
    }
}
