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
}
