import Notices
public import Ports

/// Drafts in memory.
public actor MemoryDrafts: DraftShelf {
    private var records: [RecordID: SealedRecord] = [:]

    public init() {}

    public func names() -> [RecordID] {
        records.keys.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
    }

    public func read(_ name: RecordID) -> SealedRecord? { records[name] }

    public func write(_ record: SealedRecord, as name: RecordID) { records[name] = record }
}
