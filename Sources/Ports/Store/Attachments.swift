public import Exchange
public import Notices

/// One attachment of one message to one member: ours to a recipient, or another's to us.
///
/// Neither the key nor the file's own digest stands here: both are in the signed header, which is
/// sealed at rest.
public struct AttachmentDelivery: Hashable, Sendable {
    /// The message.
    public let from: MemberCode
    /// Its id.
    public let id: MessageID
    /// SHA-256 of the ciphertext.
    public let sealed: Digest
    /// The member that it is for.
    public let recipient: MemberCode
    /// Of the file, bytes.
    public let byteCount: Int
    /// Of the ciphertext, bytes.
    public let sealedByteCount: Int
    /// The urgency of the message to that recipient.
    public let precedence: Precedence
    /// The moment when the message stops being useful to that recipient; nil if it never does.
    public let deadline: Instant?
    /// The moment when the message expires, and the attachment with it.
    public let expires: Instant
    /// Its progress.
    public var state: AttachmentState
    /// The reason why it failed.
    public var code: Code?
    /// The moment when the state became what it is.
    public var changed: Instant

    /// Takes the fields as they are.
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
    /// Only of this sender.
    public var from: MemberCode?
    /// Only of the message with this id.
    public var id: MessageID?
    /// Only for this member.
    public var recipient: MemberCode?
    /// Only this ciphertext.
    public var sealed: Digest?
    /// Only in this state.
    public var state: AttachmentState?
    /// So many at most.
    public var limit: Int

    /// Asks for everything, at most 10,000 rows, unless a value says less.
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
