public import Certificates
internal import Federation
public import Notices

/// Keys on a PKCS#11 token. A small file `NAME.token` beside the certificates says that a key is
/// there. Keys without such a file are still files or credentials, so that a node can move to a
/// token by rotating.
///
/// The small file, not the token, tells which keys are this folder's: a folder that comes back from
/// a backup never takes the newer keys of the token for remains.
public struct TokenCustody: KeyCustody {
    /// The end of the name of the small file that stands for a key on the token.
    package static let suffix = ".token"

    private let folder: String
    private let member: MemberCode
    private let token: KeyToken
    private let files: FileCustody

    /// - Parameters:
    ///   - folder: the folder of keys.
    ///   - member: stands in the labels of its keys.
    ///   - token: logged in.
    public init(folder: String, member: MemberCode, token: KeyToken) {
        self.folder = folder
        self.member = member
        self.token = token
        files = FileCustody(folder: folder)
    }

    /// The label of a key on the token.
    func label(_ name: String) -> String { "heliograph \(member) \(name)" }

    private func note(_ name: String) -> String { folder + "/\(name)" + Self.suffix }

    private func isOnToken(_ name: String) -> Bool { Files.exists(note(name)) }

    /// Makes a key on the token, for sealing or for signing as its name begins, after the file that
    /// stands for it.
    ///
    /// - Throws: `tokenOccupied` if the token has a key of that label; or the trouble of the token
    ///   or the folder, after which a key that was begun is destroyed if the token lets it be.
    public func make(_ name: String) throws(HeliographError) -> PrivateKey {
        // The note comes first: a crash leaves one without a key, and never a key without one.
        try Files.write(Array((label(name) + "\n").utf8), to: note(name))
        let isForSealing = name.hasPrefix(KeySlot.encryption.rawValue)
        do throws(HeliographError) {
            try token.make(label(name), for: isForSealing ? .agree : .sign)
            return try token.key(label(name))
        } catch {
            // Another node's key of that name is not ours to take away.
            if error.code == .tokenOccupied {
                try Files.destroy(note(name))
            } else {
                try? destroy(name)
            }
            throw error
        }
    }

    /// Finds the key on the token, or reads it from a file or credential.
    ///
    /// - Throws: `keyMissing`, `keyExposed`, `keyUnusable`, or the trouble of the token.
    public func load(_ name: String) throws(HeliographError) -> PrivateKey {
        try isOnToken(name) ? token.key(label(name)) : files.load(name)
    }

    /// Destroys the key on the token and a file of the same name; does no harm twice.
    ///
    /// - Throws: the trouble of the token, or `fileUnwritable`.
    public func destroy(_ name: String) throws(HeliographError) {
        if isOnToken(name) {
            try token.destroy(label(name))
            try Files.destroy(note(name))
        }
        try files.destroy(name)
    }

    /// True if the small file, a key file or a credential of that name is there; the token is not
    /// asked.
    public func holds(_ name: String) -> Bool { isOnToken(name) || files.holds(name) }

    /// `token`, or as `FileCustody` says.
    public func place(of name: String) -> String {
        isOnToken(name) ? "token" : files.place(of: name)
    }
}
