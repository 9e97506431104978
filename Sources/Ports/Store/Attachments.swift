public import Exchange
public import Notices

/// One attachment of one message to one member: ours to a recipient, or another's to us.
///
/// Neither the key nor the file's own digest stands here: both are in the signed header, which is
/// sealed at rest.
public struct AttachmentDelivery: Hashable, Sendable {
    /// The message.
    public let from: MemberCode
    public let id: MessageID
    /// SHA-256 of the ciphertext.
    public let sealed: Digest
    public let recipient: MemberCode
    /// Of the file, bytes.
    public let byteCount: Int
    /// Of the ciphertext, bytes.
    public let sealedByteCount: Int
    public let precedence: Precedence
    public let deadline: Instant?
    public let expires: Instant
    public var state: AttachmentState
    /// Why it failed.
    public var code: Code?
    /// When the state became what it is.
    public var changed: Instant

    public init(
        from: MemberCode, id: MessageID, sealed: Digest, recipient: MemberCode, byteCount: Int,
        sealedByteCount: Int, precedence: Precedence, deadline: Instant?, expires: Instant,
        state: AttachmentState = .waiting, code: Code? = nil, changed: Instant
    ) {
        self.from = from
        self.id = id
        self.sealed = sealed
        self.recipient = recipient
        self.byteCount = byteCount
        self.sealedByteCount = sealedByteCount
        self.precedence = precedence
        self.deadline = deadline
        self.expires = expires
        self.state = state
        self.code = code
        self.changed = changed
    }
}

/// Which attachments to list, the one that expires first in front; nil asks for all.
public struct AttachmentFilter: Hashable, Sendable {
    public var from: MemberCode?
    public var id: MessageID?
    public var recipient: MemberCode?
    public var sealed: Digest?
    public var state: AttachmentState?
    public var limit: Int

    public init(
        from: MemberCode? = nil, id: MessageID? = nil, recipient: MemberCode? = nil,
        sealed: Digest? = nil, state: AttachmentState? = nil, limit: Int = 10_000
    ) {
        self.from = from
        self.id = id
        self.recipient = recipient
        self.sealed = sealed
        self.state = state
        self.limit = limit
    }
}
