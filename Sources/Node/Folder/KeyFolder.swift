public import Certificates
internal import Federation
import Foundation
public import Notices
internal import PeerLink
public import Sealing

/// The keys of a member on this machine: one PEM and one DER certificate each, mode 0600.
///
/// `root` and `issuing` are authorities. The root's private key belongs on an offline medium; a
/// node runs without it.
public struct KeyFolder: Sendable {
    public let path: String

    public init(_ path: String) {
        self.path = path
    }

    public func keyFile(_ name: String) -> String { path + "/\(name).key" }
    public func certificateFile(_ name: String) -> String { path + "/\(name).der" }
    public var storageKeyFile: String { path + "/storage.key" }
    public var bundleFile: String { path + "/bundle.der" }
    public var revocationListFile: String { path + "/revoked.crl" }

    /// Writes everything of a new member, its signed key bundle included.
    public func write(
        _ tree: MemberKeyTree, bundleVersion: Int64, at now: Instant
    )
        throws(HeliographError)
    {
        try Files.makeFolder(path)
        try write(tree.root.key, tree.root.certificate, "root")
        try write(tree.issuing.key, tree.issuing.certificate, "issuing")
        for leaf in tree.leaves { try write(leaf.key, leaf.certificate, leaf.role.rawValue) }
        try Files.write(tree.revocationList.der, to: revocationListFile)
        try writeStorageKey()
        let signer = try loadSealer(tree.member)
        let bundle = tree.bundle(version: bundleVersion, at: now)
        try Files.write(
            try signer.sign(bundle.encoded(), as: .keyBundle, at: now), to: bundleFile)
    }

    /// Makes the key that seals the store; without it the store cannot be read.
    func writeStorageKey() throws(HeliographError) {
        try Files.write(randomBytes(StorageKeyVault.keyBytes), to: storageKeyFile)
    }

    private func write(
        _ key: PrivateKey, _ certificate: Certificate, _ name: String
    )
        throws(HeliographError)
    {
        try Files.write(try key.pem(), to: keyFile(name))
        try Files.write(certificate.der, to: certificateFile(name))
    }

    /// Reads a key and its certificate.
    ///
    /// - Throws: `keyMissing`, `keyExposed` (others may read it), `keyUnusable`.
    public func load(
        _ name: String
    ) throws(HeliographError) -> (
        key: PrivateKey, certificate: Certificate
    ) {
        let key = try PrivateKey(pem: try secret(keyFile(name)))
        let certificate = try Certificate(der: try Files.read(certificateFile(name)))
        guard certificate.matches(key) else {
            throw HeliographError(
                .keyUnusable, "The \(name) key and its certificate do not belong together.")
        }
        return (key, certificate)
    }

    /// Bytes of a file that nobody but its owner may read.
    private func secret(_ file: String) throws(HeliographError) -> [UInt8] {
        var status = stat()
        guard stat(file, &status) == 0 else {
            throw HeliographError(.keyMissing, "\(file) is not there.")
        }
        guard status.st_mode & 0o077 == 0 else {
            throw HeliographError(.keyExposed, "\(file) can be read by others.")
        }
        return try Files.read(file, bytesMax: 65_536)
    }

    public func loadSealer(_ member: MemberCode) throws(HeliographError) -> CMSSealer {
        let signing = try load(KeyRole.signing.rawValue)
        let encryption = try load(KeyRole.encryption.rawValue)
        return CMSSealer(
            member: member,
            signing: SigningIdentity(
                key: signing.key, certificate: signing.certificate, issuers: [try issuing()]),
            opening: [OpeningKey(key: encryption.key, certificate: encryption.certificate)])
    }

    /// What proves this node in TLS.
    func transportIdentity() throws(HeliographError) -> PeerIdentity {
        let transport = try load(KeyRole.transport.rawValue)
        return try PeerIdentity(
            certificate: transport.certificate, authorities: [try issuing()], key: transport.key)
    }

    /// The issuing CA's certificate.
    public func issuing() throws(HeliographError) -> Certificate {
        try Certificate(der: try Files.read(certificateFile("issuing")))
    }

    public func root() throws(HeliographError) -> Certificate {
        try Certificate(der: try Files.read(certificateFile("root")))
    }

    public func loadVault() throws(HeliographError) -> StorageKeyVault {
        try StorageKeyVault(storageKey: try secret(storageKeyFile))
    }
}
