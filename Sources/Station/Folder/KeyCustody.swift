public import Certificates
import Foundation
public import Notices

/// Where private keys are kept. The same commands work for all.
public protocol KeyCustody: Sendable {
    /// Makes a new key under a name that nothing has yet, and keeps it before it returns.
    func make(_ name: String) throws(HeliographError) -> PrivateKey

    /// - Throws: `keyMissing`, `keyExposed`, `keyUnusable`.
    func load(_ name: String) throws(HeliographError) -> PrivateKey

    /// Makes the key unusable for ever; does no harm twice.
    func destroy(_ name: String) throws(HeliographError)

    /// Whether the key is there.
    func holds(_ name: String) -> Bool

    /// Where the key is, in a word for people: `file`, `credential`, `token`.
    func place(of name: String) -> String
}

/// Keys as PEM files with mode 0600, or as credentials that the service manager hands to the node.
///
/// A credential has the name of the file, `signing.key`, and comes before a file of that name.
///
/// - Source: systemd.exec(5), `LoadCredentialEncrypted=`.
public struct FileCustody: KeyCustody {
    public let folder: String
    /// `CREDENTIALS_DIRECTORY`.
    public let credentials: String?

    public init(folder: String) {
        self.init(
            folder: folder,
            credentials: ProcessInfo.processInfo.environment["CREDENTIALS_DIRECTORY"])
    }

    public init(folder: String, credentials: String?) {
        self.folder = folder
        self.credentials = credentials
    }

    private func file(_ name: String) -> String { folder + "/\(name).key" }

    private func credential(_ name: String) -> String? {
        credentials.map { $0 + "/\(name).key" }.flatMap { Files.exists($0) ? $0 : nil }
    }

    public func make(_ name: String) throws(HeliographError) -> PrivateKey {
        let key = try PrivateKey.generate()
        try Files.write(try key.pem(), to: file(name))
        return key
    }

    public func load(_ name: String) throws(HeliographError) -> PrivateKey {
        if let credential = credential(name) {
            return try PrivateKey(pem: try Files.readSecret(credential, isCredential: true))
        }
        return try PrivateKey(pem: try Files.readSecret(file(name)))
    }

    public func destroy(_ name: String) throws(HeliographError) {
        try Files.destroy(file(name))
    }

    public func holds(_ name: String) -> Bool {
        credential(name) != nil || Files.exists(file(name))
    }

    public func place(of name: String) -> String {
        if credential(name) != nil { return "credential" }
        return Files.exists(file(name)) ? "file" : "elsewhere"
    }
}
