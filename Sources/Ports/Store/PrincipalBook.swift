public import Notices

/// Officers, programs and their tokens.
public protocol PrincipalBook: Sendable {
    /// Every officer and program, in the order of their keys; those that were removed too.
    func officers() async throws(HeliographError) -> [Officer]
    /// Every token, the newest first; those that ended too.
    func tokens() async throws(HeliographError) -> [AccessToken]
    /// The token of a digest, with its officer; nil if there is none.
    func holder(ofToken digest: Digest) async throws(HeliographError) -> TokenHolder?
}
