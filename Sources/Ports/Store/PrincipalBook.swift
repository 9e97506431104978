public import Notices

/// Officers, programs and their tokens.
public protocol PrincipalBook: Sendable {
    /// Every officer and program, in the order of their keys; those that were removed too.
    func officers() async throws(HeliographError) -> [Officer]
    /// Every token, the newest first; those that ended too.
    func tokens() async throws(HeliographError) -> [AccessToken]
    /// The token of a digest, with its officer; nil if there is none.
    func holder(ofToken digest: Digest) async throws(HeliographError) -> TokenHolder?
    /// The answer that is kept for a principal's key; nil if there is none.
    func reply(
        to principal: String, key: String
    ) async throws(HeliographError) -> KeptReply?
    /// Answers that were kept before a moment, the oldest first, at most `limit`.
    func replies(before: Instant, limit: Int) async throws(HeliographError) -> [KeptReply]
}
