import Notices
public import Ports

/// A draft shelf in memory, which nothing survives.
public actor MemoryDrafts: DraftShelf {
    private var records: [RecordID: SealedRecord] = [:]

    /// Empty.
    public init() {}

    /// The names in the order of their bytes.
    public func names() -> [RecordID] {
        records.keys.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
    }

    /// The draft of that name; nil if there is none.
    public func read(_ name: RecordID) -> SealedRecord? { records[name] }

    /// Replaces the draft of that name.
    public func write(_ record: SealedRecord, as name: RecordID) { records[name] = record }
}
