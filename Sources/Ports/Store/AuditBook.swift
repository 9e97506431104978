public import Notices

/// The audit log, which can only grow.
public protocol AuditBook: Sendable {
    /// Entries with `sequence` greater than the one given, lowest first, at most `limit`.
    func audit(after sequence: Int64, limit: Int) async throws(HeliographError) -> [AuditEntry]
}

/// The blind index: which messages have a value, for whoever can compute its keyed hash.
public protocol SearchBook: Sendable {
    /// Messages with each of these values, in either direction, by sender, id and field; nothing
    /// for a value that no message has.
    func find(
        _ values: Set<BlindValue>
    ) async throws(HeliographError) -> [BlindValue: [BlindIndexEntry]]
    /// Threads of messages that one member sent with one of these values.
    ///
    /// - Parameters:
    ///   - values: looked for in this order.
    ///   - member: this one; only messages of our own have a thread here.
    ///   - limit: the most threads that are named.
    func threads(
        withAny values: [BlindValue], of member: MemberCode, limit: Int
    ) async throws(HeliographError) -> Set<String>
}

extension SearchBook {
    /// Messages with this value, in either direction, by sender, id and field.
    public func find(_ value: BlindValue) async throws(HeliographError) -> [BlindIndexEntry] {
        try await find([value])[value] ?? []
    }
}
