public import Certificates
import Foundation
public import Notices

/// A place of private keys. The same commands work for all places.
public protocol KeyCustody: Sendable {
    /// Makes a new key under a name that nothing has yet, and keeps it before it returns.
    func make(_ name: String) throws(HeliographError) -> PrivateKey

    /// Loads a key.
    ///
    /// - Throws: `keyMissing`, `keyExposed`, `keyUnusable`.
    func load(_ name: String) throws(HeliographError) -> PrivateKey

    /// Makes the key unusable for ever; does no harm twice.
    func destroy(_ name: String) throws(HeliographError)

    /// True if the key is there.
    func holds(_ name: String) -> Bool

    /// The kind of place of a key, for people: `file`, `credential`, `token`, `elsewhere`.
    func place(of name: String) -> String
}

/// Keys as PEM files with mode 0600, or as credentials that the service manager hands to the node.
///
/// A credential has the name of the file, `signing.key`, and comes before a file of that name.
///
/// - Source: systemd.exec(5), `LoadCredentialEncrypted=`.
public struct FileCustody: KeyCustody {
    /// The folder of the PEM files.
    public let folder: String
    /// The folder of credentials, `CREDENTIALS_DIRECTORY`; nil without a service manager.
    public let credentials: String?

    /// Takes the folder of credentials from the environment.
    public init(folder: String) {
        self.init(
            folder: folder,
            credentials: ProcessInfo.processInfo.environment["CREDENTIALS_DIRECTORY"])
    }

    /// - Parameters:
    ///   - folder: of the PEM files.
    ///   - credentials: the folder of credentials; nil for none.
    public init(folder: String, credentials: String?) {
        self.folder = folder
        self.credentials = credentials
    }

    private func file(_ name: String) -> String { folder + "/\(name).key" }

    private func credential(_ name: String) -> String? {
        credentials.map { $0 + "/\(name).key" }.flatMap { Files.exists($0) ? $0 : nil }
    }

    /// Makes a key and writes its file, synced, before it returns.
    ///
    /// - Throws: `diskFull`, `fileUnwritable`, `cryptoFailed`.
    public func make(_ name: String) throws(HeliographError) -> PrivateKey {
        let key = try PrivateKey.generate()
        try Files.write(try key.pem(), to: file(name))
        return key
    }

    /// Reads the credential of that name, or else the file.
    ///
    /// - Throws: `keyMissing`, `keyExposed`, `keyUnusable`.
    public func load(_ name: String) throws(HeliographError) -> PrivateKey {
        if let credential = credential(name) {
            return try PrivateKey(pem: try Files.readSecret(credential, isCredential: true))
        }
        return try PrivateKey(pem: try Files.readSecret(file(name)))
    }

    /// Overwrites and removes the file; a credential is the service manager's, and stays.
    ///
    /// - Throws: `fileUnwritable`.
    public func destroy(_ name: String) throws(HeliographError) {
        try Files.destroy(file(name))
    }

    /// True if there is a credential or a file of that name.
    public func holds(_ name: String) -> Bool {
        credential(name) != nil || Files.exists(file(name))
    }

    /// `credential` or `file`; `elsewhere` if neither is there.
    public func place(of name: String) -> String {
        if credential(name) != nil { return "credential" }
        return Files.exists(file(name)) ? "file" : "elsewhere"
    }
}
