public import Notices

/// The purpose for which a member holds a key; each slot has a life of its own.
public enum KeySlot: String, Sendable, CaseIterable {
    /// Offline; named in the trust list, signs issuing CAs.
    case root
    /// Online; signs the leaves and the revocation list.
    case issuing
    case signing
    case transport
    case encryption

    /// The slots below the issuing CA.
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

/// The stage of a key's life.
public enum KeyState: String, Sendable, CaseIterable {
    /// Made, and not announced yet.
    case staged
    /// Announced, so that every peer holds it before it is used.
    case published
    /// In use.
    case active
    /// No longer used for new messages; still announced, and still accepted.
    case draining
    /// No longer announced; a message sealed to it is refused as `key-stale`.
    case retired
    /// Its private half is gone.
    case destroyed
    /// Known or feared to be in the hands of others; it is in the revocation list.
    case revoked

    /// True if the key bundle names a key in this state.
    public var isAnnounced: Bool {
        switch self {
        case .published, .active, .draining: true
        case .staged, .retired, .destroyed, .revoked: false
        }
    }

    /// True if nothing uses a key in this state, and nothing ever will.
    public var isOver: Bool {
        switch self {
        case .retired, .destroyed, .revoked: true
        case .staged, .published, .active, .draining: false
        }
    }
}

/// One key of this member, without its private half.
public struct OwnKey: Sendable, Hashable {
    /// The key's identifier: the first 20 bytes of SHA-256 of its SubjectPublicKeyInfo.
    public let id: KeyID
    /// The purpose of the key.
    public let slot: KeySlot
    /// The key that certified this one; a root has its own id here.
    public let issuer: KeyID
    /// The name of the key's files, without extension: letters, digits and hyphens.
    public let file: String
    /// The moment when the key was made.
    public let made: Instant
    /// The start of its certificate's validity.
    public let starts: Instant
    /// The end of its certificate's validity.
    public let ends: Instant
    /// The stage of its life.
    public var state: KeyState
    /// The moment when it came into this state.
    public var since: Instant
    /// The first version of the key bundle in which it was in this state: a peer that holds this
    /// version knows the state. For a root, the version of the trust list.
    public var version: Int64
    /// The officer's reason for revoking it; nil if it is not revoked.
    public var reason: String?

    /// Puts a key together as given; a new one is staged.
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

    /// True from the moment when two thirds of its certificate's validity are over.
    public func isDueForRotation(at now: Instant) -> Bool {
        now.since(starts) >= ends.since(starts) * 2 / 3
    }
}
