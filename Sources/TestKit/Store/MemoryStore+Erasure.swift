public import Notices
public import Ports

extension MemoryStore {
    public func erasure(from: MemberCode, id: MessageID) -> Erasure? {
        tables.erasures[MessageKey(from: from, id: id)]
    }

    public func isErased(_ record: RecordID) -> Bool { tables.erasedRecords[record] != nil }

    /// Body and key went together.
    public func shred() {}
}
