public import Notices

/// The name of a message everywhere: who issued it, and its id.
public struct MessageKey: Hashable, Comparable, Sendable {
    /// The member that issued it.
    public let from: MemberCode
    /// Its id; another member may have used the same.
    public let id: MessageID

    /// Takes the fields as they are.
    public init(from: MemberCode, id: MessageID) {
        self.from = from
        self.id = id
    }

    /// The order of senders, then of ids.
    public static func < (left: MessageKey, right: MessageKey) -> Bool {
        (left.from, left.id) < (right.from, right.id)
    }
}

/// The name of another member's thread here.
public struct ThreadKey: Hashable, Sendable {
    /// The member whose statements these are.
    public let issuer: MemberCode
    /// The number of the thread.
    public let thread: String

    /// Takes the fields as they are.
    public init(issuer: MemberCode, thread: String) {
        self.issuer = issuer
        self.thread = thread
    }
}

/// A message as one of its envelopes names it.
public struct SealKey: Hashable, Sendable {
    /// The message.
    public let message: MessageKey
    /// The number of the seal.
    public let seal: Int
    /// SHA-256 of the inner SignedData.
    public let contentDigest: Digest

    /// Takes the fields as they are.
    public init(message: MessageKey, seal: Int, contentDigest: Digest) {
        self.message = message
        self.seal = seal
        self.contentDigest = contentDigest
    }
}
