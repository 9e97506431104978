public import Certificates
internal import Federation
public import Notices

/// Keys on a PKCS#11 token. A small file `NAME.token` beside the certificates says that a key is
/// there; keys without one are files or credentials still, so that a node can move by rotating.
///
/// The small file, not the token, tells which keys are this folder's: a folder that comes back from
/// a backup never takes the newer keys of the token for remains.
public struct TokenCustody: KeyCustody {
    package static let suffix = ".token"

    private let folder: String
    private let member: MemberCode
    private let token: KeyToken
    private let files: FileCustody

    public init(folder: String, member: MemberCode, token: KeyToken) {
        self.folder = folder
        self.member = member
        self.token = token
        files = FileCustody(folder: folder)
    }

    /// What a key is called on the token.
    func label(_ name: String) -> String { "heliograph \(member) \(name)" }

    private func note(_ name: String) -> String { folder + "/\(name)" + Self.suffix }

    private func isOnToken(_ name: String) -> Bool { Files.exists(note(name)) }

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

    public func load(_ name: String) throws(HeliographError) -> PrivateKey {
        try isOnToken(name) ? token.key(label(name)) : files.load(name)
    }

    public func destroy(_ name: String) throws(HeliographError) {
        if isOnToken(name) {
            try token.destroy(label(name))
            try Files.destroy(note(name))
        }
        try files.destroy(name)
    }

    public func holds(_ name: String) -> Bool { isOnToken(name) || files.holds(name) }

    public func place(of name: String) -> String {
        isOnToken(name) ? "token" : files.place(of: name)
    }
}
