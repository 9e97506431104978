public import Notices

/// What a member holds a key for; each has its own life.
public enum KeySlot: String, Sendable, CaseIterable {
    /// Offline; named in the trust list, signs issuing CAs.
    case root
    /// Online; signs the leaves and the revocation list.
    case issuing
    case signing
    case transport
    case encryption

    public static let leaves: [KeySlot] = [.signing, .transport, .encryption]

    /// The role of a leaf; nil for an authority.
    public var role: KeyRole? {
        switch self {
        case .root, .issuing: nil
        case .signing: .signing
        case .transport: .transport
        case .encryption: .encryption
        }
    }
}

/// Where a key stands in its life.
public enum KeyState: String, Sendable, CaseIterable {
    /// Made, on this machine only.
    case staged
    /// Announced, so that every peer holds it before it is used.
    case published
    /// Used.
    case active
    /// No longer used for what is new; still announced, and still opens what comes under it.
    case draining
    /// Announced no more; what comes sealed to it is refused as `key-stale`.
    case retired
    /// Its private half is gone.
    case destroyed
    /// In the hands of somebody else, or thought to be: in the revocation list.
    case revoked

    /// In the key bundle.
    public var isAnnounced: Bool {
        switch self {
        case .published, .active, .draining: true
        case .staged, .retired, .destroyed, .revoked: false
        }
    }

    /// Over: nothing uses it and nothing will.
    public var isOver: Bool {
        switch self {
        case .retired, .destroyed, .revoked: true
        case .staged, .published, .active, .draining: false
        }
    }
}

/// One key of this member, without its private half.
public struct OwnKey: Sendable, Hashable {
    public let id: KeyID
    public let slot: KeySlot
    /// The key that certified it; its own for a root.
    public let issuer: KeyID
    /// What its files are called, without extension.
    public let file: String
    public let made: Instant
    /// When its certificate starts and ends.
    public let starts: Instant
    public let ends: Instant
    public var state: KeyState
    /// In this state since.
    public var since: Instant
    /// The key bundle in which it first stood in this state: a peer that holds this one knows. For
    /// a root, the version of the trust list.
    public var version: Int64
    /// Why it was revoked.
    public var reason: String?

    public init(
        id: KeyID, slot: KeySlot, issuer: KeyID, file: String, made: Instant, starts: Instant,
        ends: Instant, state: KeyState = .staged, since: Instant, version: Int64 = 0,
        reason: String? = nil
    ) {
        self.id = id
        self.slot = slot
        self.issuer = issuer
        self.file = file
        self.made = made
        self.starts = starts
        self.ends = ends
        self.state = state
        self.since = since
        self.version = version
        self.reason = reason
    }

    /// Two thirds of its life are over.
    public func isDueForRotation(at now: Instant) -> Bool {
        now.since(starts) >= ends.since(starts) * 2 / 3
    }
}
