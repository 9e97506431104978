public import Notices
public import Ports

extension MemoryStore {
    /// Every officer and program, in the order of their keys.
    public func officers() -> [Officer] {
        tables.officers.values.sorted { $0.key < $1.key }
    }

    /// Every token, the newest first.
    public func tokens() -> [AccessToken] {
        tables.tokens.values.sorted { ($1.made, $0.id) < ($0.made, $1.id) }
    }

    /// Calls that wait or waited for a second officer, the newest first, at most `limit`.
    public func heldCalls(limit: Int) -> [HeldCall] {
        Array(
            tables.heldCalls.values.sorted { ($1.made, $0.id) < ($0.made, $1.id) }.prefix(limit))
    }

    /// The token of a digest, with its officer; nil if there is none.
    public func holder(ofToken digest: Digest) -> TokenHolder? {
        guard let token = tables.tokens.values.first(where: { $0.digest == digest }),
            let officer = tables.officers[token.officer]
        else { return nil }
        return TokenHolder(token: token, officer: officer)
    }

    /// The answer that is kept for a principal's key; nil if there is none.
    public func reply(to principal: String, key: String) -> KeptReply? {
        tables.replies[MemoryTables.ReplyKey(principal: principal, key: key)]
    }

    /// Answers that were kept before a moment, the oldest first, at most `limit`.
    public func replies(before: Instant, limit: Int) -> [KeptReply] {
        Array(
            tables.replies.values.filter { $0.made < before }.sorted { $0.made < $1.made }
                .prefix(limit))
    }
}
