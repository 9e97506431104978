public import Federation
public import Notices

/// An officer or a program that may ask this node for something.
///
/// A row stays for good: a name that was removed is not given to another person.
public struct Officer: Hashable, Sendable {
    /// Whether the officer may ask now. A closed set.
    public enum State: String, Sendable, CaseIterable {
        /// The officer may ask.
        case active
        /// The officer may ask nothing for now.
        case suspended
        /// The officer may ask nothing any more.
        case removed
    }

    /// The name without differences of case and spaces, by which the row is found.
    public let key: String
    /// The name as it was given.
    public let name: String
    /// The officer's roles.
    public var roles: Set<Role>
    /// The rights that a program has besides.
    public var rights: Set<Right>
    /// Active, suspended or removed.
    public var state: State
    /// The user of this machine that is the officer; nil if there is none.
    public var user: UInt32?
    /// The digest of the certificate that is the officer; nil if there is none.
    public var certificate: Digest?
    /// The time of the first entry.
    public let added: Instant
    /// The principal who added the officer.
    public let addedBy: String
    /// The time of the last change.
    public var changed: Instant
    /// The principal who made the last change.
    public var changedBy: String
    /// The reason of the last change; empty if none was asked for.
    public var reason: String

    /// Takes the fields as they are.
    public init(
        key: String, name: String, roles: Set<Role>, rights: Set<Right> = [],
        state: State = .active, user: UInt32? = nil, certificate: Digest? = nil,
        added: Instant, addedBy: String, changed: Instant, changedBy: String, reason: String = ""
    ) {
        self.key = key
        self.name = name
        self.roles = roles
        self.rights = rights
        self.state = state
        self.user = user
        self.certificate = certificate
        self.added = added
        self.addedBy = addedBy
        self.changed = changed
        self.changedBy = changedBy
        self.reason = reason
    }

    /// Everything that the officer may do while active.
    public var allRights: Set<Right> { roles.reduce(into: rights) { $0.formUnion($1.rights) } }
}

/// A token that stands for an officer or a program. The row has only its digest.
public struct AccessToken: Hashable, Sendable {
    /// The first twelve digits of the digest, by which people name the token.
    public let id: String
    /// The digest of the token.
    public let digest: Digest
    /// The officer's `key`.
    public let officer: String
    /// The rights that the token may use, of those that the officer has.
    public let rights: Set<Right>
    /// The networks from which the token is taken, in CIDR form; empty for all.
    public let networks: [String]
    /// The time at which it was made.
    public let made: Instant
    /// The principal who made it.
    public let madeBy: String
    /// The end of its life.
    public let expires: Instant
    /// The last use, to the minute; nil before the first.
    public var lastUsed: Instant?
    /// The time of its revocation; nil if it holds.
    public var revoked: Instant?
    /// The principal who revoked it.
    public var revokedBy: String?

    /// Takes the fields as they are.
    public init(
        id: String, digest: Digest, officer: String, rights: Set<Right>, networks: [String],
        made: Instant, madeBy: String, expires: Instant, lastUsed: Instant? = nil,
        revoked: Instant? = nil, revokedBy: String? = nil
    ) {
        self.id = id
        self.digest = digest
        self.officer = officer
        self.rights = rights
        self.networks = networks
        self.made = made
        self.madeBy = madeBy
        self.expires = expires
        self.lastUsed = lastUsed
        self.revoked = revoked
        self.revokedBy = revokedBy
    }
}

/// A token with the officer for whom it stands.
public struct TokenHolder: Hashable, Sendable {
    /// The token.
    public let token: AccessToken
    /// The officer or program.
    public let officer: Officer

    /// Takes both as they are.
    public init(token: AccessToken, officer: Officer) {
        self.token = token
        self.officer = officer
    }
}
