public import Notices

/// Bodies that are sealed at rest, and those that were erased.
public protocol RecordBook: Sendable {
    /// The bodies with these names.
    ///
    /// - Returns: nothing for a body that is not there, or whose data key was destroyed.
    func records(
        _ ids: Set<RecordID>
    ) async throws(HeliographError) -> [RecordID: SealedRecord]
    /// Those of these bodies that were erased, as against lost.
    func erased(_ ids: Set<RecordID>) async throws(HeliographError) -> Set<RecordID>
    /// The proof that is kept of messages whose bodies were erased; nothing for the others.
    func erasures(
        of messages: Set<MessageKey>
    ) async throws(HeliographError) -> [MessageKey: Erasure]
    /// Destroys the data keys of erased bodies, so that no copy of them opens any more; returns
    /// once that is durable.
    ///
    /// A store whose keys lie on one machine destroys them there. A store that keeps its keys
    /// elsewhere must destroy every copy of them that it has.
    func shred() async throws(HeliographError)
}

extension RecordBook {
    /// One body.
    ///
    /// - Returns: nil if there is no such body, or its data key was destroyed.
    public func record(_ id: RecordID) async throws(HeliographError) -> SealedRecord? {
        try await records([id])[id]
    }

    /// True if a body was erased, as against lost.
    public func isErased(_ id: RecordID) async throws(HeliographError) -> Bool {
        try await erased([id]).contains(id)
    }

    /// - Returns: nil if the message's bodies were not erased.
    public func erasure(
        from: MemberCode, id: MessageID
    ) async throws(HeliographError) -> Erasure? {
        let key = MessageKey(from: from, id: id)
        return try await erasures(of: [key])[key]
    }
}
