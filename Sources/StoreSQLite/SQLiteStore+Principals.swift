public import Notices
public import Ports

// Reads of officers, programs and their tokens.

extension SQLiteStore {
    /// Every officer and program, in the order of their keys.
    public func officers() throws(HeliographError) -> [Officer] {
        try rows("ORDER BY key")
    }

    /// Every token, the newest first.
    public func tokens() throws(HeliographError) -> [AccessToken] {
        try rows("ORDER BY made DESC, id")
    }

    /// Calls that wait or waited for a second officer, the newest first, at most `limit`.
    public func heldCalls(limit: Int) throws(HeliographError) -> [HeldCall] {
        try rows("ORDER BY made DESC, id LIMIT ?", [.count(limit)])
    }

    /// The token of a digest, with its officer; nil if there is none.
    public func holder(ofToken digest: Digest) throws(HeliographError) -> TokenHolder? {
        try together { () throws(HeliographError) in
            let tokens: [AccessToken] = try self.rows("WHERE digest = ?", [.digest(digest)])
            guard let token = tokens.first else { return nil }
            let officers: [Officer] = try self.rows("WHERE key = ?", [.text(token.officer)])
            return officers.first.map { TokenHolder(token: token, officer: $0) }
        }
    }

    /// The answer that is kept for a principal's key; nil if there is none.
    public func reply(
        to principal: String, key: String
    ) throws(HeliographError) -> KeptReply? {
        let replies: [KeptReply] = try rows(
            "WHERE principal = ? AND key = ?", [.text(principal), .text(key)])
        return replies.first
    }

    /// Answers that were kept before a moment, the oldest first, at most `limit`.
    public func replies(before: Instant, limit: Int) throws(HeliographError) -> [KeptReply] {
        try rows("WHERE made < ? ORDER BY made LIMIT ?", [.at(before), .count(limit)])
    }
}
